"""The history as files for instructors: all events, and one row for each session.

Written by whoever has the database open, into a fresh directory below ``exports`` that the caller
empties; ``record_export.py`` brings them to where they were wanted.
"""

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_tutor.adapters.duckdb_needs import ROWS
from jupyter_tutor.adapters.duckdb_store import Store

Format = Literal["jsonl", "parquet"]

FETCH_ROWS = 2000
LEFTOVER_SECONDS = 3600.0
_EVENTS = (
    "SELECT event_id, session_id, learner_id, course_id, lesson_id, lesson_hash, seq, "
    'at_text AS "at", type, schema, body, prev, hash, server_id FROM events '
    "ORDER BY session_id, seq"
)
_SESSIONS = (
    "SELECT session_id, learner_id, course_id, lesson_id, lesson_hash, title, started_at, "
    "last_at, events, round, phase, completed, completed_at, first_completed_at, points, "
    "max_points, attempts, hints, questions, final_words FROM session_histories "
    "ORDER BY started_at, session_id"
)
_TABLES = {"events": _EVENTS, "sessions": _SESSIONS}
_JSON_COLUMNS = frozenset({"body", "questions"})


@dataclass(frozen=True, slots=True)
class Written:
    """The files below ``directory`` by table, their numbers of rows, and the conflicts left out."""

    directory: Path
    files: Mapping[str, str]
    rows: Mapping[str, int]
    conflicts: int


def write(store: Store, form: Format, exports: Path) -> Written:
    """Write both tables as they are at one moment: the sessions count those very events.

    Raises what :meth:`Store.reader`, duckdb and the disk raise.
    """
    files: dict[str, str] = {}
    counts: dict[str, int] = {}
    with store.reader(ROWS) as cursor:
        directory = Path(tempfile.mkdtemp(prefix="export-", dir=exports))
        for table, sql in _TABLES.items():
            files[table] = f"{table}.{form}"
            path = directory / files[table]
            if form == "parquet":
                cursor.execute(f"COPY ({sql}) TO '{_quoted(path)}' (FORMAT parquet)")
                row = cursor.fetchone()
                counts[table] = row[0] if row else 0
            else:
                cursor.execute(sql)
                names = [column[0] for column in cursor.description or ()]
                counts[table] = _write_lines(path, names, iter_rows(cursor))
        row = cursor.execute("SELECT count(*) FROM conflicts").fetchone()
    return Written(directory, files, counts, row[0] if row else 0)


def clear_leftovers(exports: Path) -> None:
    """Remove what was written for somebody who never came for it."""
    for left in exports.iterdir():
        # Not the one that another process may be writing just now.
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def iter_rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of an executed query, a handful at a time."""
    while rows := cursor.fetchmany(FETCH_ROWS):
        yield from rows


def _write_lines(path: Path, names: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            fields = ",".join(
                f"{json.dumps(name)}:{_json(name, value)}"
                for name, value in zip(names, row, strict=True)
            )
            file.write(f"{{{fields}}}\n")
            count += 1
    return count


def _json(name: str, value: Any) -> str:
    """A value as JSON; a body as it was recorded, byte for byte, for it was hashed so."""
    if name in _JSON_COLUMNS:
        try:
            json.loads(value)
        except ValueError:
            return json.dumps(value, ensure_ascii=False)
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
