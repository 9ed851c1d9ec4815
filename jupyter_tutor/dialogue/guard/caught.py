"""What the guard says of a block that may not be shown."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId

Kind = Literal[
    "passes_checks",
    "same_as_solution",
    "untried",
    "option",
    "number",
    "expected_output",
    "expression",
    "formula",
    "order",
    "blanks",
    "prose",
]
"""What was given away. ``untried``: code that may be an answer and could not be run to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A block gives the answer to this question away, by itself or with what was shown before."""

    question: QuestionId
    kind: Kind
