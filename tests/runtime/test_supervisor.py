"""What OTP's cases (test_otp_suite.py) do not tell of a supervisor."""

import asyncio
import gc
import logging
import time
import weakref
from typing import Any

import pytest

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, Crashed, ExitReason
from jupyter_tutor.runtime.happenings import (
    Chronicle,
    Happening,
    LimitReached,
    PlaceEmpty,
    ProcessEnded,
    ProcessEnding,
    ProcessStarted,
    StartFailed,
    Unresponsive,
)
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec, Flags
from jupyter_tutor.runtime.supervisor import ChildError, Supervisor
from jupyter_tutor.runtime.tree import live_tree
from tests.runtime.virtual import rest, virtual

CRASH = Crashed(ValueError("boom"))


class Thing(Process):
    """Ends at once, however it is asked to."""


class Busy(Actor[Any, None]):
    """Looks at no more mail; one that is stubborn goes on although it is cancelled."""

    def __init__(self, *, stubborn: bool) -> None:
        super().__init__()
        self.stubborn = stubborn
        self.go = asyncio.Event()

    async def handle_call(self, message: Any) -> None:
        while not self.go.is_set():
            try:
                await self.go.wait()
            except asyncio.CancelledError:
                if not self.stubborn:
                    raise


async def busy(*, stubborn: bool = False) -> Busy:
    actor = await Busy(stubborn=stubborn).start()
    actor.cast("be busy")
    return actor


def now() -> float:
    return asyncio.get_running_loop().time()


def there(supervisor: Supervisor, child_id: str) -> Process:
    [process] = [place.process for place in supervisor.places if place.spec.id == child_id]
    assert process is not None
    return process


@virtual
async def test_all_that_happens_in_a_tree_is_told() -> None:
    outcomes = [Thing, Thing, LookupError, Thing]

    def start() -> Process:
        outcome = outcomes.pop(0)
        if issubclass(outcome, Exception):
            raise outcome
        return outcome()

    async def inner() -> Process:
        specs = [ChildSpec(id="a", start=start), ChildSpec(id="b", start=Thing)]
        return await Supervisor(specs, Flags(max_restarts=2), now=now).start()

    chronicle = Chronicle(now=now)
    heard: list[Happening] = []
    root = Supervisor([ChildSpec(id="inner", start=inner, type="supervisor")], now=now)
    await root.start_root(chronicle)
    chronicle.listen(heard.append)
    supervisor = there(root, "inner")
    assert isinstance(supervisor, Supervisor)
    await rest(1)
    there(supervisor, "a").exit(CRASH)
    await rest(1)
    there(supervisor, "a").exit(CRASH)
    await rest(1)
    await root.stop(SHUTDOWN)

    def kind(child: str) -> Any:
        return "supervisor" if child in ("root", "inner") else "part"

    def begun(
        process: int, parent: int | None, child: str, place: int, restarts: int = 0
    ) -> Happening:
        return ProcessStarted(
            at=at,
            process=process,
            parent=parent,
            child=child,
            kind=kind(child),
            restarts=restarts,
            place=place,
        )

    def ending(process: int) -> Happening:
        return ProcessEnding(at=at, process=process)

    def over(process: int, reason: str) -> Happening:
        return ProcessEnded(at=at, process=process, reason=reason)

    def empty(parent: int, child: str, place: int, state: Any, restarts: int = 0) -> Happening:
        return PlaceEmpty(
            at=at,
            parent=parent,
            place=place,
            child=child,
            kind=kind(child),
            state=state,
            restarts=restarts,
        )

    at: Any = 0.0
    expected = [
        begun(1, None, "root", 0),
        begun(2, 1, "inner", 1),
        begun(3, 2, "a", 2),
        begun(4, 2, "b", 3),
    ]
    assert list(chronicle.kept[:4]) == expected
    at = pytest.approx(1.0)
    expected += [
        over(3, "crashed: ValueError"),
        empty(2, "a", 2, "restarting"),
        begun(5, 2, "a", 2, 1),
    ]
    at = pytest.approx(2.0)
    expected += [
        over(5, "crashed: ValueError"),
        empty(2, "a", 2, "restarting", 1),
        StartFailed(at=at, parent=2, child="a", reason="crashed: LookupError", again=True),
        empty(2, "a", 2, "restarting", 2),
        LimitReached(at=at, process=2, child="a", gives_up="supervisor"),
        empty(2, "a", 2, "absent", 2),
        ending(2),
        empty(2, "b", 3, "absent"),
        over(4, "shutdown"),
        over(2, "shutdown"),
        empty(1, "inner", 1, "restarting"),
        begun(6, 1, "inner", 1, 1),
        begun(7, 6, "a", 4),
        begun(8, 6, "b", 5),
    ]
    at = pytest.approx(3.0)
    expected += [
        ending(1),
        empty(1, "inner", 1, "absent", 1),
        ending(6),
        empty(6, "b", 5, "absent"),
        over(8, "shutdown"),
        empty(6, "a", 4, "absent"),
        over(7, "shutdown"),
        over(6, "shutdown"),
        over(1, "shutdown"),
    ]
    assert list(chronicle.kept) == expected
    assert heard == expected[4:]


@virtual
async def test_a_child_has_its_time_to_end_and_is_killed_then() -> None:
    specs = [
        ChildSpec(id="long", start=busy, shutdown=30),
        ChildSpec(id="usual", start=busy),
        ChildSpec(id="none", start=busy, shutdown="brutal_kill"),
    ]
    supervisor = await Supervisor(specs).start()
    ended = [(name, there(supervisor, name)) for name in ("none", "usual", "long")]
    when: list[tuple[str, float, ExitReason]] = []
    for name, process in ended:
        process.monitor(lambda _, reason, name=name: when.append((name, now(), reason)))
    await supervisor.stop()
    assert [(name, round(at), reason) for name, at, reason in when] == [
        ("none", 0, KILLED),
        ("usual", 5, KILLED),
        ("long", 35, KILLED),
    ]


