"""Those that outlive their supervisor: nobody is forgotten, and nothing is said that is not so."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason
from jupyter_tutor.runtime.happenings import Chronicle, Unresponsive
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec
from jupyter_tutor.runtime.supervisor import Supervisor
from jupyter_tutor.runtime.told import ToldTree
from jupyter_tutor.runtime.tree import Node, NodeState, live_tree
from tests.runtime.looking import as_told
from tests.runtime.virtual import rest, virtual

Shape = tuple[str, NodeState, list["Shape"]]


async def _hold_on(go: asyncio.Event) -> None:
    while not go.is_set():
        try:
            await go.wait()
        except asyncio.CancelledError:
            continue


class _Stubborn(Actor[Any, None]):
    """Does not end before ``go``, although it is cancelled."""

    def __init__(self, go: asyncio.Event) -> None:
        super().__init__()
        self.go = go

    async def terminate(self, reason: ExitReason) -> None:
        await _hold_on(self.go)


class _Slow(Actor[Any, None]):
    """Takes three seconds to end, of the five that it is given."""

    async def terminate(self, reason: ExitReason) -> None:
        await asyncio.sleep(3)


class _StubbornSupervisor(Supervisor):
    """Does not end before ``go``, and leaves its children to themselves."""

    def __init__(self, specs: list[ChildSpec], go: asyncio.Event) -> None:
        super().__init__(specs)
        self.go = go

    async def terminate(self, reason: ExitReason) -> None:
        await _hold_on(self.go)


class _Careless(Supervisor):
    """Crashes where it should end its children."""

    async def terminate(self, reason: ExitReason) -> None:
        raise ValueError


class _Top:
    """A root with one child that is not started again, and what its events tell."""

    def __init__(self, make: Callable[[], Process]) -> None:
        self.chronicle = Chronicle(now=_now)
        self._told = ToldTree()
        self.chronicle.listen(self._told.hear)
        spec = ChildSpec(id="below", start=make, restart="temporary", type="supervisor")
        self.root = Supervisor([spec])

    async def start(self) -> Any:
        await self.root.start_root(self.chronicle)
        return self.root.places[0].process

    def shape(self) -> list[Shape]:
        """Who is below the root, which its events tell just so."""
        live = live_tree(self.root)
        assert self._told.tree(_now()) == as_told(live)
        return _shape(live)


def _shape(node: Node) -> list[Shape]:
    return [(below.child, below.state, _shape(below)) for below in node.children]


def _supervisor(name: str, make: Callable[[], Supervisor]) -> ChildSpec:
    return ChildSpec(id=name, start=_started(make), type="supervisor")


def _now() -> float:
    return asyncio.get_running_loop().time()


def _there(supervisor: Any, child: str) -> Any:
    [process] = [place.process for place in supervisor.places if place.spec.id == child]
    return process


def _started(make: Callable[[], Supervisor]) -> Callable[[], Any]:
    return lambda: make().start()


def _unresponsive(chronicle: Chronicle) -> list[tuple[float, int]]:
    noted = [each for each in chronicle.kept if isinstance(each, Unresponsive)]
    return [(round(each.at, 3), each.process) for each in noted]


@virtual
async def test_killed_while_it_closes_it_ends_once_and_who_outlives_it_is_still_heard_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    go = asyncio.Event()
    top = _Top(DynamicSupervisor)
    many = await top.start()
    child = await many.start_child(ChildSpec(id="a", start=_Stubborn, args=(go,)))
    many.exit(SHUTDOWN)
    await rest()
    many.exit(KILLED)
    await rest(30)
    assert top.shape() == [("a", "unresponsive", [])]
    heard: list[ExitReason] = []
    child.monitor(lambda _, reason: heard.append(reason))
    go.set()
    await rest()
    assert len(heard) == 1
    assert top.shape() == []
    assert [record.message for record in caplog.records] == [
        f"process {child.number} does not end although it was cancelled"
    ]


@virtual
async def test_who_ends_after_its_killed_supervisor_leaves_its_children_to_the_living() -> None:
    gone = {name: asyncio.Event() for name in ("outer", "inner", "a")}
    a = ChildSpec(id="a", start=_Stubborn, args=(gone["a"],), shutdown="infinity")
    inner = _supervisor("inner", partial(_StubbornSupervisor, [a], gone["inner"]))
    outer = _supervisor("outer", partial(_StubbornSupervisor, [inner], gone["outer"]))
    top = _Top(_started(partial(Supervisor, [outer])))
    below = await top.start()
    outermost = _there(below, "outer")
    innermost = _there(outermost, "inner")
    for one in (innermost, outermost):
        one.exit(SHUTDOWN)
    await rest()
    below.exit(KILLED)
    await rest()
    assert top.shape() == [("outer", "ending", [("inner", "ending", [("a", "running", [])])])]
    gone["outer"].set()
    await rest()
    assert top.shape() == [("inner", "ending", [("a", "running", [])])]
    gone["inner"].set()
    await rest()
    assert top.shape() == [("a", "ending", [])]
    gone["a"].set()
    await rest()
    assert top.shape() == []


@virtual
async def test_who_was_only_asked_to_end_has_its_time_before_it_is_killed() -> None:
    go = asyncio.Event()
    specs = [
        ChildSpec(id="slow", start=_Slow),
        ChildSpec(id="stubborn", start=_Stubborn, args=(go,)),
    ]
    top = _Top(_started(partial(_Careless, specs)))
    below = await top.start()
    stubborn = _there(below, "stubborn")
    below.exit(SHUTDOWN)
    await rest(2)
    assert top.shape() == [("slow", "ending", []), ("stubborn", "ending", [])]
    await rest(10)
    assert top.shape() == [("stubborn", "unresponsive", [])]
    assert _unresponsive(top.chronicle) == [(6.0, stubborn.number)]
    go.set()
    await rest()
    assert top.shape() == []


@virtual
async def test_who_was_being_ended_when_its_supervisor_was_killed_is_killed_too() -> None:
    go = asyncio.Event()
    specs = [
        ChildSpec(id="slow", start=_Slow, shutdown="infinity"),
        ChildSpec(id="stubborn", start=_Stubborn, args=(go,), shutdown="infinity"),
    ]
    top = _Top(_started(partial(Supervisor, specs)))
    below = await top.start()
    slow, stubborn = (_there(below, name) for name in ("slow", "stubborn"))
    below.exit(SHUTDOWN)
    await rest()
    below.exit(KILLED)
    await rest()
    assert slow.ended == KILLED
    await rest(2)
    assert top.shape() == [("stubborn", "unresponsive", [])]
    assert _unresponsive(top.chronicle) == [(1.0, stubborn.number)]
    go.set()
    await rest()
    assert top.shape() == []


@virtual
async def test_who_outlives_a_killed_root_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    go = asyncio.Event()
    root = Supervisor([ChildSpec(id="a", start=_Stubborn, args=(go,))])
    chronicle = Chronicle(now=_now)
    await root.start_root(chronicle)
    stubborn = _there(root, "a")
    stubborn.exit(SHUTDOWN)
    await rest()
    root.exit(KILLED)
    await rest(2)
    assert not root.alive
    assert _unresponsive(chronicle) == [(1.0, stubborn.number)]
    assert [record.message for record in caplog.records] == [
        f"process {stubborn.number} does not end although it was cancelled"
    ]
    go.set()
    await rest()
    assert not stubborn.alive
