"""The DuckDB file while this process owns it: opening it, taking events in, reading them.

Synchronous. One thread takes in (:meth:`Store.take`); readers on other threads use cursors of
their own. The file is opened once and by nothing else in this process, for DuckDB (before 2.0)
loses its lock when any other handle on it is closed. So it also may touch no other files.
"""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.adapters import duckdb_rows as rows
from jupyter_tutor.adapters.duckdb_migrations import migrate
from jupyter_tutor.adapters.duckdb_summary import (
    SUMMARY_COLUMNS,
    Summary,
    body_of,
    words_of,
)
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.record_merge import Conflict, Line, Merged
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import StoredEvent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAL_LIMIT = "2MB"
SESSIONS_REMEMBERED = 4096
SESSIONS_AT_ONCE = 50
_TAKEN_COLUMNS = (
    *("event_id", "session_id", "learner_id", "course_id", "lesson_id", "lesson_hash"),
    *("seq", "at_text", "type", "schema", "body", "prev", "hash"),
    *("words", "server_id", "at_utc", "taken_at"),
)

_WIDEN = (
    "ON CONFLICT DO UPDATE SET first_seen = least(first_seen, excluded.first_seen), "
    "last_seen = greatest(last_seen, excluded.last_seen)"
)


class StoreClosedError(Exception):
    """The store was closed meanwhile."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the history holds."""

    events: int
    sessions: int
    conflicts: int


