"""The leases of servers in one process: what order things happen in, and what is left behind."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable

import pytest

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_locks import FileLock
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import LeaseError

OpenRecord = Callable[[], Awaitable[Record]]

SESSION = SessionId("../s")


def noted(layout: Layout) -> list[object]:
    return [json.loads(path.read_text()) for path in layout.leases.glob("*.json")]


async def nothing(taker: str) -> None:
    return


async def test_take_returns_only_after_the_holder_has_let_go(open_record: OpenRecord) -> None:
    first, second = await open_record(), await open_record()
    order: list[str] = []
    asked, may_go = asyncio.Event(), asyncio.Event()

    async def give_way(taker: str) -> None:
        order.append(f"asked by {taker}")
        asked.set()
        await may_go.wait()
        order.append("flushed")

    await first.leases.take(SESSION, "first", give_way)
    taking = asyncio.ensure_future(second.leases.take(SESSION, "second", nothing))
    await asked.wait()
    assert not taking.done()
    may_go.set()
    await taking
    assert order == ["asked by second", "flushed"]


async def test_a_session_may_release_itself_while_it_is_taken(open_record: OpenRecord) -> None:
    first, second = await open_record(), await open_record()

    async def give_way(taker: str) -> None:
        await first.leases.release(SESSION)

    await first.leases.take(SESSION, "first", give_way)
    await second.leases.take(SESSION, "second", nothing)


async def test_a_released_session_is_taken_without_asking(
    open_record: OpenRecord, layout: Layout
) -> None:
    first, second = await open_record(), await open_record()

    async def never(taker: str) -> None:
        raise AssertionError("it was released")

    await first.leases.take(SESSION, "first", never)
    assert noted(layout) == [{"session": SESSION, "server": first.server_id}]
    await first.leases.release(SESSION)
    await first.leases.release(SESSION)
    assert noted(layout) == []
    await second.leases.take(SESSION, "second", nothing)
    assert noted(layout) == [{"session": SESSION, "server": second.server_id}]
    await first.leases.release(SESSION)
    assert noted(layout) == [{"session": SESSION, "server": second.server_id}]
    await second.close()
    assert noted(layout) == []


async def test_the_newest_callback_of_the_holder_is_called(open_record: OpenRecord) -> None:
    first, second = await open_record(), await open_record()
    called: list[str] = []

    async def old(taker: str) -> None:
        called.append("old")

    async def new(taker: str) -> None:
        called.append("new")

    await first.leases.take(SESSION, "first", old)
    await first.leases.take(SESSION, "first", new)
    await second.leases.take(SESSION, "second", nothing)
    assert called == ["new"]


async def test_what_was_taken_twice_is_let_go_once(open_record: OpenRecord, layout: Layout) -> None:
    first, second = await open_record(), await open_record()

    async def never(taker: str) -> None:
        raise AssertionError("it was released")

    await first.leases.take(SESSION, "first", never)
    await first.leases.take(SESSION, "first again", never)
    await first.leases.release(SESSION)
    assert noted(layout) == []
    await second.leases.take(SESSION, "second", nothing)
    assert noted(layout) == [{"session": SESSION, "server": second.server_id}]


class Holder:
    """A server that takes a session, takes it again and lets it go, and knows whether it has it.

    Between the end of a taking and the beginning of a letting go it may write.
    """

    def __init__(self, record: Record, name: str) -> None:
        self.record = record
        self.name = name
        self.may_write = False
        self.lost = 0
        self._newest: object = None

    async def take(self, other: "Holder") -> None:
        async def give_way(taker: str) -> None:
            assert taker == other.name
            assert self._newest is give_way, "the callback of a taking that was replaced"
            self.lost += 1
            await asyncio.sleep(0)
            self.may_write = False

        await self.record.leases.take(SESSION, self.name, give_way)
        self._newest = give_way
        assert not other.may_write
        self.may_write = True

    async def release(self) -> None:
        self.may_write = False
        await self.record.leases.release(SESSION)


async def test_two_servers_never_both_hold_a_session(
    open_record: OpenRecord, layout: Layout
) -> None:
    pick = random.Random(20261122)
    one, two = Holder(await open_record(), "one"), Holder(await open_record(), "two")

    async def go(mine: Holder, other: Holder, steps: int) -> None:
        for _ in range(steps):
            if pick.random() < 0.7:
                await mine.take(other)
            else:
                await mine.release()
            for _ in range(pick.randrange(20)):
                await asyncio.sleep(0)

    await asyncio.gather(go(one, two, 150), go(two, one, 150))
    assert min(one.lost, two.lost) > 0
    await one.release()
    await two.release()
    assert noted(layout) == []


async def test_a_cancelled_taker_has_nothing(open_record: OpenRecord, layout: Layout) -> None:
    first, second = await open_record(), await open_record()
    asked, may_go = asyncio.Event(), asyncio.Event()

    async def give_way(taker: str) -> None:
        asked.set()
        await may_go.wait()

    await first.leases.take(SESSION, "first", give_way)
    taking = asyncio.ensure_future(second.leases.take(SESSION, "second", nothing))
    await asked.wait()
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert noted(layout) == [{"session": SESSION, "server": first.server_id}]
    may_go.set()
    await second.leases.take(SESSION, "second", nothing)
    assert noted(layout) == [{"session": SESSION, "server": second.server_id}]


async def test_a_note_that_cannot_be_read_holds_nothing(
    open_record: OpenRecord, layout: Layout
) -> None:
    record = await open_record()
    await record.leases.take(SESSION, "first", nothing)
    (path,) = layout.leases.glob("*.json")
    await record.leases.release(SESSION)
    path.write_text("{")
    await record.leases.take(SESSION, "first", nothing)
    assert noted(layout) == [{"session": SESSION, "server": record.server_id}]


async def test_a_process_that_hangs_in_the_leases_is_told_of(
    open_record: OpenRecord, layout: Layout
) -> None:
    record = await open_record()
    hung = FileLock(layout.leases / "lock")
    assert hung.acquire()
    with pytest.raises(LeaseError, match="held by a process that hangs"):
        await record.leases.take(SESSION, "first", nothing)
    hung.release()
    await record.leases.take(SESSION, "first", nothing)
