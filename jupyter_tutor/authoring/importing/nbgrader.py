"""nbgrader's source notebooks: what a cell is, its metadata says; which belong together, nothing.

A solution cell becomes the answer of a question, whose prompt is the text above it. A test
belongs to the solution above it that defines what it uses. What people grade by hand cannot be
judged by a tutor: its text stays as exposition, and the rest is kept for the author.
"""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_tutor.authoring.exporting.marking_notes import NotedCell, read_notes
from jupyter_tutor.authoring.exporting.nbgrader import HELPERS_ID, SHOWN
from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.importing.check_code import Scope, check_code
from jupyter_tutor.authoring.importing.draft import Draft, DraftCell
from jupyter_tutor.authoring.importing.foreign import ForeignCell, ForeignNotebook
from jupyter_tutor.authoring.importing.plain_code import plain_code
from jupyter_tutor.authoring.importing.points import give_points
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.importing.regions import Part, marked_solution, split_regions
from jupyter_tutor.authoring.importing.surroundings import Surroundings
from jupyter_tutor.authoring.lesson_head import slug
from jupyter_tutor.authoring.markers import Marked, read_head
from jupyter_tutor.authoring.notebook import Cell
from jupyter_tutor.authoring.python_text import bound_names, explain, imported_names
from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.origin import names_in

