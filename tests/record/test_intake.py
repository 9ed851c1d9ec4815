"""The intake serves all, whatever an event does to it and whatever ails the program or the file."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from typing import Any

import duckdb
import pytest

from jupyter_tutor.adapters import duckdb_counting, duckdb_retries, duckdb_summary
from jupyter_tutor.adapters.duckdb_asked import IntakeUnavailableError
from jupyter_tutor.adapters.duckdb_intake import Intake
from jupyter_tutor.adapters.duckdb_needs import EVENTS, ROWS
from jupyter_tutor.adapters.duckdb_query import query
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.duckdb_waiting import candidates, waiting
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import Merged, merge_all
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import LearnerId, QuestionId, RequestId, SessionId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_events import ErrorLabelled, PersonAsked, TutorSaid
from jupyter_tutor.ports import StoredEvent
from tests.record.children import until
from tests.record.clock import HandClock
from tests.record.turns import AT, chain, flat, said, turn_of, write_journal

LEARNER = LearnerId("learner of s")
OpenRecord = Callable[[], Awaitable[Record]]


async def until_here(record: Record) -> None:
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})


def set_aside(layout: Layout) -> int:
    """How many databases were found damaged."""
    return len(list(layout.root.glob("tutor.duckdb.damaged-*")))


def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What DuckDB is opened with from now on, each time."""
    opened: list[object] = []
    connect = duckdb.connect

    def told(*given: object, **named: object) -> object:
        opened.append(given)
        return connect(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(duckdb, "connect", told)
    return opened


@pytest.mark.parametrize("crash", [ZeroDivisionError, RecursionError])
async def test_an_event_that_crashes_the_fold_keeps_nobody_out(
    open_record: OpenRecord,
    layout: Layout,
    monkeypatch: pytest.MonkeyPatch,
    crash: type[Exception],
) -> None:
    def faulty(state: State, event: Event) -> State:
        if isinstance(event, TutorSaid) and event.words == "Boom":
            raise crash
        return evolve(state, event)

    monkeypatch.setattr(duckdb_summary, "evolve", faulty)
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    turns = chain("t", 2)
    poisoned = said("s", None, "Hello", "Boom", "On we go")
    for turn in (turns[0], poisoned, turns[1]):
        await record.journal.append(turn)
    await until_here(record)
    assert await record.history.session_events(SessionId("s")) == poisoned
    rows = await record.history.query(
        "SELECT session_id, events, final_words FROM session_histories ORDER BY ALL"
    )
    assert rows.rows == (("s", 3, "On we go"), ("t", 4, "1.1 é"))
    assert set_aside(layout) == 0


async def test_a_fault_of_the_program_is_no_reason_to_set_the_file_aside(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = True
    tries: list[Merged] = []
    take = Store.take

    def failing(self: Store, merged: Merged) -> None:
        tries.append(merged)
        if faulty:
            raise ZeroDivisionError
        take(self, merged)

    monkeypatch.setattr(Store, "take", failing)
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    turns = chain("s", 2)
    for turn in turns:
        await record.journal.append(turn)
    await until(lambda: len(tries) > duckdb_retries.MOST_FAILURES)
    assert "A fault of this program" in str(record.status()["notice"])
    assert await record.history.session_events(SessionId("s")) == flat(turns)
    faulty = False
    await until_here(record)
    assert set_aside(layout) == 0


async def test_a_history_of_a_newer_version_is_never_set_aside(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(layout.database, layout.exports).close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("INSERT INTO migrations VALUES ('s99_future', now()::TIMESTAMP)")
    connection.close()
    opened = connections(monkeypatch)
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    await until(lambda: len(opened) > duckdb_retries.MOST_FAILURES)
    assert "newer version" in str(record.status()["notice"])
    assert set_aside(layout) == 0


async def with_rows_owed(
    open_record: OpenRecord, layout: Layout, *damage: str
) -> list[list[StoredEvent]]:
    """Leave a database here in which the row of session ``s`` is owed, and do this to it.

    How that session may go on.
    """
    turns = chain("s", 5)
    record = await open_record()
    for turn in turns[:2]:
        await record.journal.append(turn)
    await record.close()
    connection = duckdb.connect(str(layout.database))
    for sql in ("DELETE FROM session_histories", *damage):
        connection.execute(sql)
    connection.close()
    return turns[2:]


UNCOUNTABLE = "ALTER TABLE session_histories DROP COLUMN points"
NOT_TO_BE_LOOKED_UP = "ALTER TABLE session_histories DROP COLUMN events"
FAULTY = pytest.mark.parametrize("damage", [UNCOUNTABLE, NOT_TO_BE_LOOKED_UP])


@FAULTY
async def test_a_file_in_which_rows_cannot_be_counted_is_rebuilt(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    await with_rows_owed(open_record, layout, damage)
    record = await open_record()
    await until(lambda: set_aside(layout) == 1)
    await until_here(record)
    rows = await record.history.query("SELECT session_id, events FROM session_histories")
    assert rows.rows == (("s", 4),)
    assert set_aside(layout) == 1


@FAULTY
async def test_while_rows_cannot_be_counted_events_are_served(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (3600.0,))
    further = await with_rows_owed(open_record, layout, damage)
    opened = connections(monkeypatch)
    record = await open_record()
    await until(lambda: record.status()["notice"] is not None)
    intake = record.history._intake
    for number, turn in enumerate(further, start=3):
        await record.journal.append(turn)
        events, rows = intake.catch_up(EVENTS), intake.catch_up(ROWS)
        store = await asyncio.wrap_future(events)
        assert store.counts().events == 2 * number
        with pytest.raises(IntakeUnavailableError, match="could not be read"):
            await asyncio.wrap_future(rows)
    assert record.status()["intake"] == "here"
    assert "could not be read" in str(record.status()["notice"])
    # Once at first, and once after the fault.
    assert len(opened) == 2
    assert [one.events for one in await record.history.learner_sessions(LEARNER)] == [10]


async def test_a_count_that_fails_fails_nobody_who_wanted_events(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked in the same round, and in the middle of the count."""
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (3600.0,))
    await with_rows_owed(open_record, layout)
    answers: list[Future[Store]] = []

    def failing(self: Store, first: Iterable[LearnerId]) -> None:
        assert answers[0].done()
        answers.append(intake.catch_up(EVENTS))
        raise duckdb.IOException("Corrupt block")

    monkeypatch.setattr(Store, "count_some", failing)
    intake = Intake(layout, "a server", logging.getLogger("test"))
    answers.append(intake.catch_up(EVENTS))
    rows = intake.catch_up(ROWS)
    intake.start()
    with pytest.raises(IntakeUnavailableError, match="Corrupt block"):
        await asyncio.wrap_future(rows)
    stores = [await asyncio.wrap_future(answer) for answer in answers]
    assert stores[-1].counts().events == 4
    await asyncio.to_thread(intake.stop)


async def test_who_wants_events_does_not_wait_for_a_look_at_what_is_owed(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All events are looked through for it: the first time, with whoever else is asking."""
    (turn, *_) = await with_rows_owed(open_record, layout)
    write_journal(layout, "more", [turn])
    had_events: list[bool] = []
    owed_in = duckdb_counting.owed_in

    def told(*given: Any) -> Any:
        had_events.append(events.done())
        return owed_in(*given)

    monkeypatch.setattr(duckdb_counting, "owed_in", told)
    intake = Intake(layout, "a server", logging.getLogger("test"))
    rows, events = intake.catch_up(ROWS), intake.catch_up(EVENTS)
    intake.start()
    store = await asyncio.wrap_future(rows)
    counted = query(store, "SELECT session_id, events FROM session_histories")
    assert counted.rows == (("s", 6),)
    assert had_events == [True]
    await asyncio.to_thread(intake.stop)


async def test_the_queue_is_told_while_rows_cannot_be_counted(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the server that has the database, and through it by another one."""
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (3600.0,))
    (turn, *_) = await with_rows_owed(open_record, layout, UNCOUNTABLE)
    record = await open_record()
    await until(lambda: record.status()["notice"] is not None)
    wanted = PersonAsked(at=AT, message=1, asked="Why?", words="It is on the list.")
    named = ErrorLabelled(
        at=AT,
        question=QuestionId("mean"),
        request=RequestId("r"),
        misconception=None,
        candidate="halves",
        words="It halves.",
    )
    await record.journal.append(turn)
    await record.journal.append(turn_of("s", turn[-1], [wanted, named]))
    beside = await open_record()
    await until(lambda: beside.status()["intake"] == "elsewhere")
    for history in (record.history, beside.history):
        assert [one.words for one in await waiting(history)] == ["Why?"]
        assert [one.name for one in await candidates(history)] == ["halves"]


class SlowCounting:
    """Of five sessions whose rows are owed, one at a time; each takes half a second of ``clock``.

    ``at`` is when each was begun.
    """

    def __init__(self, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock, self.at = HandClock(), list[float]()
        write_journal(layout, "before", [turn for session in "stuvw" for turn in chain(session, 1)])
        store = Store(layout.database, layout.exports)
        reader = JournalReader(layout)
        store.take(merge_all(reader.servers(), reader.turns, store))
        store.close()
        connection = duckdb.connect(str(layout.database))
        connection.execute("DELETE FROM session_histories")
        connection.close()
        count_some = Store.count_some

        def slow(store: Store, first: Iterable[LearnerId]) -> None:
            self.at.append(self.clock.seconds)
            self.clock.seconds += 0.5
            count_some(store, first)

        monkeypatch.setattr(duckdb_counting, "EVENTS_AT_ONCE", 1)
        monkeypatch.setattr(Store, "count_some", slow)
        self.intake = Intake(layout, "a server", logging.getLogger("test"), now=self.clock)


async def test_rows_are_counted_each_second_however_much_is_asked(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowCounting(layout, monkeypatch)
    asked_enough = threading.Event()

    def ask_on(_answer: object) -> None:
        """In the thread of the intake, before it counts: it never finds that nobody asks."""
        slow.clock.seconds += 0.25
        if slow.clock.seconds < 5:
            slow.intake.catch_up(EVENTS).add_done_callback(ask_on)
        else:
            asked_enough.set()

    slow.intake.catch_up(EVENTS).add_done_callback(ask_on)
    slow.intake.start()
    await until(asked_enough.is_set)
    await asyncio.to_thread(slow.intake.stop)
    assert slow.at[:3] == [1.0, 2.5, 4.0]


def test_at_a_stop_rows_are_counted_for_a_second_and_owed_then(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowCounting(layout, monkeypatch)
    rows = slow.intake.catch_up(ROWS)
    slow.intake.stop()
    slow.intake.start()
    slow.intake.stop()
    assert slow.at == [0.0, 0.5]
    assert isinstance(rows.exception(), IntakeUnavailableError)
    store = Store(layout.database, layout.exports)
    assert store.owes()
    store.close()
