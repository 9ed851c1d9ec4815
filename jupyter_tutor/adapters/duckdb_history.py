"""The history of all servers that share a data directory (the port ``History``).

Owns the choice of a source: the database if it is here, its owner's answer if it is elsewhere,
and the journals themselves if neither answers in time. Whatever the source, a session's hash
chain is checked before anything of it is handed out.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from jupyter_tutor.adapters import duckdb_export as exporting
from jupyter_tutor.adapters.duckdb_asked import IntakeUnavailableError
from jupyter_tutor.adapters.duckdb_intake import Intake, IntakeStatus
from jupyter_tutor.adapters.duckdb_lateness import Lateness, Now
from jupyter_tutor.adapters.duckdb_needs import EVENTS, ROWS, Need
from jupyter_tutor.adapters.duckdb_query import Answer, query
from jupyter_tutor.adapters.duckdb_store import NeedUnmetError, Store, StoreClosedError
from jupyter_tutor.adapters.journal_lines import event_from_json, event_to_json
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.record_chain import verify
from jupyter_tutor.adapters.record_export import deliver, refuse_to_overwrite
from jupyter_tutor.adapters.record_learner import rows_from_journals, rows_of, summaries
from jupyter_tutor.adapters.record_merge import NothingKnown, merge_all
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.record_servers import Address, address_of
from jupyter_tutor.adapters.record_socket import Method, PeerError, call
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import RecordDamagedError, SessionSummary, StoredEvent

T = TypeVar("T")

ANSWER_SECONDS = 2.0
OWNER_SECONDS = 1.0
EXPORT_SECONDS = 600.0

NO_ANSWER = "reading the journals, as the database does not answer"
READERS = 4
"""Threads that read the database, and as many that read the journals."""


class DuckDBHistory:
    """Reads the record, wherever it is open."""

    def __init__(
        self, layout: Layout, intake: Intake, log: logging.Logger, now: Now = time.monotonic
    ) -> None:
        self._layout = layout
        self._intake = intake
        self._log = log
        self._unanswered = Lateness(now)
        self._reader = JournalReader(layout)
        # Each has its own, so that the journals can be read while reading the database hangs.
        self._in_database = ThreadPoolExecutor(READERS, thread_name_prefix="tutor-database")
        self._in_journals = ThreadPoolExecutor(READERS, thread_name_prefix="tutor-history")

    def status(self) -> IntakeStatus:
        """How the intake is doing."""
        return self._intake.status()

    async def late(self) -> bool:
        """Whether the database does not have all, for longer than usual or for a fault.

        Where another server has it open, it is asked; one that gives no answer for longer than
        usual is late.
        """
        if self.status().intake != "elsewhere":
            return self._intake.late()
        self._unanswered.begin()
        try:
            answer = await call(await self._owner(), "ping", {}, OWNER_SECONDS)
        except PeerError:
            return self._unanswered.late
        self._unanswered.done()
        return bool(answer.get("late"))

    async def session_events(self, session: SessionId, since: int = 1) -> Sequence[StoredEvent]:
        """Every durable event of a session from number ``since`` on; empty for an unknown one.

        Raises RecordDamagedError where events are missing or were changed, in the database and
        in the journals alike. Events of a second writer (see ``record_merge.py``) are left out.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._from_database(session, since)
        except RecordDamagedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever ails the database, the journals have it all
            self._log.info(NO_ANSWER, extra={"error": type(error).__name__})
            return await self._from_journals(session, since)

    async def learner_sessions(self, learner: LearnerId) -> Sequence[SessionSummary]:
        """All sessions of a learner, those begun first before the others."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                rows = await self._rows_from_database(learner)
        except Exception as error:  # noqa: BLE001 - as above
            self._log.info(NO_ANSWER, extra={"error": type(error).__name__})
            rows = await self._in_thread(lambda: rows_from_journals(self._reader, learner))
        return summaries(rows)

    async def query(
        self, sql: str, params: Sequence[Any] = (), *, events_only: bool = False
    ) -> Answer:
        """Answer one SELECT over the history's tables, with all that is durable by now.

        ``events_only``: it asks of ``events`` and ``conversations`` alone, and is answered before
        the other tables count all events.

        Raises QueryError, PeerError, or IntakeUnavailableError where no server has it open.
        """
        try:
            return await self._query_here(sql, params, events_only=events_only)
        except IntakeUnavailableError as error:
            if error.where != "elsewhere":
                raise
        asked = {"sql": sql, "params": list(params), "events_only": events_only}
        found = await self._ask("query", asked, EXPORT_SECONDS)
        rows = tuple(tuple(row) for row in found["rows"])
        return Answer(tuple(found["columns"]), rows, found["whole"])

    async def export(
        self, form: exporting.Format, target: Path, *, force: bool = False
    ) -> exporting.Written:
        """Write all events and sessions as files into ``target``.

        From the database, its owner, or (if neither can) the journals. Raises
        ExportRefusedError unless ``force`` where it would overwrite.
        """
        names = [f"events.{form}", f"sessions.{form}"]
        if not force:
            refuse_to_overwrite(target, names)
        written = await self._write_somewhere(form)
        await self._in_thread(lambda: deliver(written.directory, written.files.values(), target))
        return exporting.Written(target, written.files, written.rows, written.conflicts)

    def methods(self) -> dict[str, Method]:
        """What others may ask over the private socket; answered from the database here only.

        ``ping`` is answered at once: that this server lives, and whether the database is late.
        """

        async def ping(params: Mapping[str, Any]) -> Any:
            return {"alive": True, "late": self._intake.late()}

        async def session_events(params: Mapping[str, Any]) -> Any:
            since = int(params.get("since", 1))
            events = await self._from_store(SessionId(str(params["session"])), since)
            return [event_to_json(event) for event in events]

        async def learner_sessions(params: Mapping[str, Any]) -> Any:
            learner = LearnerId(str(params["learner"]))
            return await self._rows_here(learner)

        async def ask(params: Mapping[str, Any]) -> Any:
            sql, given = str(params["sql"]), list(params["params"])
            events_only = bool(params.get("events_only", False))
            return asdict(await self._query_here(sql, given, events_only=events_only))

        async def export(params: Mapping[str, Any]) -> Any:
            form = params["format"]
            if form not in ("jsonl", "parquet"):
                raise ValueError("the format has to be jsonl or parquet")
            written = await self._write_here(form)
            return {**asdict(written), "directory": str(written.directory)}

        return {
            "ping": ping,
            "session_events": session_events,
            "learner_sessions": learner_sessions,
            "query": ask,
            "export": export,
        }

    async def close(self) -> None:
        """Take in what is left, close the file, let another server have it."""
        await asyncio.to_thread(self._intake.stop)
        for pool in (self._in_database, self._in_journals):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _from_database(self, session: SessionId, since: int) -> list[StoredEvent]:
        try:
            return await self._from_store(session, since)
        except IntakeUnavailableError as error:
            if error.where != "elsewhere":
                raise
        found = await self._ask(
            "session_events", {"session": session, "since": since}, ANSWER_SECONDS
        )
        events = [event_from_json(item) for item in found]
        await self._in_thread(lambda: verify(session, events, since))
        return events

    async def _rows_from_database(self, learner: LearnerId) -> list[list[Any]]:
        try:
            return await self._rows_here(learner)
        except IntakeUnavailableError as error:
            if error.where != "elsewhere":
                raise
        found: list[list[Any]] = await self._ask(
            "learner_sessions", {"learner": learner}, ANSWER_SECONDS
        )
        return found

    async def _rows_here(self, learner: LearnerId) -> list[list[Any]]:
        need = Need(rows=True, learner=learner)
        return await self._read(ANSWER_SECONDS, need, lambda store: rows_of(store, learner))

    async def _query_here(self, sql: str, params: Sequence[Any], *, events_only: bool) -> Answer:
        need = EVENTS if events_only else ROWS
        return await self._read(
            EXPORT_SECONDS, need, lambda store: query(store, sql, params, need=need)
        )

    async def _from_store(self, session: SessionId, since: int) -> list[StoredEvent]:
        """From the database here; from the journals where these prove the database wrong."""
        events = await self._read(
            ANSWER_SECONDS, EVENTS, lambda store: store.session_events(session, since)
        )
        try:
            await self._in_thread(lambda: verify(session, events, since))
        except RecordDamagedError as error:
            try:
                events = await self._from_journals(session, since)
            except RecordDamagedError as other:
                raise max(error, other, key=lambda found: len(found.intact)) from None
            self._intake.rebuild(f"{error}, though the journals have it whole.")
        return events

    async def _from_journals(self, session: SessionId, since: int) -> list[StoredEvent]:
        def scan() -> list[StoredEvent]:
            merged = merge_all(
                self._reader.servers(),
                lambda server: self._reader.turns(server, only=session),
                NothingKnown(),
            )
            events = [event for _, event in merged.events]
            verify(session, events)
            return events[since - 1 :]

        return await self._in_thread(scan)

    async def _write_somewhere(self, form: exporting.Format) -> exporting.Written:
        try:
            return await self._write_here(form)
        except IntakeUnavailableError as error:
            reason: Exception = error
            elsewhere = error.where == "elsewhere"
        if elsewhere:
            try:
                found = await self._ask("export", {"format": form}, EXPORT_SECONDS)
                return exporting.Written(
                    Path(found["directory"]), found["files"], found["rows"], found["conflicts"]
                )
            except PeerError as error:
                reason = error
        self._log.info("exporting from the journals", extra={"error": type(reason).__name__})
        return await self._in_thread(lambda: self._write_from_journals(form))

    async def _write_here(self, form: exporting.Format) -> exporting.Written:
        return await self._read(
            EXPORT_SECONDS, ROWS, lambda store: exporting.write(store, form, self._layout.exports)
        )

    def _write_from_journals(self, form: exporting.Format) -> exporting.Written:
        store = Store(None, self._layout.exports)
        try:
            store.take(merge_all(self._reader.servers(), self._reader.turns, store))
            store.count_all()
            return exporting.write(store, form, self._layout.exports)
        finally:
            store.close()

    async def _read(self, seconds: float, need: Need, read: Callable[[Store], T]) -> T:
        """What a thread reads of the database here, once that has what is needed.

        That is waited for so long; what :meth:`Intake.catch_up` fails with is raised.
        """
        until = asyncio.get_running_loop().time() + seconds
        while True:
            async with asyncio.timeout_at(until):
                store = await asyncio.wrap_future(self._intake.catch_up(need))
            # Between the word of the intake and the reading, events may have come, or the file may
            # have been closed to be opened anew: the intake is asked again.
            with contextlib.suppress(NeedUnmetError, StoreClosedError):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._in_database, partial(read, store))

    async def _ask(self, method: str, params: Mapping[str, Any], seconds: float) -> Any:
        """Ask whoever has the database open; one that hangs is found out before a long wait."""
        owner = await self._owner()
        if seconds > ANSWER_SECONDS:
            await call(owner, "ping", {}, ANSWER_SECONDS)
        return await call(owner, method, params, seconds)

    async def _owner(self) -> Address:
        """The server that has the database open, as far as is known."""

        def look() -> Address | None:
            try:
                server = self._layout.intake_owner.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                return None
            return address_of(self._layout, server)

        address = await self._in_thread(look)
        if address is None:
            raise PeerError("gone", "no server has the history open at the moment")
        return address

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._in_journals, work)