class Store:
    """An open history. Also usable without a file (``path`` None), in memory."""

    def __init__(self, path: Path | None, exports: Path) -> None:
        """Open and migrate; raises what duckdb raises, and NewerHistoryError."""
        import duckdb

        self._root = duckdb.connect(
            str(path) if path else ":memory:",
            config={
                "threads": 2,
                "memory_limit": "512MB",
                # What is in there after a kill has to be read before the file can be used.
                "wal_autocheckpoint": WAL_LIMIT,
                # Nothing is ever fetched from elsewhere at run time.
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        # The thread that takes in has its own, so that cursors for readers come from one at rest.
        self._connection = self._root.cursor()
        self._gate = threading.Condition()
        self._readers: set[DuckDBPyConnection] = set()
        self._closed = False
        self._sessions: OrderedDict[str, Summary] = OrderedDict()
        try:
            if path:
                path.chmod(0o600)
            self._connection.execute("SET allowed_directories = [?]", [str(exports)])
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
            self.migrated = migrate(self._connection)
            self._count_missing()
        except BaseException:
            self._connection.close()
            self._root.close()
            raise

    def close(self) -> None:
        """Stop the readers and close the file."""
        with self._gate:
            self._closed = True
            for reader in self._readers:
                reader.interrupt()
            self._gate.wait_for(lambda: not self._readers)
        self._connection.close()
        self._root.close()

    @contextlib.contextmanager
    def reader(self) -> "Iterator[DuckDBPyConnection]":
        """A connection for another thread, in a read-only transaction."""
        with self._gate:
            if self._closed:
                raise StoreClosedError("the history is closed")
            cursor = self._root.cursor()
            self._readers.add(cursor)
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield cursor
        finally:
            cursor.close()
            with self._gate:
                self._readers.discard(cursor)
                self._gate.notify_all()

    # What is known already, for the merge (record_merge.Known).

    def prefetch(self, sessions: Sequence[str]) -> None:
        """Have the summaries of these sessions at hand, as far as their events were taken in."""
        missing = [session for session in sessions if session not in self._sessions]
        if missing:
            found = rows.select_in(
                self._connection,
                "SELECT session_id FROM session_histories WHERE session_id IN ({values})",
                missing,
            )
            self._sessions.update((session, Summary(session)) for session in missing)
            self._sessions.update(self._recount([session for (session,) in found]))

    def line(self, session: SessionId) -> Line:
        """The session's last event as it was taken in."""
        self.prefetch([session])
        summary = self._sessions[session]
        return Line(summary.last_seq, summary.last_hash)

    def load(self, session: SessionId) -> tuple[dict[int, tuple[str, str]], set[str]]:
        """The session's events and conflicts: (event id, hash) by number, and hashes."""
        taken = self._connection.execute(
            "SELECT seq, event_id, hash FROM events WHERE session_id = ?", [session]
        ).fetchall()
        aside = self._connection.execute(
            "SELECT hash FROM conflicts WHERE session_id = ?", [session]
        ).fetchall()
        return {seq: (event_id, hash_) for seq, event_id, hash_ in taken}, {h for (h,) in aside}

    def positions(self) -> dict[str, Position]:
        """How far each journal was taken in."""
        found = self._connection.execute("SELECT server_id, segment, byte_offset FROM positions")
        return {server: Position(segment, at) for server, segment, at in found.fetchall()}

    # Taking in.

    def take(self, merged: Merged) -> None:
        """Take in what a merge brought, all or nothing, with the positions after it."""
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")
        bodies = [body_of(event) for _, event in merged.events]
        # Before the new events are in the table, from which it counts what is not at hand.
        self.prefetch(sorted({event.session for _, event in merged.events}))
        self._connection.execute("BEGIN")
        try:
            taken = [
                _row(server, event, body, now)
                for (server, event), body in zip(merged.events, bodies, strict=True)
            ]
            rows.insert(self._connection, "events", _TAKEN_COLUMNS, taken)
            self._keep_apart(merged.conflicts, now)
            self._summarise(merged, bodies)
            rows.insert(
                self._connection,
                "positions",
                ("server_id", "segment", "byte_offset"),
                [(server, at.segment, at.offset) for server, at in merged.positions.items()],
                verb="INSERT OR REPLACE INTO",
            )
            self._connection.execute("COMMIT")
        except BaseException:
            # What was counted on the way is not true; it will be read again.
            self._sessions.clear()
            with contextlib.suppress(Exception):
                self._connection.execute("ROLLBACK")
            raise
        while len(self._sessions) > SESSIONS_REMEMBERED:
            self._sessions.popitem(last=False)

    def _keep_apart(self, conflicts: Sequence[Conflict], now: str) -> None:
        rows.insert(
            self._connection,
            "conflicts",
            (*_TAKEN_COLUMNS, "kept_event_id"),
            [
                (*_row(item.server, item.event, body_of(item.event), now), item.kept)
                for item in conflicts
            ],
        )

    def _summarise(self, merged: Merged, bodies: Sequence[Mapping[str, Any]]) -> None:
        touched: dict[SessionId, Summary] = {}
        for (_, event), body in zip(merged.events, bodies, strict=True):
            summary = touched.setdefault(event.session, self._sessions[event.session])
            if event.session not in merged.late:
                summary.add(event, body)
        for session, summary in self._recount(sorted(merged.late)).items():
            touched[SessionId(session)] = self._sessions[session] = summary
        for session in touched:
            self._sessions.move_to_end(session)
        self._write_histories(touched.values())
        self._see([event for _, event in merged.events], touched)

    def _write_histories(self, summaries: Iterable[Summary]) -> None:
        rows.insert(
            self._connection,
            "session_histories",
            SUMMARY_COLUMNS,
            [summary.row() for summary in summaries],
            verb="INSERT OR REPLACE INTO",
        )

    def _count_missing(self) -> None:
        """Count the sessions whose rows a migration took away, for they are counted otherwise."""
        found = self._connection.execute(
            "SELECT DISTINCT session_id FROM events "
            "WHERE session_id NOT IN (SELECT session_id FROM session_histories)"
        ).fetchall()
        self._write_histories(self._recount([session for (session,) in found]).values())

    def _recount(self, sessions: Sequence[str]) -> dict[str, Summary]:
        """Summaries from the events in the table, some sessions with each reading of it."""
        summaries = {session: Summary(session) for session in sessions}
        for start in range(0, len(sessions), SESSIONS_AT_ONCE):
            found = rows.select_in(
                self._connection,
                f"SELECT {rows.EVENT_COLUMNS} FROM events "  # noqa: S608 - constants
                "WHERE session_id IN ({values}) ORDER BY session_id, seq",
                sessions[start : start + SESSIONS_AT_ONCE],
            )
            for event in map(rows.event_of, found):
                summaries[event.session].add(event, body_of(event))
        return summaries

    def _see(self, events: Sequence[StoredEvent], summaries: Mapping[SessionId, Summary]) -> None:
        """Note when learners and lessons were seen first and last."""
        learners: dict[str, list[str]] = {}
        lessons: dict[tuple[str, str, str, str], list[str]] = {}
        for event in events:
            learners.setdefault(event.learner, []).append(event.at)
            title = summaries[event.session].title
            key = (event.course, event.lesson, event.lesson_hash, title)
            lessons.setdefault(key, []).append(event.at)
        rows.insert(
            self._connection,
            "users",
            ("learner_id", "first_seen", "last_seen"),
            [(learner, min(at), max(at)) for learner, at in learners.items()],
            on_conflict=_WIDEN,
        )
        rows.insert(
            self._connection,
            "syllabuses",
            ("course_id", "lesson_id", "lesson_hash", "title", "first_seen", "last_seen"),
            [(*key, min(at), max(at)) for key, at in lessons.items()],
            on_conflict=_WIDEN,
        )

    # Reading, on any thread.

    def session_events(self, session: SessionId, since: int = 1) -> list[StoredEvent]:
        """The session's events from number ``since`` on, as taken in; empty for an unknown one."""
        with self.reader() as cursor:
            return _events(cursor, session, since)

    def counts(self) -> Counts:
        """How much was taken in."""
        with self.reader() as cursor:
            row = cursor.execute(
                "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM session_histories), "
                "(SELECT count(*) FROM conflicts)"
            ).fetchone()
        return Counts(*row) if row else Counts(0, 0, 0)


def _row(server: str, event: StoredEvent, body: Mapping[str, Any], now: str) -> tuple[Any, ...]:
    return (
        *(event.event_id, event.session, event.learner, event.course, event.lesson),
        *(event.lesson_hash, event.seq, event.at, event.type, event.schema, event.body),
        *(event.prev, event.hash, words_of(body), server, _utc(event.at), now),
    )


def _utc(text: str) -> str | None:
    """The time as DuckDB reads it, in UTC; None if the text is no time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.astimezone(UTC) if at.tzinfo else at
    return at.replace(tzinfo=None).isoformat(sep=" ")


def _events(connection: "DuckDBPyConnection", session: str, since: int = 1) -> list[StoredEvent]:
    found = connection.execute(
        f"SELECT {rows.EVENT_COLUMNS} FROM events WHERE session_id = ? AND seq >= ? ORDER BY seq",  # noqa: S608 - constants
        [session, since],
    )
    return [rows.event_of(row) for row in found.fetchall()]
