"""What a unit is worth that the core's own table lacks: furlongs, gallons, years. Asked of pint.

Pint is loaded here only, and only for such a unit: it takes a second to start, and courses are
read on a learner's server, too. It knows a thousand names, many of which mean another thing in a
question (a point is a length to it, `cats` are hundredths of a technical atmosphere). So it is
asked for whole names of three letters or more, without a prefix, and never for everyday words.
"""

import threading
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from jupyter_tutor.core.answers.units import scales_of, unknown_words
from jupyter_tutor.core.questions import UnitValue

if TYPE_CHECKING:
    from pint import UnitRegistry

_SHORTEST = 3
_EVERYDAY = frozenset(
    (
        *("bag", "barrel", "chain", "circle", "count", "cup", "cycle", "dot", "fifth", "hand"),
        *("line", "link", "molecule", "octave", "particle", "perch", "pixel", "point", "pole"),
        *("quarter", "rod", "score", "section", "shot", "stone", "strain", "turn", "unit"),
    )
)
"""Words for what is counted, and not measured; a unit only to pint."""
_MEASURES = {
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
"""Pint's base units, and what one of each measures in the core."""
_lock = threading.Lock()


def unit_values(unit: str) -> tuple[UnitValue, ...]:
    """The units in ``unit`` that the core does not know by itself.

    None where a word in it is unknown to all: the answer has then to be in that very unit.
    """
    found = {word: _value_of(word) for word in unknown_words(unit)}
    values = tuple(value for value in found.values() if value is not None)
    return values if len(values) == len(found) and scales_of(unit, values) else ()


def _value_of(word: str) -> UnitValue | None:
    small = word.casefold()
    if len(word) < _SHORTEST or not small.isascii() or not small.replace("_", "").isalpha():
        return None
    if small.removesuffix("s") in _EVERYDAY:
        return None
    with _lock:
        return _asked_of_pint(small)


@cache
def _asked_of_pint(word: str) -> UnitValue | None:
    units = _registry()
    name = next((n for prefix, n, _ in units.parse_unit_name(word) if not prefix), None)
    if name is None:
        return None
    zero = units.Quantity(Fraction(0), name).to_base_units()
    one = units.Quantity(Fraction(1), name).to_base_units()
    measures = []
    for base, exponent in one.unit_items():
        power = Fraction(str(exponent))
        if base not in _MEASURES or power.denominator != 1:
            return None
        measures.append(f"{_MEASURES[base]}^{power}")
    if not measures:
        return None
    names = (word, name, f"{name}s", units.get_symbol(name))
    return UnitValue(
        names=tuple(dict.fromkeys(names)),
        value=" ".join([str(one.magnitude - zero.magnitude), *measures]),
        zero=str(zero.magnitude),
    )


@cache
def _registry() -> "UnitRegistry[Fraction]":
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Fraction)
