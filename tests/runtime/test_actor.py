"""An actor handles its mail one by one, and its end is told to everyone concerned."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from jupyter_tutor.runtime.actor import (
    Actor,
    ActorDownError,
    CallTimeoutError,
    Down,
    LinkDown,
    MailboxFullError,
)
from jupyter_tutor.runtime.exits import (
    KILLED,
    NO_PROCESS,
    NORMAL,
    SHUTDOWN,
    Crashed,
    ExitReason,
    Killed,
    in_words,
)
from jupyter_tutor.runtime.run_queue import SLICE, TASKS_AT_ONCE
from tests.runtime.virtual import rest, virtual


class Recorder(Actor[Any, Any]):
    """Does what the message says, and writes down all it hears."""

    def __init__(self, *, limit: int = 1000) -> None:
        super().__init__(limit=limit)
        self.heard: list[Any] = []
        self.go = asyncio.Event()

    def handle_call(self, message: Any) -> Any:
        match message:
            case "wait":
                return self._wait()
            case Exception() as error:
                raise error
            case ("leave", reason):
                self.leave(reason)
            case ("exit", reason):
                self.exit(reason)
        self.heard.append(message)
        return f"heard {message}"

    def handle_info(self, message: Any) -> None:
        self.heard.append(message)

    async def terminate(self, reason: ExitReason) -> None:
        await asyncio.sleep(0)
        self.heard.append(f"terminate: {in_words(reason)}")

    async def _wait(self) -> str:
        self.heard.append("waiting")
        await self.go.wait()
        self.heard.append("waited")
        return "done"


class Frail(Recorder):
    traps_exits = False


class Stubborn(Recorder):
    """Goes on although it is cancelled."""

    async def _wait(self) -> str:
        while not self.go.is_set():
            try:
                await self.go.wait()
            except asyncio.CancelledError:
                self.heard.append("no")
        return "done"


class Slow(Recorder):
    """Takes half of a slice for each message."""

    def handle_call(self, message: Any) -> Any:
        now = asyncio.get_running_loop().time
        until = now() + SLICE / 2
        while now() < until:
            pass
        return super().handle_call(message)


async def started(kind: type[Recorder] = Recorder, **more: Any) -> Recorder:
    return await kind(**more).start()


@virtual
async def test_messages_are_handled_one_at_a_time_in_order() -> None:
    actor = await started()
    calls = asyncio.gather(*(actor.call(message) for message in ("a", "wait", "b")))
    await rest()
    actor.cast("c")
    actor.info("d")
    await rest()
    assert (actor.heard, actor.mailbox_length) == (["a", "waiting"], 3)
    actor.go.set()
    assert await calls == ["heard a", "done", "heard b"]
    assert actor.heard == ["a", "waiting", "waited", "b", "c", "d"]


@virtual
async def test_ordinary_handlers_and_resting_actors_have_no_task() -> None:
    actor = await started()
    before = asyncio.all_tasks()
    during: list[set[Any]] = []
    actor.cast("a")
    asyncio.get_running_loop().call_soon(lambda: during.append(asyncio.all_tasks()))
    assert await actor.call("b") == "heard b"
    assert [*during, asyncio.all_tasks()] == [before, before]


async def test_a_full_mailbox_does_not_hold_the_loop() -> None:
    actor = await started(Slow)
    for number in range(12):
        actor.cast(number)
    handled_at_turns: list[int] = []
    while len(actor.heard) < 12:
        await asyncio.sleep(0)
        handled_at_turns.append(len(actor.heard))
    assert actor.heard == list(range(12))
    assert all(0 <= more <= 3 for more in (b - a for a, b in pairwise([0, *handled_at_turns])))


async def test_many_actors_with_mail_leave_others_their_turn() -> None:
    actors = [await started() for _ in range(10 * TASKS_AT_ONCE)]
    calls = [asyncio.ensure_future(actor.call("wait")) for actor in actors]
    await asyncio.sleep(0)
    begun_at_turns: list[int] = []
    while not begun_at_turns or begun_at_turns[-1] < len(actors):
        await asyncio.sleep(0)
        begun_at_turns.append(sum(bool(actor.heard) for actor in actors))
    assert all(more <= TASKS_AT_ONCE for more in (b - a for a, b in pairwise([0, *begun_at_turns])))
    for actor in actors:
        actor.go.set()
    assert await asyncio.gather(*calls) == ["done"] * len(actors)


@virtual
async def test_a_crash_ends_the_actor_and_answers_all_who_wait() -> None:
    actor = await started()
    crash = ValueError("boom")
    calls = [actor.call("wait"), actor.call(crash), actor.call("c")]
    results = asyncio.gather(*calls, return_exceptions=True)
    await rest()
    actor.go.set()
    first, *others = await results
    assert first == "done"
    assert [(type(error), str(error)) for error in others] == [
        (ActorDownError, "it has ended: crashed: ValueError")
    ] * 2
    assert actor.heard == ["waiting", "waited", "terminate: crashed: ValueError"]
    assert isinstance(actor.ended, Crashed)
    assert actor.ended.error is crash
    with pytest.raises(ActorDownError, match="crashed: ValueError"):
        actor.cast("d")
    actor.info("nobody is there to hear it")


@virtual
async def test_asked_to_end_it_comes_to_that_in_its_turn() -> None:
    actor = await started()
    first = asyncio.create_task(actor.call("wait"))
    await rest()
    actor.cast("before")
    stop = asyncio.create_task(actor.stop(SHUTDOWN))
    await rest()
    after = asyncio.create_task(actor.call("after"))
    await rest()
    assert not stop.done()
    actor.go.set()
    await stop
    assert await first == "done"
    with pytest.raises(ActorDownError, match="shutdown"):
        await after
    assert actor.heard == ["waiting", "waited", "before", "terminate: shutdown"]
    assert actor.ended == SHUTDOWN


@virtual
async def test_it_may_leave_when_it_has_answered() -> None:
    actor = await started()
    assert await actor.call(("leave", NORMAL)) == f"heard {('leave', NORMAL)}"
    assert await actor.wait() == NORMAL
    assert actor.heard == [("leave", NORMAL), "terminate: normal"]


@virtual
async def test_what_terminate_raises_is_why_it_ended() -> None:
    class Untidy(Recorder):
        async def terminate(self, reason: ExitReason) -> None:
            raise OSError

    actor = await started(Untidy)
    await actor.stop()
    assert in_words(await actor.wait()) == "crashed: OSError"


@virtual
async def test_a_full_mailbox_refuses_messages_but_never_news() -> None:
    actor = await started(limit=2)
    actor.cast("wait")
    await rest()
    actor.cast(1)
    actor.cast(2)
    with pytest.raises(MailboxFullError, match="2 messages are waiting"):
        actor.cast(3)
    with pytest.raises(MailboxFullError):
        await actor.call(3)
    actor.info("news")
    actor.go.set()
    await actor.stop()
    assert actor.heard == ["waiting", "waited", 1, 2, "news", "terminate: normal"]


@virtual
async def test_giving_up_waiting_does_not_take_the_message_back() -> None:
    actor = await started()
    actor.cast("wait")
    given_up = asyncio.create_task(actor.call("a"))
    await rest()
    with pytest.raises(CallTimeoutError, match="no reply within 2 seconds"):
        await actor.call("b", within=2)
    given_up.cancel()
    actor.go.set()
    assert await actor.call("c", within=2) == "heard c"
    assert actor.heard == ["waiting", "waited", "a", "b", "c"]


@virtual
async def test_killed_it_has_no_say() -> None:
    actor = await started()
    calls = asyncio.gather(actor.call("wait"), actor.call("a"), return_exceptions=True)
    await rest()
    actor.exit(KILLED)
    results = await calls
    assert [str(error) for error in results] == ["it has ended: killed"] * 2
    assert actor.ended == KILLED
    assert actor.heard == ["waiting"]


@virtual
async def test_killed_while_it_tidies_up_it_was_killed() -> None:
    class Slow(Recorder):
        async def terminate(self, reason: ExitReason) -> None:
            await self.go.wait()

    actor = await started(Slow)
    actor.exit(SHUTDOWN)
    await rest()
    assert actor.alive
    actor.exit(KILLED)
    assert await actor.wait() == KILLED


@virtual
async def test_it_may_kill_itself_and_does_not_tidy_up_then() -> None:
    actor = await started()
    actor.cast(("exit", KILLED))
    actor.cast("never heard")
    await rest()
    assert (actor.ended, actor.heard) == (KILLED, [("exit", KILLED)])


@virtual
async def test_killed_it_is_not_dead_before_it_has_stopped() -> None:
    actor = await started(Stubborn)
    call = asyncio.create_task(actor.call("wait"))
    await rest()
    actor.exit(KILLED)
    await rest(60)
    assert (actor.alive, actor.heard) == (True, ["no"])
    actor.go.set()
    assert await call == "done"
    assert isinstance(await actor.wait(), Killed)
    assert actor.heard == ["no"]


@virtual
async def test_what_it_awaits_being_cancelled_by_itself_is_a_crash() -> None:
    class Awaits(Recorder):
        async def _wait(self) -> str:
            raise asyncio.CancelledError

    actor = await started(Awaits)
    with pytest.raises(ActorDownError, match="crashed: RuntimeError"):
        await actor.call("wait")
    await actor.wait()
    assert actor.heard == ["terminate: crashed: RuntimeError"]


@virtual
async def test_one_that_cannot_get_ready_has_not_started() -> None:
    class Unready(Recorder):
        async def init(self) -> None:
            raise LookupError("not today")

    actor = Unready()
    early = asyncio.create_task(actor.call("wait"))
    await rest()
    with pytest.raises(LookupError, match="not today"):
        await actor.start()
    with pytest.raises(ActorDownError, match="crashed: LookupError"):
        await early
    assert actor.heard == []


@virtual
async def test_mail_that_comes_before_it_is_ready_waits() -> None:
    class Preparing(Recorder):
        async def init(self) -> None:
            await asyncio.sleep(1)
            self.heard.append("ready")

    actor = Preparing()
    early = asyncio.create_task(actor.call("a"))
    await rest()
    starting = asyncio.create_task(actor.start())
    await rest()
    actor.cast("b")
    assert await early == "heard a"
    assert await starting is actor
    await rest()
    assert actor.heard == ["ready", "a", "b"]


@virtual
async def test_one_that_has_nothing_to_get_ready_needs_no_start() -> None:
    actor = Recorder()
    call = asyncio.create_task(actor.call("wait"))
    await rest()
    actor.cast("a")
    assert await actor.start() is actor
    await rest()
    # Being started does not have it look at the next message before its time.
    assert (actor.heard, actor.mailbox_length) == (["waiting"], 1)
    actor.go.set()
    assert await call == "done"


@virtual
async def test_an_actor_that_traps_exits_hears_of_those_it_is_linked_to() -> None:
    actor, orderly, other = await started(), await started(), await started()
    crash = ValueError()
    for linked in (orderly, other):
        actor.link(linked)
        actor.link(linked)
    await orderly.stop()
    other.cast(crash)
    await rest()
    assert actor.heard == [LinkDown(orderly, NORMAL), LinkDown(other, other.ended or NORMAL)]
    assert actor.alive


@virtual
async def test_one_that_does_not_ends_with_those_it_is_linked_to() -> None:
    frail, orderly, unlinked, other = [await started(Frail) for _ in range(4)]
    for linked in (orderly, unlinked, other):
        frail.link(linked)
    frail.unlink(unlinked)
    orderly.exit(NORMAL)
    unlinked.exit(KILLED)
    assert frail.alive
    frail.cast("wait")
    await rest()
    other.exit(SHUTDOWN)
    await rest()
    # It ended at once, in the middle of what it did, and did not tidy up.
    assert (frail.ended, frail.heard) == (SHUTDOWN, ["waiting"])


@virtual
async def test_linking_to_one_that_has_ended_is_hearing_of_its_end() -> None:
    ended = await started()
    ended.exit(KILLED)
    traps, frail = await started(), await started(Frail)
    traps.link(ended)
    ended.link(frail)
    await rest()
    assert traps.heard == [LinkDown(ended, KILLED)]
    assert frail.ended == KILLED


@virtual
async def test_a_watch_tells_of_an_end_once_and_until_it_is_cancelled() -> None:
    watcher, watched, other, gone = [await started() for _ in range(4)]
    gone.exit(KILLED)
    watcher.hear_of(watched)
    watcher.hear_of(watched)
    watcher.hear_of(other).cancel()
    watcher.hear_of(gone)
    watcher.hear_of(gone).cancel()
    for process in (watched, other):
        process.exit(SHUTDOWN)
    await rest()
    assert watcher.heard == [Down(gone, NO_PROCESS), *[Down(watched, SHUTDOWN)] * 2]


@virtual
async def test_timers_ring_in_time_unless_cancelled_or_it_has_ended() -> None:
    actor, other = await started(), await started()
    actor.send_after(10, "late")
    actor.send_after(3, "early")
    actor.send_after(5, "never").cancel()
    other.send_after(5, "never")
    await rest(4)
    other.exit(KILLED)
    assert actor.heard == ["early"]
    await rest(7)
    assert (actor.heard, other.heard) == (["early", "late"], [])


@virtual
async def test_giving_up_waiting_for_an_end_does_not_disturb_it() -> None:
    actor = await started()
    waiting = asyncio.create_task(actor.wait())
    other = asyncio.create_task(actor.wait())
    await rest()
    waiting.cancel()
    actor.exit(KILLED)
    assert await other == KILLED
    assert waiting.cancelled()
    assert await actor.wait() == KILLED
