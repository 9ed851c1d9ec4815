"""A formula in plain text, and in LaTeX: either is read back as the same tree.

Multiplication is always written out, so that it can be seen how a formula was read.
"""

from typing import assert_never

from jupyter_tutor.core.formula.names import GREEK
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

_SUM, _SIGNED, _PRODUCT, _POWER, _ATOM = range(5)
"""How tightly a formula holds together: one in the place of another may need brackets."""


def as_plain(formula: Formula) -> str:
    """The formula on one line, such as `(x + 1)·(x − 2)^2`."""
    return _Plain().text(formula)


def as_latex(formula: Formula) -> str:
    """The formula in LaTeX, without signs around it."""
    return _Latex().text(formula)


def _strength(formula: Formula) -> int:
    match formula:
        case Sum():
            return _SUM
        case Negation():
            return _SIGNED
        case Product() | Quotient():
            return _PRODUCT
        case Power():
            return _POWER
        case _:
            return _ATOM


class _Plain:
    """What both have in common, in the way of plain text."""

    times = "·"
    minus = "−"

    def text(self, formula: Formula) -> str:
        match formula:
            case Number(digits):
                return digits
            case Constant(name):
                return self.constant(name)
            case Variable(name):
                return self.variable(name)
            case Negation(of):
                return f"{self.minus}{self.held(of, _PRODUCT)}"
            case Sum(terms):
                return self.sum(terms)
            case Product(factors):
                return self.times.join(self.factor(factor) for factor in factors)
            case Quotient(above, below):
                return self.quotient(above, below)
            case Power(base, exponent):
                return f"{self.held(base, _ATOM)}{self.raised(exponent)}"
            case Root(of, degree):
                return self.root(of, degree)
            case Absolute(of):
                return self.absolute(of)
            case Call(function, of):
                return self.call(function, of)
            case Logarithm(base, of):
                return self.logarithm(base, of)
            case _:
                assert_never(formula)

    def held(self, formula: Formula, least: int) -> str:
        """The formula where at least that strength is wanted."""
        text = self.text(formula)
        return text if _strength(formula) >= least else self.bracketed(text)

    def sum(self, terms: tuple[Formula, ...]) -> str:
        first, *others = terms
        text = self.held(first, _SIGNED)
        for term in others:
            if isinstance(term, Negation):
                text += f" {self.minus} {self.held(term.of, _PRODUCT)}"
            else:
                text += f" + {self.held(term, _PRODUCT)}"
        return text

    def factor(self, formula: Formula) -> str:
        return self.held(formula, _POWER)

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def constant(self, name: str) -> str:
        return "π" if name == "pi" else name

    def variable(self, name: str) -> str:
        head, _, index = name.partition("_")
        head = GREEK.get(head, head)
        return f"{head}_{index}" if index else head

    def quotient(self, above: Formula, below: Formula) -> str:
        return f"{self.held(above, _PRODUCT)}/{self.held(below, _POWER)}"

    def raised(self, exponent: Formula) -> str:
        return f"^{self.held(exponent, _ATOM)}"

    def root(self, of: Formula, degree: int) -> str:
        if degree == 2:
            return f"sqrt({self.text(of)})"
        return f"root({self.text(of)}, {degree})"

    def absolute(self, of: Formula) -> str:
        return f"|{self.text(of)}|"

    def call(self, function: str, of: Formula) -> str:
        return f"{function}({self.text(of)})"

    def logarithm(self, base: Formula, of: Formula) -> str:
        return f"log_{self.text(base)}({self.text(of)})"


class _Latex(_Plain):
    times = r" \cdot "
    minus = "-"

    def factor(self, formula: Formula) -> str:
        return self.text(formula) if isinstance(formula, Quotient) else super().factor(formula)

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def constant(self, name: str) -> str:
        return r"\pi" if name == "pi" else name

    def variable(self, name: str) -> str:
        head, _, index = name.partition("_")
        head = rf"\{head}" if head in GREEK else head
        return f"{head}_{{{index}}}" if index else head

    def quotient(self, above: Formula, below: Formula) -> str:
        return rf"\frac{{{self.text(above)}}}{{{self.text(below)}}}"

    def raised(self, exponent: Formula) -> str:
        return f"^{{{self.text(exponent)}}}"

    def root(self, of: Formula, degree: int) -> str:
        kind = "" if degree == 2 else f"[{degree}]"
        return rf"\sqrt{kind}{{{self.text(of)}}}"

    def absolute(self, of: Formula) -> str:
        return rf"\left|{self.text(of)}\right|"

    def call(self, function: str, of: Formula) -> str:
        return rf"\{function}\left({self.text(of)}\right)"

    def logarithm(self, base: Formula, of: Formula) -> str:
        return rf"\log_{{{self.text(base)}}}\left({self.text(of)}\right)"
