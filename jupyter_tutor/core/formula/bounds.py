"""How large a formula may be, so that whoever calculates with it comes to an end.

A few signs can stand for a number that no computer holds: `9^9^9^9`. The limits are far beyond
what a lesson asks for.
"""

import math

from jupyter_tutor.core.formula.refusal import NotAFormulaError
from jupyter_tutor.core.formula.tree import (
    Absolute,
    Call,
    Constant,
    Formula,
    Logarithm,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Variable,
    parts,
    walk,
)

MOST_PARTS = 300
LARGEST_EXPONENT = 100
LARGEST_SIZE = 1000
"""Digits and terms, roughly, if all powers were multiplied out."""
MOST_RAISED = 3
"""How many exponents may stand upon each other."""

_GROWING = ("exp", "sinh", "cosh", "tanh")

TOO_LARGE = "That is too large for me to calculate with. Is an exponent larger than it should be?"


def require_bounded(formula: Formula) -> None:
    """Raise NotAFormulaError, in words for the learner, for a formula that is too large."""
    if sum(1 for _ in walk(formula)) > MOST_PARTS:
        raise NotAFormulaError("That has too many parts to be read. Write it in a shorter way.")
    if _size(formula) > LARGEST_SIZE or _raised(formula) > MOST_RAISED:
        raise NotAFormulaError(TOO_LARGE)


def value_of(formula: Formula) -> float:
    """What a formula without variables comes to, roughly; NaN where that is unknown."""
    try:
        return _value(formula)
    except (ArithmeticError, ValueError):
        return math.nan


def _size(formula: Formula) -> float:
    match formula:
        case Number(digits):
            return len(digits)
        case Power(base, exponent):
            if any(isinstance(part, Variable) for part in walk(exponent)):
                return _size(base) + _size(exponent)
            value = abs(value_of(exponent))
            if not value <= LARGEST_EXPONENT:
                raise NotAFormulaError(TOO_LARGE)
            return _size(base) * max(1.0, value)
        case _:
            return max(1.0, sum(map(_size, parts(formula))))


def _raised(formula: Formula) -> int:
    match formula:
        case Power(base, exponent):
            return max(_raised(base), 1 + _raised(exponent))
        case Call(function, of) if function in _GROWING:
            return 1 + _raised(of)
        case _:
            return max(map(_raised, parts(formula)), default=0)


def _value(formula: Formula) -> float:
    match formula:
        case Number(digits):
            return float(digits)
        case Constant(name):
            return math.pi if name == "pi" else math.e
        case Negation(of):
            return -_value(of)
        case Sum(terms):
            return math.fsum(map(_value, terms))
        case Product(factors):
            return math.prod(map(_value, factors))
        case Quotient(above, below):
            return _value(above) / _value(below)
        case Power(base, exponent):
            return math.pow(_value(base), _value(exponent))
        case Root(of, degree):
            return math.pow(_value(of), 1 / degree)
        case Absolute(of):
            return abs(_value(of))
        case Logarithm(base, of):
            return math.log(_value(of), _value(base))
        case Call() | Variable():
            return math.nan
