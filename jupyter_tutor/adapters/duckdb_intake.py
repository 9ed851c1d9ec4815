"""The intake: a thread that takes new turns of all journals into DuckDB, on one server at a time.

Owns the intake lock, the store while the lock is held, and the decision what to do when the file
is locked, damaged or full; ``duckdb_taking.py`` does the taking in. Sessions never wait for it:
whatever happens here, journals go on.
"""

import contextlib
import logging
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass

from jupyter_tutor.adapters.duckdb_asked import (
    Asked,
    IntakeUnavailableError,
    Where,
    answer_met,
)
from jupyter_tutor.adapters.duckdb_export import clear_leftovers
from jupyter_tutor.adapters.duckdb_faults import fault_of, set_aside, words_of_fault
from jupyter_tutor.adapters.duckdb_lateness import Lateness, Now
from jupyter_tutor.adapters.duckdb_migrations import NewerHistoryError
from jupyter_tutor.adapters.duckdb_needs import EVENTS, Need
from jupyter_tutor.adapters.duckdb_paying import Paying
from jupyter_tutor.adapters.duckdb_retries import Retries
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.duckdb_taking import Taking
from jupyter_tutor.adapters.journal_mark import read_mark
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.journal_repair import mend
from jupyter_tutor.adapters.record_locks import FileLock
from jupyter_tutor.adapters.record_paths import Layout, write_private
from jupyter_tutor.adapters.record_servers import is_alive, present, tidy_dead

POLL_SECONDS = 0.3
GATHER_SECONDS = 0.1
DRAIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class IntakeStatus:
    """``behind``: journalled bytes not taken in yet; None where this server does not know.

    Of this server's own journal that is never too little; what others have journalled counts from
    the intake's last look, a moment ago. ``notice`` is what somebody should know or do, in words,
    None if all is well.
    """

    intake: Where
    behind: int | None
    notice: str | None


