"""Numbers in other units: what may be written, what it is worth, and what is said of the rest."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.answers.number import judge_number, read_number
from jupyter_tutor.core.asking import ask
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.pedagogy import solution_of
from jupyter_tutor.core.questions import ForeseenText, NumberQuestion, UnitValue
from jupyter_tutor.core.verdict import Report
from tests.core.kinds import LENGTH
from tests.core.values import STEADY

RIGHT = Report(verdict="correct", points=2.0, max_points=2.0, message=wording.NUMBER_RIGHT)
WRONG = Report(verdict="incorrect", points=0.0, max_points=2.0, message=wording.NUMBER_WRONG)
FURLONG = UnitValue(names=("furlong", "furlongs", "fur"), value="792000/3937 length^1")


def asks(unit: str, answer: str = "1", tolerance: str = "0") -> NumberQuestion:
    return replace(LENGTH, answer=answer, tolerance=tolerance, unit=unit, wrong=())


# -- what is right ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "answer", "typed"),
    [
        ("km", "5", "5"),
        ("km", "5", "5 km"),
        ("km", "5", "5000 m"),
        ("km", "5", "5e3 metres"),
        ("km", "5", "5 Kilometers"),
        ("km", "5", "5 KM"),
        ("km", "5", "500000cm."),
        ("m", "1609.344", "1 mile"),
        ("m", "1609.344", "1760 yards"),
        ("m", "3704", "2 nautical miles"),
        ("m", "0.3048", "1 foot"),
        ("m", "0.0254", "1 in"),
        ("m/s", "10", "36 km/h"),
        ("m/s", "10", "36 kilometres per hour"),
        ("m/s", "10", "36 km h^-1"),
        ("m/s", "10", "36 kph"),
        ("m/s^2", "9.81", "9.81 m s^-2"),
        ("m/s^2", "9.81", "9.81 m\u00b7s\u207b\u00b2"),
        ("m/s^2", "9.81", "9.81 m/s\u00b2"),
        ("m/s^2", "9.81", "9.81 m/s/s"),
        ("m/s^2", "9.81", "9.81 metres per second squared"),
        ("m/s^2", "9.81", "981 cm s**-2"),
        ("K", "293.15", "20 \u00b0C"),
        ("K", "293.15", "20 degC"),
        ("K", "293.15", "20 degrees Celsius"),
        ("K", "293.15", "20 C"),
        ("K", "293.15", "68 \u00b0F"),
        ("\u00b0C", "-40", "-40 \u00b0F"),
        ("\u00b0C", "20", "293.15 kelvin"),
        ("s", "0.000005", "5 \u00b5s"),
        ("s", "0.000005", "5 \u03bcs"),
        ("s", "0.000005", "5 us"),
        ("h", "1/2", "30 min"),
        ("min", "90", "1.5 hrs"),
        ("kB", "1.024", "1 KiB"),
        ("MB", "1", "8 Mbit"),
        ("Mbit/s", "100", "0.1 Gbps"),
        ("Mbit/s", "100", "12.5 MB/s"),
        ("%", "50", "50 percent"),
        ("%", "50", "50 per cent"),
        ("%", "0.5", "5 \u2030"),
        ("kg", "0.45359237", "1 lb"),
        ("g", "5", "5 G"),
        ("s", "5", "5 S"),
        ("L", "1", "1000 cm\u00b3"),
        ("m^2", "1e4", "1 ha"),
        ("m^2", "4", "4 square metres"),
        ("kWh", "1", "3.6 MJ"),
        ("kWh", "1", "1 kW h"),
        ("J/(kg K)", "4184", "4.184 kJ/kg K"),
        ("J/(kg K)", "4184", "4.184 J g^-1 \u00b0C^-1"),
        ("N m", "1", "1 J"),
        ("N", "1", "1 kg m/s^2"),
        ("kg/m^3", "1000", "1 g/cc"),
        ("mol/L", "0.1", "100 mM"),
        ("rad", "0", "0\u00b0"),
        ("Hz", "2", "2 1/s"),
        ("Hz", "2", "120 /min"),
        ("1/s", "2", "2 Hz"),
        ("k\u03a9", "1", "1000 \u2126"),
        ("rpm", "60", "1 rev/s"),
        ("apples", "5", "5 Apples"),
        ("\u20ac/kg", "5", "5 \u20ac/kg"),
        ("l/100 km", "5", "5 L/100 KM"),
    ],
)
def test_an_answer_may_be_in_any_unit_that_measures_the_same(
    unit: str, answer: str, typed: str
) -> None:
    assert judge_number(asks(unit, answer), typed) == RIGHT


@pytest.mark.parametrize(
    ("unit", "answer", "typed"),
    [
        ("km", "5", "5 m"),
        ("mW", "5", "5 MW"),
        ("mm", "5", "5 Mm"),
        ("K", "20", "20 \u00b0C"),
        ("kB", "1", "1 KiB"),
        ("kB", "1", "1 kbit"),
        ("m/s^2", "5", "5 km/s^2"),
    ],
)
def test_the_same_number_in_another_unit_is_wrong(unit: str, answer: str, typed: str) -> None:
    assert judge_number(asks(unit, answer), typed) == WRONG


def test_the_tolerance_is_in_the_authors_unit() -> None:
    question = asks("km", "5", tolerance="0.1")

    assert judge_number(question, "5100 m") == RIGHT
    assert judge_number(question, "5100.1 m") == WRONG
    assert judge_number(question, "3.1 mi") == RIGHT
    assert judge_number(asks("\u00b0F", "68", tolerance="1.8"), "21 \u00b0C") == RIGHT
    assert judge_number(asks("\u00b0F", "68", tolerance="1.8"), "21.01 \u00b0C") == WRONG


def test_a_wrong_answer_is_recognised_whichever_unit_it_is_in() -> None:
    doubles = ForeseenText(answer="0.5 m", misconception="doubles", says="Twice.", cell=3)
    question = replace(LENGTH, wrong=(doubles,))
    doubled = replace(WRONG, message="Twice.", misconception="doubles")

    for typed in ("50", "50 cm", "0.5 m", "500 mm"):
        assert judge_number(question, typed) == doubled


def test_a_unit_may_come_with_the_question() -> None:
    question = replace(asks("furlong", "10"), units=(FURLONG,))

    assert judge_number(question, "10 Furlongs") == RIGHT
    assert judge_number(question, "7920000/3937 m") == RIGHT
    assert judge_number(replace(question, unit="fur/min"), "600 fur/h") == RIGHT
    assert judge_number(question, "10 kg") == Rejected(
        wording.unit_of_something_else("kg", "mass", "furlong", "length")
    )


# -- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "typed", "words"),
    [
        (
            "s",
            "5 km",
            "The unit `km` measures length, and time is what is asked for. "
            "Give the number in s, or in another unit of time.",
        ),
        (
            "km/h",
            "5 km",
            "The unit `km` measures length, and speed is what is asked for. "
            "Give the number in km/h, or in another unit of speed.",
        ),
        (
            "W/(m^2 K)",
            "5 W",
            "The unit `W` does not measure what is asked for. "
            "Give the number in W/(m^2 K), or in another unit that measures the same.",
        ),
        (
            "km",
            "5 smoots",
            "I do not know the unit `smoots`. Give the number in km, or in another unit of length.",
        ),
        (
            "h",
            "1 h 30 min",
            "I do not know the unit `h 30 min`. Give the number in h, or in another unit of time.",
        ),
        ("apples", "5 pears", "Give the number in apples."),
        ("apples", "5 km", "Give the number in apples."),
        ("km", "5,000 m", wording.NUMBER_WITH_COMMA),
        ("km", "5 + 3", wording.NOT_A_NUMBER),
        ("km", "5 1/2", wording.NOT_A_NUMBER),
        ("km", "km", wording.NOT_A_NUMBER),
    ],
)
def test_what_is_in_no_unit_that_fits_counts_as_nothing(unit: str, typed: str, words: str) -> None:
    assert judge_number(asks(unit), typed) == Rejected(words)


def test_a_question_may_be_about_the_unit_itself() -> None:
    question = replace(asks("km", "5"), exact_unit=True)

    assert judge_number(question, "5") == RIGHT
    assert judge_number(question, "5 kilometres") == RIGHT
    assert judge_number(question, "5 KM") == RIGHT
    for typed in ("5000 m", "5 kg", "5 smoots"):
        assert judge_number(question, typed) == Rejected("Give the number in km.")
    warmer = replace(asks("K", "5"), exact_unit=True)
    assert judge_number(warmer, "5 \u00b0C") == Rejected("Give the number in K.")


def test_a_unit_may_be_needed_and_is_then_not_told() -> None:
    question = replace(asks("km", "5"), unit_needed=True)

    assert judge_number(question, "5000 m") == RIGHT
    assert judge_number(question, "5") == Rejected(wording.NUMBER_NEEDS_UNIT)
    assert judge_number(question, "5 kg") == Rejected(
        "The unit `kg` measures mass, and length is what is asked for. "
        "Give the number in a unit of length."
    )
    assert judge_number(question, "5 smoots") == Rejected(
        "I do not know the unit `smoots`. Give the number in a unit of length."
    )
    assert judge_number(replace(question, exact_unit=True), "5000 m") == Rejected(
        "That is not the unit that is asked for. Read the question once more."
    )
    assert ask(question, None, "2026-01-01", again=False).unit is None
    assert ask(asks("km"), None, "2026-01-01", again=False).unit == "km"


def test_the_solution_has_one_unit() -> None:
    assert solution_of(asks("km", "5")) == "5 km"
    assert solution_of(asks("km", "5 km")) == "5 km"
    assert solution_of(asks("km", "5000 m")) == "5000 m"
    assert solution_of(replace(LENGTH, unit=None)) == "12.5"


@pytest.mark.parametrize(
    "unit",
    [
        "((((((((((m^9)^9)^9)^9)^9)^9)^9)^9)^9)^9)",
        "(" * 59,
        "lb*C*F*lb*C*F*lb*C",
        "m" * 5000,
        "m " * 2400 + "m",
        "lb/" * 19 + "lb",
    ],
)
def test_no_unit_takes_long_to_read(unit: str) -> None:
    begun = time.perf_counter()

    assert isinstance(judge_number(asks("km"), f"5 {unit}"), Rejected)
    assert time.perf_counter() - begun < 0.5


@STEADY
@given(st.text(max_size=80), st.sampled_from(["km", "apples", "W/(m^2 K)", "\u00b0C"]))
def test_whatever_stands_behind_a_number_is_a_unit_or_is_refused(text: str, unit: str) -> None:
    assert isinstance(read_number(asks(unit), f"5 {text}"), Fraction | Rejected)
