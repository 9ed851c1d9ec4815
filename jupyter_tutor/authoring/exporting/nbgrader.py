"""Source notebooks for nbgrader: what it can grade by itself, and the rest for people to grade.

A code question becomes a solution cell and a test cell for each of its checks. Every other kind
becomes a cell that is graded by hand, with the question's own cells as notes in its solution
region, which nbgrader takes out before students see it. Makes texts; writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring import notebook_text
from jupyter_tutor.authoring.exporting.helpers import has_no_words, helper_code, used_helpers
from jupyter_tutor.authoring.exporting.marking_notes import NotedCell, write_notes
from jupyter_tutor.authoring.faults import Fault, Faults, Place, listed
from jupyter_tutor.authoring.learner_notebook import PANEL_NOTE, learner_notebook
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.markers import Marked, read_head
from jupyter_tutor.authoring.notebook import read_cells
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.core.questions import Check, CodeQuestion, Question

HELPERS_ID = "tutor-helpers"
"""The id of the cell that defines the helpers of our checks; a course of ours needs it no more."""
SHOWN = "-shown-"
"""Stands between the id of a question's answer and the number of a cell that shows the question."""

_SCHEMA = 3
_PLACELESS = {"hint": "hint", "wrong": "wrong answer", "alternative": "alternative"}
_THEIR_WORDS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The notebooks of a course, each by its path below nbgrader's `source` folder.

    ``left`` is what nbgrader has no place for.
    """

    files: Mapping[str, str]
    left: tuple[Fault, ...]


def export_nbgrader(source: CourseSource) -> Exported:
    """Make an assignment of every lesson; the course has to be in order."""
    files: dict[str, str] = {}
    left: list[Fault] = []
    for compiled in source.lessons:
        lesson = _Lesson(compiled, source.folder)
        files[f"{compiled.lesson.id}/{compiled.lesson.id}.ipynb"] = lesson.text()
        left += lesson.left
    return Exported(files=files, left=tuple(left))


class _Lesson:
    def __init__(self, compiled: CompiledLesson, folder: Path) -> None:
        self.left: list[Fault] = []
        self._lesson = compiled.lesson
        self._file = compiled.file
        self._script = compiled.script
        self._shown = {
            cell["id"]: "".join(cell["source"]) for cell in learner_notebook(compiled)["cells"]
        }
        self._marked = _marked_cells(folder / compiled.file, compiled.file)
        self._names = {str(question.id) for question in compiled.lesson.questions}
        self._helpers: frozenset[str] = frozenset()

    def text(self) -> str:
        cells: list[dict[str, Any]] = []
        last = {cell.question: number for number, cell in enumerate(self._script)}
        shown: dict[str, int] = {}
        for number, cell in enumerate(self._script):
            question = self._lesson.question(cell.question) if cell.question else None
            if question is None:
                if cell.text or cell.kind == "opening":
                    make = notebook_text.code_cell
                    make = make if cell.kind == "example" else notebook_text.markdown_cell
                    cells.append(make(cell.key, cell.text or f"# {self._lesson.title}"))
                continue
            if cell.kind == "answer":
                cells += self._code(question)
                continue
            shown[question.id] = shown.get(question.id, 0) + 1
            name = self._name(f"{question.id}{SHOWN}{shown[question.id]}")
            words = self._shown[notebook_text.cell_id(cell.key)].removesuffix(PANEL_NOTE).rstrip()
            cells.append(_graded(notebook_text.markdown_cell(name, words), name, locked=True))
            if last[question.id] == number and not isinstance(question, CodeQuestion):
                cells.append(self._by_hand(question))
        if self._helpers:
            made = notebook_text.code_cell(HELPERS_ID, helper_code(self._helpers))
            cells.insert(0, _graded(made, HELPERS_ID, locked=True))
        self._tell_of_the_placeless()
        return notebook_text.to_text(notebook_text.notebook(cells))

    def _code(self, question: Question) -> list[dict[str, Any]]:
        """The solution cell of a code question, and a test for each check that can be one."""
        marked = self._marked.get(question.id, {})
        if not isinstance(question, CodeQuestion):
            return []
        answer = notebook_text.code_cell(question.id, marked["answer"][0].body)
        usable: list[Check] = []
        for check, cell in zip(question.checks, marked["check"], strict=True):
            wordless = has_no_words(used_helpers(check.source))
            if wordless or any(words in check.source for words in _THEIR_WORDS):
                uses = f"uses {listed(sorted(wordless))}" if wordless else "holds its markers"
                what = f"nbgrader would not understand this check: it {uses}."
                self._leave(cell.place, what, "Write it there with plain asserts.")
            else:
                usable.append(check)
                self._helpers |= used_helpers(check.source)
        # What is left out leaves its points to the others, so that the question keeps its own.
        whole = sum(check.points for check in usable)
        tests = [
            self._test(question, check, question.points * check.points / whole) for check in usable
        ]
        if not tests:
            return [_graded(answer, question.id, solution=True, points=question.points)]
        return [_graded(answer, question.id, solution=True), *tests]

    def _test(self, question: CodeQuestion, check: Check, points: float) -> dict[str, Any]:
        name = self._name(f"{question.id}-{check.id}")
        # As nbgrader's own examples have it: the words about a test stand at its top.
        says = f"{_documented(check.says)}\n" if check.says else ""
        text = f"{says}{check.source}"
        if check.hidden:
            text = f"### BEGIN HIDDEN TESTS\n{text}\n### END HIDDEN TESTS"
        cell = notebook_text.code_cell(name, text)
        return _graded(cell, name, locked=True, points=points)

    def _by_hand(self, question: Question) -> dict[str, Any]:
        noted = [cell for cells in self._marked.get(question.id, {}).values() for cell in cells]
        noted.sort(key=lambda marked: marked.cell.number)
        notes = write_notes(
            [NotedCell(type=m.cell.type, source=m.cell.source, shown=m.cell.shown) for m in noted]
        )
        if notes is None or any(words in notes for words in _THEIR_WORDS):
            what = f"The answer of `{question.id}` cannot be written down within a cell."
            self._leave(noted[0].place, what, "Write there what a right answer is.")
            notes = ""
        text = f"### BEGIN SOLUTION\n{notes}\n### END SOLUTION"
        cell = notebook_text.markdown_cell(question.id, text)
        return _graded(cell, question.id, solution=True, points=question.points)

    def _tell_of_the_placeless(self) -> None:
        """Tell what of the code questions nbgrader has no place for, all at once."""
        code = [q for q in self._lesson.questions if isinstance(q, CodeQuestion)]
        counts = {
            words: sum(len(self._marked.get(question.id, {}).get(role, [])) for question in code)
            for role, words in _PLACELESS.items()
        }
        told = [f"{n} {words}{'s' * (n > 1)}" for words, n in counts.items() if n]
        if told:
            what = f"nbgrader has no place for these of the code questions: {', '.join(told)}."
            self._leave(Place(file=self._file), what, "They stay in this course only.")

    def _leave(self, place: Place, what: str, fix: str) -> None:
        self.left.append(Fault(place=place, what=what, fix=fix, severity="warning"))

    def _name(self, wish: str) -> str:
        name, number = wish, 1
        while name in self._names:
            number += 1
            name = f"{wish}-{number}"
        self._names.add(name)
        return name


def _marked_cells(path: Path, file: str) -> dict[str, dict[str, list[Marked]]]:
    """The marked cells of a syllabus notebook, by question and role, in order."""
    faults = Faults()
    found: dict[str, dict[str, list[Marked]]] = {}
    for cell in read_cells(path, file, faults) or ():
        head = read_head(cell, faults)
        if not isinstance(head, Marked):
            continue
        entry = head.entries.get("id" if head.role == "question" else "for")
        if entry is not None and isinstance(entry.value, str) and head.role != "lesson":
            found.setdefault(entry.value, {}).setdefault(head.role, []).append(head)
    return found


def _documented(words: str) -> str:
    """Words as the text at the top of a test, in quotes that they cannot end."""
    flat = " ".join(words.split())
    safe = '"""' not in flat and "\\" not in flat and not flat.endswith('"')
    return f'"""{flat}"""' if safe else repr(flat)


def _graded(
    cell: dict[str, Any],
    name: str,
    *,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    """The cell with nbgrader's metadata; it is graded when it has points."""
    meta: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": _SCHEMA,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        meta["points"] = points
    return {**cell, "metadata": {"nbgrader": meta}}
