"""Whether what a learner is told on the way gives the answer to a code question away.

Two ways to find out. By reading: the solution, or a line of it that is longer than trivial, stands
in the hint. By trying (:func:`hint_sources`): code of the hint, put where the solution belongs,
passes the checks. What the learner has before them anyway, the prompt, the stub and the lesson's
code above, may be quoted.
"""

import functools
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.giveaway.code import (
    answers,
    before_them,
    pieces,
    solution_in,
    squeezed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Words for the learner: hint ``number`` of the question, or what a wrong answer hears."""

    of: Literal["hint", "wrong"]
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintSource:
    """Code of a hint as it stands there (``piece``), and the answer that is made of it."""

    told: Told
    piece: str
    source: str


def told_on_the_way(question: CodeQuestion) -> tuple[Told, ...]:
    """Everything the author wrote for learners who have not got it yet."""
    hints = enumerate(hint.text for hint in question.hints)
    wrongs = enumerate(wrong.says for wrong in question.wrong)
    return (
        *(Told(of="hint", number=number, text=text) for number, text in hints),
        *(Told(of="wrong", number=number, text=text) for number, text in wrongs),
    )


@functools.lru_cache(512)
def hint_sources(question: CodeQuestion) -> tuple[HintSource, ...]:
    """The answers that can be made of the code in hints, each once."""
    known = squeezed(before_them(question))
    found: dict[str, HintSource] = {}
    for told in told_on_the_way(question):
        for piece in pieces(told.text):
            if squeezed(piece) in known:
                continue
            for source in answers(question, piece):
                found.setdefault(source, HintSource(told=told, piece=piece, source=source))
    return tuple(found.values())


def leak(question: CodeQuestion, told: Told) -> str | None:
    """What of the solution stands in these words, as the solution has it; None for nothing."""
    return solution_in(question, told.text)
