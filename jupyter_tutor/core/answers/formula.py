"""Formulas: read here, compared elsewhere, and reported on here.

Comparing takes a library that is slow to load and may be slow to answer, so the shell has it done
in a process of its own, which gives back what it found as :class:`Compared`.
"""

from dataclasses import dataclass

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import right, wrong
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.formula.reading import NotAFormulaError, read_formula
from jupyter_tutor.core.formula.rendering import as_plain
from jupyter_tutor.core.formula.tree import Formula
from jupyter_tutor.core.questions import FormulaForm, FormulaQuestion
from jupyter_tutor.core.verdict import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the values differ: ``at`` these numbers, by the letters that stand for them.

    ``seen`` is None where the learner's formula has no value there; ``expected`` where the right
    one is a number itself, which would be telling.
    """

    at: tuple[tuple[str, str], ...]
    seen: str | None
    expected: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amiss:
    """A form that was asked for and is not there; ``part`` shows where, None: as a whole."""

    form: FormulaForm
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What came of comparing a formula with the right one.

    ``difference`` is None where they are the same in value; then ``amiss`` are the forms that it
    is not in. ``like`` is the number, from 0, of the foreseen wrong answer that it is like.
    """

    difference: Difference | None
    amiss: tuple[Amiss, ...] = ()
    like: int | None = None


def read_answer(question: FormulaQuestion, text: str) -> Formula | Rejected:
    """What was typed as a tree; refused, in words for the learner, when it is no formula."""
    if not text.strip():
        return Rejected(wording.WRITE_SOMETHING)
    try:
        return read_formula(text.strip(), question.names)
    except NotAFormulaError as error:
        return Rejected(str(error))


def read_as(question: FormulaQuestion, text: str) -> str | None:
    """How what was typed is read, in plain text; None for what cannot be."""
    read = read_answer(question, text)
    return None if isinstance(read, Rejected) else as_plain(read)


def formula_report(question: FormulaQuestion, text: str, compared: Compared) -> Report:
    """The verdict on a formula that was read and compared."""
    difference, amiss = compared.difference, compared.amiss
    if difference is None and not amiss:
        return right(question, wording.formula_right(bool(question.forms)))
    if difference is None:
        message = wording.formula_amiss([(one.form, one.part) for one in amiss])
    else:
        message = wording.formula_wrong(dict(difference.at), difference.seen, difference.expected)
    found = None if compared.like is None else question.wrong[compared.like]
    return wrong(
        question,
        f"{found.says}\n\n{message}" if found else message,
        ran=read_as(question, text),
        seen=difference.seen if difference else None,
        expected=difference.expected if difference else None,
        misconception=found.misconception if found else None,
    )
