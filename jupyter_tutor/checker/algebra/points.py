"""The numbers that formulas are tried with: always the same ones for the same variables.

Some are small and whole, so that a difference can be shown with them. The rest are drawn, by a
fixed seed, from fractions that nobody writes into a formula, so that a formula is not judged by a
hole or a zero that only one special number has.
"""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jupyter_tutor.core.questions import FormulaVariable

Point = dict[str, Fraction]

SEED = 20_011
MOST_DRAWN = 400
_SPREAD = 5
"""How far from its bound, or from 0, a number is drawn where there is nothing to keep it."""
_PARTS = 10_007
"""A prime: the parts of one that the fractions are made of."""
_PLAIN = (*map(Fraction, (2, 3, 1, -1, 0, 5, -2)), Fraction(1, 2))


def plain_points(variables: Sequence[FormulaVariable]) -> Iterator[Point]:
    """A few points that are easy to calculate with, as far as they are allowed."""
    allowed = [[n for n in _PLAIN if _may_be(v, n)] for v in variables]
    if not variables or not all(allowed):
        return
    for turn in range(max(map(len, allowed))):
        yield {
            variable.name: numbers[(turn + place) % len(numbers)]
            for place, (variable, numbers) in enumerate(zip(variables, allowed, strict=True))
        }


def drawn_points(variables: Sequence[FormulaVariable]) -> Iterator[Point]:
    """Points drawn by chance; without variables there is one, which is empty."""
    if not variables:
        yield {}
        return
    chance = random.Random(SEED)  # noqa: S311 - no secret: the same each time
    for _ in range(MOST_DRAWN):
        yield {variable.name: _drawn(variable, chance) for variable in variables}


def _may_be(variable: FormulaVariable, number: Fraction) -> bool:
    if variable.whole:
        low, high = _whole_bounds(variable)
        return number.denominator == 1 and low <= number <= high
    above = variable.least is None or number > Fraction(variable.least)
    return above and (variable.most is None or number < Fraction(variable.most))


def _drawn(variable: FormulaVariable, chance: random.Random) -> Fraction:
    if variable.whole:
        low, high = _whole_bounds(variable)
        return Fraction(chance.randint(low, high))
    share = Fraction(chance.randint(1, _PARTS - 1), _PARTS)
    match variable.least, variable.most:
        case None, None:
            return (2 * share - 1) * _SPREAD
        case None, str(most):
            return Fraction(most) - share * _SPREAD
        case str(least), None:
            return Fraction(least) + share * _SPREAD
        case str(least), str(most):
            return Fraction(least) + share * (Fraction(most) - Fraction(least))
        case _:
            raise TypeError("bounds are decimal numbers")


def _whole_bounds(variable: FormulaVariable) -> tuple[int, int]:
    spread = 3 * _SPREAD
    match variable.least, variable.most:
        case None, None:
            return -spread, spread
        case None, str(most):
            return int(most) - spread, int(most)
        case str(least), None:
            return int(least), int(least) + spread
        case str(least), str(most):
            return int(least), int(most)
        case _:
            raise TypeError("bounds are decimal numbers")
