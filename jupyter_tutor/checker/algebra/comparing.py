"""Whether two formulas are the same in value.

The rule. Both are worked out, to 100 digits, at points that a fixed seed draws from what the
variables may be. Where the right formula has a value and the other has none, or one that departs
by more than 40 digits allow, they differ; that shows at the first such point, and is sure but for
the rounding that 60 spare digits take up. Where they agree at all of 16 points they are the same.
Two different polynomials of degree d agree at a point drawn from 10,006 with a probability of at
most d/10,006 (the lemma of Schwartz and Zippel), and so at 16 of them hardly ever; for other
formulas of a lesson it is the usual practice (Gonnet 1984; STACK and WeBWorK do it so).

Where the right formula has a value at too few of the points (its author is told of that), SymPy
tries to prove that the difference is nothing: multiplied out, cancelled, simplified, for two
seconds at most.

A hole that one more factor makes, as in (x^2 - 1)/(x - 1), makes no difference, since no point
that is drawn will fall into it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import sympy
from mpmath import mpf

from jupyter_tutor.checker.algebra.objects import object_of, symbols_of
from jupyter_tutor.checker.algebra.points import Point, drawn_points, plain_points
from jupyter_tutor.checker.algebra.values import DIGITS, value_at
from jupyter_tutor.checker.limits import OverdueError, within
from jupyter_tutor.core.formula.tree import Formula
from jupyter_tutor.core.questions import FormulaVariable

AGREEING = 40
"""Digits to which two values have to agree; of values below 1, places behind the point."""
ENOUGH = 16
PROVING = 2.0
"""Seconds for SymPy to prove what points cannot show."""
SHOWING = 0.5
"""Seconds to look for a point that is easy to calculate with, where formulas differ anyway."""

Variables = tuple[FormulaVariable, ...]


class NowhereError(Exception):
    """The right formula has a value at none of the points that were tried: an author's mistake."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A point where two formulas differ, and the values there; ``seen`` is None for no value."""

    point: Point
    seen: mpf | None
    expected: mpf


def departure(right: Formula, other: Formula, variables: Variables) -> Departure | None:
    """Where the other formula differs from the right one; None where they are the same.

    Raises NowhereError where the right one has no values to compare with.
    """
    found: Departure | None = None
    agreed = 0
    for point in drawn_points(variables):
        expected = value_at(right, point)
        if expected is None:
            continue
        seen = value_at(other, point)
        if seen is None or not close(seen, expected):
            found = Departure(point, seen, expected)
            break
        agreed += 1
        if agreed == ENOUGH:
            return None
    if found is not None:
        return _plainest(right, other, variables, found)
    if agreed and (not variables or _has_few(variables)):
        return None
    if proved(right, other, variables):
        return None
    raise NowhereError


def values_enough(formula: Formula, variables: Variables) -> bool:
    """Whether a formula has a value at as many points as it takes to compare others with it."""
    points = [value_at(formula, point) for point in drawn_points(variables)]
    wanted = ENOUGH if variables else 1
    return sum(value is not None for value in points) >= wanted


def close(one: mpf, other: mpf) -> bool:
    """Whether two values agree to as many digits as have to."""
    with mpmath.workdps(DIGITS):
        most = max(1, abs(one), abs(other))
        return bool(abs(one - other) <= most * mpf(10) ** -AGREEING)


def proved(right: Formula, other: Formula, variables: Variables) -> bool:
    """Whether SymPy finds out, within its time, that the difference is nothing."""
    symbols = symbols_of(variables)
    attempts: tuple[Callable[[sympy.Expr], sympy.Expr], ...] = (
        sympy.expand,
        sympy.cancel,
        sympy.simplify,
    )

    def prove() -> bool:
        difference = object_of(other, symbols) - object_of(right, symbols)
        return any(attempt(difference) == 0 for attempt in attempts)

    try:
        return within(time.monotonic() + PROVING, prove)
    except (OverdueError, ArithmeticError, ValueError, TypeError, NotImplementedError):
        return False


def _plainest(right: Formula, other: Formula, variables: Variables, found: Departure) -> Departure:
    """The same difference at a point that is easy to calculate with, if it shows at one."""

    def look() -> Departure:
        for point in plain_points(variables):
            expected, seen = value_at(right, point), value_at(other, point)
            if expected is None or (seen is None) != (found.seen is None):
                continue
            if seen is None or not close(seen, expected):
                return Departure(point, seen, expected)
        return found

    try:
        return within(time.monotonic() + SHOWING, look)
    except (OverdueError, MemoryError):
        return found


def _has_few(variables: Variables) -> bool:
    """Whether all variables are whole, so that there may be few different points at all."""
    return all(variable.whole for variable in variables)
