"""Questions in SQL to the history, from others than the program itself: reading only."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tutor.adapters.duckdb_needs import EVENTS, Need
from jupyter_tutor.adapters.duckdb_store import Store

QUERY_ROWS = 10_000
QUERY_SECONDS = 30.0

# The configuration keeps every other file out of reach, but DuckDB's own file stays readable to
# these, and before 2.0 reading it that way drops the lock on it.
_FILES = re.compile(r'\b(read_\w+|\w*_scan|sniff_\w+|glob|parquet_\w+)"?\s*\(', re.IGNORECASE)
_FILE_NAME = re.compile(r"\b(from|join)\s*'|,\s*'[^']*\.(duckdb|wal)", re.IGNORECASE)


class QueryError(ValueError):
    """The question cannot be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of JSON values (times and the like as text); ``whole``: none were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    whole: bool


def query(
    store: Store,
    sql: str,
    params: Sequence[Any] = (),
    *,
    need: Need = EVENTS,
    seconds: float = QUERY_SECONDS,
) -> Answer:
    """Answer one SELECT, at most QUERY_ROWS rows of it.

    Raises QueryError, and what :meth:`Store.reader` raises.
    """
    import duckdb

    if _FILES.search(sql) or _FILE_NAME.search(sql):
        raise QueryError("Only the tables of the history can be asked, no files.")
    with store.reader(need) as cursor:
        deadline = threading.Timer(seconds, cursor.interrupt)
        deadline.start()
        try:
            statements = cursor.extract_statements(sql)
            if len(statements) != 1 or statements[0].type.name not in ("SELECT", "EXPLAIN"):
                raise QueryError("The question has to be one SELECT.")
            cursor.execute(statements[0], list(params))
            found = cursor.fetchmany(QUERY_ROWS + 1)
            columns = tuple(column[0] for column in cursor.description or ())
        except duckdb.InterruptException:
            raise QueryError(f"The question took more than {seconds:g} seconds.") from None
        except duckdb.Error as error:
            raise QueryError(str(error)) from None
        finally:
            deadline.cancel()
    rows = tuple(tuple(_plain(value) for value in row) for row in found[:QUERY_ROWS])
    return Answer(columns, rows, len(found) <= QUERY_ROWS)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value)
