"""Compares the results of queries: names of columns, kinds of values, rows.

What is expected may be written down in any handy way: the rows as a list of tuples, the columns as
a dictionary of lists, a frame, or a relation of the author's own.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jupyter_tutor.checks.comparing.described import Relation
from jupyter_tutor.checks.comparing.difference import MISSING, Difference, Options, pair
from jupyter_tutor.checks.comparing.tables import Column, Table, table_difference
from jupyter_tutor.checks.showing import a_type

Again = Callable[[Any, Any, Options], Difference | None]

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_TIMES = ("DATE", "TIME", "TIMESTAMP")


def relation_difference(
    seen: Any, expected: Any, options: Options, again: Again
) -> Difference | None:
    """Return the first difference of two values of which one at least is a query's result."""
    if not isinstance(seen, Relation):
        more = f"It is {a_type(seen)}, and the result of a query was expected."
        return pair(seen, expected, more)
    theirs = _as_table(expected)
    if theirs is None:
        return pair(seen, expected, f"It is a query's result, and {a_type(expected)} was expected.")
    # Rows of a query have no labels.
    inner = replace(options, index=False)
    return table_difference(_of_relation(seen), theirs, inner, again)


def _of_relation(relation: Relation) -> Table:
    columns = [
        Column(name=name, dtype=dtype, kind=_kind(dtype), values=_cells(relation.rows, place))
        for place, (name, dtype) in enumerate(zip(relation.columns, relation.types, strict=True))
    ]
    return Table(columns=tuple(columns), rows=len(relation.rows))


def _kind(dtype: str) -> str | None:
    if dtype.endswith("]"):
        return None
    if dtype.startswith(_NUMBERS) or dtype.lstrip("U") in _NUMBERS:
        return "numbers"
    if dtype.startswith(_TIMES):
        return "times"
    return {"VARCHAR": "texts", "BOOLEAN": "truth values"}.get(dtype)


def _cells(rows: Any, place: int) -> list[Any]:
    return [_cell(row[place]) for row in rows]


def _cell(value: Any) -> Any:
    return MISSING if value is None or value != value else value


def _as_table(expected: Any) -> Table | None:
    if isinstance(expected, Relation):
        return _of_relation(expected)
    if isinstance(expected, dict) and all(isinstance(v, list | tuple) for v in expected.values()):
        return _of_columns(expected)
    if isinstance(expected, list | tuple):
        return _of_rows(expected)
    return _of_frame(expected)


def _of_columns(columns: dict[Any, Any]) -> Table | None:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise ValueError("the columns of what is expected are not equally long")
    made = [
        Column(name=name, dtype="", kind=None, values=[_cell(value) for value in values])
        for name, values in columns.items()
    ]
    return Table(columns=tuple(made), rows=next(iter(lengths), 0))


def _of_rows(rows: Any) -> Table | None:
    widths = {len(row) if isinstance(row, list | tuple) else -1 for row in rows}
    if len(widths) > 1 or -1 in widths:
        return None
    width = next(iter(widths), 0)
    columns = [
        Column(name=place, dtype="", kind=None, values=_cells(rows, place))
        for place in range(width)
    ]
    return Table(columns=tuple(columns), rows=len(rows), named=False)


def _of_frame(frame: Any) -> Table | None:
    library = str(type(frame).__module__).partition(".")[0]
    if type(frame).__name__ != "DataFrame" or library not in sys.modules:
        return None
    if library == "pandas":
        from jupyter_tutor.checks.comparing.pandas_frames import as_table
    elif library == "polars":
        from jupyter_tutor.checks.comparing.polars_frames import as_table
    else:
        return None
    table = as_table(frame)
    return replace(table, columns=tuple(replace(column, dtype="") for column in table.columns))
