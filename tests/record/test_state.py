"""How saving goes, as a panel is told: whether the database keeps up, here or in another server."""

import asyncio
import errno
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import pytest_asyncio

from jupyter_tutor.adapters import duckdb_history, duckdb_retries
from jupyter_tutor.adapters.duckdb_lateness import USUAL_SECONDS, Lateness
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import Merged
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.commands import Continue
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import JournalError, RecordState, StoredEvent
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.updates import Accepted
from jupyter_tutor.testing import CountingIds, MemoryCourses, ScriptedFormulas, TickingClock
from tests.core.lessons import LESSON
from tests.record.children import Child, until
from tests.record.clock import HandClock
from tests.record.turns import chain, flat

AT = "2026-01-02T00:00:00.000Z"
PLACE = Place(LearnerId("ada"), LESSON.course_id, LESSON.id)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest_asyncio.fixture
async def open_record(
    layout: Layout, clock: HandClock
) -> AsyncIterator[Callable[[], Awaitable[Record]]]:
    """Records whose clock is the hand's."""
    opened: list[Record] = []

    async def open_one() -> Record:
        opened.append(await Record.open(layout.root, now=clock))
        return opened[-1]

    yield open_one
    for record in opened:
        await record.close()


class SlowTaking:
    """The database takes nothing in before it may; ``begun`` once it has something to take."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()


@pytest.fixture
def slow_taking(
    open_record: Callable[[], Awaitable[Record]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[SlowTaking]:
    """One that is over before ``open_record`` closes what it has opened."""
    slow = SlowTaking()
    take = Store.take

    def taking(self: Store, merged: Merged) -> None:
        slow.begun.set()
        slow.may_end.wait(60)
        take(self, merged)

    monkeypatch.setattr(Store, "take", taking)
    yield slow
    slow.may_end.set()


def server(record: Record, courses: MemoryCourses, name: str) -> Sessions:
    return Sessions(
        Services(
            journal=record.journal,
            history=record.history,
            snapshots=record.snapshots,
            dead_letters=record.dead_letters,
            leases=record.leases,
            courses=courses,
            formulas=ScriptedFormulas(),
            tasks=TaskPool(1),
            clock=TickingClock(),
            ids=CountingIds(name),
            place=name,
        )
    )


async def until_state(record: Record, state: RecordState) -> None:
    async with asyncio.timeout(60):
        while True:
            if await record.state() == state:
                return
            await asyncio.sleep(0.01)


async def until_all_in(record: Record) -> None:
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})


async def test_a_database_that_is_slow_is_told_of_and_gets_everything_once(
    open_record: Callable[[], Awaitable[Record]],
    clock: HandClock,
    slow_taking: SlowTaking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duckdb_history, "ANSWER_SECONDS", 0.1)
    record = await open_record()
    await until_all_in(record)
    courses = MemoryCourses(LESSON)

    before = server(record, courses, "before")
    begun = await before.join(PLACE)
    await until(slow_taking.begun.is_set)
    await before.close()
    # From the journals, as the database has nothing of it yet.
    again = server(record, courses, "again")
    session = await again.join(PLACE)
    assert session.state.transcript[: len(begun.state.transcript)] == begun.state.transcript
    assert isinstance(await session.ask(Continue(at=AT)), Accepted)

    clock.seconds += USUAL_SECONDS
    assert await record.state() == "fine"
    clock.seconds += 0.1
    assert await record.state() == "behind"
    assert record.status()["notice"] is None

    slow_taking.may_end.set()
    await until_state(record, "fine")
    await again.close()
    await until_all_in(record)
    saved = await record.history.session_events(PLACE.session)
    taken = await record.history.query("SELECT event_id FROM events ORDER BY seq")
    assert taken.rows == tuple((event.event_id,) for event in saved)
    assert (await record.history.query("SELECT count(*) FROM conflicts")).rows == ((0,),)
    assert len(saved) >= session.state.seq > begun.state.seq > 0


def test_what_is_taken_in_again_and_again_is_never_late(clock: HandClock) -> None:
    lateness = Lateness(clock)
    for _ in range(10):
        lateness.came()
        clock.seconds += USUAL_SECONDS / 2
        lateness.begin()
        lateness.came()
        clock.seconds += USUAL_SECONDS / 2
        assert not lateness.late
        lateness.done()
        lateness.begin()
        lateness.done()


def test_what_came_first_says_how_late_it_is(clock: HandClock) -> None:
    lateness = Lateness(clock)
    lateness.came()
    clock.seconds += USUAL_SECONDS
    lateness.came()
    lateness.begin()
    assert not lateness.late
    clock.seconds += 1
    lateness.came()
    assert lateness.late
    lateness.begin()
    assert lateness.late
    lateness.done()
    assert not lateness.late
    clock.seconds += USUAL_SECONDS + 1
    assert not lateness.late


async def test_a_server_beside_the_one_with_the_database_tells_that_it_is_slow(
    open_record: Callable[[], Awaitable[Record]], clock: HandClock, slow_taking: SlowTaking
) -> None:
    owner = await open_record()
    await until_all_in(owner)
    beside = await open_record()
    await until(lambda: beside.status()["intake"] == "elsewhere")
    for turn in chain("s", 3):
        await beside.journal.append(turn)
    await until(slow_taking.begun.is_set)
    clock.seconds += USUAL_SECONDS
    assert [await beside.state(), await owner.state()] == ["fine", "fine"]
    clock.seconds += 0.1
    assert [await beside.state(), await owner.state()] == ["behind", "behind"]
    slow_taking.may_end.set()
    await until_state(beside, "fine")
    assert await owner.state() == "fine"


async def test_a_server_beside_the_one_with_the_database_tells_of_its_faults(
    open_record: Callable[[], Awaitable[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    take = Store.take

    def failing(self: Store, merged: Merged) -> None:
        if full:
            raise duckdb.IOException("Could not write file: No space left on device")
        take(self, merged)

    monkeypatch.setattr(Store, "take", failing)
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    owner = await open_record()
    await until_all_in(owner)
    beside = await open_record()
    await until(lambda: beside.status()["intake"] == "elsewhere")
    assert await beside.state() == "fine"
    for turn in chain("s", 3):
        await beside.journal.append(turn)
    await until_state(beside, "behind")
    assert (await owner.state(), beside.status()["notice"]) == ("behind", None)
    full = False
    await until_state(beside, "fine")


async def test_a_server_beside_a_hung_one_tells_so_once_that_has_lasted(
    open_record: Callable[[], Awaitable[Record]],
    start_child: Callable[[], Awaitable[Child]],
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duckdb_history, "OWNER_SECONDS", 0.2)
    owner = await start_child()
    await owner.until_status("here")
    beside = await open_record()
    await until(lambda: beside.status()["intake"] == "elsewhere")
    await until_state(beside, "fine")
    owner.freeze()
    assert await beside.state() == "fine"
    clock.seconds += USUAL_SECONDS
    assert await beside.state() == "fine"
    clock.seconds += 0.1
    assert await beside.state() == "behind"
    owner.thaw()
    await until_state(beside, "fine")
    # Its answer counts, not how long the last one was before it.
    owner.freeze()
    assert await beside.state() == "fine"
    owner.thaw()


async def test_a_note_of_who_has_the_database_that_cannot_be_read_ends_nothing(
    open_record: Callable[[], Awaitable[Record]], layout: Layout, clock: HandClock
) -> None:
    owner = await open_record()
    await until_all_in(owner)
    beside = await open_record()
    await until(lambda: beside.status()["intake"] == "elsewhere")
    layout.intake_owner.write_bytes(b"\xff")
    assert await beside.state() == "fine"
    clock.seconds += 2 * USUAL_SECONDS
    assert await beside.state() == "behind"


async def test_a_server_that_takes_over_from_a_dead_one_speaks_for_itself(
    open_record: Callable[[], Awaitable[Record]],
    start_child: Callable[[], Awaitable[Child]],
    clock: HandClock,
) -> None:
    owner = await start_child()
    await owner.until_status("here")
    heir = await open_record()
    await until(lambda: heir.status()["intake"] == "elsewhere")
    await heir.journal.append(chain("s", 1)[0])
    clock.seconds += 10 * USUAL_SECONDS
    await owner.kill()
    await until_all_in(heir)
    await until_state(heir, "fine")


async def test_a_disk_without_room_for_the_journals_folder_is_told_of_until_it_has_it(
    open_record: Callable[[], Awaitable[Record]], layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = await open_record()
    make = Path.mkdir

    def full(self: Path, *args: Any, **more: Any) -> None:
        if self.is_relative_to(layout.journal):
            raise OSError(errno.ENOSPC, "No space left on device")
        make(self, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", full)
        with pytest.raises(JournalError):
            await record.journal.append(chain("s", 1)[0])
        assert await record.state() == "full"
    assert await record.state() == "fine"


async def test_a_database_in_which_reading_hangs_holds_up_no_session(
    open_record: Callable[[], Awaitable[Record]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_history, "ANSWER_SECONDS", 0.1)
    record = await open_record()
    turns = chain("s", 3)
    for turn in turns:
        await record.journal.append(turn)
    await until_all_in(record)
    may_end = threading.Event()
    read = Store.session_events

    def hanging(self: Store, session: SessionId, since: int = 1) -> list[StoredEvent]:
        may_end.wait(60)
        return read(self, session, since)

    monkeypatch.setattr(Store, "session_events", hanging)
    try:
        async with asyncio.timeout(30):
            for _ in range(2 * duckdb_history.READERS):
                assert await record.history.session_events(SessionId("s")) == flat(turns)
    finally:
        may_end.set()
