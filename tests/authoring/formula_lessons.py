"""A small lesson with a formula question, and the same with something wrong in it."""

from collections.abc import Mapping
from typing import Any

from tests.authoring.kinds import HEAD, hints, typed

FACTORS = """\
<!-- tutor: question
id: factors
kind: formula
answer: (x + 1)(x - 2)
variables: [x, 0 < y <= 2.5, whole n > 0]
form: factored
-->
## Take it apart

Factor $x^2 - x - 2$."""

FACTORS_WRONG = """\
<!-- tutor: wrong
for: factors
misconception: signs-swapped
answer: (x - 1)(x + 2)
-->
Look at the signs."""

IN_ORDER = (HEAD, FACTORS, FACTORS_WRONG, *hints("factors"))
VARIABLES = "[x, 0 < y <= 2.5, whole n > 0]"


def spoiled(old: str, new: str, *more: str) -> Any:
    """The lesson with every ``old`` replaced, and with more cells at its end."""
    return typed(*(source.replace(old, new) if old else source for source in IN_ORDER), *more)


FORMULA = typed(*IN_ORDER)

FORMULA_LESSONS: Mapping[str, Any] = {
    "formula without answer": spoiled("answer: (x + 1)(x - 2)\n", ""),
    "formula that is none": spoiled("answer: (x + 1)(x - 2)", "answer: (x + 1)(x -"),
    "formula with a letter that is not given": spoiled(f"variables: {VARIABLES}\n", ""),
    "formula that is too large": spoiled("answer: (x + 1)(x - 2)", "answer: 9^9^9"),
    "variable that is none": spoiled(VARIABLES, "[x, 2y]"),
    "variable that means something else": spoiled(VARIABLES, "[x, sin, pi]"),
    "variable that is there twice": spoiled(VARIABLES, "[x, x > 0]"),
    "variable with a bound that is none": spoiled(VARIABLES, "[x > y]"),
    "variable with two lower bounds": spoiled(VARIABLES, "[0 < x > 1]"),
    "variable with nothing between its bounds": spoiled(VARIABLES, "[1 < x < 0]"),
    "variable with no whole number between its bounds": spoiled(VARIABLES, "[whole 1 < x < 2]"),
    "form that is none": spoiled("form: factored", "form: [factoured, lowest terms]"),
    "form of another kind": spoiled("kind: formula", "kind: number"),
    "wrong formula that is none": spoiled("answer: (x - 1)(x + 2)", "answer: (x - 1)(x + 2"),
    "wrong formula that is the right one": spoiled("answer: (x - 1)(x + 2)", "answer: (x+1)*(x-2)"),
    "check for a formula": spoiled("", "", "#| tutor: check\n#| for: factors\nassert True"),
}
