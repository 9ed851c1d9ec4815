"""What was asked of a language model and what it cost (the port ``Spending``), in a SQLite file.

Why SQLite: these counts have to outlast a server and be shared by several at once, each call in
one transaction. The library ``limits`` keeps its windows in memory or in a database server. The
DuckDB file has one owner, whom every other server would have to ask before each call; and it takes
in what happened up to a second later, which is too late to say no.
"""

import asyncio
import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from jupyter_tutor.adapters.rate_limits import read_rule
from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.model import SpendingError

T = TypeVar("T")

FILE = "model-use.sqlite"
RULE = "100 per minute; 1000 per hour"
BUSY_SECONDS = 5.0

MICROSECONDS = 1_000_000
"""Times are kept as whole numbers of these, so that the edge of a window is exact."""

SHORTEST = 0.001
"""Seconds that whoever is refused has to wait at least."""

TABLES = """
CREATE TABLE IF NOT EXISTS call (learner TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS call_by_learner ON call (learner, at);
CREATE INDEX IF NOT EXISTS call_by_time ON call (at);
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, tokens INTEGER NOT NULL, cost REAL NOT NULL
) WITHOUT ROWID;
"""


class ModelSpending:
    """The file ``path``, which is made if it is missing; ``rule`` is for each learner.

    ``pseudonym`` is the name under which a learner is kept. ``now`` is the time of day in seconds,
    since it has to mean the same to all servers and after a restart. If it is set back, calls seem
    younger than they are, so that fewer are let through for a while and never more.

    A call is durable against the end of a process; the last ones before a power cut may be lost.
    """

    def __init__(
        self,
        path: Path,
        *,
        pseudonym: Callable[[LearnerId], str],
        rule: str = RULE,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._pseudonym = pseudonym
        self._now = now
        self._windows = [
            (window.amount, window.get_expiry() * MICROSECONDS) for window in read_rule(rule)
        ]
        # One thread: the loop is never held, and calls wait here and not in the loop's own pool.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model-use")
        self._connection: sqlite3.Connection | None = None

    async def take(self, learner: LearnerId) -> float:
        """Count one, unless a window is full: then nothing, and it is the seconds to wait."""
        name = self._pseudonym(learner)
        return await self._do(lambda connection: self._take(connection, name))

    async def spent(self, course: CourseId) -> tuple[int, float]:
        """The tokens and the money that the course has spent so far."""

        def read(connection: sqlite3.Connection) -> tuple[int, float]:
            query = "SELECT tokens, cost FROM course WHERE id = ?"
            row = connection.execute(query, (course,)).fetchone()
            return (int(row[0]), float(row[1])) if row else (0, 0.0)

        return await self._do(read, begin="BEGIN")

    async def spend(self, course: CourseId, tokens: int, cost: float) -> None:
        """Add to that."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO course VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET tokens = tokens + excluded.tokens, cost = cost + excluded.cost",
                (course, tokens, cost),
            )

        await self._do(write)

    async def close(self) -> None:
        """Close the file, once all that was begun is done."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _take(self, connection: sqlite3.Connection, learner: str) -> float:
        if not self._windows:
            return 0.0
        # Read only now that no other server can write: so all times are in order.
        now = round(self._now() * MICROSECONDS)
        (newest,) = connection.execute("SELECT max(at) FROM call").fetchone()
        if newest is not None and newest > now:
            # The clock was set back. How much time has passed is not known, but it was not less
            # than none, so the newest call is taken to be from now and all others with it.
            connection.execute("UPDATE call SET at = at - ?", (newest - now,))
        longest = max(length for _, length in self._windows)
        connection.execute("DELETE FROM call WHERE at <= ?", (now - longest,))
        opens = [self._opens(connection, learner, most, length) for most, length in self._windows]
        wait = max(opens) - now
        if wait > 0:
            return max(wait / MICROSECONDS, SHORTEST)
        connection.execute("INSERT INTO call VALUES (?, ?)", (learner, now))
        return 0.0

    def _opens(self, connection: sqlite3.Connection, learner: str, most: int, length: int) -> int:
        """When the window has room for one more."""
        query = "SELECT at FROM call WHERE learner = ? ORDER BY at DESC LIMIT 1 OFFSET ?"
        row = connection.execute(query, (learner, most - 1)).fetchone()
        return int(row[0]) + length if row else 0

    async def _do(
        self, work: Callable[[sqlite3.Connection], T], begin: str = "BEGIN IMMEDIATE"
    ) -> T:
        """Do all of it or nothing, and at once alone among those who write."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: self._whole(work, begin)
        )

    def _whole(self, work: Callable[[sqlite3.Connection], T], begin: str) -> T:
        try:
            connection = self._open()
            connection.execute(begin)
            try:
                result = work(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            return result
        except (sqlite3.Error, OSError) as error:
            # Opened anew next time: what was wrong may be mended by then.
            self._close()
            raise SpendingError(
                f"{self._path} cannot be used ({error}). No language model is asked until it can; "
                "if the file is damaged, take it away, and all counts begin anew."
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            _make_private(self._path)
            connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
            self._connection = connection
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(TABLES)
        return self._connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def _make_private(path: Path) -> None:
    """Readable by its owner only from the first moment; SQLite gives its other files that mode.

    A file that is there is not opened here: closing it again would drop SQLite's locks on it.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