_MADE_UP_ID = re.compile(r"cell-[0-9a-f]{8,}")
_AUTOTEST = re.compile(r"\s*#+\s*(?:HASHED )?AUTOTEST\b")
_Part = Literal["plain", "solution", "test", "by hand", "task"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meta:
    """What nbgrader knows of a cell. ``points`` 0 where there are none."""

    part: _Part
    name: str
    points: float


def draft_nbgrader(notebook: ForeignNotebook) -> Draft:
    """Read a source notebook; raises ImportRefusedError when nothing in it is nbgrader's."""
    metas = [_meta(cell) for cell in notebook.cells]
    if not any("nbgrader" in c.metadata for c in notebook.cells) and not any(
        meta.part != "plain" for meta in metas
    ):
        raise ImportRefusedError(
            Place(file=notebook.file),
            "Nothing in this notebook is nbgrader's.",
            "Name a source notebook, with nbgrader's metadata on its cells.",
        )
    reader = _Reader(notebook, metas)
    for cell, meta in zip(notebook.cells, metas, strict=True):
        reader.take(cell, meta)
    give_points(reader.draft, dict.fromkeys(reader.names))
    return reader.draft


class _Reader:
    def __init__(self, notebook: ForeignNotebook, metas: list[_Meta]) -> None:
        self.draft = Draft(notebook.file)
        self.names: dict[str, frozenset[str]] = {}
        self._above = Surroundings()
        self._shown: dict[str, DraftCell] = {}
        self._noted = {
            meta.name: cells
            for cell, meta in zip(notebook.cells, metas, strict=True)
            if meta.part == "by hand" and (cells := _notes(cell))
        }

    def take(self, cell: ForeignCell, meta: _Meta) -> None:
        if meta.name == HELPERS_ID or meta.name.rpartition(SHOWN)[0] in self._noted:
            return
        if meta.name in self._noted and meta.part == "by hand":
            self._restore(self._noted[meta.name], cell)
            return
        match meta.part, cell.type:
            case "solution", "code":
                self._answer(cell, meta)
            case "test", "code":
                self._test(cell, meta)
            case (("by hand" | "task" | "solution"), _):
                self._by_hand(cell, meta)
            case _, "code":
                self._plain(cell)
            case _, "markdown":
                before = len(self.draft.cells)
                self.draft.explain(cell)
                if meta.name and len(self.draft.cells) > before:
                    self._shown[meta.name] = self.draft.cells[-1]
            case _:
                self.draft.keep(cell)

    def _plain(self, cell: ForeignCell) -> None:
        code = plain_code(cell.source)
        if not isinstance(code, SyntaxError):
            self._above.take(code.tree)
        self.draft.show(cell)

    def _answer(self, cell: ForeignCell, meta: _Meta) -> None:
        parts = split_regions(cell.source, "SOLUTION")
        if parts is None:
            self.draft.leave(
                cell,
                "A solution region of this cell does not end, or ends without having begun.",
                "Put `### BEGIN SOLUTION` and `### END SOLUTION` around the solution.",
            )
            return
        if not any(part.inside for part in parts):
            if "NotImplementedError" in cell.source and "YOUR CODE HERE" in cell.source:
                self.draft.leave(
                    cell,
                    "There is no solution in this cell: it is the version for students.",
                    "Bring over the source version of the notebook.",
                )
                return
            parts = (Part(inside=True, lines=tuple(cell.source.split("\n"))),)
        code = plain_code(marked_solution(parts))
        if isinstance(code, SyntaxError):
            self.draft.leave(cell, *explain(code, cell.source))
            return
        taught = bound_names(code.tree)
        wish = meta.name
        if not wish or _MADE_UP_ID.fullmatch(wish):
            wish = min(taught, default=wish or "question")
        above = self._shown.get(f"{meta.name}{SHOWN}1")
        question = self.draft.ask(wish, cell, above=above)
        self.draft.add("answer", question, code.text, cell)
        given = parse("\n".join(part.text for part in parts if not part.inside))
        kept = imported_names(given) if given is not None else frozenset()
        self.names[question] = taught | (imported_names(code.tree) - kept)
        if given is not None:
            self._above.take(given)

    def _test(self, cell: ForeignCell, meta: _Meta) -> None:
        question = self._tested(cell)
        if question is None:
            self.draft.leave(
                cell,
                "This test belongs to no solution: there is none above it.",
                "Write the question and its answer above it, and make it a check.",
            )
            return
        if any(_AUTOTEST.match(line) for line in cell.source.split("\n")):
            self.draft.leave(
                cell,
                "`AUTOTEST` works out what is expected by running the solution.",
                "Write out what is expected: `assert squares(2) == [1, 4]`.",
            )
            return
        parts = split_regions(cell.source, "HIDDEN TESTS")
        if parts is None:
            self.draft.leave(
                cell,
                "A region of hidden tests does not end, or ends without having begun.",
                "Put `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS` around them.",
            )
            return
        open_part = "\n".join(part.text for part in parts if not part.inside).strip("\n")
        hidden_part = "\n".join(part.text for part in parts if part.inside).strip("\n")
        keys = self._check_id(question, meta.name)
        both = bool(_has_code(open_part)) and bool(hidden_part)
        weight = meta.points / 2 if both else meta.points
        if _has_code(open_part):
            self._check(question, open_part, cell, keys, weight)
        if hidden_part:
            prepared = _without_asserts(open_part) if both else open_part
            whole = "\n".join([*([prepared] if prepared else []), hidden_part])
            hidden = {} if both else keys
            self._check(question, whole, cell, {**hidden, "hidden": "true"}, weight)

    def _check(
        self,
        question: str,
        source: str,
        cell: ForeignCell,
        keys: Mapping[str, str],
        weight: float,
    ) -> None:
        learner = frozenset().union(*self.names.values())
        scope = Scope(learner=learner, above=self._above, there=self._above.names)
        check = check_code(source, scope)
        if isinstance(check, SyntaxError):
            self.draft.leave(cell, *explain(check, source))
            return
        self.draft.check(question, check, cell, keys=keys, weight=weight)

    def _check_id(self, question: str, name: str) -> dict[str, str]:
        """The id of a check, where it says more than its number would."""
        own = slug(name.removeprefix(f"{question}-"))
        before = [c for c in self.draft.cells if c.question == question and c.role == "check"]
        taken = [check.keys.get("id", f"check-{n}") for n, check in enumerate(before, start=1)]
        counted = f"check-{len(before) + 1}"
        if not own or own in taken or own == counted or _MADE_UP_ID.fullmatch(name):
            return {}
        return {"id": own}

    def _tested(self, cell: ForeignCell) -> str | None:
        """The solution above that a test is for: the nearest that defines what it uses."""
        code = plain_code(cell.source)
        used = set() if isinstance(code, SyntaxError) else names_in(code.tree)
        above = list(reversed(self.names.items()))
        fitting = (question for question, names in above if names & used)
        return next(fitting, above[0][0] if above else None)

    def _by_hand(self, cell: ForeignCell, meta: _Meta) -> None:
        """Leave a cell that a person grades; learners keep its task, or what they begin with."""
        name = "MARK SCHEME" if meta.part == "task" else "SOLUTION"
        parts = split_regions(cell.source, name) or ()
        given = "\n".join(part.text for part in parts if not part.inside).strip("\n")
        marked = any(part.inside for part in parts)
        if meta.part == "task" and parts:
            self.draft.explain(cell, given)
        elif cell.type == "code" and marked and parse(given) is not None:
            self.draft.show(cell, given)
        self.draft.leave(
            cell,
            f"This is graded by hand (points: {meta.points:g}), and a tutor judges by itself.",
            "Write checks for it, or make it a prose question with a rubric.",
        )
        self.draft.close()

    def _restore(self, cells: tuple[NotedCell, ...], cell: ForeignCell) -> None:
        """Put back the cells of a question that our own export wrote down."""
        for noted in cells:
            faults = Faults()
            read = read_head(Cell(place=cell.place, type=noted.type, source=noted.source), faults)
            head = read if isinstance(read, Marked) else None
            entry = head.entries.get("id" if head.role == "question" else "for") if head else None
            outputs = {"output_type": "stream", "name": "stdout", "text": noted.shown}
            self.draft.cells.append(
                DraftCell(
                    type=noted.type,
                    text=noted.source,
                    place=cell.place,
                    role=head.role if head else None,
                    question=entry.value if entry and isinstance(entry.value, str) else None,
                    outputs=(outputs,) if noted.shown else (),
                    verbatim=True,
                )
            )
        self.draft.close()


def _has_code(source: str) -> bool:
    tree = parse(source)
    return tree is None or bool(tree.body)


def _without_asserts(source: str) -> str:
    """What a test does before it asserts anything: what comes after may need it."""
    tree = parse(source)
    if tree is None:
        return ""
    kept = [
        statement
        for statement in tree.body
        if not isinstance(statement, ast.Assert | ast.Expr | ast.Try | ast.With)
    ]
    return "\n".join(ast.unparse(statement) for statement in kept)


def _notes(cell: ForeignCell) -> tuple[NotedCell, ...]:
    parts = split_regions(cell.source, "SOLUTION") if cell.type == "markdown" else None
    return read_notes("\n".join(part.text for part in parts or () if part.inside))


def _meta(cell: ForeignCell) -> _Meta:
    """What nbgrader says of a cell, in any version of its schema; nonsense counts for nothing."""
    found = cell.metadata.get("nbgrader")
    data: Mapping[str, Any] = found if isinstance(found, dict) else {}
    grade, solution, task = (data.get(key) is True for key in ("grade", "solution", "task"))
    name, points = data.get("grade_id"), data.get("points")
    return _Meta(
        part=_part(cell, grade=grade, solution=solution, task=task),
        name=name if isinstance(name, str) else "",
        points=_number(points) if grade or task else 0.0,
    )


def _part(cell: ForeignCell, *, grade: bool, solution: bool, task: bool) -> _Part:
    if task:
        return "task"
    if solution:
        return "by hand" if grade else "solution"
    if grade:
        return "test" if cell.type == "code" else "plain"
    # Some use the marker lines without the metadata; learners are not to be given these either.
    if "BEGIN SOLUTION" in cell.source and "END SOLUTION" in cell.source:
        return "solution"
    if cell.type == "code" and "BEGIN HIDDEN TESTS" in cell.source:
        return "test"
    return "plain"


def _number(value: Any) -> float:
    """Points, which older versions kept as text; 0 for what is no number."""
    try:
        number = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0
