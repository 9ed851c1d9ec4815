"""Numbers: compared exactly, as fractions, within the author's tolerance.

An answer may be in any unit that measures what the author's does, and is compared in the author's;
a number alone is in it already. What a unit is worth: :mod:`jupyter_tutor.core.answers.units`.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import recognised, right, wrong
from jupyter_tutor.core.answers.units import Scale, from_scale, measured, scales_of
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import NumberQuestion
from jupyter_tutor.core.verdict import Report

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<value>\d{1,40}(\.\d{0,40})?|\.\d{1,40})(?P<exponent>[eE][+-]?\d{1,2})?"
    r"(\s*/\s*(?P<below>\d{1,40}))?\s*(?P<unit>1\s?/\s?[^\W\d].*|[^\d\s].*)?"
)
_NO_UNIT = "+-*/=^_(."
"""What begins with these and is no unit that we know is a calculation, or a number in two parts."""
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-"})


def judge_number(question: NumberQuestion, text: str) -> Report | Rejected:
    """The verdict on a typed number.

    Refused when it is none, when its unit is missing though it is needed, or when it has one that
    we do not know or that measures something else.
    """
    read = read_number(question, text)
    if isinstance(read, Rejected):
        return read
    if question.unit_needed and not has_unit(text):
        return Rejected(wording.NUMBER_NEEDS_UNIT)
    if _close(read, question.answer, question):
        return right(question, wording.NUMBER_RIGHT)
    found = recognised(question.wrong, lambda answer: _close(read, answer, question))
    if found is not None:
        return wrong(question, found.says, misconception=found.misconception)
    return wrong(question, wording.NUMBER_WRONG)


def read_number(question: NumberQuestion, text: str) -> Fraction | Rejected:
    """What was typed as an exact number in the question's unit: `3.5`, `-2`, `1/2`, `1e3 m`."""
    found = _found(text)
    if re.search(r"\d,\d", text):
        return Rejected(wording.NUMBER_WITH_COMMA)
    if found is None or (found["below"] is not None and int(found["below"]) == 0):
        return Rejected(wording.NOT_A_NUMBER)
    value = Fraction(f"{found['value']}{found['exponent'] or ''}") / int(found["below"] or 1)
    if found["sign"] == "-":
        value = -value
    if found["unit"] is None:
        return value
    if question.unit is None:
        return Rejected(wording.NOT_A_NUMBER)
    return _in_unit(value, found["unit"].strip(), question.unit, question)


def has_unit(text: str) -> bool:
    """Whether a number is followed by a unit, whichever it is."""
    found = _found(text)
    return found is not None and found["unit"] is not None


def with_unit(question: NumberQuestion, text: str) -> str:
    """A number as it is written in full: with the question's unit, if it has no unit yet."""
    return text if question.unit is None or has_unit(text) else f"{text} {question.unit}"


def _found(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(" ".join(text.translate(_DASHES).split()))


def _in_unit(
    value: Fraction, typed: str, unit: str, question: NumberQuestion
) -> Fraction | Rejected:
    """So much of the typed unit in the author's."""
    if typed == unit:
        return value
    but_for_case = typed.casefold() == unit.casefold()
    wanted = next(iter(scales_of(unit, question.units)), None)
    typed_scales = scales_of(typed, question.units)
    alike = _fitting(typed_scales, wanted)
    if wanted is not None and alike is not None and (alike == wanted or not question.exact_unit):
        return from_scale(value, alike, wanted)
    # `MW` is no slip of the finger for `mW`, but `KM` is one for `km`, and `S` for `s`.
    if but_for_case and alike is None:
        return value
    if not typed_scales and typed[0] in _NO_UNIT:
        return Rejected(wording.NOT_A_NUMBER)
    return Rejected(_refusal(typed, typed_scales, wanted, question))


def _fitting(scales: Sequence[Scale], wanted: Scale | None) -> Scale | None:
    return next((s for s in scales if wanted and s.dimension == wanted.dimension), None)


def _refusal(
    typed: str, scales: Sequence[Scale], wanted: Scale | None, question: NumberQuestion
) -> str:
    shown = None if question.unit_needed else question.unit
    if wanted is None or question.exact_unit:
        return wording.other_unit(shown)
    asked = measured(wanted.dimension)
    if not scales:
        return wording.unknown_unit(typed, shown, asked)
    return wording.unit_of_something_else(typed, measured(scales[0].dimension), shown, asked)


def _close(value: Fraction, answer: str, question: NumberQuestion) -> bool:
    wanted = read_number(question, answer)
    if isinstance(wanted, Rejected):
        return False
    return abs(value - wanted) <= Fraction(question.tolerance)
