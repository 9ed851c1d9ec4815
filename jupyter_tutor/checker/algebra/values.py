"""The value of a formula where its letters stand for numbers, to many digits.

mpmath is what SymPy itself calculates numbers with. Everything is real: a formula has no value
where a school book says so (the root of -1, 1/0, the logarithm of 0). An odd root of a negative
number has one, also when it is written as a power: `(-8)^(1/3)` is -2.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

import mpmath
from mpmath import mpf

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
)

DIGITS = 100
"""Digits that are calculated with; some are lost where large numbers nearly cancel out."""

_FUNCTIONS = {
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "arcsin": mpmath.asin,
    "arccos": mpmath.acos,
    "arctan": mpmath.atan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "exp": mpmath.exp,
    "ln": mpmath.log,
}


class NoValueError(ArithmeticError):
    """The formula has no real value there."""


def value_at(formula: Formula, numbers: Mapping[str, Fraction]) -> mpf | None:
    """Its value where the variables are these numbers; None where it has none."""
    with mpmath.workdps(DIGITS):
        letters = {name: mpf(n.numerator) / n.denominator for name, n in numbers.items()}
        try:
            value = _value(formula, letters)
        except (ArithmeticError, ValueError):
            return None
        return value if mpmath.isfinite(value) else None


def _value(formula: Formula, letters: Mapping[str, mpf]) -> mpf:
    match formula:
        case Number(digits):
            return mpf(digits)
        case Constant(name):
            return +mpmath.pi if name == "pi" else +mpmath.e
        case Variable(name):
            return letters[name]
        case Negation(of):
            return -_value(of, letters)
        case Sum(terms):
            return mpmath.fsum(_value(term, letters) for term in terms)
        case Product(factors):
            return mpmath.fprod(_value(factor, letters) for factor in factors)
        case Quotient(above, below):
            return _value(above, letters) / _value(below, letters)
        case Power(base, exponent):
            return _power(_value(base, letters), exponent, letters)
        case Root(of, degree):
            return _root(_value(of, letters), degree)
        case Absolute(of):
            return abs(_value(of, letters))
        case Call(function, of):
            return _real(_FUNCTIONS[function](_value(of, letters)))
        case Logarithm(base, of):
            return _real(mpmath.log(_value(of, letters)) / mpmath.log(_value(base, letters)))
        case _:
            assert_never(formula)


def _power(base: mpf, exponent: Formula, letters: Mapping[str, mpf]) -> mpf:
    value = _value(exponent, letters)
    if base < 0 and not mpmath.isint(value):
        exact = _fraction(exponent)
        if exact is None or exact.denominator % 2 == 0:
            raise NoValueError
        return _root(base, exact.denominator) ** exact.numerator
    if base == 0 and value < 0:
        raise NoValueError
    return _real(base**value)


def _root(of: mpf, degree: int) -> mpf:
    if of >= 0:
        return mpmath.root(of, degree)
    if degree % 2 == 0:
        raise NoValueError
    return -mpmath.root(-of, degree)


def _real(value: mpmath.mpf | mpmath.mpc) -> mpf:
    if isinstance(value, mpmath.mpc):
        raise NoValueError
    return value


def _fraction(formula: Formula) -> Fraction | None:
    """The exact value of a fraction of plain numbers; None for all else."""
    match formula:
        case Number(digits):
            return Fraction(digits) if "." not in digits else None
        case Negation(of):
            exact = _fraction(of)
            return None if exact is None else -exact
        case Quotient(above, below):
            one, other = _fraction(above), _fraction(below)
            return one / other if one is not None and other else None
        case _:
            return None
