"""Questions answered by a number: how it may be written, and how near it has to be."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import judge_answer, number, wording
from jupyter_tutor.core.answers.number import judge_number
from jupyter_tutor.core.commands import Rejected, TextAnswer
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import LENGTH
from tests.core.values import STEADY

RIGHT = Report(verdict="correct", points=2.0, max_points=2.0, message=wording.NUMBER_RIGHT)
WRONG = Report(verdict="incorrect", points=0.0, max_points=2.0, message=wording.NUMBER_WRONG)
DOUBLED = replace(WRONG, message="That is twice as long.", misconception="doubles")


def read(text: str, unit: str | None) -> Fraction | Rejected:
    return number.read_number(replace(LENGTH, unit=unit), text)


# -- reading ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", Fraction(12)),
        ("  12\n", Fraction(12)),
        ("+12", Fraction(12)),
        ("-2.50", Fraction(-5, 2)),
        ("\u22122", Fraction(-2)),
        ("\u20132", Fraction(-2)),
        ("- 2", Fraction(-2)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1/3", Fraction(1, 3)),
        ("-1 / 3", Fraction(-1, 3)),
        ("2.5/5", Fraction(1, 2)),
        ("1e3", Fraction(1000)),
        ("1E-2", Fraction(1, 100)),
        ("1e99", Fraction(10**99)),
        ("9" * 40, Fraction(10**40 - 1)),
        ("5 cm", Fraction(5)),
        ("5cm", Fraction(5)),
        ("5 CM", Fraction(5)),
        ("5\u00a0cm", Fraction(5)),
        ("1/2 cm", Fraction(1, 2)),
    ],
)
def test_a_number_is_read_exactly_however_it_is_written(text: str, value: Fraction) -> None:
    assert read(text, "cm") == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("twelve", wording.NOT_A_NUMBER),
        ("", wording.NOT_A_NUMBER),
        ("-", wording.NOT_A_NUMBER),
        (".", wording.NOT_A_NUMBER),
        ("--2", wording.NOT_A_NUMBER),
        ("1 000", wording.NOT_A_NUMBER),
        ("1 + 1", wording.NOT_A_NUMBER),
        ("1_000", wording.NOT_A_NUMBER),
        ("1/0", wording.NOT_A_NUMBER),
        ("1/", wording.NOT_A_NUMBER),
        ("inf", wording.NOT_A_NUMBER),
        ("nan", wording.NOT_A_NUMBER),
        ("\u00bd", wording.NOT_A_NUMBER),
        ("9" * 41, wording.NOT_A_NUMBER),
        ("3,5", wording.NUMBER_WITH_COMMA),
        ("1,000.5", wording.NUMBER_WITH_COMMA),
        ("5 kg", wording.unit_of_something_else("kg", "mass", "cm", "length")),
        ("5 cm or so", wording.unknown_unit("cm or so", "cm", "length")),
    ],
)
def test_what_is_no_number_here_is_refused_and_says_how_to_write_one(
    text: str, reason: str
) -> None:
    assert read(text, "cm") == Rejected(reason)


@pytest.mark.parametrize("text", ["1e100", "1e-100", "1e999999999", "9e999999999/1e-999999999"])
def test_a_huge_exponent_is_not_worked_out(text: str) -> None:
    assert read(text, None) == Rejected(wording.NOT_A_NUMBER)


@pytest.mark.parametrize("text", ["5 cm", "5%", "5 m", "1e5x"])
def test_where_there_is_no_unit_none_may_follow(text: str) -> None:
    assert read(text, None) == Rejected(wording.NOT_A_NUMBER)


@pytest.mark.parametrize("text", ["5" + " " * 4900 + "x\ny", "1" * 40 + "\t" * 4900 + "x\ny 1"])
def test_a_long_answer_is_refused_at_once(text: str) -> None:
    begun = time.perf_counter()

    assert isinstance(read(text, "cm"), Rejected)
    assert time.perf_counter() - begun < 0.1


@STEADY
@given(st.integers(min_value=-(10**40) + 1, max_value=10**40 - 1))
def test_every_whole_number_is_read_as_python_writes_it(number: int) -> None:
    assert read(str(number), None) == number


@STEADY
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=12))
def test_every_decimal_number_is_read_as_it_is_written(number: object) -> None:
    assert read(f"{number:f}", None) == Fraction(str(number))


@STEADY
@given(st.floats(min_value=-1e60, max_value=1e60).filter(lambda x: x == 0 or abs(x) > 1e-60))
def test_every_float_is_read_as_python_writes_it(number: float) -> None:
    assert read(str(number), None) == Fraction(repr(number))


@STEADY
@given(st.fractions(max_denominator=10**9, min_value=-(10**9), max_value=10**9))
def test_every_fraction_is_read_as_python_writes_it(number: Fraction) -> None:
    assert read(str(number), None) == number


@STEADY
@given(st.text(max_size=40), st.sampled_from([None, "cm"]))
def test_whatever_is_typed_is_a_number_or_is_refused(text: str, unit: str | None) -> None:
    assert isinstance(read(text, unit), Fraction | Rejected)


@pytest.mark.parametrize(("text", "unit"), [("5/s", "/s"), ("5 °C", "°C"), ("5 %", "%")])
def test_a_unit_may_be_of_signs(text: str, unit: str) -> None:
    assert read(text, unit) == 5


# -- judging ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "report"),
    [
        ("12.5", RIGHT),
        ("12.5 cm", RIGHT),
        ("25/2", RIGHT),
        ("12.45", RIGHT),
        ("12.55", RIGHT),
        ("12.4499999999999999999999", WRONG),
        ("12.5500000000000000000001", WRONG),
        ("-12.5", WRONG),
        ("50", DOUBLED),
        ("50.05 cm", DOUBLED),
        ("50.051", WRONG),
        ("1,5", Rejected(wording.NUMBER_WITH_COMMA)),
    ],
)
def test_the_verdict_on_a_number(typed: str, report: Report | Rejected) -> None:
    assert judge_number(LENGTH, typed) == report


def test_without_a_tolerance_only_the_number_itself_is_right() -> None:
    third = replace(LENGTH, answer="1/3", tolerance="0", unit=None, wrong=())

    assert judge_number(third, "2/6") == RIGHT
    assert judge_number(third, "0.3333333333333333") == WRONG
    tenth = replace(third, answer="0.1")
    assert judge_number(tenth, "1e-1") == RIGHT
    assert judge_number(tenth, "0.1000000000000000055511151231257827") == WRONG


@STEADY
@given(
    st.fractions(max_denominator=1000, min_value=-1000, max_value=1000),
    st.fractions(max_denominator=1000, min_value=0, max_value=10),
)
def test_the_border_of_the_tolerance_belongs_to_it(answer: Fraction, tolerance: Fraction) -> None:
    question = replace(LENGTH, answer=str(answer), tolerance=str(tolerance), wrong=())
    beyond = tolerance + Fraction(1, 10**12)

    for border in (answer - tolerance, answer + tolerance):
        assert judge_number(question, str(border)) == RIGHT
    for outside in (answer - beyond, answer + beyond):
        assert judge_number(question, str(outside)) == WRONG


def test_an_answer_of_another_length_is_refused_before_it_is_read() -> None:
    assert judge_answer(LENGTH, TextAnswer(text="1" * 5001)) == Rejected(words.TOO_LONG)
    assert judge_answer(LENGTH, TextAnswer(text=" \n\t")) == Rejected(wording.WRITE_SOMETHING)
