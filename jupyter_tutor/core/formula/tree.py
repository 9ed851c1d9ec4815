"""The tree of a formula: as it was written, nothing simplified.

A difference is a sum with negated terms, and so a formula has one tree however its signs are
typed. Brackets leave no trace but the shape of the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

ConstantName = Literal["pi", "e"]
FunctionName = Literal[
    "sin",
    "cos",
    "tan",
    "arcsin",
    "arccos",
    "arctan",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "ln",
]


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a sign, in decimal: `2`, `0.5`; no zeros that say nothing."""

    digits: str


@dataclass(frozen=True, slots=True)
class Constant:
    """The number pi, or e."""

    name: ConstantName


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that the question gives: a letter, a word, or the name of a Greek letter."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """Minus something."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Sum:
    """Two terms or more; what is subtracted is a negation."""

    terms: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Product:
    """Two factors or more."""

    factors: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Quotient:
    """One formula above another."""

    above: "Formula"
    below: "Formula"


@dataclass(frozen=True, slots=True)
class Power:
    """A base with an exponent."""

    base: "Formula"
    exponent: "Formula"


@dataclass(frozen=True, slots=True)
class Root:
    """The root of that degree, which is 2 or more."""

    of: "Formula"
    degree: int = 2


@dataclass(frozen=True, slots=True)
class Absolute:
    """How far from 0."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of something."""

    function: FunctionName
    of: "Formula"


@dataclass(frozen=True, slots=True)
class Logarithm:
    """The logarithm to a base; that to e is the function ln."""

    base: "Number | Constant | Variable"
    of: "Formula"


Formula = (
    Number
    | Constant
    | Variable
    | Negation
    | Sum
    | Product
    | Quotient
    | Power
    | Root
    | Absolute
    | Call
    | Logarithm
)


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The formulas right below."""
    match formula:
        case Number() | Constant() | Variable():
            return ()
        case Negation(of) | Root(of) | Absolute(of) | Call(_, of):
            return (of,)
        case Logarithm(base, of):
            return (base, of)
        case Sum(several) | Product(several):
            return several
        case Quotient(one, other) | Power(one, other):
            return (one, other)
        case _:
            assert_never(formula)


def walk(formula: Formula) -> Iterator[Formula]:
    """The formula and all below it, each before what is below it."""
    left = [formula]
    while left:
        one = left.pop()
        yield one
        left += reversed(parts(one))
