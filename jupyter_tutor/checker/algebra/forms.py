"""Whether a formula is in the form that was asked for.

The form is that of the tree, as it was written: SymPy would have put it in order at once. SymPy
says only whether a factor can be factored further, what is left to cancel, and how many terms
there are when like ones are together.
"""

from collections.abc import Callable, Iterator, Mapping

import sympy
from sympy import Expr

from jupyter_tutor.checker.algebra.objects import object_of
from jupyter_tutor.core.answers.formula import Amiss
from jupyter_tutor.core.formula.rendering import as_plain
from jupyter_tutor.core.formula.tree import (
    Constant,
    Formula,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Variable,
    walk,
)
from jupyter_tutor.core.questions import FormulaForm

Symbols = Mapping[str, Expr]


def amiss_in(formula: Formula, forms: tuple[FormulaForm, ...], symbols: Symbols) -> list[Amiss]:
    """The forms that a formula is not in, each with the part that shows it."""
    return [
        Amiss(form=form, part=None if part == formula else as_plain(part))
        for form in forms
        if (part := _RULES[form](formula, symbols)) is not None
    ]


def _factored(formula: Formula, symbols: Symbols) -> Formula | None:
    for factor in _factors(formula):
        if isinstance(factor, Sum) and not _is_prime(object_of(factor, symbols)):
            return factor
    return None


def _factors(formula: Formula) -> Iterator[Formula]:
    """What is multiplied in a formula, above and below a fraction bar."""
    match formula:
        case Negation(of):
            yield from _factors(of)
        case Product(factors):
            for factor in factors:
                yield from _factors(factor)
        case Quotient(above, below):
            yield from _factors(above)
            yield from _factors(below)
        case Power(base, Number()):
            yield from _factors(base)
        case _:
            yield formula


def _is_prime(value: Expr) -> bool:
    """Whether a sum is of one piece: no factor, and no number, can be taken out of it."""
    if not value.free_symbols:
        # A sum of numbers is as good as one.
        return True
    try:
        content, factors = sympy.factor_list(value)
    except sympy.PolynomialError:
        return False
    if len(factors) != 1 or factors[0][1] != 1:
        return False
    # Of fractions there is no largest common factor: x + 1/2 may stay as it is.
    return bool(abs(content) == 1 or not content.is_integer)


def _expanded(formula: Formula, symbols: Symbols) -> Formula | None:
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    for term in terms:
        part = _unexpanded(term)
        if part is not None:
            return part
    together = sympy.Add.make_args(sympy.expand(object_of(formula, symbols)))
    return formula if len(together) < len(terms) else None


def _unexpanded(term: Formula) -> Formula | None:
    """The part of a term that could be multiplied out: a bracket with a sum, or one as a base."""
    match term:
        case Sum():
            return term
        case Negation(of):
            return _unexpanded(of)
        case Product(factors):
            inner = (_unexpanded(factor) for factor in factors)
            return next((part for part in inner if part is not None), None)
        case Quotient(above, _):
            return term if isinstance(above, Sum) else _unexpanded(above)
        case Power(base, Number()) if not isinstance(base, Number | Constant | Variable):
            return term if isinstance(base, Sum | Product | Quotient | Negation) else None
        case _:
            return None


def _single_fraction(formula: Formula, _symbols: Symbols) -> Formula | None:
    whole = formula.of if isinstance(formula, Negation) else formula
    insides = (whole.above, whole.below) if isinstance(whole, Quotient) else (whole,)
    bars = (part for inside in insides for part in walk(inside) if _divides(part))
    return None if next(bars, None) is None else formula


def _divides(formula: Formula) -> bool:
    match formula:
        case Quotient() | Power(_, Negation()):
            return True
        case _:
            return False


def _lowest_terms(formula: Formula, symbols: Symbols) -> Formula | None:
    if _single_fraction(formula, symbols) is not None:
        return formula
    whole = formula.of if isinstance(formula, Negation) else formula
    if not isinstance(whole, Quotient):
        return None
    above, below = (sympy.expand(object_of(side, symbols)) for side in (whole.above, whole.below))
    if below in (1, -1):
        return formula
    try:
        common = sympy.gcd(above, below)
    except sympy.PolynomialError:
        return None
    return None if common in (1, -1) and _whole(above) and _whole(below) else formula


def _whole(value: Expr) -> bool:
    """Whether no number in it is a broken one: `0.5x/3` has something to make whole."""
    return all(number.is_integer for number in value.atoms(sympy.Rational) if number.q != 1)


def _rational_denominator(formula: Formula, _symbols: Symbols) -> Formula | None:
    for part in walk(formula):
        if isinstance(part, Quotient) and any(_is_root(below) for below in walk(part.below)):
            return part
        if isinstance(part, Power) and isinstance(part.exponent, Negation):
            inner = (_is_root(below) for below in walk(part.base))
            if any(inner) or isinstance(part.exponent.of, Quotient):
                return part
    return None


def _is_root(formula: Formula) -> bool:
    match formula:
        case Root():
            return True
        case Power(_, exponent):
            return any(isinstance(part, Quotient) for part in walk(exponent)) or (
                isinstance(exponent, Number) and "." in exponent.digits
            )
        case _:
            return False


def _completed_square(formula: Formula, symbols: Symbols) -> Formula | None:
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    squares = [term for term in terms if _letters(term)]
    numbers = len(terms) - len(squares)
    if len(squares) != 1 or numbers > 1 or not _is_square(squares[0], symbols):
        return formula
    return None


def _is_square(term: Formula, symbols: Symbols) -> bool:
    """Whether a term is a number times the square of something of the first degree."""
    match term:
        case Negation(of):
            return _is_square(of, symbols)
        case Product(factors):
            with_letters = [factor for factor in factors if _letters(factor)]
            return len(with_letters) == 1 and _is_square(with_letters[0], symbols)
        case Quotient(above, below) if not _letters(below):
            return _is_square(above, symbols)
        case Power(base, Number("2")):
            value = object_of(base, symbols)
            degrees = [sympy.degree(value, symbol) for symbol in value.free_symbols]
            return value.is_polynomial() and degrees == [1]
        case _:
            return False


def _letters(formula: Formula) -> bool:
    return any(isinstance(part, Variable) for part in walk(formula))


_RULES: Mapping[FormulaForm, Callable[[Formula, Symbols], Formula | None]] = {
    "factored": _factored,
    "expanded": _expanded,
    "single fraction": _single_fraction,
    "lowest terms": _lowest_terms,
    "rational denominator": _rational_denominator,
    "completed square": _completed_square,
}
"""For each form what returns the part of a formula that is not in it; None: it is."""
