"""Whether a text gives away the answer to a question that is answered in the panel.

What the learner reads in the question anyway may be said again.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import assert_never

from jupyter_tutor.core.answers import judge_answer
from jupyter_tutor.core.answers.blanks import alike
from jupyter_tutor.core.answers.prose import rate
from jupyter_tutor.core.commands import Answer, Rejected, TextAnswer
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.giveaway.code import pieces

_NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:\.\d+)?(?![\w%]|[.,]\d)")
_AMOUNT = re.compile(r"(?<![\w.,])-?\d+(?:\.\d+)?\s?[^\W\d][^\s`]*")
LONG_OPTION = 12
"""Letters of an option from which on its words in a hint are no chance."""


Judge = Callable[[Answer], Report | Rejected]
"""What judges answers to the question at hand."""


def given_away(question: PanelQuestion, hint: str, judge: Judge) -> str | None:
    """What in a hint is a right answer; None for nothing."""
    match question:
        case ProseQuestion():
            return hint if rate(question, hint) == "right" else None
        case ChoiceQuestion():
            return _option(question, hint)
        case NumberQuestion():
            return _number(question, hint)
        case ExpressionQuestion() | FormulaQuestion():
            return _typed(judge, pieces(hint), question.prompt)
        case PredictQuestion():
            return _typed(judge, pieces(hint), question.prompt + question.program)
        case OrderQuestion():
            return _lines(question, hint)
        case BlanksQuestion():
            return _blank(question, hint)
        case _:
            assert_never(question)


def _number(question: NumberQuestion, hint: str) -> str | None:
    """A right number, or an amount in any unit."""
    # A single digit in a sentence is most often something else.
    alone = [number for number in _NUMBER.findall(hint) if len(number) > 1]
    amounts = [found.rstrip(".,;:!?)") for found in _AMOUNT.findall(hint)]
    tried = (*pieces(hint), *alone, *amounts)
    judge = partial(judge_answer, replace(question, unit_needed=False))
    return _typed(judge, tried, question.prompt)


def _typed(judge: Judge, tried: tuple[str, ...], known: str) -> str | None:
    for each in tried:
        report = judge(TextAnswer(text=each))
        right = not isinstance(report, Rejected) and report.verdict == "correct"
        if right and each not in known:
            return each
    return None


def _option(question: ChoiceQuestion, hint: str) -> str | None:
    """The words of a right option, where no wrong one is spoken of beside it."""
    plain, quoted = _plain(hint), {_plain(piece) for piece in pieces(hint)}
    spoken = [
        option
        for option in question.options
        if (text := _plain(option.text)) in quoted or (text in plain and len(text) >= LONG_OPTION)
    ]
    if any(not option.right for option in spoken):
        return None
    return next((o.text for o in spoken if _plain(o.text) not in _plain(question.prompt)), None)


def _lines(question: OrderQuestion, hint: str) -> str | None:
    """All lines in a right order, however they are laid out."""
    texts = {line.id: line.text for line in question.lines}
    told = "".join(hint.split())
    for order in question.orders:
        lines = [texts[line] for line in order]
        if "".join("".join(lines).split()) in told:
            return " ".join(line.strip() for line in lines)
    return None


def _blank(question: BlanksQuestion, hint: str) -> str | None:
    """What belongs into a blank, where it does not stand beside one, too."""
    known = f"{question.prompt} {' '.join(question.pieces)}"
    for piece in pieces(hint):
        accepted = (text for texts in question.blanks for text in texts)
        if any(alike(piece, text, question.any_case) for text in accepted) and piece not in known:
            return piece
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("`", "").split()).rstrip(".")
