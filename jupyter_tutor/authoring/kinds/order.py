"""Order questions: the lines of a program, or of a course of events, to be put in order.

A `lines` cell holds them in the right order; `alternative` cells other orders that are right,
`distractor` cells lines that belong nowhere, `wrong` cells orders that were foreseen. All are code
cells, or all are Markdown cells with a list or a block of code.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.python_text import parse_body
from jupyter_tutor.core.questions import ForeseenOrder, Line, OrderQuestion

MOST_LINES = 30
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*\S)\s*")
_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})[^`]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of a cell, none of them blank; ``verbatim``: they are lines of code."""

    lines: tuple[str, ...]
    verbatim: bool


@dataclass(slots=True)
class _Known:
    """The lines of the question, which hands out their ids by what they say."""

    lines: tuple[Line, ...]
    left: dict[str, list[str]] = field(init=False)

    def ids(self, texts: tuple[str, ...]) -> tuple[str, ...] | str:
        """The ids of lines that say this, each line used once; else the first text without one."""
        self.left = {}
        for line in self.lines:
            self.left.setdefault(line.text, []).append(line.id)
        found = []
        for text in texts:
            if not self.left.get(text):
                return text
            found.append(self.left[text].pop(0))
        return tuple(found)


def read_order(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> OrderQuestion | None:
    """Read an order question; None when there is too little to go on, which is then noted.

    ``above`` is not used: the lines are never run.
    """
    roles = ("lines", "distractor", "alternative", "wrong", "hint")
    refuse_other_roles(parts, "order", roles, faults)
    refuse_other_keys(parts, "order", faults)
    common = read_common(parts, policies, faults)
    fix = f"Add a code cell that begins with `#| tutor: lines` and `#| for: {parts.id}`."
    cell = one_cell(parts, "lines", fix, faults)
    if cell is None:
        return None
    right = _read_text(cell, faults)
    others = [text for one in parts.of("alternative") if (text := _alike(one, right, faults))]
    strays = [
        (text, values_of(one, faults).text("says"))
        for one in parts.of("distractor")
        if (text := _alike(one, right, faults))
    ]
    if right is None or not _enough(cell, right, faults):
        return None
    _refuse_right_strays(parts, right, faults)
    known = _Known(_mixed(right, strays))
    orders = [known.ids(right.lines)]
    for one, text in zip(parts.of("alternative"), others, strict=False):
        if Counter(text.lines) != Counter(right.lines):
            what = "This alternative does not have the same lines as the right order."
            faults.error(one.place, what, "Write the same lines, each as it stands there.")
            continue
        orders.append(known.ids(text.lines))
    question = OrderQuestion(
        **common.fields(),
        lines=known.lines,
        orders=tuple(order for order in orders if isinstance(order, tuple)),
        verbatim=right.verbatim,
    )
    wrong = _read_wrong(parts, question, right, known, faults)
    return replace(question, wrong=wrong)


def _read_text(cell: Marked, faults: Faults) -> Text | None:
    if cell.cell.type == "code":
        if cell.role in ("lines", "alternative") and parse_body(cell, faults) is None:
            return None
        return Text(lines=_filled(cell.body), verbatim=True)
    body = cell.body.strip("\n").split("\n")
    fence = _FENCE.fullmatch(body[0])
    if fence is not None and len(body) > 1 and body[-1].strip() == fence["fence"]:
        return Text(lines=_filled("\n".join(body[1:-1])), verbatim=True)
    found: list[str] = []
    in_order = True
    for number, line in enumerate(cell.body.split("\n"), start=1):
        item = _ITEM.fullmatch(line)
        if item is not None:
            found.append(item["text"])
        elif line.strip() and line[0] in " \t" and found:
            found[-1] += f" {line.strip()}"
        elif line.strip():
            in_order = False
            what = "This line is no item of a list."
            fix = "Begin each with `1.` or `-`, or put all of them into one block of code."
            faults.error(cell.body_place(number), what, fix)
    return Text(lines=tuple(found), verbatim=False) if in_order else None


def _filled(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.split("\n") if line.strip())


def _alike(cell: Marked, right: Text | None, faults: Faults) -> Text | None:
    """The lines of a further cell, which are of the kind that those of the `lines` cell are."""
    text = _read_text(cell, faults)
    if text is None or right is None:
        return None
    if text.verbatim != right.verbatim:
        what = f"The lines of this `{cell.role}` are of another kind than the right ones."
        faults.error(cell.place, what, "Write all of them as code, or all as items of lists.")
        return None
    return text


def _enough(cell: Marked, right: Text, faults: Faults) -> bool:
    if len(right.lines) < 2:
        faults.error(cell.place, "There are fewer than two lines.", "Write what is to be ordered.")
    if len(right.lines) > MOST_LINES:
        fix = f"Keep at most {MOST_LINES}: a long program is better asked about in parts."
        faults.error(cell.place, "There are too many lines.", fix)
    return 2 <= len(right.lines) <= MOST_LINES


def _refuse_right_strays(parts: Parts, right: Text, faults: Faults) -> None:
    for cell in parts.of("distractor"):
        text = _read_text(cell, faults)
        for line in text.lines if text else ():
            if line in right.lines:
                what = f"The line `{line.strip()}` belongs to the right order."
                faults.error(cell.place, what, "Change it, or take it away here.")


def _mixed(right: Text, strays: list[tuple[Text, str | None]]) -> tuple[Line, ...]:
    """All lines by what they say, so that neither place nor id tells which is right."""
    told: list[tuple[str, str | None]] = [(line, None) for line in right.lines]
    told += [(line, says) for text, says in strays for line in text.lines]
    told.sort(key=lambda each: (each[0].strip(), each[0]))
    return tuple(
        Line(id=str(number), text=line, says=says) for number, (line, says) in enumerate(told, 1)
    )


def _read_wrong(
    parts: Parts, question: OrderQuestion, right: Text, known: _Known, faults: Faults
) -> tuple[ForeseenOrder, ...]:
    texts = {line.id: line.text for line in question.lines}
    orders = [tuple(texts[line] for line in order) for order in question.orders]
    foreseen: list[ForeseenOrder] = []
    for cell in parts.of("wrong"):
        values = values_of(cell, faults)
        misconception = values.identifier(
            "misconception", "Name what it shows, such as `misconception: returns-too-early`."
        )
        says = values.needed("says", "Write what a learner who gives this order should hear.")
        text = _alike(cell, right, faults)
        if text is None or misconception is None or says is None:
            continue
        if text.lines in orders:
            fix = "Change it, or take this cell away."
            faults.error(cell.place, "This wrong order is right.", fix)
            continue
        ids = known.ids(text.lines)
        if isinstance(ids, str):
            what = f"No line that is left says `{ids.strip()}`."
            faults.error(cell.place, what, "Use lines of the question, each once.")
            continue
        foreseen.append(
            ForeseenOrder(lines=ids, misconception=misconception, says=says, cell=cell.cell.number)
        )
    return tuple(foreseen)
