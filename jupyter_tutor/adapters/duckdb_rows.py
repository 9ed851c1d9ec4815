"""Rows in bulk, and stored events as rows of ``events``.

Values travel as one text for each column, joined by a separator that occurs in none of them, and
are taken apart inside DuckDB. That is as quick as Arrow here, needs no other package and no
extension, and serves every DuckDB from 1.5 on (lists as parameters take a hundred times as long
in 1.5, ``executemany`` in all).
"""

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.ports import StoredEvent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EVENT_COLUMNS = (
    "event_id, session_id, learner_id, course_id, lesson_id, lesson_hash, seq, at_text, type, "
    "schema, body, prev, hash"
)


@contextlib.contextmanager
def transaction(connection: "DuckDBPyConnection") -> Iterator[None]:
    """All that is done within, or nothing of it where that raises."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Nothing is left to roll back after some faults; the first one is what is told.
        with contextlib.suppress(Exception):
            connection.execute("ROLLBACK")
        raise


def insert(
    connection: "DuckDBPyConnection",
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    verb: str = "INSERT INTO",
    on_conflict: str = "",
) -> None:
    """Insert rows of texts, numbers, truth values and None."""
    if not rows:
        return
    columns_of_values = list(zip(*rows, strict=True))
    given = [[str(value) for value in column] for column in columns_of_values]
    separator, null = _absent_from(given), _absent_from(given)
    texts = [
        separator.join(null if value is None else str(value) for value in column)
        for column in columns_of_values
    ]
    names = ", ".join(columns)
    # Assigned to the table's own types by the INSERT; the names are ours, never a caller's.
    pieces = ", ".join("unnest(string_split(?, ?))" for _ in columns)
    wanted = ", ".join(f"nullif({name}, ?)" for name in columns)
    parameters = [null] * len(columns)
    for text in texts:
        parameters += [text, separator]
    connection.execute(
        f"{verb} {table} ({names}) SELECT {wanted} FROM (SELECT {pieces}) AS given({names}) "  # noqa: S608 - all of it constants of this package
        f"{on_conflict}",
        parameters,
    )


def select_in(
    connection: "DuckDBPyConnection", sql: str, values: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The rows of a query with one ``?`` for a list of texts, as in ``IN (SELECT ?)``.

    ``sql`` holds ``{values}`` where the list belongs.
    """
    separator = _absent_from([values])
    return connection.execute(
        sql.format(values="SELECT unnest(string_split(?, ?))"),
        [separator.join(values), separator],
    ).fetchall()


def event_of(row: Sequence[Any]) -> StoredEvent:
    """The event of a row of EVENT_COLUMNS."""
    return StoredEvent(
        event_id=row[0],
        session=SessionId(row[1]),
        learner=LearnerId(row[2]),
        course=CourseId(row[3]),
        lesson=LessonId(row[4]),
        lesson_hash=ContentHash(row[5]),
        seq=row[6],
        at=row[7],
        type=row[8],
        schema=row[9],
        body=row[10],
        prev=row[11],
        hash=row[12],
    )


def _absent_from(columns: Sequence[Sequence[str]]) -> str:
    """A text that none of the values holds.

    Its first character occurs nowhere else in it, so it is not found across a seam either.
    """
    while True:
        text = f"\x1f{secrets.token_hex(4)}\x1e"
        if not any(text in "\0".join(column) for column in columns):
            return text
