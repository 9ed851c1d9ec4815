"""Someone else's notebook as a list of cells, with the metadata that their tools live by.

Reads what is there and believes nothing: a cell that is damaged is told of and left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.notebook import is_text, load_notebook, source_text

ForeignType = Literal["markdown", "code", "raw"]
_TYPES: Mapping[str, ForeignType] = {"markdown": "markdown", "code": "code", "raw": "raw"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCell:
    """A cell of theirs. ``metadata`` and ``outputs`` are JSON that nobody has checked.

    ``pictures`` says whether pictures are attached to it.
    """

    place: Place
    type: ForeignType
    source: str
    metadata: Mapping[str, Any]
    outputs: tuple[Any, ...]
    pictures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignNotebook:
    """A notebook of theirs. ``file`` is what it is called in remarks; ``damaged`` are places."""

    path: Path
    file: str
    cells: tuple[ForeignCell, ...]
    damaged: tuple[Place, ...]


def read_foreign(path: Path, file: str) -> ForeignNotebook:
    """Read a notebook; raises ImportRefusedError when it is none, or not one of Python."""
    faults = Faults()
    place = Place(file=file)
    data = load_notebook(path, place, faults)
    if data is None:
        fault = faults.sorted()[0]
        raise ImportRefusedError(fault.place, fault.what, fault.fix)
    language = _language(data.get("metadata"))
    if not language.lower().startswith(("python", "ipython")):
        what = f"The notebook is written in {language}."
        raise ImportRefusedError(place, what, "Only courses in Python can be brought over.")
    read = [
        _cell(raw, Place(file=file, cell=number))
        for number, raw in enumerate(data["cells"], start=1)
    ]
    return ForeignNotebook(
        path=path,
        file=file,
        cells=tuple(cell for cell in read if isinstance(cell, ForeignCell)),
        damaged=tuple(place for place in read if isinstance(place, Place)),
    )


def _language(metadata: Any) -> str:
    """The language a notebook names first; Python when it names none."""
    found = metadata if isinstance(metadata, dict) else {}
    for key, inner in (("kernelspec", "language"), ("language_info", "name")):
        part = found.get(key)
        name = part.get(inner) if isinstance(part, dict) else None
        if isinstance(name, str) and name.strip() and is_text(name):
            return " ".join(name.split())[:40]
    return "python"


def _cell(raw: Any, place: Place) -> ForeignCell | Place:
    if not isinstance(raw, dict):
        return place
    kind, source = raw.get("cell_type"), source_text(raw.get("source"))
    known = _TYPES.get(kind) if isinstance(kind, str) else None
    if known is None or source is None or not is_text(source):
        return place
    metadata, outputs = raw.get("metadata"), raw.get("outputs")
    return ForeignCell(
        place=place,
        type=known,
        source=source,
        metadata=metadata if isinstance(metadata, dict) else {},
        outputs=tuple(outputs) if isinstance(outputs, list) else (),
        pictures=bool(raw.get("attachments")),
    )
