"""From the tree of a formula to SymPy's objects, node by node; no text is ever handed to SymPy."""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import assert_never

import sympy
from sympy import Expr

from jupyter_tutor.core.formula.tree import (
    Absolute,
    Call,
    Constant,
    Formula,
    FunctionName,
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
from jupyter_tutor.core.questions import FormulaVariable

_FUNCTIONS: Mapping[FunctionName, type[sympy.Function]] = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "exp": sympy.exp,
    "ln": sympy.log,
}


def symbols_of(variables: tuple[FormulaVariable, ...]) -> dict[str, sympy.Symbol]:
    """A real symbol for each variable, positive or whole where that is known of it."""
    return {
        variable.name: sympy.Symbol(
            variable.name,
            real=True,
            positive=_positive(variable) or None,
            integer=variable.whole or None,
        )
        for variable in variables
    }


def _positive(variable: FormulaVariable) -> bool:
    if variable.least is None:
        return False
    least = Fraction(variable.least)
    return least > 0 or (least == 0 and not variable.whole)


def _exact(number: Fraction) -> Expr:
    return sympy.Rational(number.numerator, number.denominator)


def object_of(formula: Formula, symbols: Mapping[str, Expr]) -> Expr:
    """The object of a formula; SymPy puts together at once what is plainly the same."""
    match formula:
        case Number(digits):
            return _exact(Fraction(digits))
        case Constant(name):
            return sympy.pi if name == "pi" else sympy.E
        case Variable(name):
            return symbols[name]
        case Negation(of):
            return -object_of(of, symbols)
        case Sum(terms):
            return sympy.Add(*(object_of(term, symbols) for term in terms))
        case Product(factors):
            return reduce(sympy.Mul, (object_of(factor, symbols) for factor in factors))
        case Quotient(above, below):
            return object_of(above, symbols) / object_of(below, symbols)
        case Power(base, exponent):
            return object_of(base, symbols) ** object_of(exponent, symbols)
        case Root(of, degree):
            inner = object_of(of, symbols)
            return sympy.real_root(inner, degree) if degree % 2 else sympy.root(inner, degree)
        case Absolute(of):
            return sympy.Abs(object_of(of, symbols))
        case Call(function, of):
            return _FUNCTIONS[function](object_of(of, symbols))
        case Logarithm(base, of):
            return sympy.log(object_of(of, symbols), object_of(base, symbols))
        case _:
            assert_never(formula)
