"""Whether a text tells what a program shows."""

import re
from collections.abc import Sequence
from functools import partial

from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.questions import PredictQuestion
from jupyter_tutor.dialogue.giveaway.code import squeezed
from jupyter_tutor.dialogue.giveaway.typed import given_away
from jupyter_tutor.dialogue.guard.mentions import mentions, told_in_order
from jupyter_tutor.dialogue.guard.numbers_said import calculations, in_signs

_SHOWS = (
    r"(?:prints?|shows?|displays?|outputs?|writes?|(?:output|answer|result) (?:is|will be)|"
    r"you(?:'ll| will)? (?:see|get)|see|type|answer|appears?|comes out|reads?)"
)
_FEWEST = 4
"""Characters of a line that nobody writes by chance."""


def output_told(
    question: PredictQuestion, before: str, text: str, *, is_open: bool, is_named: bool
) -> bool:
    """Whether it does, with what was said ``before``; ``is_named``: it is about this question."""
    lines = [line for line in question.output.split("\n") if line.strip()]
    judge = partial(judge_answer, question)
    if given_away(question, text, judge) is not None and (
        is_open or len(lines) > 1 or len(question.output) > 3
    ):
        return True
    if not is_named:
        return False
    program = [line.strip() for line in question.program.split("\n") if line.strip()]
    bare, earlier = (_without(program, each) for each in (text, before))
    if len(lines) > 1:
        return told_in_order(lines, earlier, bare)
    return bool(lines) and _line_told(question, lines[0].strip(), bare)


def _line_told(question: PredictQuestion, line: str, text: str) -> bool:
    wanted = line.strip("'\"").rstrip(".")
    if not wanted:
        return False
    stated = rf"\b{_SHOWS}[\s:]+(?:\w+[\s:]+){{0,2}}?[\"'`*\s]*{_spaced(wanted)}(?!\w)"
    sentences = re.split(r"(?<=[.!?])\s+|\n", text)
    if any(re.search(stated, s) and not s.rstrip().endswith("?") for s in sentences):
        return True
    if squeezed(line) in squeezed(f"{question.program} {question.prompt}"):
        return False
    if any(str(value) == wanted for _, value in calculations(in_signs(text))):
        return True
    if re.search(r"\W", wanted):
        return len(wanted) >= _FEWEST and re.search(_spaced(wanted), text) is not None
    said = [each for each in mentions(text) if each.text == wanted]
    return any(each.stated or len(line) > 1 for each in said)


def _spaced(line: str) -> str:
    """A pattern for a line, with as much space in it as one likes."""
    parts = [re.escape(part) for part in re.findall(r"\w+|[^\w\s]", line)]
    return r"(?<!\w)" * line[:1].isalnum() + r"\s*".join(parts)


def _without(program: Sequence[str], text: str) -> str:
    """A text without lines of the program that it quotes."""
    for line in program:
        if len(line) > 2:
            text = text.replace(line, " ")
    return text
