r"""Blanks questions: a text or program in which `{{…}}` stands for what learners fill in.

Within the braces is what is accepted, best first, with `|` between; `\|` is a bar itself.
"""

import re
from dataclasses import replace

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    cells_of_type,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.core.answers.blanks import LONGEST_BLANK, alike
from jupyter_tutor.core.questions import BlanksQuestion, ForeseenBlank

_BLANK = re.compile(r"\{\{(.*?)\}\}(?!\})")
_BAR = re.compile(r"(?<!\\)\|")
_FENCED = re.compile(r"(?P<fence>`{3,}|~{3,})[^`\n]*\n(?P<text>.*)\n(?P=fence)", re.DOTALL)


def read_blanks(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> BlanksQuestion | None:
    """Read a blanks question; None when there is too little to go on, which is then noted.

    ``above`` is not used: the text is never run.
    """
    refuse_other_roles(parts, "blanks", ("blanks", "wrong", "hint"), faults)
    refuse_other_keys(parts, "blanks", faults)
    common = read_common(parts, policies, faults)
    fix = f"Add a cell that begins with `#| tutor: blanks` and `#| for: {parts.id}`."
    cell = one_cell(parts, "blanks", fix, faults)
    if cell is None:
        return None
    text, verbatim = _text(cell)
    pieces = _BLANK.split(text)
    blanks = [_accepted(inside, cell, faults) for inside in pieces[1::2]]
    if not blanks:
        what = "There is no blank in this text."
        faults.error(cell.place, what, "Write `{{answer}}` where learners are to fill in.")
    if not all(blanks):
        return None
    case = values_of(parts.head, faults).text("case", "same")
    if case not in ("any", "same"):
        fix = "Write `any` where capital and small letters are one."
        faults.error(parts.head.line_of("case"), f"`case` is `{case}`.", fix)
    question = BlanksQuestion(
        **common.fields(),
        pieces=tuple(pieces[::2]),
        blanks=tuple(blanks),
        verbatim=verbatim,
        any_case=case == "any",
    )
    return replace(question, wrong=_read_wrong(parts, question, faults)) if blanks else None


def _text(cell: Marked) -> tuple[str, bool]:
    """The text, and whether it is a program."""
    body = cell.body.strip("\n")
    if cell.cell.type == "code":
        return body, True
    fenced = _FENCED.fullmatch(body.strip())
    return (fenced["text"], True) if fenced else (body.strip(), False)


def _accepted(inside: str, cell: Marked, faults: Faults) -> tuple[str, ...]:
    """What a blank accepts; nothing where that is at fault."""
    accepted = tuple(text.replace("\\|", "|").strip() for text in _BAR.split(inside))
    if not all(accepted):
        what = f"A blank accepts nothing: `{{{{{inside}}}}}`."
        faults.error(cell.place, what, "Write what is right between the braces.")
        return ()
    if any(len(text) > LONGEST_BLANK for text in accepted):
        fix = f"Keep each below {LONGEST_BLANK} characters."
        faults.error(cell.place, "What a blank accepts is too long to be typed.", fix)
        return ()
    return accepted


def _read_wrong(
    parts: Parts, question: BlanksQuestion, faults: Faults
) -> tuple[ForeseenBlank, ...]:
    foreseen: list[ForeseenBlank] = []
    for cell in cells_of_type(parts, "wrong", "markdown", faults):
        values = values_of(cell, faults)
        misconception = values.identifier(
            "misconception", "Name what it shows, such as `misconception: counts-from-one`."
        )
        answer = values.needed("answer", "Write what is filled in wrongly, such as `answer: 5`.")
        blank = values.level("blank", 1)
        if not cell.body.strip():
            fix = "Write below the head what a learner who fills this in should hear."
            faults.error(cell.place, "Nothing is said to this wrong answer.", fix)
        if blank > len(question.blanks):
            fix = f"Count the blanks from 1; the last is {len(question.blanks)}."
            faults.error(cell.line_of("blank"), f"There is no blank {blank}.", fix)
        elif answer is not None and misconception is not None:
            if any(alike(answer, each, question.any_case) for each in question.blanks[blank - 1]):
                fix = "Change it, or take this cell away."
                faults.error(cell.line_of("answer"), "This wrong answer is right.", fix)
                continue
            foreseen.append(
                ForeseenBlank(
                    blank=blank,
                    answer=answer,
                    misconception=misconception,
                    says=cell.body.strip(),
                    cell=cell.cell.number,
                )
            )
    return tuple(foreseen)
