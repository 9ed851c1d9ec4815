"""Compares polars' frames and series; what is missing in both is the same."""

from collections.abc import Callable
from typing import Any

import polars

from jupyter_tutor.checks.comparing.difference import MISSING, Difference, Options, pair
from jupyter_tutor.checks.comparing.tables import Column, Table, table_difference
from jupyter_tutor.checks.showing import a_type, code, short

Again = Callable[[Any, Any, Options], Difference | None]


def polars_difference(
    seen: Any, expected: Any, options: Options, again: Again
) -> Difference | None:
    """Return the first difference of two values of which at least one is polars'."""
    if isinstance(seen, polars.DataFrame) and isinstance(expected, polars.DataFrame):
        return table_difference(as_table(seen), as_table(expected), options, again)
    if isinstance(seen, polars.Series) and isinstance(expected, polars.Series):
        if options.exact and seen.name != expected.name:
            names = code(short(seen.name)), code(short(expected.name))
            return Difference(what=f"is called {names[0]} instead of {names[1]}")
        ours, theirs = (
            Table(columns=(_column(one),), rows=len(one), named=False) for one in (seen, expected)
        )
        return table_difference(ours, theirs, options, again)
    library = {str(type(value).__module__).partition(".")[0] for value in (seen, expected)}
    if library == {"polars", "pandas"}:
        owners = [
            "pandas" if type(value).__module__.startswith("pandas") else "polars"
            for value in (seen, expected)
        ]
        more = f"It is {a_type(seen)} of {owners[0]}, and one of {owners[1]} was expected."
        return pair(seen, expected, more)
    more = f"It is {a_type(seen)}, and {a_type(expected)} was expected."
    return pair(seen, expected, more)


def as_table(frame: Any) -> Table:
    """Return a frame as a table."""
    columns = tuple(_column(series) for series in frame.get_columns())
    return Table(columns=columns, rows=frame.height)


def _column(series: Any) -> Column:
    values = [MISSING if value is None or value != value else value for value in series.to_list()]
    return Column(
        name=series.name, dtype=str(series.dtype), kind=_kind(series.dtype), values=values
    )


def _kind(dtype: Any) -> str | None:
    if dtype.is_numeric():
        return "numbers"
    if dtype in (polars.String, polars.Categorical, polars.Enum):
        return "texts"
    if dtype == polars.Boolean:
        return "truth values"
    if dtype == polars.Duration:
        return "spans of time"
    if dtype.is_temporal():
        return "times"
    return None
