"""A draft read back by our own reader, until nothing in it is at fault.

What the reader refuses is taken out, with the reader's own words on why, and kept in a raw cell. So
whatever a source held, what is carried over is in order.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring import notebook_text
from jupyter_tutor.authoring.faults import Fault, Faults, Place
from jupyter_tutor.authoring.importing import heads
from jupyter_tutor.authoring.importing.draft import Draft, DraftCell, Remark, kept, moved_to_kernel
from jupyter_tutor.authoring.importing.heads import Value
from jupyter_tutor.authoring.kinds.parts import split_title
from jupyter_tutor.authoring.lesson import CourseFrame, read_lesson
from jupyter_tutor.authoring.markers import Marked, read_head
from jupyter_tutor.authoring.notebook import Cell
from jupyter_tutor.authoring.python_text import parse
from jupyter_tutor.authoring.solution import split_answer
from jupyter_tutor.core.course import Lesson

_ALONE = ("check", "hint", "wrong", "alternative", "sample")
"""Roles whose cell can be taken out and leave a question behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A notebook of ours. ``lesson`` is what our reader makes of it; None: it asks nothing."""

    text: str
    lesson: Lesson | None
    remarks: tuple[Remark, ...]


def settle(draft: Draft, lesson_id: str, frame: CourseFrame) -> Settled:
    """Make the notebook of a draft; what cannot stay in it is remarked on."""
    title, body, cells = _opening([_as_marked(cell) for cell in draft.cells], lesson_id)
    remarks = list(draft.remarks)
    while True:
        head: dict[str, Value] = {"id": lesson_id, "title": title}
        first = DraftCell(
            type="markdown", text=body, place=Place(file=draft.file), role="lesson", keys=head
        )
        made = [first, *cells]
        text = _as_text(_with_setups(made))
        faults = Faults()
        lesson = _read(text, lesson_id, frame, faults)
        errors = {
            fault.place.cell - 2: fault
            for fault in reversed(faults.sorted())
            if fault.severity == "error" and fault.place.cell is not None and fault.place.cell > 1
        }
        if lesson is not None or not errors:
            remarks += _in_kernel(cells, draft.file)
            whole = tuple(replace(remark, what=_whole(remark.what)) for remark in remarks)
            return Settled(text=text, lesson=lesson, remarks=whole)
        cells = _without(cells, errors, remarks)


def _as_marked(cell: DraftCell) -> DraftCell:
    """The cell; where its text has a head of ours already, with what that says of it."""
    if cell.role is not None or cell.type == "raw":
        return cell
    source = _whole(cell.text)
    head = read_head(Cell(place=cell.place, type=cell.type, source=source), Faults())
    if not isinstance(head, Marked):
        return cell
    name = head.entries.get("id" if head.role == "question" else "for")
    question = name.value if name is not None and isinstance(name.value, str) else None
    return replace(cell, role=head.role, question=question, verbatim=True)


def _in_kernel(cells: Sequence[DraftCell], file: str) -> list[Remark]:
    """Tell of the checks that run in the learner's kernel."""
    found = [cell for cell in cells if cell.keys.get("where") == "kernel"]
    if not found:
        return []
    numbers = dict.fromkeys(str(cell.place.cell) for cell in found)
    cells_of = f"cell{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
    what = (
        "These checks need more of the learner's objects than their values, so they run in the "
        f"learner's kernel, where answers can tamper with them: {cells_of}."
    )
    fix = "Where plain values will do, take `where: kernel` out and compare those."
    return [Remark(kind="changed", place=Place(file=file), what=what, fix=fix)]


def _read(text: str, lesson_id: str, frame: CourseFrame, faults: Faults) -> Lesson | None:
    with tempfile.TemporaryDirectory(prefix="jupyter-tutor-") as folder:
        path = Path(folder) / f"{lesson_id}.ipynb"
        path.write_text(text, encoding="utf-8", newline="\n")
        compiled = read_lesson(path, path.name, frame, faults)
    return compiled.lesson if compiled else None


def _opening(cells: Sequence[DraftCell], lesson_id: str) -> tuple[str, str, list[DraftCell]]:
    """The lesson's title, its opening words, and the other cells."""
    if cells and cells[0].type == "markdown" and cells[0].role is None:
        heading, _ = split_title(cells[0].text)
        if heading is not None:
            return heading, cells[0].text, list(cells[1:])
    return lesson_id.replace("-", " ").capitalize(), "", list(cells)


