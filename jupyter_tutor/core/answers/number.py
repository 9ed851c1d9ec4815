"""Numbers: compared exactly, as fractions, within the author's tolerance."""

import re
from fractions import Fraction

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import recognised, right, wrong
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.course import NumberQuestion
from jupyter_tutor.core.verdict import Report

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<value>\d{1,40}(\.\d{0,40})?|\.\d{1,40})(?P<exponent>[eE][+-]?\d{1,2})?"
    r"(\s*/\s*(?P<below>\d{1,40}))?\s*(?P<unit>[^\d\s].*)?"
)
_NO_UNIT = "+-*/=^_(."
"""No unit begins with these: what does is a calculation, or a number in two parts."""
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-"})


def judge_number(question: NumberQuestion, text: str) -> Report | Rejected:
    """The verdict on a typed number; refused when it is none, or has another unit."""
    read = read_number(text, question.unit)
    if isinstance(read, Rejected):
        return read
    if _close(read, question.answer, question):
        return right(question, wording.NUMBER_RIGHT)
    found = recognised(question.wrong, lambda answer: _close(read, answer, question))
    if found is not None:
        return wrong(question, found.says, misconception=found.misconception)
    return wrong(question, wording.NUMBER_WRONG)


def read_number(text: str, unit: str | None) -> Fraction | Rejected:
    """What was typed as an exact number: `3.5`, `-2`, `1/2`, `1e3`, with or without the unit."""
    plain = " ".join(text.translate(_DASHES).split())
    if re.search(r"\d,\d", plain):
        return Rejected(wording.NUMBER_WITH_COMMA)
    found = _NUMBER.fullmatch(plain)
    if found is None or (found["below"] is not None and int(found["below"]) == 0):
        return Rejected(wording.NOT_A_NUMBER)
    if found["unit"] is not None and not _same_unit(found["unit"], unit):
        if unit is None or found["unit"][0] in _NO_UNIT:
            return Rejected(wording.NOT_A_NUMBER)
        return Rejected(wording.other_unit(unit))
    value = Fraction(f"{found['value']}{found['exponent'] or ''}") / int(found["below"] or 1)
    return -value if found["sign"] == "-" else value


def _same_unit(typed: str, unit: str | None) -> bool:
    return unit is not None and typed.strip().casefold() == unit.casefold()


def _close(value: Fraction, answer: str, question: NumberQuestion) -> bool:
    wanted = read_number(answer, question.unit)
    if isinstance(wanted, Rejected):
        return False
    return abs(value - wanted) <= Fraction(question.tolerance)
