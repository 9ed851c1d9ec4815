"""Compares tables, whichever library made them: columns, kinds of values, rows, labels, cells.

Each library's own file turns its frames into a :class:`Table`; here is what is the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jupyter_tutor.checks.comparing.difference import Difference, Options, pair
from jupyter_tutor.checks.comparing.matching import unmatched
from jupyter_tutor.checks.showing import code, short

Again = Callable[[Any, Any, Options], Difference | None]

_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's name, its dtype as its library writes it, what it holds, and its values.

    An empty ``dtype`` is one that does not matter.
    ``kind`` is a word for what it holds in the plural, None when that is not known or mixed.
    """

    name: Any
    dtype: str
    kind: str | None
    values: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as its columns. ``labels`` are those of the rows, None where rows have none.

    ``numbered`` says that the labels are the numbers of the rows. ``index`` are the names of the
    labels. ``named`` is False where the names of the columns are not known.
    """

    columns: tuple[Column, ...]
    rows: int
    labels: Sequence[Any] | None = None
    numbered: bool = True
    index: tuple[Any, ...] = ()
    named: bool = True

    @property
    def names(self) -> list[Any]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    def row(self, place: int, *, labelled: bool = False) -> tuple[Any, ...]:
        """Return the cells of a row, behind its label if that is wanted."""
        cells = tuple(column.values[place] for column in self.columns)
        if labelled and self.labels is not None:
            return (self.labels[place], *cells)
        return cells


def table_difference(
    seen: Table, expected: Table, options: Options, again: Again
) -> Difference | None:
    """Return the first difference of two tables."""
    inner = replace(options, unordered=False)
    found = _names(seen, expected, options)
    if found is not None:
        return found
    if options.unordered and expected.named:
        seen = _in_order(seen, expected.names)
    return (
        _kinds(seen, expected, options)
        or _rows(seen, expected, options, inner, again)
        or (None if options.unordered else _cells(seen, expected, inner, again))
        or _labels(seen, expected, options, inner, again)
    )


def _names(seen: Table, expected: Table, options: Options) -> Difference | None:
    if not seen.named or not expected.named:
        ours, theirs = len(seen.columns), len(expected.columns)
        if ours == theirs:
            return None
        return Difference(what=f"has {_counted(ours, 'column')} instead of {theirs}")
    names, wanted = seen.names, expected.names
    extra, missing = unmatched(names, wanted, _same_name)
    if missing:
        near = next((name for name in extra if _nearly(name, missing[0])), None)
        more = None if near is None else f"It has {code(short(near))} in its place."
        what = f"does not have the column {code(short(missing[0]))}"
        if more is None:
            more = f"It has {_listed(names)}." if names else "It has none."
        return Difference(what=what, more=more)
    if extra:
        what = f"has the column {code(short(extra[0]))}, which should not be there"
        return Difference(what=what)
    if not options.unordered and not all(map(_same_name, names, wanted)):
        what = f"has its columns in another order: {_listed(names)} instead of {_listed(wanted)}"
        return Difference(what=what)
    return None


def _same_name(one: Any, other: Any) -> bool:
    if one is other or (one != one and other != other):
        return True
    return type(one) is type(other) and bool(one == other)


def _nearly(name: Any, wanted: Any) -> bool:
    ours, theirs = (str(text).strip().casefold().replace("_", " ") for text in (name, wanted))
    return ours == theirs


def _listed(names: Sequence[Any]) -> str:
    shown = ", ".join(code(short(name)) for name in names[:_MOST_SHOWN])
    return f"{shown}, …" if len(names) > _MOST_SHOWN else shown


def _in_order(table: Table, names: Sequence[Any]) -> Table:
    left = list(table.columns)
    sorted_: list[Column] = []
    for name in names:
        column = next(column for column in left if _same_name(column.name, name))
        left.remove(column)
        sorted_.append(column)
    return replace(table, columns=tuple(sorted_))


def _kinds(seen: Table, expected: Table, options: Options) -> Difference | None:
    if seen.rows == 0 and not options.exact:
        return None
    for ours, theirs in zip(seen.columns, expected.columns, strict=True):
        differ = None not in (ours.kind, theirs.kind) and ours.kind != theirs.kind
        dtypes = code(ours.dtype), code(theirs.dtype)
        place = (f"in column {code(short(ours.name))}",) if seen.named else ()
        if options.exact and theirs.dtype and ours.dtype != theirs.dtype:
            return Difference(path=place, what=f"holds {dtypes[0]} instead of {dtypes[1]}")
        if differ:
            what = f"holds {ours.kind} ({dtypes[0]}) instead of {theirs.kind} ({dtypes[1]})"
            return Difference(path=place, what=what)
    return None


def _rows(
    seen: Table, expected: Table, options: Options, inner: Options, again: Again
) -> Difference | None:
    if options.unordered:
        labelled = options.index and not expected.numbered and seen.labels is not None
        return _without_order(seen, expected, inner, again, labelled=labelled)
    if seen.rows == expected.rows:
        return None
    return Difference(what=f"has {_counted(seen.rows, 'row')} instead of {expected.rows}")


def _without_order(
    seen: Table, expected: Table, inner: Options, again: Again, *, labelled: bool
) -> Difference | None:
    brief = replace(inner, brief=True)
    ours = [seen.row(place, labelled=labelled) for place in range(seen.rows)]
    theirs = [expected.row(place, labelled=labelled) for place in range(expected.rows)]
    loose = bool(inner.tolerance)
    extra, missing = unmatched(ours, theirs, lambda a, b: again(a, b, brief) is None, loose=loose)
    if missing:
        rows = "" if seen.rows == expected.rows else f" It has {_counted(seen.rows, 'row')}."
        what = f"does not have the row {code(short(missing[0]))}"
        more = f"{rows[1:-1]} instead of {expected.rows}." if rows else None
        return Difference(what=what, more=more)
    if extra:
        often = any(again(extra[0], row, brief) is None for row in theirs)
        end = " too often" if often else ", which should not be there"
        return Difference(what=f"has the row {code(short(extra[0]))}{end}")
    return None


def _cells(seen: Table, expected: Table, inner: Options, again: Again) -> Difference | None:
    brief = replace(inner, brief=True)
    first: tuple[int, int] | None = None
    for place, (ours, theirs) in enumerate(zip(seen.columns, expected.columns, strict=True)):
        differ = (
            row
            for row, (one, other) in enumerate(zip(ours.values, theirs.values, strict=True))
            if again(one, other, brief) is not None
        )
        row = next(differ, None)
        if row is not None and (first is None or row < first[0]):
            first = (row, place)
    if first is None:
        return None
    if seen.rows > 1 and _without_order(seen, expected, inner, again, labelled=False) is None:
        return Difference(what="has the right rows, but in another order")
    row, place = first
    ours, theirs = seen.columns[place], expected.columns[place]
    found = again(ours.values[row], theirs.values[row], inner)
    found = found or pair(ours.values[row], theirs.values[row])
    where = f"row {_row_name(seen, row)}"
    if len(seen.columns) == 1 and not seen.named:
        return found.within(f"in {where}")
    name = ours.name if seen.named else theirs.name
    return found.within(f"in column {code(short(name))}", where)


def _row_name(table: Table, row: int) -> str:
    label = row if table.labels is None or table.numbered else table.labels[row]
    return code(short(label))


def _labels(
    seen: Table, expected: Table, options: Options, inner: Options, again: Again
) -> Difference | None:
    if not options.index or seen.labels is None or expected.labels is None:
        return None
    if options.unordered:
        return None
    brief = replace(inner, brief=True)
    pairs = zip(seen.labels, expected.labels, strict=True)
    row = next((n for n, (a, b) in enumerate(pairs) if again(a, b, brief) is not None), None)
    only = "The values are right: only the labels of the rows differ."
    if row is not None:
        ours, theirs = short(seen.labels[row]), short(expected.labels[row])
        what = f"has the row label {code(ours)} instead of {code(theirs)}"
        return Difference(what=what, more=only)
    named = options.exact or any(name is not None for name in expected.index)
    if named and seen.index != expected.index:
        ours, theirs = (_index_names(table.index) for table in (seen, expected))
        return Difference(what=f"has row labels called {ours} instead of {theirs}", more=only)
    return None


def _index_names(names: tuple[Any, ...]) -> str:
    return ", ".join(code(short(name)) if name is not None else "nothing" for name in names)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
