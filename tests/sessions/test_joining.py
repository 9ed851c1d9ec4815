"""Whoever joins may be gone before the session is there; the session and its record stay one."""

import asyncio
from collections.abc import Sequence

import pytest

from jupyter_tutor.core.commands import Continue
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.runtime.exits import KILLED
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted
from jupyter_tutor.wire import event_from_body
from tests.record.children import until
from tests.sessions.conftest import PLACE, World


class Slow:
    """A disk that takes its time: what is to be saved is, once ``go`` is set."""

    def __init__(self, world: World) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self._append = world.journal.append
        world.journal.append = self.append  # type: ignore[method-assign]

    async def append(self, turn: Sequence[StoredEvent]) -> None:
        """Save it in the end, whoever still waits for it."""
        await asyncio.shield(asyncio.ensure_future(self._later(turn)))

    async def _later(self, turn: Sequence[StoredEvent]) -> None:
        self.begun.set()
        await self.go.wait()
        await self._append(turn)


async def test_who_leaves_while_the_lesson_is_opened_leaves_no_second_writer(
    world: World,
) -> None:
    server = world.server()
    disk = Slow(world)
    first = asyncio.create_task(server.join(PLACE))
    await disk.begun.wait()
    first.cancel()
    again = asyncio.create_task(server.join(PLACE))
    await asyncio.wait([first])
    disk.go.set()
    session = await again
    assert first.cancelled()
    assert await session.ask(Continue(at="2026-01-02T00:00:00.000Z")) == Accepted(session.state.seq)
    events = world.journal.events
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert fold(event_from_body(event.body) for event in events) == session.state


async def test_a_lesson_that_nobody_waits_for_any_more_is_put_away(world: World) -> None:
    server = world.server(linger=0.0)
    disk = Slow(world)
    alone = asyncio.create_task(server.join(PLACE))
    await disk.begun.wait()
    alone.cancel()
    disk.go.set()
    await until(lambda: len(world.journal.events) > 1 and server.live == ())
    assert world.held == {}


async def test_who_leaves_while_a_newer_lesson_is_looked_for_does_not_keep_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = world.server(linger=0.0)
    looking = asyncio.Event()

    async def for_ever(session: Session, within: float) -> None:
        looking.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Session, "look_for_newer", for_ever)
    alone = asyncio.create_task(server.join(PLACE))
    await looking.wait()
    session = server.running(PLACE)
    assert session is not None
    # The time that it lingers is over before its only visitor has gone.
    for _ in range(3):
        await asyncio.sleep(0)
    alone.cancel()
    await session.wait()
    assert server.live == ()


@pytest.mark.parametrize("watched_before", [True, False])
async def test_who_joins_as_the_lesson_ends_hears_that_it_has(
    world: World, monkeypatch: pytest.MonkeyPatch, *, watched_before: bool
) -> None:
    server = world.server()

    async def crash(session: Session, within: float) -> None:
        if watched_before:
            session.watch()
        session.exit(KILLED)

    monkeypatch.setattr(Session, "look_for_newer", crash)
    session = await server.join(PLACE)
    async with asyncio.timeout(30):
        assert [update async for update in session.watch()] == []
    assert session.watchers == 0
