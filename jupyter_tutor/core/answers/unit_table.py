"""The units a learner may answer in, and what each is worth.

Each row says a unit by those above it, as its definition does, in decimals: `1609.344 m` is a mile
exactly. A test holds every row against pint. Units whose names mean several things (the gallon, the
ton, the horsepower) are left out: an author who wants one names it, and its value comes with the
question (:class:`jupyter_tutor.core.questions.UnitValue`).
"""

from dataclasses import dataclass

_LARGE = (
    *("k kilo 1e3", "M mega 1e6", "G giga 1e9", "T tera 1e12", "P peta 1e15", "E exa 1e18"),
    *("Z zetta 1e21", "Y yotta 1e24"),
)
_SMALL = (
    *("d deci 1e-1", "c centi 1e-2", "m milli 1e-3", "\u03bc micro 1e-6", "u micro 1e-6"),
    *("n nano 1e-9", "p pico 1e-12", "f femto 1e-15", "a atto 1e-18"),
)
_BINARY = (
    *("Ki kibi 1024", "Mi mebi 1048576", "Gi gibi 1073741824", "Ti tebi 1099511627776"),
    "Pi pebi 1125899906842624",
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before a unit: before its symbols ``sign``, before its names ``name``."""

    sign: str
    name: str
    factor: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit: how it is written, what one of it is, and what may stand before it.

    ``symbols`` are written as they stand, ``names`` in any case and with an `s`. ``zero`` is what
    its zero is in the base unit of its dimension, for temperatures.
    """

    value: str
    symbols: tuple[str, ...]
    names: tuple[str, ...]
    prefixes: tuple[Prefix, ...] = ()
    zero: str = "0"


def _prefixes(rows: tuple[str, ...]) -> tuple[Prefix, ...]:
    return tuple(Prefix(*row.split()) for row in rows)


_LARGE_ONES = _prefixes(_LARGE)
_DATA = _prefixes((*_LARGE, *_BINARY))
_ALL = _prefixes((*_LARGE, "h hecto 1e2", "da deca 1e1", *_SMALL))


def _row(
    value: str,
    symbols: str,
    names: str = "",
    prefixes: tuple[Prefix, ...] = (),
    zero: str = "0",
) -> Row:
    return Row(value, tuple(symbols.split()), tuple(names.split()), prefixes, zero)


DIMENSIONS = (
    *("length", "mass", "time", "current", "temperature", "amount", "luminosity"),
    *("angle", "information"),
)
"""What is measured; an angle and an amount of data are not mere numbers here."""

ROWS = (
    _row("1 length", "m", "metre meter", _ALL),
    _row("1e-6 m", "", "micron"),
    _row("1e-10 m", "Å", "angstrom ångström"),
    _row("0.0254 m", "in", "inch inches"),
    _row("0.3048 m", "ft", "foot feet"),
    _row("0.9144 m", "yd", "yard"),
    _row("1609.344 m", "mi", "mile"),
    _row("1852 m", "nmi", "nautical_mile"),
    _row("149597870700 m", "au", "astronomical_unit"),
    _row("9460730472580800 m", "ly", "light_year lightyear"),
    _row("0.001 mass", "g", "gram gramme", _ALL),
    _row("1e3 kg", "t", "tonne", _LARGE_ONES),
    _row("0.45359237 kg", "lb lbs", "pound"),
    _row("0.028349523125 kg", "oz", "ounce"),
    _row("1 time", "s", "second sec", _ALL),
    _row("60 s", "min", "minute mins"),
    _row("3600 s", "h", "hour hr"),
    _row("86400 s", "d", "day"),
    _row("604800 s", "wk", "week"),
    _row("1 current", "A", "ampere amp", _ALL),
    _row("1 temperature", "K", "kelvin", _ALL),
    _row("1 K", "°K", "degree_kelvin degrees_kelvin"),
    _row(
        "1 K",
        "°C degC deg_C",
        "celsius centigrade degree_c degrees_c degree_celsius degrees_celsius",
        zero="273.15",
    ),
    _row(
        "5/9 K",
        "°F degF deg_F",
        "fahrenheit degree_f degrees_f degree_fahrenheit degrees_fahrenheit",
        zero="45967/180",
    ),
    _row("1 amount", "mol", "mole", _ALL),
    _row("1 luminosity", "cd", "candela", _ALL),
    _row("1 angle", "rad", "radian", _ALL),
    # As many digits of pi as pint has: `180°` and `3.14159 rad` differ far beyond any tolerance.
    _row(
        "31415926535897932384626433832795028841971693993751/"
        "1800000000000000000000000000000000000000000000000000 rad",
        "° deg",
        "degree",
    ),
    _row("360 deg", "rev", "revolution"),
    _row("1 information", "bit", "bit", _DATA),
    _row("8 bit", "B", "byte", _DATA),
    _row("0.01", "%", "percent"),
    _row("0.001", "‰", "permille"),
    _row("1e-6", "ppm"),
    _row("1e4 m^2", "ha", "hectare"),
    _row("0.001 m^3", "L l", "litre liter", _ALL),
    _row("1e-6 m^3", "cc"),
    _row("1 km/h", "kph kmh kmph"),
    _row("1 mi/h", "mph"),
    _row("1 nmi/h", "kn kt", "knot"),
    _row("1 /s", "Hz", "hertz", _ALL),
    _row("1 /s", "Bq", "becquerel", _ALL),
    _row("1 rev/min", "rpm"),
    _row("1 kg m/s^2", "N", "newton", _ALL),
    _row("4.4482216152605 N", "lbf lb lbs"),
    _row("1 N m", "J", "joule", _ALL),
    _row("3600 J", "Wh", "watt_hour", _ALL),
    _row("1.602176634e-19 J", "eV", "electronvolt electron_volt", _ALL),
    _row("4.184 J", "cal", "calorie", _ALL),
    _row("1 J/s", "W", "watt", _ALL),
    _row("1 N/m^2", "Pa", "pascal", _ALL),
    _row("1e5 Pa", "bar", "bar", _ALL),
    _row("101325 Pa", "atm", "atmosphere"),
    _row("101325/760 Pa", "Torr torr"),
    _row("133.322387415 Pa", "mmHg"),
    _row("1 lbf/in^2", "psi"),
    _row("1 A s", "C", "coulomb", _ALL),
    _row("3600 C", "Ah", "ampere_hour", _ALL),
    _row("1 W/A", "V", "volt", _ALL),
    _row("1 V/A", "Ω", "ohm", _ALL),
    _row("1 A/V", "S", "siemens", _ALL),
    _row("1 C/V", "F", "farad", _ALL),
    _row("1 V s", "Wb", "weber", _ALL),
    _row("1 Wb/m^2", "T", "tesla", _ALL),
    _row("1 Wb/A", "H", "henry henries", _ALL),
    _row("1 J/kg", "Gy", "gray", _ALL),
    _row("1 J/kg", "Sv", "sievert", _ALL),
    _row("1 mol/L", "M", "molar", _ALL),
    _row("1 bit/s", "bps", prefixes=_LARGE_ONES),
    # Last, as these letters stand for a charge and a capacitance first.
    _row("1 K", "C", zero="273.15"),
    _row("5/9 K", "F", zero="45967/180"),
)

MEASURED = (
    ("length", "m"),
    ("mass", "kg"),
    ("time", "s"),
    ("current", "A"),
    ("temperature", "K"),
    ("amount of substance", "mol"),
    ("luminous intensity", "cd"),
    ("angle", "rad"),
    ("data", "bit"),
    ("share", "%"),
    ("area", "m^2"),
    ("volume", "m^3"),
    ("speed", "m/s"),
    ("acceleration", "m/s^2"),
    ("frequency", "Hz"),
    ("speed of turning", "rpm"),
    ("force", "N"),
    ("energy", "J"),
    ("power", "W"),
    ("pressure", "Pa"),
    ("density", "kg/m^3"),
    ("concentration", "mol/L"),
    ("charge", "C"),
    ("voltage", "V"),
    ("resistance", "Ω"),
    ("data rate", "bit/s"),
)
"""What a learner reads of what is measured, with a unit that measures it."""
