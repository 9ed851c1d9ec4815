"""Those that outlive their supervisor: nobody is forgotten, and nothing is said that is not so."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason
from jupyter_tutor.runtime.happenings import Chronicle
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


def _now() -> float:
    return asyncio.get_running_loop().time()


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
