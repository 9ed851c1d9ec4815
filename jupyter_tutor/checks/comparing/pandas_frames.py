"""Compares pandas' frames, series and indexes; what is missing in both is the same."""

from collections.abc import Callable
from typing import Any

import numpy
import pandas

from jupyter_tutor.checks.comparing.difference import MISSING, Difference, Options, pair
from jupyter_tutor.checks.comparing.tables import Column, Table, table_difference
from jupyter_tutor.checks.showing import a_type, code, short

Again = Callable[[Any, Any, Options], Difference | None]

_FRAMES = (pandas.DataFrame, pandas.Series, pandas.Index)
_KINDS = {
    **dict.fromkeys("iufc", "numbers"),
    "b": "truth values",
    "M": "times",
    "m": "spans of time",
}


def pandas_difference(
    seen: Any, expected: Any, options: Options, again: Again
) -> Difference | None:
    """Return the first difference of two values of which at least one is pandas'."""
    if _is_missing(seen) or _is_missing(expected):
        same = _is_missing(seen) and _is_missing(expected)
        return None if same else pair(seen, expected)
    for kind in _FRAMES:
        if isinstance(seen, kind) and isinstance(expected, kind):
            return _COMPARE[kind](seen, expected, options, again)
    if isinstance(seen, _FRAMES) or isinstance(expected, _FRAMES):
        return _another_kind(seen, expected, options, again)
    if isinstance(seen, pandas.api.extensions.ExtensionArray):
        both = isinstance(expected, pandas.api.extensions.ExtensionArray)
        alike = both and again(pandas.Index(seen), pandas.Index(expected), options) is None
        return None if alike else pair(seen, expected)
    return None if bool(seen == expected) else pair(seen, expected)


def as_table(frame: Any) -> Table:
    """Return a frame as a table."""
    names = list(frame.columns)
    columns = [_column(name, frame.iloc[:, place]) for place, name in enumerate(names)]
    return Table(columns=tuple(columns), rows=len(frame), **_rows(frame.index))


def _rows(index: Any) -> dict[str, Any]:
    numbered = isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1
    return {"labels": index.tolist(), "numbered": numbered, "index": tuple(index.names)}


def _column(name: Any, series: Any) -> Column:
    missing = series.isna().tolist()
    values = [
        MISSING if nothing is True else value
        for value, nothing in zip(series.tolist(), missing, strict=True)
    ]
    return Column(name=name, dtype=str(series.dtype), kind=_kind(series), values=values)


def _kind(series: Any) -> str | None:
    dtype = series.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        dtype = dtype.categories.dtype
    if isinstance(dtype, pandas.StringDtype):
        return "texts"
    if isinstance(dtype, pandas.PeriodDtype | pandas.IntervalDtype):
        return str(dtype)
    if dtype.kind == "O":
        kinds = {type(value) for value in series.dropna()}
        return "texts" if kinds == {str} else None
    return _KINDS.get(dtype.kind)


def _frames(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    return table_difference(as_table(seen), as_table(expected), options, again)


def _series(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    ours, theirs = (
        Table(columns=(_column(None, one),), rows=len(one), named=False, **_rows(one.index))
        for one in (seen, expected)
    )
    if options.exact and seen.name != expected.name:
        names = code(short(seen.name)), code(short(expected.name))
        return Difference(what=f"is called {names[0]} instead of {names[1]}")
    return table_difference(ours, theirs, options, again)


def _indexes(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    return again(seen.tolist(), expected.tolist(), options)


_COMPARE: dict[type, Callable[[Any, Any, Options, Again], Difference | None]] = {
    pandas.DataFrame: _frames,
    pandas.Series: _series,
    pandas.Index: _indexes,
}


def _another_kind(seen: Any, expected: Any, options: Options, again: Again) -> Difference:
    """Return the difference between a frame, a series or an index and something else."""
    more = f"It is {a_type(seen)}, and {a_type(expected)} was expected."
    if _listed(seen) is not None and _listed(expected) is not None:
        if again(_listed(seen), _listed(expected), options) is None:
            more = f"The values are the same, but it is {a_type(seen)} and not {a_type(expected)}."
    elif isinstance(seen, pandas.DataFrame) and isinstance(expected, pandas.Series):
        one = len(seen.columns) == 1
        if one and again(seen.iloc[:, 0].tolist(), expected.tolist(), options) is None:
            more = "It is a table with one column; the column alone was expected."
    elif (
        isinstance(seen, pandas.Series)
        and isinstance(expected, pandas.DataFrame)
        and len(expected.columns) == 1
    ):
        more = "It is a single column; a table with one column was expected."
    return pair(seen, expected, more)


def _listed(value: Any) -> list[Any] | None:
    if isinstance(value, pandas.Series | pandas.Index | numpy.ndarray):
        return list(value.tolist())
    return list(value) if isinstance(value, list | tuple) else None


def _is_missing(value: Any) -> bool:
    return value is pandas.NA or value is pandas.NaT
