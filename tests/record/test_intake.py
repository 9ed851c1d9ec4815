"""The intake serves all, whatever one event does to it and whatever ails the program or the file."""

from collections.abc import Awaitable, Callable

import duckdb
import pytest

from jupyter_tutor.adapters import duckdb_intake, duckdb_summary
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import Merged
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_events import TutorSaid
from tests.record.children import until
from tests.record.turns import chain, flat, said

OpenRecord = Callable[[], Awaitable[Record]]


async def until_here(record: Record) -> None:
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})


def set_aside(layout: Layout) -> int:
    """How many databases were found damaged."""
    return len(list(layout.root.glob("tutor.duckdb.damaged-*")))


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
    monkeypatch.setattr(duckdb_intake, "RETRY_SECONDS", (0.01,))
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
    monkeypatch.setattr(duckdb_intake, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    turns = chain("s", 2)
    for turn in turns:
        await record.journal.append(turn)
    await until(lambda: len(tries) > duckdb_intake.PATIENCE)
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
    tries: list[object] = []
    connect = duckdb.connect

    def counted(*given: object, **named: object) -> object:
        tries.append(given)
        return connect(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(duckdb, "connect", counted)
    monkeypatch.setattr(duckdb_intake, "RETRY_SECONDS", (0.01,))
    record = await open_record()
    await until(lambda: len(tries) > duckdb_intake.PATIENCE)
    assert "newer version" in str(record.status()["notice"])
    assert set_aside(layout) == 0
