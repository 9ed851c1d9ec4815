"""A session's events are complete and in order, whatever state the database is in."""

import asyncio
import contextlib
import json
import os
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jupyter_tutor.adapters import duckdb_counting, duckdb_history, duckdb_retries
from jupyter_tutor.adapters.duckdb_query import QueryError
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.journal_lines import encode_turn
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import Merged
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import RecordDamagedError, StoredEvent
from tests.record.children import spawn, until
from tests.record.turns import chain, flat, said, write_journal

OpenRecord = Callable[[], Awaitable[Record]]

SESSION = SessionId("s")


async def append(record: Record, turns: list[list[StoredEvent]]) -> None:
    for turn in turns:
        await record.journal.append(turn)


async def until_here(record: Record) -> None:
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})


async def test_what_was_appended_can_be_read_at_once(open_record: OpenRecord) -> None:
    record = await open_record()
    turns = chain("s", 20)
    for number, turn in enumerate(turns, start=1):
        await record.journal.append(turn)
        assert await record.history.session_events(SESSION) == flat(turns[:number])
    assert await record.history.session_events(SessionId("nobody")) == []


async def test_opening_does_not_wait_for_the_database(
    open_record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = asyncio.Event()
    loop = asyncio.get_running_loop()
    connect = duckdb.connect

    def told(*given: object, **named: object) -> object:
        loop.call_soon_threadsafe(opening.set)
        return connect(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(duckdb, "connect", told)
    record = await open_record()
    assert not opening.is_set()
    await opening.wait()
    await until_here(record)


async def test_the_intake_takes_everything_in_without_being_asked(
    open_record: OpenRecord, layout: Layout
) -> None:
    record = await open_record()
    await append(record, chain("s", 3))
    await until_here(record)
    assert (await record.history.query("SELECT count(*) FROM events")).rows == ((6,),)


async def test_the_status_is_told_without_looking_at_the_disk(
    open_record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_in: set[str] = set()
    servers = JournalReader.servers

    def told(self: JournalReader) -> list[str]:
        looked_in.add(threading.current_thread().name)
        return servers(self)

    monkeypatch.setattr(JournalReader, "servers", told)
    record = await open_record()
    await append(record, chain("s", 3))
    await until_here(record)
    assert looked_in == {"tutor-intake"}


async def test_what_was_just_saved_counts_as_behind_at_once(
    open_record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_take = threading.Event()
    take = Store.take

    def waiting(self: Store, merged: Merged) -> None:
        may_take.wait(60)
        take(self, merged)

    monkeypatch.setattr(Store, "take", waiting)
    record = await open_record()
    await until_here(record)
    turns = chain("s", 3)
    sizes = [len(encode_turn(turn)) for turn in turns]
    for number, turn in enumerate(turns, start=1):
        await record.journal.append(turn)
        assert record.status()["behind"] >= sum(sizes[:number])
    may_take.set()
    await until_here(record)


async def test_who_wants_events_does_not_wait_for_rows_to_be_counted(
    open_record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_counting, "EVENTS_AT_ONCE", 1)
    turns = {session: chain(session, 2) for session in "stu"}
    record = await open_record()
    for first, _ in turns.values():
        await record.journal.append(first)
    await record.close()
    with_the_others: list[bool] = []
    count_some = Store.count_some

    def told(self: Store, first: Iterable[LearnerId]) -> None:
        # Asked for in the middle of it, by the one who has to answer: before the next count.
        with_the_others.append(pressing.done() if (pressing := asked.pop()) else False)
        asked.append(intake.catch_up())
        count_some(self, first)

    record = await open_record()
    await until_here(record)
    intake = record.history._intake
    asked: list[Future[Store] | None] = [None]
    monkeypatch.setattr(Store, "count_some", told)
    for _, second in turns.values():
        await record.journal.append(second)
    rows = await record.history.query("SELECT session_id, events FROM session_histories")
    assert dict(rows.rows) == {"s": 4, "t": 4, "u": 4}  # type: ignore[arg-type]
    assert with_the_others == [False, True, True]


async def rows_by_query(record: Record, _target: Path) -> object:
    sql = """SELECT events, (SELECT count(*) FROM events) FROM session_histories"""
    return (await record.history.query(sql)).rows


async def rows_by_export(record: Record, target: Path) -> object:
    await record.history.export("jsonl", target)
    events = (target / "events.jsonl").read_text("utf-8").splitlines()
    sessions = (target / "sessions.jsonl").read_text("utf-8").splitlines()
    return tuple((json.loads(session)["events"], len(events)) for session in sessions)


async def rows_of_the_learner(record: Record, _target: Path) -> object:
    found = await record.history.learner_sessions(LearnerId("learner of s"))
    events = await record.history.session_events(SESSION)
    return tuple((session.events, len(events)) for session in found)


@pytest.mark.parametrize("read", [rows_by_query, rows_by_export, rows_of_the_learner])
async def test_rows_count_the_events_that_are_read_with_them(
    open_record: OpenRecord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[Record, Path], Awaitable[object]],
) -> None:
    """Although more is taken in between the word that they are counted and the reading."""
    monkeypatch.setattr(duckdb_counting, "SESSIONS_REMEMBERED", 0)
    monkeypatch.setattr(duckdb_history, "ANSWER_SECONDS", 60.0)
    record = await open_record()
    turns = chain("s", 2)
    await record.journal.append(turns[0])
    await until_here(record)
    loop = asyncio.get_running_loop()
    taken, counting = threading.Event(), threading.Event()
    in_between = [turns[1]]
    take, count_some, reader = Store.take, Store.count_some, Store.reader

    def told(self: Store, merged: Merged) -> None:
        take(self, merged)
        taken.set()

    def at_last(self: Store, first: Iterable[LearnerId]) -> None:
        counting.wait(60)
        count_some(self, first)

    @contextlib.contextmanager
    def late(self: Store, *need: Any) -> Iterator[Any]:
        if in_between:
            asyncio.run_coroutine_threadsafe(record.journal.append(in_between.pop()), loop).result(
                60
            )
            taken.wait(60)
        try:
            with reader(self, *need) as cursor:
                yield cursor
        finally:
            counting.set()

    monkeypatch.setattr(Store, "take", told)
    monkeypatch.setattr(Store, "count_some", at_last)
    monkeypatch.setattr(Store, "reader", late)
    assert await read(record, tmp_path / "out") == ((4, 4),)
    assert in_between == []


async def test_a_reader_whose_store_is_closed_reads_from_the_next_one(
    open_record: OpenRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = await open_record()
    await append(record, chain("s", 2))
    await until_here(record)
    closed: list[Store] = []
    session_events = Store.session_events

    def late(self: Store, *which: Any) -> list[StoredEvent]:
        if not closed:
            closed.append(self)
            self.close()
            record.history._intake.rebuild("A test says so.")
        return session_events(self, *which)

    monkeypatch.setattr(Store, "session_events", late)
    monkeypatch.setattr(record.history, "_from_journals", None)
    assert len(await record.history.session_events(SESSION)) == 4


async def test_a_closed_record_has_everything_in_the_database(
    open_record: OpenRecord, layout: Layout
) -> None:
    record = await open_record()
    turns = chain("s", 50)
    await append(record, turns)
    await record.close()
    connection = duckdb.connect(str(layout.database), read_only=True)
    hashes = connection.execute("SELECT hash FROM events ORDER BY seq").fetchall()
    connection.close()
    assert hashes == [(event.hash,) for event in flat(turns)]
    assert list(layout.servers.iterdir()) == []


async def test_two_records_in_one_process_share_the_directory(open_record: OpenRecord) -> None:
    first = await open_record()
    await until_here(first)
    second = await open_record()
    await until(lambda: second.status()["intake"] == "elsewhere")
    turns = chain("s", 4)
    await append(first, turns[:2])
    await append(second, turns[2:])
    assert await first.history.session_events(SESSION) == flat(turns)
    assert await second.history.session_events(SESSION) == flat(turns)
    assert (await second.history.query("SELECT max(seq) FROM events")).rows == ((8,),)
    with pytest.raises(Exception, match="one SELECT"):
        await second.history.query("DELETE FROM events")
    with pytest.raises(QueryError, match="one SELECT"):
        await first.history.query("DELETE FROM events")
    await first.close()
    await until_here(second)
    assert await second.history.session_events(SESSION) == flat(turns)


@pytest.mark.parametrize("rubbish", [b"this is no database" * 500, b"\0" * 300_000])
async def test_a_damaged_database_is_set_aside_and_rebuilt(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture, rubbish: bytes
) -> None:
    turns = chain("s", 5)
    write_journal(layout, "before", turns)
    layout.database.write_bytes(rubbish)
    record = await open_record()
    assert await record.history.session_events(SESSION) == flat(turns)
    await until_here(record)
    assert (await record.history.query("SELECT count(*) FROM events")).rows == ((10,),)
    aside = list(layout.root.glob("tutor.duckdb.damaged-*"))
    assert [path.read_bytes() for path in aside] == [rubbish]
    assert "is rebuilt from the journals" in caplog.text


async def test_an_empty_file_in_the_place_of_the_database_does_no_harm(
    open_record: OpenRecord, layout: Layout
) -> None:
    turns = chain("s", 5)
    write_journal(layout, "before", turns)
    layout.database.touch()
    record = await open_record()
    assert await record.history.session_events(SESSION) == flat(turns)
    await until_here(record)
    assert (await record.history.query("SELECT count(*) FROM events")).rows == ((10,),)


async def test_a_database_damaged_inside_is_rebuilt_from_the_journals(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    turns = chain("s", 5)
    record = await open_record()
    await append(record, turns)
    await record.close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("UPDATE events SET body = '{}' WHERE seq = 7")
    connection.close()
    again = await open_record()
    await until_here(again)
    assert await again.history.session_events(SESSION) == flat(turns)
    await until(lambda: bool(list(layout.root.glob("tutor.duckdb.damaged-*"))))
    await until_here(again)
    assert "event 7 was changed after it was recorded" in caplog.text
    bodies = await again.history.query("SELECT body FROM events ORDER BY seq")
    assert bodies.rows == tuple((event.body,) for event in flat(turns))


async def test_a_changed_event_is_never_served(open_record: OpenRecord, layout: Layout) -> None:
    turns = chain("s", 4, per_turn=1)
    changed = [replace(turns[2][0], body="{}")]
    write_journal(layout, "one", [*turns[:2], changed, turns[3]])
    record = await open_record()
    for _ in range(2):
        with pytest.raises(RecordDamagedError, match="event 3 was changed") as caught:
            await record.history.session_events(SESSION)
        assert list(caught.value.intact) == flat(turns[:2])
        await until_here(record)
    assert list(layout.root.glob("tutor.duckdb.damaged-*")) == []


async def test_a_missing_event_is_told_and_what_is_intact_is_given(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    turns = chain("s", 4)
    write_journal(layout, "one", [turns[0], turns[1], turns[3]])
    record = await open_record()
    with pytest.raises(RecordDamagedError, match="event 5 is missing") as caught:
        await record.history.session_events(SESSION)
    assert list(caught.value.intact) == flat(turns[:2])
    await until_here(record)
    assert "The journals have a gap: event 7 of session s came without event 6" in caplog.text


async def test_while_another_program_has_the_database_sessions_go_on(
    open_record: OpenRecord, layout: Layout
) -> None:
    before = await open_record()
    turns = chain("s", 6)
    await append(before, turns[:2])
    await before.close()
    holder = await spawn("tests.record.child_holder", str(layout.database))
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"

    record = await open_record()
    await until(lambda: record.status()["notice"] is not None)
    status = record.status()
    assert status["intake"] == "waiting"
    assert "is in use by another program" in status["notice"]
    assert "nothing is lost" in status["notice"]
    await append(record, turns[2:])
    assert await record.history.session_events(SESSION) == flat(turns)

    await holder.communicate(b"close\n")
    await until_here(record)
    assert await record.history.session_events(SESSION) == flat(turns)
    assert (await record.history.query("SELECT count(*) FROM events")).rows == ((12,),)
    assert list(layout.root.glob("tutor.duckdb.damaged-*")) == []


async def test_a_full_disk_under_the_database_is_waited_for(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    take = Store.take

    def failing(self: Store, merged: Merged) -> None:
        if full:
            raise duckdb.IOException("Could not write file: No space left on device")
        take(self, merged)

    monkeypatch.setattr(Store, "take", failing)
    record = await open_record()
    turns = chain("s", 4)
    await append(record, turns)
    assert await record.history.session_events(SESSION) == flat(turns)
    await until(lambda: "No space left on device" in str(record.status()["notice"]))
    assert (record.status()["intake"], record.status()["behind"] > 0) == ("waiting", True)
    full = False
    await until_here(record)
    assert (await record.history.query("SELECT count(*) FROM events")).rows == ((8,),)
    assert list(layout.root.glob("tutor.duckdb.damaged-*")) == []


async def test_a_database_that_fails_again_and_again_is_rebuilt_once(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Store.take

    def failing(self: Store, merged: Merged) -> None:
        if not list(layout.root.glob("tutor.duckdb.damaged-*")):
            raise duckdb.FatalException("Corrupt block")
        take(self, merged)

    monkeypatch.setattr(Store, "take", failing)
    monkeypatch.setattr(duckdb_retries, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    turns = chain("s", 4)
    await append(record, turns)
    assert await record.history.session_events(SESSION) == flat(turns)
    await until_here(record)
    assert await record.history.session_events(SESSION) == flat(turns)
    assert len(list(layout.root.glob("tutor.duckdb.damaged-*"))) == 1


@pytest.mark.parametrize("shut", [True, False], ids=["stopped", "killed"])
async def test_a_journal_that_was_taken_in_to_its_end_is_not_read_again(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch, shut: bool
) -> None:
    turns = chain("s", 3)
    write_journal(layout, "before", turns, shut=shut)
    first = await open_record()
    await until_here(first)
    await first.close()
    read: list[str] = []
    whole = JournalReader.turns

    def noted(self: JournalReader, server: str, *rest: Any, **more: Any) -> Any:
        read.append(server)
        return whole(self, server, *rest, **more)

    monkeypatch.setattr(JournalReader, "turns", noted)
    later = await open_record()
    assert await later.history.session_events(SESSION) == flat(turns)
    assert "before" not in read


async def test_a_torn_journal_is_mended_with_a_notice(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    turns = chain("s", 3)
    directory = write_journal(layout, "crashed", turns, shut=False)
    path = directory / "000001.jsonl"
    os.truncate(path, path.stat().st_size - 10)
    record = await open_record()
    assert await record.history.session_events(SESSION) == flat(turns[:2])
    await until_here(record)
    assert (directory / "000001.jsonl.torn").exists()
    assert "The journal of server crashed ends in an unfinished entry" in caplog.text
    fresh = said("s", turns[1][-1], "on we go")
    await append(record, [fresh])
    assert await record.history.session_events(SESSION) == [*flat(turns[:2]), *fresh]


async def test_a_journal_cut_after_it_was_taken_in_loses_nothing_and_is_told(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    turns = chain("s", 3)
    first = await open_record()
    await append(first, turns)
    await first.close()
    path = layout.journal / first.server_id / "000001.jsonl"
    os.truncate(path, path.stat().st_size // 2)
    second = await open_record()
    await until_here(second)
    assert await second.history.session_events(SESSION) == flat(turns)
    assert "is shorter than what was already taken in" in caplog.text


async def test_a_second_writers_events_are_told_and_left_out(
    open_record: OpenRecord, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    turns = chain("s", 3)
    other = said("s", turns[0][-1], "another")
    write_journal(layout, "a", turns)
    write_journal(layout, "b", [other])
    record = await open_record()
    assert await record.history.session_events(SESSION) == flat(turns)
    await until_here(record)
    assert "Event 3 of session s was written twice" in caplog.text
    kept = await record.history.query("SELECT event_id, kept_event_id FROM conflicts")
    assert kept.rows == ((other[0].event_id, turns[1][0].event_id),)


async def test_a_history_of_a_newer_version_stops_no_session(
    open_record: OpenRecord, layout: Layout
) -> None:
    before = await open_record()
    await until_here(before)
    await before.close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("INSERT INTO migrations VALUES ('s99_future', now()::TIMESTAMP)")
    connection.close()
    record = await open_record()
    turns = chain("s", 2)
    await append(record, turns)
    assert await record.history.session_events(SESSION) == flat(turns)
    await until(lambda: "newer version" in str(record.status()["notice"]))
    assert list(layout.root.glob("tutor.duckdb.damaged-*")) == []


async def test_the_directory_and_its_files_are_private(
    open_record: OpenRecord, layout: Layout
) -> None:
    record = await open_record()
    await append(record, chain("s", 1))
    await until_here(record)
    await record.leases.take(SESSION, "somebody", never_taken)

    def mode(path: Path) -> str:
        return oct(path.stat().st_mode & 0o777)

    directories = [path for path in layout.root.rglob("*") if path.is_dir()]
    files = [path for path in layout.root.rglob("*") if path.is_file() or path.is_socket()]
    assert mode(layout.root) == "0o700"
    assert {str(path): mode(path) for path in directories} == {
        str(path): "0o700" for path in directories
    }
    assert {str(path): mode(path) for path in files if path.name != "tutor.duckdb.wal"} == {
        str(path): "0o600" for path in files if path.name != "tutor.duckdb.wal"
    }
    assert json.loads((layout.servers / f"{record.server_id}.json").read_text())["pid"] == (
        os.getpid()
    )


async def never_taken(taker: str) -> None:
    raise AssertionError(f"nobody should have taken it: {taker}")
