"""Units: what one is worth, and what it measures; exact, as fractions.

A unit is read, not looked up: a table of some seventy units
(:mod:`jupyter_tutor.core.answers.unit_table`), what may stand before them (`k`, `milli`), and a
small grammar for what is made of them (:mod:`jupyter_tutor.core.answers.unit_grammar`).

A list of spellings in each question would be another way. But it would lack some way to write
`kg m² s⁻²`, however long it were; pint would have to make it wherever a course is read, which is on
the learner's server, too, and takes a second to start; and each lesson would become a new version
whenever the list grows. How a unit is written belongs to reading an answer, as `1e3` does, and not
to a course. Only for a unit that the table lacks does the authoring room ask pint, once, and its
value goes into the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from jupyter_tutor.core.answers.unit_grammar import terms_of
from jupyter_tutor.core.answers.unit_table import DIMENSIONS, MEASURED, ROWS, Row
from jupyter_tutor.core.questions import UnitValue

Dimension = frozenset[tuple[str, int]]
"""What is measured: names of :data:`DIMENSIONS` with their exponents, none of which is 0."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit: ``x`` of it is ``x * factor + zero`` in the base units of its dimension."""

    factor: Fraction
    zero: Fraction
    dimension: Dimension


def scales_of(text: str, further: Sequence[UnitValue] = ()) -> tuple[Scale, ...]:
    """All that a text may mean as a unit, the most literal first; empty: it is none that we know.

    No two measure the same. ``further`` are units beside those of the table.
    """
    scales: dict[Dimension, Scale] = {}
    for terms in terms_of(text, lambda word: bool(_meanings(word, further))):
        for meaning in product(*(_meanings(word, further) for word, _ in terms)):
            scale = _multiplied(meaning, [exponent for _, exponent in terms])
            scales.setdefault(scale.dimension, scale)
    return tuple(scales.values())


def is_clear(text: str, further: Sequence[UnitValue] = ()) -> bool:
    """Whether a unit can be read in one way only; `J/kg K` cannot, for want of parentheses."""
    return len(terms_of(text, lambda word: bool(_meanings(word, further)))) <= 1


def unknown_words(text: str) -> tuple[str, ...]:
    """The words of a unit that the table lacks; the whole text where it is not written as one."""
    readings = terms_of(text, lambda word: bool(_in_table(word)))
    if not readings:
        return (text,)
    return tuple(word for word, _ in readings[0] if not _in_table(word))


def measured(dimension: Dimension) -> str | None:
    """What a dimension is called, such as `speed`; None where it has no everyday name."""
    return _names_of_measures().get(dimension)


def from_scale(value: Fraction, scale: Scale, unit: Scale) -> Fraction:
    """So much of ``scale`` in ``unit``, which measures the same."""
    return (value * scale.factor + scale.zero - unit.zero) / unit.factor


@cache
def _names_of_measures() -> dict[Dimension, str]:
    return {scales_of(unit)[0].dimension: name for name, unit in MEASURED}


def _multiplied(scales: Sequence[Scale], exponents: Sequence[int]) -> Scale:
    if len(scales) == 1 and exponents[0] == 1:
        return scales[0]
    factor = Fraction(1)
    dimension: dict[str, int] = {}
    for scale, exponent in zip(scales, exponents, strict=True):
        # A degree in `J/(kg °C)` is a difference: where its zero lies is of no account.
        factor *= scale.factor**exponent
        for name, power in scale.dimension:
            dimension[name] = dimension.get(name, 0) + power * exponent
    return Scale(factor, Fraction(0), frozenset(item for item in dimension.items() if item[1]))


def _meanings(word: str, further: Sequence[UnitValue]) -> tuple[Scale, ...]:
    own = tuple(
        _defined(unit.value, unit.zero)
        for unit in further
        if word.casefold() in {name.casefold() for name in unit.names}
    )
    return (*_in_table(word), *own)


@cache
def _spellings() -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The rows by symbol, and by name in small letters."""
    symbols: dict[str, list[Row]] = {}
    names: dict[str, list[Row]] = {}
    for row in ROWS:
        for symbol in row.symbols:
            symbols.setdefault(symbol, []).append(row)
        for name in row.names:
            for form in dict.fromkeys((name, f"{name}s")):
                names.setdefault(form, []).append(row)
    return symbols, names


def _in_table(word: str) -> tuple[Scale, ...]:
    """What a word means by the table, with and without a prefix."""
    if word in DIMENSIONS:
        return ()
    return tuple(
        Scale(row_scale.factor * factor, row_scale.zero, row_scale.dimension)
        for row, factor in _rows_of(word)
        for row_scale in (_defined(row.value, row.zero),)
    )


def _rows_of(word: str) -> list[tuple[Row, Fraction]]:
    symbols, names = _spellings()
    small = word.casefold()
    found: dict[Row, Fraction] = {}
    for row in (*symbols.get(word, ()), *names.get(small, ())):
        found.setdefault(row, Fraction(1))
    for rows, start, text in ((symbols, "sign", word), (names, "name", small)):
        for cut in range(1, min(len(text), 6)):
            for row in rows.get(text[cut:], ()):
                for prefix in row.prefixes:
                    if getattr(prefix, start) == text[:cut]:
                        found.setdefault(row, Fraction(prefix.factor))
    return list(found.items())


@cache
def _defined(value: str, zero: str) -> Scale:
    """A definition: a number, and the units above it or a dimension."""
    number, _, unit = value.partition(" ")
    if not unit:
        return Scale(Fraction(number), Fraction(0), frozenset())
    terms = terms_of(unit, lambda word: word in DIMENSIONS or bool(_in_table(word)))[0]
    scales = [
        Scale(Fraction(1), Fraction(0), frozenset({(word, 1)}))
        if word in DIMENSIONS
        else _in_table(word)[0]
        for word, _ in terms
    ]
    scale = _multiplied(scales, [exponent for _, exponent in terms])
    return Scale(scale.factor * Fraction(number), Fraction(zero), scale.dimension)
