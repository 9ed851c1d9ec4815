"""What the result of a query is, as plain values; standard library only (see `further.py`).

A relation is a query that has not run yet, so it crosses as a handle; it is run when it is asked
for its rows, in the copy that the check has.
"""

from __future__ import annotations

from typing import Any

MOST_ROWS = 50_000


class _Relations:
    """See :class:`further.Further`."""

    library = "duckdb"

    def __init__(self, duckdb: Any) -> None:
        self._kind = duckdb.DuckDBPyRelation

    def describe(self, thing: Any) -> tuple[Any, ...] | None:
        """Return names, types and rows of a relation; None for anything else."""
        if type(thing) is not self._kind:
            return None
        rows = thing.fetchall()
        if len(rows) > MOST_ROWS:
            raise ValueError(f"The query gives {len(rows)} rows, far more than can be looked at.")
        return "relation", tuple(thing.columns), tuple(map(str, thing.types)), tuple(rows)


CODECS = ()
DESCRIBERS = (_Relations,)
