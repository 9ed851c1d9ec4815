"""The DuckDB file while this process owns it: opening it, taking events in, reading them.

Synchronous. One thread takes in (:meth:`Store.take`); readers on other threads use cursors of
their own. The file is opened once and by nothing else in this process, for DuckDB (before 2.0)
loses its lock when any other handle on it is closed. So it also may touch no other files.
"""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.adapters import duckdb_rows as rows
from jupyter_tutor.adapters.duckdb_counting import Counting, owed_in
from jupyter_tutor.adapters.duckdb_migrations import migrate
from jupyter_tutor.adapters.duckdb_needs import EVENTS, Need
from jupyter_tutor.adapters.duckdb_summary import body_of, words_of
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.record_merge import Conflict, Line, Merged
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import StoredEvent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAL_LIMIT = "2MB"
_TAKEN_COLUMNS = (
    *("event_id", "session_id", "learner_id", "course_id", "lesson_id", "lesson_hash"),
    *("seq", "at_text", "type", "schema", "body", "prev", "hash"),
    *("words", "server_id", "at_utc", "taken_at"),
)


class StoreClosedError(Exception):
    """The store was closed meanwhile."""


class NeedUnmetError(Exception):
    """What is needed was true a moment ago, perhaps, but more has come meanwhile."""


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
        try:
            if path:
                path.chmod(0o600)
            self._connection.execute("SET allowed_directories = [?]", [str(exports)])
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
            self.migrated = migrate(self._connection)
            self._counting = Counting(self._connection)
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
    def reader(self, need: Need = EVENTS) -> "Iterator[DuckDBPyConnection]":
        """A connection for another thread, in a read-only transaction in which the need is met.

        Raises NeedUnmetError where it is not, and StoreClosedError also where the store is closed
        in the middle of reading.
        """
        with self._gate:
            if self._closed:
                raise StoreClosedError("the history is closed")
            cursor = self._root.cursor()
            self._readers.add(cursor)
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            # What is seen here is seen by all that follows in this transaction.
            if need.rows and owed_in(cursor, need.learner):
                raise NeedUnmetError
            yield cursor
        except Exception:
            if self._closed:
                raise StoreClosedError("the history was closed") from None
            raise
        finally:
            cursor.close()
            with self._gate:
                self._readers.discard(cursor)
                self._gate.notify_all()

    # What is known already, for the merge (record_merge.Known).

    def prefetch(self, sessions: Sequence[str]) -> None:
        """Have at hand where these sessions end, as far as their events were taken in."""
        self._counting.prefetch(sessions)

    def line(self, session: SessionId) -> Line:
        """The session's last event as it was taken in."""
        return self._counting.line(session)

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
        """Take in what a merge brought, all or nothing, with the positions after it.

        The rows of some sessions may be owed after it (:meth:`owes`).
        """
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")
        bodies = [body_of(event) for _, event in merged.events]
        taken = [
            _row(server, event, body, now)
            for (server, event), body in zip(merged.events, bodies, strict=True)
        ]
        counted = [(event, body) for (_, event), body in zip(merged.events, bodies, strict=True)]
        try:
            with rows.transaction(self._connection):
                # Before the events are in the table, where it looks for those before them.
                owed = self._counting.add(counted, merged.late)
                rows.insert(self._connection, "events", _TAKEN_COLUMNS, taken)
                self._keep_apart(merged.conflicts, now)
                rows.insert(
                    self._connection,
                    "positions",
                    ("server_id", "segment", "byte_offset"),
                    [(server, at.segment, at.offset) for server, at in merged.positions.items()],
                    verb="INSERT OR REPLACE INTO",
                )
        except BaseException:
            self._counting.undone()
            raise
        self._counting.taken(owed)

    def owes(self, learner: LearnerId | None = None) -> bool:
        """Whether rows of ``session_histories`` do not count all events yet.

        Those of one learner, or any.
        """
        return self._counting.owes(learner)

    def meets(self, need: Need) -> bool:
        """Whether a need is met, as far as this thread has taken in and counted."""
        return not (need.rows and self.owes(need.learner))

    def count_some(self, first: Iterable[LearnerId] = ()) -> None:
        """Count some of the events that are owed to rows; those of these learners come first."""
        self._counting.count_some(first)

    def count_all(self) -> None:
        """Count all that is owed, however long that takes."""
        while self.owes():
            self.count_some()

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

    # Reading, on any thread.

    def session_events(self, session: SessionId, since: int = 1) -> list[StoredEvent]:
        """The session's events from number ``since`` on, as taken in; empty for an unknown one."""
        with self.reader() as cursor:
            return _events(cursor, session, since)

    def counts(self) -> Counts:
        """How much was taken in."""
        with self.reader() as cursor:
            row = cursor.execute(
                "SELECT count(*), count(DISTINCT session_id), (SELECT count(*) FROM conflicts) "
                "FROM events"
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
