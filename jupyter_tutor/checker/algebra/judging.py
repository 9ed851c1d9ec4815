"""The verdict on a formula that was typed: read, compared, its form looked at."""

from fractions import Fraction
from functools import lru_cache

import mpmath
from mpmath import mpf

from jupyter_tutor.checker.algebra.comparing import (
    AGREEING,
    Departure,
    NowhereError,
    departure,
    values_enough,
)
from jupyter_tutor.checker.algebra.forms import amiss_in
from jupyter_tutor.checker.algebra.objects import symbols_of
from jupyter_tutor.checker.outcomes import OUR_MISTAKE
from jupyter_tutor.core.answers.formula import Amiss, Compared, Difference, formula_report
from jupyter_tutor.core.formula.reading import NotAFormulaError, read_formula
from jupyter_tutor.core.formula.tree import Formula, Variable, walk
from jupyter_tutor.core.questions import FormulaForm, FormulaQuestion
from jupyter_tutor.core.verdict import Report

_SHOWN = 6
"""Significant digits of a value in a message."""

NOWHERE = (
    "The right answer has a value at too few of the numbers that its letters may be. "
    "Say in `variables` what they may be, such as `x > 0`."
)


def judge_formula(question: FormulaQuestion, text: str) -> Report:
    """The verdict on what was typed for a question.

    ``undecided`` where the question has a fault: its answer cannot be read, or compared with.
    """
    try:
        typed = read_formula(text.strip(), question.names)
        compared = _compare(question, typed)
    except NotAFormulaError as error:
        return _undecided(question, str(error))
    except NowhereError:
        return _undecided(question, NOWHERE)
    return formula_report(question, text, compared)


def flaw_of(question: FormulaQuestion) -> str | None:
    """Why formulas cannot be compared with the right one, for its author; None: they can."""
    try:
        right = _read(question.answer, question.names)
    except NotAFormulaError as error:
        return str(error)
    return None if values_enough(right, question.variables) else NOWHERE


def _compare(question: FormulaQuestion, typed: Formula) -> Compared:
    right = _read(question.answer, question.names)
    found = departure(right, typed, question.variables)
    amiss = () if found else tuple(_amiss(typed, question))
    return Compared(
        difference=None if found is None else _difference(found, right),
        amiss=amiss,
        like=_like(question, typed, amiss) if found or amiss else None,
    )


def _like(question: FormulaQuestion, typed: Formula, amiss: tuple[Amiss, ...]) -> int | None:
    """The first foreseen wrong answer that is the same in value, and lacks the same forms.

    One that has no value to compare by is like what has none either, and is found by its tree.
    """
    missed = [one.form for one in amiss]
    for number, wrong in enumerate(question.wrong):
        foreseen = _read(wrong.answer, question.names)
        if foreseen == typed:
            return number
        if amiss and [one.form for one in _amiss(foreseen, question)] != missed:
            continue
        try:
            if departure(foreseen, typed, question.variables) is None:
                return number
        except NowhereError:
            continue
    return None


def _amiss(formula: Formula, question: FormulaQuestion) -> list[Amiss]:
    forms: tuple[FormulaForm, ...] = question.forms
    return amiss_in(formula, forms, symbols_of(question.variables))


@lru_cache(256)
def _read(text: str, names: tuple[str, ...]) -> Formula:
    return read_formula(text.strip(), names)


def _difference(found: Departure, right: Formula) -> Difference:
    number = not any(isinstance(part, Variable) for part in walk(right))
    expected, seen = _shown_apart(found.expected, found.seen)
    return Difference(
        at=tuple((name, _fraction(value)) for name, value in found.point.items()),
        seen=seen,
        expected=None if number else expected,
    )


def _fraction(number: Fraction) -> str:
    """A number that a formula was tried with, as it is or, where that is long, roughly."""
    text = str(number)
    return text if len(text) <= _SHOWN else f"{float(number):.{_SHOWN}g}"


def _shown_apart(expected: mpf, seen: mpf | None) -> tuple[str, str | None]:
    """Both values with as many digits as it takes to see that they are not the same."""
    if seen is None:
        return _shown(expected, _SHOWN), None
    for digits in range(_SHOWN, AGREEING, 3):
        if _shown(expected, digits) != _shown(seen, digits):
            break
    return _shown(expected, digits), _shown(seen, digits)


def _shown(value: mpf, digits: int) -> str:
    text: str = mpmath.nstr(value, digits, strip_zeros=True)
    return text.removesuffix(".0")


def _undecided(question: FormulaQuestion, fault: str) -> Report:
    return Report(
        verdict="undecided",
        points=0.0,
        max_points=question.points,
        message=OUR_MISTAKE,
        fault=fault,
    )
