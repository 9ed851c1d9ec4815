"""What the cells of one question have in common, whatever its kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from jupyter_tutor.authoring.faults import Faults, did_you_mean, listed
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.notebook import CellType
from jupyter_tutor.authoring.values import REVEAL_AFTER, TIMEOUT, Values
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CoolingOff, DifferenceRule, Hint

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """What a course sets for all of its lessons, unless a lesson or question says otherwise."""

    reveal_after: int | None = REVEAL_AFTER
    tries: int | None = None
    cooling_off: CoolingOff | None = None
    timeout: float = TIMEOUT
    check_on_run: bool = True
    difference: DifferenceRule = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The cells of one question by role. ``incomplete``: some could not be read at all."""

    id: QuestionId
    head: Marked
    cells: Mapping[str, list[Marked]] = field(default_factory=dict)
    incomplete: bool = False

    def of(self, role: str) -> list[Marked]:
        """The question's cells of a role, in order."""
        return self.cells.get(role, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """What the lesson holds above a question's answer: code to run first, and learners' names."""

    setup: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The fields every kind of question has."""

    id: QuestionId
    title: str
    prompt: str
    skills: tuple[str, ...]
    points: float
    hints: tuple[Hint, ...]
    reveal_after: int | None
    tries: int | None
    cooling_off: CoolingOff | None

    def fields(self) -> dict[str, Any]:
        """All of them, by the names that a question has for them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def split_title(markdown: str) -> tuple[str | None, str]:
    """A first line that is a heading, without its `#`, and the rest; None when it is none."""
    first, _, rest = markdown.lstrip("\n").partition("\n")
    heading = _HEADING.fullmatch(first)
    if heading is None or not heading["title"]:
        return None, markdown.strip()
    return heading["title"], rest.strip()


def values_of(marked: Marked, faults: Faults) -> Values:
    """The keys of a cell."""
    return Values(marked.entries, marked.place, faults)


def read_common(parts: Parts, policies: Policies, faults: Faults) -> Common:
    """The common fields; what is at fault has its default."""
    head = parts.head
    values = values_of(head, faults)
    heading, prompt = split_title(head.body)
    if not prompt:
        fix = "Write below its heading what the learner is to do."
        faults.error(head.place, f"The question `{parts.id}` has no words.", fix)
    title = values.text("title") or heading or parts.id.replace("-", " ").capitalize()
    return Common(
        id=parts.id,
        title=title,
        prompt=prompt,
        skills=values.identifiers("skills"),
        points=values.number("points", 1.0, least=0, most=1000),
        hints=_read_hints(parts, faults),
        reveal_after=values.reveal("reveal", policies.reveal_after),
        tries=values.retry("retry", policies.tries),
        cooling_off=values.cooling_off("cooling_off", policies.cooling_off),
    )


KEYS_OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "timeout": ("code",),
    "difference": ("code",),
    "answer": ("number", "expression", "formula"),
    "tolerance": ("number",),
    "unit": ("number",),
    "exact_unit": ("number",),
    "unit_needed": ("number",),
    "given": ("expression",),
    "variables": ("formula",),
    "form": ("formula",),
    "shuffle": ("choice",),
    "case": ("blanks",),
}


def refuse_other_keys(parts: Parts, kind: str, faults: Faults) -> None:
    """Note the keys of the question's head that mean nothing for its kind."""
    for key, kinds in KEYS_OF_KINDS.items():
        if key in parts.head.entries and kind not in kinds:
            faults.error(
                parts.head.line_of(key),
                f"`{key}` has no meaning for {_one(kind)} question.",
                f"Take the line away; it belongs to {listed(kinds, 'or')} questions.",
            )


def cells_of_type(parts: Parts, role: str, cell: CellType, faults: Faults) -> list[Marked]:
    """The cells of a role that are of the type that this kind of question wants them in."""
    name = "code" if cell == "code" else "Markdown"
    good = []
    for marked in parts.of(role):
        if marked.cell.type == cell:
            good.append(marked)
        else:
            what = f"A `{role}` of this kind of question belongs in a {name} cell."
            fix = f"Change the type of the cell to {name.capitalize()}, and its head with it."
            faults.error(marked.place, what, fix)
    return good


def one_cell(parts: Parts, role: str, fix: str, faults: Faults) -> Marked | None:
    """The only cell of a role; a fault where there is none, or more than one."""
    cells = parts.of(role)
    if not cells:
        if not parts.incomplete:
            faults.error(parts.head.place, f"The question `{parts.id}` has no {role} cell.", fix)
        return None
    for extra in cells[1:]:
        faults.error(
            extra.place,
            f"The question `{parts.id}` has a second {role} cell.",
            f"Keep this one or that of cell {cells[0].cell.number}.",
        )
    return cells[0]


def refuse_other_roles(parts: Parts, kind: str, allowed: tuple[str, ...], faults: Faults) -> None:
    """Note the cells that have no place in a question of this kind."""
    for role, cells in parts.cells.items():
        if role in allowed:
            continue
        for cell in cells:
            faults.error(
                cell.line_of("for"),
                f"`{parts.id}` is {_one(kind)} question, and those have no {role} cells.",
                "Change the question's `kind:`, or take this cell away.",
            )


def _one(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _read_hints(parts: Parts, faults: Faults) -> tuple[Hint, ...]:
    shown = [wrong.entries.get("misconception") for wrong in parts.of("wrong")]
    foreseen = {entry.value for entry in shown if entry and isinstance(entry.value, str)}
    # A wrong answer that lacks its misconception has that fault already.
    all_known = None not in shown and not parts.incomplete
    hints: list[Hint] = []
    taken: set[tuple[int, str | None]] = set()
    for cell in parts.of("hint"):
        values = values_of(cell, faults)
        misconception = values.optional_identifier("misconception")
        if misconception is not None and misconception not in foreseen and all_known:
            faults.error(
                cell.line_of("misconception"),
                f"No wrong answer of `{parts.id}` shows the misconception `{misconception}`."
                + did_you_mean(misconception, sorted(foreseen)),
                "Use the id that a wrong answer has, or write that wrong answer.",
            )
        rungs = [level for level, of in taken if of == misconception]
        level = values.level("level", max(rungs, default=0) + 1)
        if (level, misconception) in taken:
            what = f"The question `{parts.id}` has a second hint of level {level}."
            faults.error(cell.line_of("level"), what, "Give each hint a level of its own.")
        taken.add((level, misconception))
        if not cell.body.strip():
            faults.error(cell.place, "The hint is empty.", "Write it below its head.")
        hints.append(Hint(level=level, text=cell.body.strip(), misconception=misconception))
    if sum(hint.misconception is None for hint in hints) < 2 and not parts.incomplete:
        faults.warning(
            parts.head.place,
            f"The question `{parts.id}` has fewer than two hints for everyone.",
            "Add Markdown cells with `<!-- tutor: hint`: first a nudge, then a concrete pointer.",
        )
    return tuple(sorted(hints, key=lambda hint: hint.level))
