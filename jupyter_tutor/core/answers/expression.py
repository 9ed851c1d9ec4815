"""Expressions: judged by their values for what the author gives, never by their text."""

import math
from typing import Any

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.report import recognised, right, wrong
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.expression import (
    Expression,
    NotAnExpressionError,
    TooLargeError,
    literal,
    read_expression,
)
from jupyter_tutor.core.questions import ExpressionQuestion
from jupyter_tutor.core.quoting import as_code
from jupyter_tutor.core.verdict import Report

Setting = dict[str, Any]


def judge_expression(question: ExpressionQuestion, text: str) -> Report | Rejected:
    """The verdict on a typed expression; refused when it cannot be read as one."""
    try:
        typed = read_expression(text.strip(), [given.name for given in question.given])
    except NotAnExpressionError as error:
        return Rejected(str(error))
    tried = settings(question)
    wanted = _values(question, question.answer, tried)
    values = [outcome(typed, setting) for setting in tried]
    pairs = zip(tried, values, wanted, strict=True)
    first = next((t for t in pairs if not same_value(t[1], t[2])), None)
    if first is None:
        return right(question, wording.EXPRESSION_RIGHT)
    found = recognised(
        question.wrong, lambda answer: _all_same(values, _values(question, answer, tried))
    )
    setting, value, expected = first
    seen = f"With {wording.setting(setting)}, {as_code(text.strip())}"
    message = _said(seen, value, expected)
    if found is not None:
        message = f"{found.says}\n\n{message}"
    return wrong(
        question,
        message,
        ran=text.strip(),
        seen=None if isinstance(value, Failed) and value == TOO_LARGE else _shown(value),
        expected=_shown(expected),
        misconception=found.misconception if found else None,
    )


class Failed(str):
    """The name of the error an expression ends in."""

    __slots__ = ()


TOO_LARGE = Failed(TooLargeError.__name__)


def settings(question: ExpressionQuestion) -> list[Setting]:
    """The values of the given names that are tried, each time all of them."""
    if not question.given:
        return [{}]
    columns = {given.name: [literal(v) for v in given.values] for given in question.given}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def outcome(expression: Expression, setting: Setting) -> Any:
    """The value of an expression there, or :class:`Failed`."""
    try:
        return expression.value(setting)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Failed(type(error).__name__)


def same_value(one: Any, other: Any) -> bool:
    """Whether two values are the same to a learner: a truth value is no number, 2 is 2.0."""
    if isinstance(one, Failed) or isinstance(other, Failed):
        return type(one) is type(other) and one == other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) or isinstance(other, float):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return numbers and _close(one, other)
    if isinstance(one, list | tuple):
        return (
            type(one) is type(other)
            and len(one) == len(other)
            and all(same_value(a, b) for a, b in zip(one, other, strict=True))
        )
    return bool(one == other)


def _close(one: float, other: float) -> bool:
    try:
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    except OverflowError:
        # A whole number that is larger than any float.
        return False


def _said(seen: str, value: Any, expected: Any) -> str:
    if isinstance(value, Failed):
        return (
            wording.expression_too_large(seen)
            if value == TOO_LARGE
            else wording.ends_in(seen, value, _shown(expected))
        )
    truth = isinstance(expected, bool) and not isinstance(value, bool)
    return wording.expression_wrong(seen, _shown(value), _shown(expected), truth=truth)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, Failed) else wording.in_short(repr(value))


def _values(question: ExpressionQuestion, text: str, tried: list[Setting]) -> list[Any]:
    expression = read_expression(text, [given.name for given in question.given])
    return [outcome(expression, setting) for setting in tried]


def _all_same(values: list[Any], others: list[Any]) -> bool:
    return all(same_value(a, b) for a, b in zip(values, others, strict=True))
