"""A notebook that an author has open in a browser: the faults of what stands there, unsaved.

Owns what is asked and what is answered, as JSON. What an author wrote is never refused: it gives
faults. Only a request that no page of ours would make, or a place that is not to be read, is.
"""

import json
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring.course_head import COURSE_FILE, inside
from jupyter_tutor.authoring.faults import fault_as_data
from jupyter_tutor.authoring.source import all_faults, read_open_notebook

UNREADABLE = "This request has no `path` and `notebook` that can be read."
OUTSIDE = "The notebook does not lie in a folder of this server, so it cannot be looked through."


class AskedWronglyError(Exception):
    """The request cannot be answered; its words say why."""


def faults_of_open(asked: bytes, root: Path) -> dict[str, Any]:
    """The faults of the notebook, and of its course as far as they are told in `course.yaml`.

    ``asked`` is JSON: ``path``, relative to ``root`` with slashes, and ``notebook``, the content as
    a notebook file has it. Raises AskedWronglyError.
    """
    try:
        request = json.loads(asked)
    except (ValueError, RecursionError):
        raise AskedWronglyError(UNREADABLE) from None
    match request:
        case {"path": str(name), "notebook": dict(notebook)} if name.strip("/"):
            pass
        case _:
            raise AskedWronglyError(UNREADABLE)
    home = root.expanduser().resolve()
    path = inside(home, name.strip("/"))
    if path is None or path == home:
        raise AskedWronglyError(OUTSIDE)
    source = read_open_notebook(path, json.dumps(notebook), home)
    file = path.relative_to(source.folder.resolve()).as_posix()
    return {
        "file": file,
        "faults": [
            fault_as_data(fault)
            for fault in all_faults(source)
            if fault.place.file in (file, COURSE_FILE)
        ],
    }
