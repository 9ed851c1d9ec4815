"""An actor handles its mail one by one, and its end is told to everyone concerned."""

import asyncio

import pytest

from jupyter_tutor.runtime.actor import Actor, ActorDownError, MailboxFullError


async def test_messages_are_handled_one_at_a_time_in_order() -> None:
    trace: list[str] = []

    async def handle(message: str) -> str:
        trace.append(f"begin {message}")
        await asyncio.sleep(0)
        trace.append(f"end {message}")
        return message.upper()

    actor = Actor(handle)
    replies = await asyncio.gather(*(actor.call(message) for message in "abc"))
    assert replies == ["A", "B", "C"]
    assert trace == ["begin a", "end a", "begin b", "end b", "begin c", "end c"]


async def test_a_resting_actor_has_no_task() -> None:
    async def handle(message: int) -> int:
        return message

    actor = Actor(handle)
    before = asyncio.all_tasks()
    assert await actor.call(1) == 1
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_crash_ends_the_actor_and_answers_all_who_wait() -> None:
    exits: list[BaseException | None] = []
    crash = ValueError("boom")

    async def handle(_message: str) -> None:
        raise crash

    actor = Actor(handle, on_exit=exits.append)
    results = await asyncio.gather(actor.call("a"), actor.call("b"), return_exceptions=True)
    assert [type(result) for result in results] == [ActorDownError, ActorDownError]
    assert exits == [crash]
    assert not actor.alive
    with pytest.raises(ActorDownError):
        actor.cast("c")


async def test_stop_finishes_the_message_at_hand_and_drops_the_rest() -> None:
    done: list[str] = []
    entered, go = asyncio.Event(), asyncio.Event()
    exits: list[BaseException | None] = []

    async def handle(message: str) -> None:
        entered.set()
        await go.wait()
        done.append(message)

    actor = Actor(handle, on_exit=exits.append)
    first = asyncio.create_task(actor.call("first"))
    second = asyncio.create_task(actor.call("second"))
    await entered.wait()
    stop = asyncio.create_task(actor.stop())
    await asyncio.sleep(0)
    assert not stop.done()
    go.set()
    await stop
    await first
    with pytest.raises(ActorDownError):
        await second
    assert done == ["first"]
    assert exits == [None]


async def test_an_actor_can_be_stopped_by_its_own_handler() -> None:
    exits: list[BaseException | None] = []

    async def handle(_message: str) -> str:
        await actor.stop()
        return "bye"

    actor = Actor(handle, on_exit=exits.append)
    assert await actor.call("stop") == "bye"
    assert exits == [None]
    assert not actor.alive


async def test_a_full_mailbox_refuses_with_a_clear_error() -> None:
    go = asyncio.Event()

    async def handle(_message: int) -> None:
        await go.wait()

    actor = Actor(handle, limit=2)
    actor.cast(0)
    await asyncio.sleep(0)
    actor.cast(1)
    actor.cast(2)
    with pytest.raises(MailboxFullError, match="2 messages are waiting"):
        actor.cast(3)
    assert actor.mailbox_length == 2
    go.set()
    await actor.stop()


async def test_giving_up_waiting_does_not_take_the_message_back() -> None:
    handled: list[int] = []
    go = asyncio.Event()

    async def handle(message: int) -> None:
        await go.wait()
        handled.append(message)

    actor = Actor(handle)
    call = asyncio.create_task(actor.call(1))
    await asyncio.sleep(0)
    call.cancel()
    go.set()
    await actor.call(2)
    assert handled == [1, 2]
