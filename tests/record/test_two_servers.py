"""Two real processes on one data directory: one intake, one holder of a session, no loss."""

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.adapters.journal_lines import event_from_json, event_to_json
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import StoredEvent
from tests.record.children import Child, until
from tests.record.turns import chain, flat

StartChild = Callable[[], Awaitable[Child]]
OpenRecord = Callable[[], Awaitable[Record]]


def plain(turns: list[list[StoredEvent]]) -> list[list[dict[str, object]]]:
    return [[event_to_json(event) for event in turn] for turn in turns]


async def events(child: Child, session: str) -> list[StoredEvent]:
    return [event_from_json(item) for item in await child.ask("events", session=session)]


async def test_each_reads_what_the_other_has_saved(start_child: StartChild) -> None:
    first = await start_child()
    await first.until_status("here")
    second = await start_child()
    await second.until_status("elsewhere")
    turns = chain("s", 6)
    for number, turn in enumerate(turns):
        writer, reader = (first, second) if number % 2 else (second, first)
        await writer.ask("append", turns=plain([turn]))
        assert await events(reader, "s") == flat(turns[: number + 1])
        assert await events(writer, "s") == flat(turns[: number + 1])


async def test_the_intake_goes_over_when_its_owner_is_killed(
    start_child: StartChild, layout: Layout
) -> None:
    owner = await start_child()
    await owner.until_status("here")
    heir = await start_child()
    await heir.until_status("elsewhere")
    turns = chain("s", 40)
    await owner.ask("append", turns=plain(turns[:20]))
    await owner.kill()
    await heir.ask("append", turns=plain(turns[20:]))
    # Complete at every moment of the hand-over, and the heir ends up with it all.
    assert await events(heir, "s") == flat(turns)
    await heir.until_status("here")
    assert await events(heir, "s") == flat(turns)
    server = await heir.ask("server")
    assert layout.intake_owner.read_text() == server
    # Nothing is left of the dead one.
    left = {path.name for path in layout.servers.iterdir() if path.suffix != ".sock"}
    assert left == {f"{server}.json", f"{server}.lock"}


async def test_owners_killed_while_they_take_in_lose_and_double_nothing(
    start_child: StartChild, open_record: OpenRecord
) -> None:
    sessions = [f"s{number}" for number in range(5)]
    lanes = {session: chain(session, 60) for session in sessions}
    for start in range(0, 60, 12):
        child = await start_child()
        part = [lanes[session][start + step] for step in range(12) for session in sessions]
        await child.ask("append", turns=plain(part))
        await child.kill()
    record = await open_record()
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})
    for session in sessions:
        assert await record.history.session_events(SessionId(session)) == flat(lanes[session])
    counted = await record.history.query(
        "SELECT count(*), count(DISTINCT event_id), (SELECT count(*) FROM conflicts) FROM events"
    )
    assert counted.rows == ((600, 600, 0),)


async def test_a_hung_owner_delays_nobody_for_long(
    start_child: StartChild, open_record: OpenRecord
) -> None:
    owner = await start_child()
    await owner.until_status("here")
    record = await open_record()
    turns = chain("s", 4)
    await owner.ask("append", turns=plain(turns[:2]))
    owner.freeze()
    for turn in turns[2:]:
        await record.journal.append(turn)
    assert await record.history.session_events(SessionId("s")) == flat(turns)
    assert record.status()["intake"] == "elsewhere"
    owner.thaw()
    assert await events(owner, "s") == flat(turns)


async def test_a_session_goes_to_who_asks_and_its_holder_is_told(start_child: StartChild) -> None:
    first, second = await start_child(), await start_child()
    assert await first.ask("take", session="s", taker="the first") == "held"
    assert await first.ask("take", session="s", taker="the first again") == "held"
    assert await second.ask("take", session="other", taker="the second") == "held"
    assert await second.ask("take", session="s", taker="the second") == "held"
    await first.ask("status")
    assert (first.taken_by, second.taken_by) == (["the second"], [])
    assert await first.ask("take", session="s", taker="the first") == "held"
    await second.ask("status")
    assert (first.taken_by, second.taken_by) == (["the second"], ["the first"])


async def test_a_dead_holder_holds_nothing(start_child: StartChild) -> None:
    first, second = await start_child(), await start_child()
    assert await first.ask("take", session="s", taker="the first") == "held"
    await first.kill()
    assert await second.ask("take", session="s", taker="the second") == "held"


async def test_a_server_that_closes_lets_go(start_child: StartChild) -> None:
    first, second = await start_child(), await start_child()
    assert await first.ask("take", session="s", taker="the first") == "held"
    await first.ask("close")
    assert await second.ask("take", session="s", taker="the second") == "held"


async def test_a_hung_holder_keeps_the_session_and_this_is_told(start_child: StartChild) -> None:
    first, second = await start_child(), await start_child()
    assert await first.ask("take", session="s", taker="the first") == "held"
    first.freeze()
    refusal = await second.ask("take", session="s", taker="the second")
    assert "does not answer" in refusal
    first.thaw()
    assert await second.ask("take", session="s", taker="the second again") == "held"
    await first.ask("status")
    # Who asked first had given up: nobody would have had what was given away then.
    assert first.taken_by == ["the second again"]


async def test_a_holder_that_cannot_let_go_keeps_the_session(start_child: StartChild) -> None:
    first, second = await start_child(), await start_child()
    assert await first.ask("take", session="s", taker="the first", stubborn=True) == "held"
    refusal = await second.ask("take", session="s", taker="the second")
    assert "could not let it go: cannot give it to the second" in refusal
    assert await first.ask("take", session="s", taker="the first") == "held"
    assert await second.ask("take", session="s", taker="the second") == "held"


async def test_takers_in_a_race_hold_it_one_after_the_other(start_child: StartChild) -> None:
    children = [await start_child() for _ in range(4)]
    rounds = 5
    for _ in range(rounds):
        outcomes = await asyncio.gather(
            *(child.ask("take", session="s", taker=str(i)) for i, child in enumerate(children))
        )
        assert outcomes == ["held"] * 4
    for child in children:
        await child.ask("status")
    # Each taking but the first took it from somebody, and whoever has it at the end lost it once
    # less often than it won it. A holder that takes what it holds takes it from nobody.
    losses = [len(child.taken_by) for child in children]
    assert 4 - 1 <= sum(losses) <= rounds * 4 - 1
    assert max(losses) <= rounds