def _with_setups(cells: Sequence[DraftCell]) -> list[DraftCell]:
    """The cells, with code that no text explains as setup: it is run, and is no step of its own."""
    explained = False
    made: list[DraftCell] = []
    for cell in cells:
        match cell:
            case DraftCell(type="markdown", role=None | "lesson"):
                explained = explained or bool(cell.text.strip())
            case DraftCell(type="markdown", role="question"):
                explained = False
            case DraftCell(type="code", role=None) if not explained:
                cell = replace(cell, role="setup")
            case _:
                pass
        made.append(cell)
    return made


def _as_text(cells: Sequence[DraftCell]) -> str:
    return notebook_text.to_text(
        notebook_text.notebook(
            [_as_cell(cell, f"cell-{number}") for number, cell in enumerate(cells, start=1)]
        )
    )


def _as_cell(cell: DraftCell, key: str) -> dict[str, Any]:
    source = _whole(_source(cell))
    if cell.type == "code":
        return {**notebook_text.code_cell(key, source), "outputs": list(cell.outputs)}
    made = notebook_text.markdown_cell(key, source)
    return made if cell.type == "markdown" else {**made, "cell_type": "raw"}


def _whole(text: str) -> str:
    """A text that can be written to a file: escapes in Python and YAML can make half characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _source(cell: DraftCell) -> str:
    if cell.role is None or cell.verbatim or cell.type == "raw":
        return cell.text
    keys: dict[str, Value] = dict(cell.keys)
    if cell.question is not None:
        keys = {"id" if cell.role == "question" else "for": cell.question, **keys}
    make = heads.code_cell if cell.type == "code" else heads.markdown_cell
    return make(cell.role, keys, cell.text)


def _without(
    cells: list[DraftCell], errors: dict[int, Fault], remarks: list[Remark]
) -> list[DraftCell]:
    """The cells, each that is at fault put aside; with a question all that belongs to it."""
    asked = {cell.question for cell in cells if cell.role == "question"}
    fallen: dict[str, Fault] = {}
    for number, fault in sorted(errors.items()):
        cell = cells[number]
        alone = cell.role in _ALONE and cell.question in asked
        if cell.question is not None and not alone:
            fallen.setdefault(cell.question, fault)
    made: list[DraftCell] = []
    for number, cell in enumerate(cells):
        found = fallen.get(cell.question or "") or errors.get(number)
        if found is None or cell.type == "raw":
            made.append(cell)
            continue
        if cell.in_kernel is not None and cell.question not in fallen:
            made.append(moved_to_kernel(cell))
            continue
        if cell.question not in fallen or cell.role == "question" or cell.question not in asked:
            what = _told(cell, found)
            remarks.append(Remark(kind="left out", place=cell.place, what=what, fix=found.fix))
        made += _put_aside(cell, found)
    return made


def _told(cell: DraftCell, fault: Fault) -> str:
    if cell.role == "question" and not cell.verbatim:
        return f"{fault.what} So its prompt stays as text, and what is given of its answer as code."
    what = "cell" if cell.verbatim or cell.role is None else cell.role
    return f"This {what} cannot be used. {fault.what}"


def _put_aside(cell: DraftCell, fault: Fault) -> list[DraftCell]:
    """The cell as its author finds it, and what of it learners can still see: prompt and stub."""
    aside = kept(cell.place, fault.what, fault.fix, _source(cell))
    match cell:
        case DraftCell(role="question", verbatim=False):
            prompt = replace(cell, role=None, question=None, keys={})
            return [prompt, aside]
        case DraftCell(role="answer", verbatim=False):
            stub = _stub(cell)
            shown = [replace(cell, role=None, question=None, text=stub)] if stub else []
            return [*shown, aside]
        case _:
            return [aside]


def _stub(cell: DraftCell) -> str:
    """What a learner would be given of an answer, where that can be run."""
    faults = Faults()
    place = Place(file="", cell=1)
    head = read_head(Cell(place=place, type="code", source=_source(cell)), faults)
    split = split_answer(head, faults) if isinstance(head, Marked) else None
    if split is None or isinstance(parse(split.stub), SyntaxError):
        return ""
    return split.stub