class Intake:
    """The intake of one server; idle while another server holds the lock."""

    def __init__(
        self,
        layout: Layout,
        server: str,
        log: logging.Logger,
        *,
        poll: float = POLL_SECONDS,
        gather: float = GATHER_SECONDS,
        now: Now = time.monotonic,
    ) -> None:
        self._layout = layout
        self._server = server
        self._log = log
        self._poll = poll
        self._gather = gather
        self._reader = JournalReader(layout)
        self._lock = FileLock(layout.intake_lock)
        self._store: Store | None = None
        self._taking = Taking(self._reader, self._tell)
        self._paying = Paying(now, self._is_pressed)
        self._where: Where = "waiting"
        self._taking_in, self._counting = Retries(), Retries()
        self._told: set[str] = set()
        self._rebuilt = False
        self._rebuild: str | None = None
        self._signal = threading.Condition()
        self._dirty = False
        self._behind: int | None = None
        self._grown = 0
        self._lateness = Lateness(now)
        self._stop_by: float | None = None
        self._requests: list[Asked] = []
        self._thread = threading.Thread(target=self._run, name="tutor-intake", daemon=True)

    def start(self) -> None:
        """Begin; DuckDB is imported and opened in the thread, later."""
        self._thread.start()

    def notify(self, size: int) -> None:
        """Say that the journal of this server has grown by so many bytes."""
        with self._signal:
            self._dirty = True
            self._grown += size
            self._lateness.came()
            self._signal.notify_all()

    def catch_up(self, need: Need = EVENTS) -> "Future[Store]":
        """The store, once it has all that is durable now in any journal, and what is needed of it.

        It may have taken in more by the time it is read: ask :meth:`Store.reader` for the same.
        Fails with IntakeUnavailableError where the database is not here or cannot be used.
        """
        future: Future[Store] = Future()
        with self._signal:
            if self._stop_by is None:
                self._requests.append(Asked(need, future))
                self._signal.notify_all()
                return future
        future.set_exception(IntakeUnavailableError(self._where, "this server is stopping"))
        return future

    def rebuild(self, why: str) -> None:
        """The file is damaged although it opens: set it aside and take everything in anew.

        Heeded once in the life of a server.
        """
        with self._signal:
            self._rebuild = why
            self._dirty = True
            self._signal.notify_all()

    def status(self) -> IntakeStatus:
        """How things are now. Touches no file, so it may be asked on an event loop."""
        with self._signal:
            behind = None if self._behind is None else self._behind + self._grown
            return IntakeStatus(self._where, behind, self._notice())

    def late(self) -> bool:
        """Whether the database here does not have all, for longer than usual or for a fault."""
        with self._signal:
            return self._notice() is not None or self._lateness.late

    def _notice(self) -> str | None:
        return self._taking_in.words or self._counting.words

    def stop(self) -> None:
        """Take in what there is, close the file, let go of the lock. Blocks; harmless twice."""
        with self._signal:
            if self._stop_by is None:
                self._stop_by = time.monotonic() + DRAIN_SECONDS
            self._signal.notify_all()
        if self._thread.ident is not None:
            self._thread.join(DRAIN_SECONDS * 2)

    # The thread.

    def _run(self) -> None:
        while True:
            with self._signal:
                asked, self._requests = self._requests, []
                stopping = self._stop_by is not None
                self._dirty = False
                self._lateness.begin()
            retries = self._taking_in
            try:
                store = self._round()
                retries = self._counting
                self._serve(store, asked, stopping=stopping)
            except Exception as error:  # noqa: BLE001 - whatever fails here, journals go on and it is tried again
                failure = self._fail(error, retries)
                for one in asked:
                    one.answer(failure)
            self._look()
            if stopping:
                break
            self._pause()
        self._close_store()
        self._lock.release()
        with self._signal:
            asked, self._requests = self._requests, []
        for one in asked:
            one.answer(IntakeUnavailableError("waiting", "this server is stopping"))

    def _serve(self, store: Store, asked: list[Asked], *, stopping: bool) -> None:
        """Answer those whose needs are met, and count some of what is owed.

        Those answered leave ``asked``; those that are to wait on are asked again in the next round.
        """
        idle, waits = not asked, self._counting.waits
        answer_met(asked, store, events_only=waits)
        if waits:
            # Whatever has to do with rows failed a moment ago, and would again.
            raise IntakeUnavailableError("waiting", self._counting.words or "rows are not counted")
        if not store.owes():
            with self._signal:
                self._counting.forget()
            return
        self._paying.pay_some(store, asked, idle=idle, stopping=stopping)
        with self._signal:
            self._requests[:0] = asked

    def _is_pressed(self) -> bool:
        with self._signal:
            return self._dirty or bool(self._requests) or self._stop_by is not None

    def _look(self) -> None:
        """See how far behind the intake is, for :meth:`status`."""
        with self._signal:
            counted = self._grown
        behind: int | None = None
        # What cannot be counted is not known; the thread goes on whatever that is.
        with contextlib.suppress(Exception):
            behind = self._taking.behind()
        # What has grown meanwhile may be in both numbers, until the next look: never in neither.
        with self._signal:
            self._behind = behind
            self._grown -= counted

    def _pause(self) -> None:
        def pressed() -> bool:
            return bool(self._requests) or self._stop_by is not None

        with self._signal:
            self._signal.wait_for(lambda: self._dirty or pressed(), self._poll)
            if self._dirty:
                # Many turns in one transaction cost hardly more than one.
                self._signal.wait_for(pressed, self._gather)

    def _round(self) -> Store:
        if not self._lock.held:
            if not self._lock.acquire():
                with self._signal:
                    # What waits is its owner's to know.
                    self._lateness.done()
                    self._where = "elsewhere"
                raise IntakeUnavailableError("elsewhere", "another server has the intake")
            self._begin()
        self._mend()
        store = self._open_store()
        self._taking.take_all(store, lambda: self._stop_by)
        with self._signal:
            self._lateness.done()
            self._where = "here"
            self._taking_in.forget()
        return store

    def _begin(self) -> None:
        self._where = "waiting"
        write_private(self._layout.intake_owner, self._server)
        clear_leftovers(self._layout.exports)

    def _mend(self) -> None:
        """Cut the torn ends of those who died, and take their signs away."""
        for server in self._reader.servers():
            if self._taking.is_done(server) or is_alive(self._layout, server):
                continue
            mark = read_mark(self._reader.directory(server))
            if mark is None or not mark.shut:
                words = mend(self._layout, server)
                if words:
                    self._tell(words)
        for server in present(self._layout):
            tidy_dead(self._layout, server)

    # The store.

    def _open_store(self) -> Store:
        if self._rebuild is not None:
            why, self._rebuild = self._rebuild, None
            self._close_store()
            self._replace_file(why)
        if self._store is None:
            if self._taking_in.waits:
                words = self._taking_in.words or "the history is not open"
                raise IntakeUnavailableError("waiting", words)
            try:
                self._store = self._new_store()
            except NewerHistoryError:
                raise
            except Exception as error:
                fault = fault_of(error)
                if fault != "damaged":
                    raise
                self._replace_file(words_of_fault(fault, self._layout.database, error))
                self._store = self._new_store()
            self._taking.begin(self._store)
        return self._store

    def _new_store(self) -> Store:
        return Store(self._layout.database, self._layout.exports)

    def _replace_file(self, why: str) -> None:
        if self._rebuilt or not self._layout.database.exists():
            return
        self._rebuilt = True
        self._where = "waiting"
        aside = set_aside(self._layout.database)
        with self._signal:
            self._taking_in.forget()
            self._counting.forget()
        self._tell(f"{why} It was kept as {aside.name} and is rebuilt from the journals.")

    def _close_store(self) -> None:
        if self._store is not None:
            with contextlib.suppress(Exception):
                self._store.close()
            self._store = None

    def _fail(self, error: Exception, retries: Retries) -> IntakeUnavailableError:
        """See to a failure of what these are the retries of; what to answer whoever waits."""
        if isinstance(error, IntakeUnavailableError):
            return error
        fault = fault_of(error)
        words = str(error)
        if not isinstance(error, NewerHistoryError):
            words = words_of_fault(fault, self._layout.database, error)
        # An instance that met a full disk or a fatal error stays dead until it is opened anew.
        self._close_store()
        with self._signal:
            retries.failed(words)
            if retries is self._taking_in:
                self._where = "waiting"
        if fault == "damaged" and retries.is_at_an_end:
            self._rebuild = words
        self._tell(words)
        return IntakeUnavailableError("waiting", words)

    def _tell(self, words: str) -> None:
        """Log what happened, once."""
        if words not in self._told:
            self._told.add(words)
            self._log.warning("%s", words)
