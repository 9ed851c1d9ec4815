"""A notebook file as a plain list of cells.

Reads the JSON itself rather than through nbformat, which repairs, upgrades and warns: an author
is to be told what is in the file. Never interprets what a cell says.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_tutor.authoring.faults import Faults, Place

CellType = Literal["markdown", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a syllabus notebook. ``place`` is the whole cell; ``source`` ends in no newline.

    ``shown`` is what a reader saw below it when it was last run: what it printed, the value of
    its last line, the name of the error it ended in. Empty when it was not run.
    """

    place: Place
    type: CellType
    source: str
    shown: str = ""

    @property
    def number(self) -> int:
        """Which cell of the notebook it is, counted from 1."""
        return self.place.cell or 0


def read_text(path: Path, place: Place, faults: Faults) -> str | None:
    """The text of a file, or None when it cannot be read as UTF-8 (then a fault says why)."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.error(place, "The file is not UTF-8 text.", "Save it anew as UTF-8.")
    except FileNotFoundError:
        faults.error(place, "There is no such file.", "Check the name, or take it out of the list.")
    except IsADirectoryError:
        faults.error(place, "This is a folder, not a file.", "Name the notebook file itself.")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        faults.error(place, f"The file cannot be read ({why}).", "Check it and its permissions.")
    return None


def read_cells(path: Path, file: str, faults: Faults, text: str | None = None) -> list[Cell] | None:
    """The markdown and code cells of a notebook, numbered as JupyterLab shows them.

    ``text`` is read in place of the file, where it is given. None when that is not a notebook. A
    damaged cell is a fault and is left out; raw cells are left out silently, for they are no part
    of a lesson.
    """
    place = Place(file=file)
    data = load_notebook(path, place, faults) if text is None else _load(text, place, faults)
    if data is None:
        return None
    cells = [
        cell
        for number, raw in enumerate(data["cells"], start=1)
        if (cell := _cell(raw, Place(file=file, cell=number), faults)) is not None
    ]
    if not cells:
        faults.error(place, "The notebook is empty.", "Write the lesson's cells in it.")
        return None
    return cells


def load_notebook(path: Path, place: Place, faults: Faults) -> dict[str, Any] | None:
    """The JSON of a notebook, which has a list of ``cells``; None when it is none (then a fault).

    What the cells are is not looked at.
    """
    text = read_text(path, place, faults)
    return None if text is None else _load(text, place, faults)


def _load(text: str, place: Place, faults: Faults) -> dict[str, Any] | None:
    resave = "Open it in JupyterLab, or take it from a backup, and save it as a notebook."
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        if "\n<<<<<<< " in text:
            line = text[: text.index("\n<<<<<<< ")].count("\n") + 2
            faults.error(
                place.at(line),
                "The file holds an unfinished merge (`<<<<<<<`), so it is not a notebook.",
                "Resolve the merge, then save the notebook.",
            )
        else:
            faults.error(place.at(error.lineno), f"This is not JSON ({error.msg}).", resave)
        return None
    except (ValueError, RecursionError):
        faults.error(place, "This is not JSON that can be read.", resave)
        return None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        if isinstance(data, dict) and "worksheets" in data:
            resave = "Open it in JupyterLab and save it: that brings it to format 4."
            faults.error(place, "The notebook is in an old format.", resave)
        else:
            faults.error(place, "This is JSON, but not a notebook.", resave)
        return None
    return data


def source_text(source: Any) -> str | None:
    """The text of a cell's ``source``, which may be a list of lines; None when it is neither.

    Its lines end as on Unix, and none stands empty at its end.
    """
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    return source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _cell(raw: Any, place: Place, faults: Faults) -> Cell | None:
    broken = "Delete the cell and write it anew."
    if not isinstance(raw, dict):
        faults.error(place, "This is not a cell.", broken)
        return None
    kind, source = raw.get("cell_type"), source_text(raw.get("source"))
    if kind == "raw":
        return None
    if kind != "markdown" and kind != "code":
        faults.error(place, "This is neither a Markdown cell nor a code cell.", broken)
        return None
    if source is None:
        faults.error(place, "The cell has no text (`source`).", broken)
        return None
    if not is_text(source):
        faults.error(place, "The cell holds a broken character.", "Write the cell anew.")
        return None
    shown = shown_by(raw.get("outputs")) if kind == "code" else ""
    return Cell(place=place, type=kind, source=source, shown=shown)


def shown_by(outputs: Any) -> str:
    """What a reader sees of the outputs of a code cell; no fault where they are damaged."""
    parts = [_output(output) for output in outputs] if isinstance(outputs, list) else []
    text = ""
    for part in parts:
        # A value or an error begins a line of its own, whatever was printed before it.
        begins_line = not text or text.endswith("\n") or not part.begins_line
        text += part.text if begins_line else f"\n{part.text}"
    return text.replace("\r\n", "\n").strip("\n") if is_text(text) else ""


@dataclass(frozen=True, slots=True)
class _Output:
    text: str
    begins_line: bool = True


def _output(output: Any) -> _Output:
    match output:
        case {"output_type": "stream", "name": "stdout", "text": text}:
            return _Output(_joined(text), begins_line=False)
        case {
            "output_type": "execute_result" | "display_data",
            "data": {"text/plain": text},
        }:
            return _Output(_joined(text) + "\n")
        case {"output_type": "error", "ename": str(name)}:
            return _Output(name + "\n")
        case _:
            return _Output("", begins_line=False)


def _joined(text: Any) -> str:
    if isinstance(text, list):
        return "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def is_text(text: str) -> bool:
    """Whether it can be written to a file: JSON and YAML can smuggle in half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
