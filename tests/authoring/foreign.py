"""Notebooks as nbgrader, otter and learntools have them, written for these tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring.importing.course import Format, Imported, Wanted, import_course

Cell = dict[str, Any]


def md(source: str, **meta: Any) -> Cell:
    return {"cell_type": "markdown", "metadata": meta, "source": source}


def raw(source: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def code(source: str, *outputs: Any, **meta: Any) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": meta,
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def value(text: str) -> Cell:
    """The output of a cell that ends in a value."""
    data = {"text/plain": text.splitlines(keepends=True)}
    return {"output_type": "execute_result", "data": data, "execution_count": 1, "metadata": {}}


def printed(text: str) -> Cell:
    """The output of a cell that prints."""
    return {"output_type": "stream", "name": "stdout", "text": [text]}


def notebook(*cells: Any, language: str = "python") -> str:
    kernel = {"name": "any", "display_name": "Any", "language": language}
    return json.dumps(
        {
            "cells": list(cells),
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    )


def nb(name: str, *, points: Any = None, version: Any = 3, **flags: bool) -> dict[str, Any]:
    """The metadata of a cell that nbgrader knows; flags are grade, solution, locked, task."""
    meta = {"grade": False, "solution": False, "locked": False, **flags, "grade_id": name}
    if version is not None:
        meta["schema_version"] = version
    if points is not None:
        meta["points"] = points
    return {"nbgrader": meta}


def solution(name: str, source: str, **meta: Any) -> Cell:
    return code(source, **nb(name, solution=True, **meta))


def graded(name: str, source: str, points: Any = 1, **meta: Any) -> Cell:
    return code(source, **nb(name, grade=True, locked=True, points=points, **meta))


def bring(
    form: Format, folder: Path, files: dict[str, str], name: str = "", modules: Path | None = None
) -> Imported:
    """Write the files of a source and bring over the one named, or all of them."""
    source = folder / "source"
    for file, text in files.items():
        path = source / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(errors="surrogatepass"))
    return import_course(
        Wanted(
            form=form,
            path=source / name,
            course_id="a-course",
            title="A course",
            output=folder / "out",
            modules=modules,
        )
    )


def cells_of(imported: Imported, file: str) -> list[tuple[str, str]]:
    """The cells of a notebook that was made: type and source."""
    return [
        (cell["cell_type"], "".join(cell["source"]))
        for cell in json.loads(imported.files[file])["cells"]
    ]


def told(imported: Imported) -> list[tuple[str, str, int | None, str]]:
    """What there is to say: kind, file, cell, and what."""
    return [(r.kind, r.place.file, r.place.cell, r.what) for r in imported.remarks]


def marked(cells: Sequence[tuple[str, str]], role: str) -> list[str]:
    """The sources of the cells of a role."""
    return [
        source
        for kind, source in cells
        if kind != "raw" and f"tutor: {role}\n" in f"{source.splitlines()[0]}\n"
    ]
