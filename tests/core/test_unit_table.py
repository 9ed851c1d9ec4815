"""The table of units: every spelling is exact, agrees with pint, and can be answered in."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.answers.number import judge_number, read_number, with_unit
from jupyter_tutor.core.answers.unit_table import DIMENSIONS, ROWS, Prefix, Row
from jupyter_tutor.core.answers.units import Dimension, Scale, from_scale, measured, scales_of
from tests.core.test_units import RIGHT, WRONG, asks
from tests.core.values import STEADY


def spellings(row: Row) -> Iterator[tuple[str, Fraction]]:
    """All ways to write a unit and its multiples, with how many of it each is."""
    yield from ((symbol, Fraction(1)) for symbol in row.symbols)
    for name in row.names:
        yield from ((text, Fraction(1)) for text in (name, f"{name}s", name.upper()))
    for prefix in row.prefixes:
        many = Fraction(prefix.factor)
        yield from ((f"{prefix.sign}{symbol}", many) for symbol in row.symbols)
        yield from ((f"{prefix.name}{name}s", many) for name in row.names)


SPELLINGS = [text for row in ROWS for text, _ in spellings(row)]
COMPOUND = [
    *("km/h", "m s^-1", "mi/min", "mm/\u00b5s", "m/s^2", "cm min^-2", "ft/s/s", "kWh/d"),
    *("kg/m^3", "g/mL", "lb/ft^3", "W/(m^2 K)", "cal/(s cm^2 \u00b0C)", "J/(kg K)", "J s^-1"),
    *("MB/s", "Gbit/h", "%/h", "N m", "kg m\u00b2/s\u00b2", "mol/m^3", "\u00b5mol/L", "rad/s"),
    *("\u00b0/min", "kJ g^-1 \u00b0F^-1"),
]
UNITS = [*SPELLINGS, *COMPOUND]
NUMBERS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


def test_every_spelling_is_read_and_means_one_thing_of_a_kind() -> None:
    for row in ROWS:
        number, _, unit = row.value.partition(" ")
        base = scales_of(unit)[0].factor if unit and unit not in DIMENSIONS else Fraction(1)
        for text, many in spellings(row):
            worth = Fraction(number) * base * many
            assert (text, worth) in [(text, scale.factor) for scale in scales_of(text)]


@cache
def units_by_what_they_measure() -> dict[Dimension, list[tuple[str, Scale]]]:
    found: dict[Dimension, list[tuple[str, Scale]]] = {}
    for unit in UNITS:
        for scale in scales_of(unit):
            found.setdefault(scale.dimension, []).append((unit, scale))
    return found


@STEADY
@given(st.data(), st.sampled_from(UNITS), NUMBERS)
def test_an_answer_in_any_unit_is_right_when_it_is_the_same(
    data: st.DataObject, unit: str, answer: Fraction
) -> None:
    wanted = scales_of(unit)[0]
    other, scale = data.draw(st.sampled_from(units_by_what_they_measure()[wanted.dimension]))
    same = from_scale(answer, wanted, scale)
    # Through the reading of numbers as far as 40 digits go, and beyond them by their value.
    assert from_scale(same, scale, wanted) == answer
    if len(str(abs(same.numerator))) <= 40 and len(str(same.denominator)) <= 40:
        right = asks(unit, str(answer))
        assert judge_number(right, f"{same!s} {other}") == RIGHT
        assert judge_number(right, f"{same + 1!s} {other}") == WRONG


@STEADY
@given(
    st.permutations(["kg", "m^2", "s^-2", "K^-1"]),
    st.sampled_from([" ", "*", "\u00b7", " * ", "."]),
)
def test_the_order_and_the_signs_of_a_unit_do_not_matter(parts: list[str], sign: str) -> None:
    if sign == ".":  # A point between a power and a word would be a decimal point.
        parts, sign = [part.replace("^", "") for part in parts], "*"
    assert scales_of(sign.join(parts)) == scales_of("J/K")


@STEADY
@given(NUMBERS, st.sampled_from(UNITS))
def test_a_number_with_its_unit_is_itself(value: Fraction, unit: str) -> None:
    question = asks(unit)
    assert read_number(question, with_unit(question, str(value))) == value


# -- pint ------------------------------------------------------------------------------------

PINT = pint.UnitRegistry(non_int_type=Fraction)
BASES = {
    "meter": "length",
    "kilogram": "mass",
    "second": "time",
    "ampere": "current",
    "kelvin": "temperature",
    "mole": "amount",
    "candela": "luminosity",
    "radian": "angle",
    "bit": "information",
}
NAMES_OF_PINT = {
    "tonne": "metric_ton",
    "degree_kelvin": "kelvin",
    "kph": "kilometer / hour",
    "molar": "mole / liter",
    "°C": "degree_Celsius",
    "C": "degree_Celsius",
    "°F": "degree_Fahrenheit",
    "F": "degree_Fahrenheit",
    "°": "degree",
    "lbf": "force_pound",
    "Torr": "torr",
    "bps": "bit / second",
    "rpm": "revolutions_per_minute",
}


def of_pint(text: str) -> Scale:
    """The same unit by pint."""
    zero = PINT.Quantity(Fraction(0), text).to_base_units()
    one = PINT.Quantity(Fraction(1), text).to_base_units()
    items = [(BASES[name], int(str(power))) for name, power in one.unit_items() if name in BASES]
    assert {name for name, _ in one.unit_items()} <= {*BASES, "count"}
    return Scale(one.magnitude - zero.magnitude, zero.magnitude, frozenset(items))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join((*row.symbols, *row.names)))
def test_a_unit_is_worth_what_pint_says(row: Row) -> None:
    ours = row.names[0] if row.names else row.symbols[0]
    scale = scales_of(ours)[-1] if ours in ("C", "F") else scales_of(ours)[0]
    assert scale == of_pint(NAMES_OF_PINT.get(ours, ours))


@pytest.mark.parametrize(
    "prefix",
    sorted({prefix for row in ROWS for prefix in row.prefixes}, key=lambda prefix: prefix.name),
    ids=lambda prefix: prefix.name,
)
def test_a_prefix_is_worth_what_pint_says(prefix: Prefix) -> None:
    unit, symbol = ("byte", "B") if prefix.name.endswith("bi") else ("meter", "m")
    theirs = of_pint(f"{prefix.name}{unit}")
    assert scales_of(f"{prefix.name}{unit}") == (theirs,)
    assert scales_of(f"{prefix.sign}{symbol}") == (theirs,)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("km/h", "kilometer / hour"),
        ("W/(m^2 K)", "watt / meter**2 / kelvin"),
        ("cal/(g \u00b0C)", "calorie / gram / delta_degree_Celsius"),
        ("\u00b0F/min", "delta_degree_Fahrenheit / minute"),
        ("g cm\u207b\u00b3", "gram / centimeter**3"),
        ("MiB/s", "mebibyte / second"),
        ("kW h", "kilowatt * hour"),
        ("square miles", "mile**2"),
        ("mi/h/s", "mile / hour / second"),
    ],
)
def test_a_compound_unit_is_worth_what_pint_says(ours: str, theirs: str) -> None:
    assert scales_of(ours)[0] == of_pint(theirs)


def test_what_is_measured_has_a_name() -> None:
    units = ("m", "kg", "h", "mA", "\u00b0F", "mmol", "cd", "\u00b0", "MB", "%", "L", "mph", "m^4")
    assert [measured(scales_of(unit)[0].dimension) for unit in units] == [
        *("length", "mass", "time", "current", "temperature", "amount of substance"),
        *("luminous intensity", "angle", "data", "share", "volume", "speed", None),
    ]