@virtual
async def test_one_that_cannot_be_killed_is_called_unresponsive_and_never_dead(
    caplog: pytest.LogCaptureFixture,
) -> None:
    chronicle = Chronicle(now=now)
    supervisor = Supervisor(
        [ChildSpec(id="a", start=busy, shutdown="brutal_kill"), ChildSpec(id="b", start=Thing)]
    )
    await supervisor.start_root(chronicle)
    stubborn = there(supervisor, "a")
    assert isinstance(stubborn, Busy)
    stubborn.stubborn = True
    begun = now()
    await supervisor.terminate_child("a")
    assert chronicle.kept[3:] == (
        PlaceEmpty(
            at=begun, parent=1, place=1, child="a", kind="actor", state="absent", restarts=0
        ),
        ProcessEnding(at=begun, process=stubborn.number),
        Unresponsive(at=now(), process=stubborn.number),
    )
    # It is shown for as long as it goes on, beside who takes its place.
    assert [(node.child, node.state) for node in live_tree(supervisor).children] == [
        ("a", "absent"),
        ("b", "running"),
        ("a", "unresponsive"),
    ]
    assert (stubborn.alive, stubborn.unresponsive, stubborn.ended) == (True, True, None)
    assert [record.message for record in caplog.records] == [
        f"process {stubborn.number} does not end although it was cancelled"
    ]
    # The supervisor is not held up by it: it can be replaced, and the tree can end.
    replaced = await supervisor.restart_child("a")
    assert isinstance(replaced, Busy)
    await supervisor.stop()
    assert replaced.ended == KILLED
    stubborn.go.set()
    assert await stubborn.wait() == KILLED
    assert chronicle.kept[-1] == ProcessEnded(at=now(), process=stubborn.number, reason="killed")


@virtual
async def test_why_a_child_cannot_start_is_told_to_who_asked() -> None:
    def start() -> Process:
        raise LookupError("no such course")

    supervisor = await Supervisor().start()
    with pytest.raises(StartChildError, match="a: LookupError") as caught:
        await supervisor.start_child(ChildSpec(id="a", start=start))
    assert isinstance(caught.value.__cause__, LookupError)
    with pytest.raises(StartChildError, match="a: TypeError") as caught:
        await supervisor.start_child(ChildSpec(id="a", start=lambda: "no process"))  # type: ignore[arg-type,return-value]
    assert str(caught.value.__cause__) == "its start function gave a str"
    with pytest.raises(ChildError, match="not found"):
        await supervisor.child_spec("a")
    assert supervisor.alive


@virtual
async def test_a_process_that_has_its_place_already_gets_no_other() -> None:
    chronicle = Chronicle(now=now)
    root = await Supervisor([ChildSpec(id="mine", start=Thing)]).start_root(chronicle)
    mine = there(root, "mine")
    for supervisor in (await Supervisor().start(), DynamicSupervisor()):
        for given in (mine, root):
            with pytest.raises(StartChildError, match="b: ValueError") as caught:
                await supervisor.start_child(ChildSpec(id="b", start=lambda given=given: given))
            words = "its start function gave a process that is in a tree already"
            assert str(caught.value.__cause__) == words
        assert supervisor.places == ()
        await supervisor.stop()
    assert (mine.alive, mine.parent, there(root, "mine")) == (True, root, mine)
    await root.stop()


@virtual
async def test_what_a_temporary_child_was_started_with_is_let_go() -> None:
    class Large:
        pass

    supervisor = await Supervisor().start()
    kept: list[weakref.ref[Large]] = []
    for restart in ("temporary", "transient", "permanent"):
        large = Large()
        kept.append(weakref.ref(large))
        await supervisor.start_child(
            ChildSpec(id=restart, start=lambda _: Thing(), args=(large,), restart=restart)  # type: ignore[arg-type]
        )
    del large
    await rest()
    gc.collect()
    assert [one() is None for one in kept] == [True, False, False]
    assert (await supervisor.child_spec("temporary")).args == ()


@virtual
async def test_a_child_that_has_ended_before_it_is_taken_in_is_started_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def start() -> Process:
        started = Thing()
        if len(made) < 2:
            started.exit(CRASH)
        made.append(started)
        return started

    made: list[Process] = []
    supervisor = await Supervisor([ChildSpec(id="a", start=start)]).start()
    await rest()
    assert [process.alive for process in made] == [False, False, True]
    assert there(supervisor, "a") is made[-1]
    assert caplog.records == []


@virtual
async def test_giving_up_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    flags = Flags(max_restarts=0)
    supervisor = await Supervisor([ChildSpec(id="a", start=Thing)], flags, now=now).start()
    there(supervisor, "a").exit(CRASH)
    assert await supervisor.wait() == SHUTDOWN
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.ERROR, "the child a was started again too often")
    ]


@virtual
async def test_ten_times_the_children_are_about_ten_times_the_work() -> None:
    async def work(many: int) -> float:
        supervisor = await Supervisor().start()
        begun = time.process_time()
        for number in range(many):
            await supervisor.start_child(ChildSpec(id=number, start=Thing))
        for number in range(many):
            await supervisor.terminate_child(number)
        spent = time.process_time() - begun
        assert (await supervisor.count_children()).active == 0
        await supervisor.stop()
        return spent

    # Each looking through all the others would be a hundred times the work.
    assert await work(5_000) < 50 * await work(500)
