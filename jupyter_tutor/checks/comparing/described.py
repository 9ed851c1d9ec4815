"""What is known of a learner's object that is no data, once it has been asked what it holds."""

from dataclasses import dataclass
from typing import Any

_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Relation:
    """The result of a query: the names of its columns, their types in SQL, and its rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __repr__(self) -> str:
        shown = ", ".join(repr(row) for row in self.rows[:_MOST_SHOWN])
        more = ", …" if len(self.rows) > _MOST_SHOWN else ""
        return f"rows of {', '.join(self.columns)}: {shown}{more}" if self.rows else "no rows"


TYPES = frozenset({"DuckDBPyRelation"})
"""The names of the types that can be asked."""


def described(told: Any) -> Any:
    """Return what a description stands for; raises ValueError for what is none."""
    match told:
        case ("relation", tuple(columns), tuple(types), tuple(rows)) if all(
            type(text) is str for text in (*columns, *types)
        ) and all(type(row) is tuple and len(row) == len(columns) == len(types) for row in rows):
            return Relation(columns, types, rows)
        case _:
            raise ValueError("not a description")
