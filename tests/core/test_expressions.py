"""Questions answered by an expression: judged by its values, never by how it is written."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.expression import Failed, judge_expression, same_value, settings
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.questions import ExpressionQuestion, Given
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import EVEN_NUMBER
from tests.core.values import STEADY

RIGHT = Report(verdict="correct", points=1.0, max_points=1.0, message=wording.EXPRESSION_RIGHT)
TRUTH = "The answer should be a truth value: `True` or `False`."


def asks(answer: str, **given: str) -> ExpressionQuestion:
    """A question for this expression over names with these values, separated by semicolons."""
    names = tuple(Given(name=name, values=tuple(text.split(";"))) for name, text in given.items())
    return replace(EVEN_NUMBER, answer=answer, given=names, wrong=())


def wrong(
    typed: str, message: str, seen: str | None, expected: str, of: str | None = None
) -> Report:
    return Report(
        verdict="incorrect",
        points=0.0,
        max_points=1.0,
        message=message,
        ran=typed,
        seen=seen,
        expected=expected,
        misconception=of,
    )


@pytest.mark.parametrize(
    "typed",
    ["n % 2 == 0", "not n % 2", "0 == n%2", "  n // 2 * 2 == n\n", "True if n % 2 < 1 else False"],
)
def test_any_way_to_the_same_values_is_right(typed: str) -> None:
    assert judge_expression(EVEN_NUMBER, typed) == RIGHT


@pytest.mark.parametrize(
    ("typed", "report"),
    [
        (
            "n % 2",
            wrong(
                "n % 2",
                "That is what is left.\n\n"
                f"With `n` = `0`, `n % 2` gives `0`, expected `True`. {TRUTH}",
                "0",
                "True",
                "remainder",
            ),
        ),
        (
            "n - n // 2 * 2",
            wrong(
                "n - n // 2 * 2",
                "That is what is left.\n\n"
                f"With `n` = `0`, `n - n // 2 * 2` gives `0`, expected `True`. {TRUTH}",
                "0",
                "True",
                "remainder",
            ),
        ),
        (
            "n < 5",
            wrong(
                "n < 5", "With `n` = `1`, `n < 5` gives `True`, expected `False`.", "True", "False"
            ),
        ),
        (
            "1 / n > 0",
            wrong(
                "1 / n > 0",
                "With `n` = `0`, `1 / n > 0` ends in `ZeroDivisionError`: a number is divided by "
                "zero. Expected: `True`.",
                "ZeroDivisionError",
                "True",
            ),
        ),
        (
            "n == 0 or 9**9**9 > n",
            wrong(
                "n == 0 or 9**9**9 > n",
                "With `n` = `1`, `n == 0 or 9**9**9 > n` grows too large for me to work out.",
                None,
                "False",
            ),
        ),
        ("m", Rejected("There is no `m` here. Use `n`.")),
    ],
)
def test_the_verdict_on_an_expression(typed: str, report: Report | Rejected) -> None:
    assert judge_expression(EVEN_NUMBER, typed) == report


def test_all_names_of_a_setting_are_told() -> None:
    question = asks("n * m", n="2;3", m="2;5")

    assert judge_expression(question, "n + m") == wrong(
        "n + m", "With `n` = `3` and `m` = `5`, `n + m` gives `8`, expected `15`.", "8", "15"
    )
    assert settings(question) == [{"n": 2, "m": 2}, {"n": 3, "m": 5}]


def test_an_expression_without_names_is_tried_once() -> None:
    question = asks("2 + 2")

    assert judge_expression(question, "4") == RIGHT
    assert judge_expression(question, "5") == wrong(
        "5", "With these values, `5` gives `5`, expected `4`.", "5", "4"
    )


def test_a_text_with_backticks_stays_one_piece_of_code() -> None:
    question = asks("s + '`'", s="'`';'a'")

    assert judge_expression(question, "s + '``'") == wrong(
        "s + '``'",
        "With `s` = ``'`'``, ```s + '``'``` gives ````'```'````, expected ```'``'```.",
        "'```'",
        "'``'",
    )


def test_a_long_value_is_told_by_its_beginning() -> None:
    judged = judge_expression(asks("n", n="1;2"), "'ab' * 500")

    assert isinstance(judged, Report)
    assert judged.seen == "'" + "ab" * 59 + "…"
    assert judged.message == f"With `n` = `1`, `'ab' * 500` gives `{judged.seen}`, expected `1`."


@pytest.mark.parametrize("typed", ["10**400", "-10**400", "1e999", "'10'", "[10.0]", "1.5 + 1e-6"])
def test_a_number_that_is_larger_than_any_float_is_another(typed: str) -> None:
    judged = judge_expression(asks("n / 2", n="3;4"), typed)

    assert isinstance(judged, Report)
    assert judged.verdict == "incorrect"


# -- when two values are one -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (2, 2.0),
        (0.1 + 0.2, 0.3),
        (0.0, -0.0),
        (1e-13, 0),
        (float("inf"), float("inf")),
        (10**400, 10**400),
        ("a", "a"),
        (True, True),
        (None, None),
        ([1, (2, 3.0)], [1.0, (2, 3)]),
        (Failed("TypeError"), Failed("TypeError")),
    ],
)
def test_two_values_are_the_same(one: Any, other: Any) -> None:
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (False, 0.0),
        (False, None),
        ([True], [1]),
        (2, "2"),
        (2.0, "2.0"),
        (2.0, None),
        (2, 2.000001),
        (10**400, 1.5),
        (10**400, float("inf")),
        ([1, 2], (1, 2)),
        ([1, 2], [1]),
        ([], ""),
        ("TypeError", Failed("TypeError")),
        (Failed("KeyError"), Failed("TypeError")),
    ],
)
def test_two_values_are_not_the_same(one: Any, other: Any) -> None:
    assert not same_value(one, other)
    assert not same_value(other, one)


@STEADY
@given(st.integers(-99, 99), st.integers(-99, 99), st.lists(st.integers(-9, 9), min_size=1))
def test_an_expression_is_right_exactly_where_its_values_are(a: int, b: int, xs: list[int]) -> None:
    question = asks(f"n * {a} + 1", n=";".join(map(str, xs)))

    judged = judge_expression(question, f"1 + n * {b}")

    assert isinstance(judged, Report)
    assert (judged.verdict == "correct") == all(x * a == x * b for x in xs)
