"""A look at a tree: how everybody is, in words and as a diagram."""

import asyncio
import json
import sys
from dataclasses import asdict, replace
from typing import Any

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason
from jupyter_tutor.runtime.happenings import Chronicle, ProcessKind
from jupyter_tutor.runtime.part import Part
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import IGNORE, ChildSpec, Started
from jupyter_tutor.runtime.supervisor import Supervisor
from jupyter_tutor.runtime.tasks import TaskProcess
from jupyter_tutor.runtime.tree import (
    Node,
    NodeState,
    as_data,
    as_mermaid,
    as_text,
    live_tree,
    messages_waiting,
)
from tests.runtime.looking import as_told
from tests.runtime.virtual import rest, virtual

LONG = 3.0
"""Seconds that it takes the slow ones to end; fewer than they are given."""


class _Slow(Actor[Any, None]):
    def handle_call(self, message: Any) -> None:
        if message == "crash":
            raise ValueError
        self.leave()

    async def terminate(self, reason: ExitReason) -> None:
        await asyncio.sleep(LONG)


class _Stubborn(Actor[Any, None]):
    """Does not end while ``go`` is not set, although it is cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def terminate(self, reason: ExitReason) -> None:
        while not self.go.is_set():
            try:
                await self.go.wait()
            except asyncio.CancelledError:
                continue


async def _linger() -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(LONG)


def _closing_slowly() -> Part:
    return Part(lambda: asyncio.sleep(LONG))


async def _tree(*specs: ChildSpec) -> Supervisor:
    chronicle = Chronicle(now=asyncio.get_running_loop().time)
    return await Supervisor(specs).start_root(chronicle, "top")


def _below(process: Process) -> list[tuple[str, NodeState]]:
    return [(node.child, node.state) for node in live_tree(process).children]


def _there(supervisor: Supervisor, child: str) -> Any:
    [process] = [place.process for place in supervisor.places if place.spec.id == child]
    return process


@virtual
async def test_who_takes_its_time_to_end_is_ending_whatever_it_is_and_why() -> None:
    def dynamic() -> Process:
        return DynamicSupervisor()

    starts = {"part": _closing_slowly, "task": lambda: TaskProcess(_linger()), "many": dynamic}
    asked = ["crashed", "leaves", "exit"]
    top = await _tree(
        *(ChildSpec(id=name, start=_Slow, restart="temporary") for name in asked),
        *(ChildSpec(id=name, start=start, restart="temporary") for name, start in starts.items()),
    )
    await _there(top, "many").start_child(ChildSpec(id="slow", start=_Slow))
    await rest()
    assert _below(top) == [(name, "running") for name in (*asked, *starts)]
    _there(top, "crashed").cast("crash")
    _there(top, "leaves").cast("leave")
    for name in ("exit", *starts):
        _there(top, name).exit(SHUTDOWN)
    await rest()
    assert _below(top) == [(name, "ending") for name in (*asked, *starts)]
    assert [as_text(node).splitlines()[0] for node in live_tree(top).children[3:]] == [
        "part (part, ending, 0 s)",
        "task (task, ending, 0 s)",
        "many (supervisor, ending, 0 s)",
    ]
    await rest(LONG)
    assert _below(top) == []


@virtual
async def test_a_child_that_its_supervisor_ends_is_shown_until_it_has_ended() -> None:
    top = await _tree(ChildSpec(id="a", start=_Slow))
    terminating = asyncio.ensure_future(top.terminate_child("a"))
    await rest()
    assert _below(top) == [("a", "absent"), ("a", "ending")]
    await terminating
    assert _below(top) == [("a", "absent")]


@virtual
async def test_who_goes_on_although_killed_is_shown_and_outlives_its_supervisor() -> None:
    async def middle() -> Process:
        return await Supervisor([ChildSpec(id="a", start=_Stubborn, shutdown=1.0)]).start()

    top = await _tree(ChildSpec(id="middle", start=middle, type="supervisor"))
    stubborn = _there(_there(top, "middle"), "a")
    await top.terminate_child("middle")
    assert _below(top) == [("middle", "absent"), ("a", "unresponsive")]
    stubborn.go.set()
    await rest()
    assert _below(top) == [("middle", "absent")]


@virtual
async def test_who_ignores_the_kill_of_its_supervisor_is_shown_as_long_as_it_goes_on() -> None:
    async def inner() -> Process:
        children = [ChildSpec(id="a", start=_Stubborn), ChildSpec(id="b", start=_Slow)]
        return await Supervisor(children).start()

    async def middle() -> Process:
        below = ChildSpec(id="inner", start=inner, type="supervisor")
        return await Supervisor([below, ChildSpec(id="c", start=_Stubborn)]).start()

    top = await _tree(ChildSpec(id="middle", start=middle, type="supervisor", restart="temporary"))
    killed = _there(top, "middle")
    stubborn = [_there(_there(killed, "inner"), "a"), _there(killed, "c")]
    for one in stubborn:
        one.exit(SHUTDOWN)
    await rest()
    killed.exit(KILLED)
    await rest()
    assert _below(top) == [("c", "ending"), ("a", "ending")]
    await rest(2 * LONG)
    assert _below(top) == [("c", "unresponsive"), ("a", "unresponsive")]
    for one in stubborn:
        one.go.set()
    await rest()
    assert _below(top) == []


@virtual
async def test_a_place_that_nobody_is_in_is_absent_or_filled_again() -> None:
    going = asyncio.Event()
    outcomes = [False, True]

    async def start() -> Started:
        if outcomes.pop(0):
            await going.wait()
        return _closing_slowly()

    top = await _tree(
        ChildSpec(id="again", start=start), ChildSpec(id="none", start=lambda: IGNORE)
    )
    _there(top, "again").fail(OSError())
    await rest(2 * LONG)
    assert live_tree(top).children == (
        _node("again", "part", "restarting"),
        _node("none", "actor", "absent"),
    )
    going.set()
    await rest()
    again, none = live_tree(top).children
    assert (again.state, again.restarts, none.state) == ("running", 1, "absent")


@virtual
async def test_mail_age_and_memory_are_told_and_none_where_nobody_knows() -> None:
    top = await _tree(
        ChildSpec(id="actor", start=_Slow),
        ChildSpec(id="part", start=_closing_slowly),
        ChildSpec(id="pool", start=TaskPool),
        ChildSpec(id="task", start=lambda: TaskProcess(_linger())),
        ChildSpec(id="dynamic", start=DynamicSupervisor, type="supervisor"),
    )
    await rest(90.0)
    actor = _there(top, "actor")
    for _ in range(3):
        actor.cast("leave")
    tree = live_tree(top)
    assert [(node.mailbox, node.memory, round(node.age)) for node in tree.children] == [
        (3, sys.getsizeof(actor), 90),
        (0, None, 90),
        (0, None, 90),
        (0, None, 90),
        (0, None, 90),
    ]
    kilobytes = [f"{node.memory / 1000:.1f} kB" for node in (tree, tree.children[0]) if node.memory]
    assert as_text(tree).splitlines() == [
        f"top (supervisor, running, 90 s, {kilobytes[0]})",
        f"  actor (actor, running, 90 s, mail: 3, {kilobytes[1]})",
        "  part (part, running, 90 s)",
        "  pool (part, running, 90 s)",
        "  task (task, running, 90 s)",
        "  dynamic (supervisor, running, 90 s)",
    ]
    assert as_text(as_told(tree)).splitlines()[:2] == [
        "top (supervisor, running, 90 s)",
        "  actor (actor, running, 90 s)",
    ]
    await top.stop()


def _node(child: str, kind: ProcessKind, state: NodeState, *children: Node) -> Node:
    return Node(
        process=0,
        child=child,
        kind=kind,
        state=state,
        restarts=0,
        mailbox=0,
        age=0.0,
        memory=0,
        children=children,
    )


def test_of_many_children_some_are_shown_and_the_rest_is_counted() -> None:
    below = [_node(name, "actor", "running") for name in "abcd"]
    tree = _node("top", "supervisor", "running", *below)
    above = replace(below[0], restarts=2, children=tuple(below))
    tree = replace(tree, children=(above, *below[1:]))
    assert as_text(tree, most=2).splitlines() == [
        "top (supervisor, running, 0 s)",
        "  a (actor, running, 0 s, started again: 2)",
        "    a (actor, running, 0 s)",
        "    b (actor, running, 0 s)",
        "    … and 2 more",
        "  b (actor, running, 0 s)",
        "  … and 2 more",
    ]
    assert as_mermaid(tree, most=2).splitlines() == [
        "graph TD",
        '  n1["top (supervisor, running, 0 s)"]',
        '  n2["a (actor, running, 0 s, started again: 2)"]',
        "  n1 --> n2",
        '  n3["a (actor, running, 0 s)"]',
        "  n2 --> n3",
        '  n4["b (actor, running, 0 s)"]',
        "  n2 --> n4",
        '  n5["… and 2 more"]',
        "  n2 --> n5",
        '  n6["b (actor, running, 0 s)"]',
        "  n1 --> n6",
        '  n7["… and 2 more"]',
        "  n1 --> n7",
    ]
    assert "more" not in as_text(tree, most=4)


def test_an_id_of_any_kind_is_one_label_of_one_line() -> None:
    tree = _node('`a`\n"b" <i>#lt;& c', "actor", "running")
    assert as_text(tree) == '`a` "b" <i>#lt;& c (actor, running, 0 s)'
    assert as_mermaid(tree).splitlines() == [
        "graph TD",
        '  n1["#96;a#96; #quot;b#quot; #lt;i#gt;#35;lt;#amp; c (actor, running, 0 s)"]',
    ]


@virtual
async def test_mail_is_counted_also_of_those_below_and_of_those_who_are_leaving() -> None:
    top = await _tree(ChildSpec(id="dynamic", start=DynamicSupervisor, type="supervisor"))
    dynamic = _there(top, "dynamic")
    actors = [await dynamic.start_child(ChildSpec(id=n, start=_Stubborn)) for n in range(3)]
    assert messages_waiting(top) == 0
    ending = asyncio.ensure_future(dynamic.terminate_child(actors[0]))
    await rest(60.0)
    assert [node.state for node in live_tree(dynamic).children][2:] == ["unresponsive"]
    for number, actor in enumerate(actors):
        for _ in range(number + 1):
            actor.info("news")
    assert messages_waiting(top) == 6
    for actor in actors:
        actor.go.set()
    await ending
    await top.stop()


@virtual
async def test_as_data_it_is_by_the_names_of_its_fields() -> None:
    top = await _tree(ChildSpec(id="dynamic", start=DynamicSupervisor, type="supervisor"))
    await _there(top, "dynamic").start_child(ChildSpec(id="part", start=_closing_slowly))
    tree = live_tree(top)
    assert json.dumps(as_data(tree)) == json.dumps(asdict(tree))
    await top.stop()
