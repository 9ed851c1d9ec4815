"""Taking a session up from a snapshot, and with events that cannot be folded."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve, fold
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.core.talk_events import LearnerSaid
from jupyter_tutor.ports import DeadLetter
from jupyter_tutor.sessions import folding
from jupyter_tutor.sessions import session as session_module
from jupyter_tutor.sessions.session import CRASHED
from jupyter_tutor.sessions.snapshots import from_bytes, to_bytes
from jupyter_tutor.sessions.updates import Accepted, Refused
from jupyter_tutor.wire import event_from_body
from tests.core.event_cases import CASES
from tests.core.play import AT
from tests.core.values import STEADY
from tests.sessions.conftest import PLACE, World

NONE = State()


async def put_away(world: World, says: int = 3) -> State:
    """A session in which something was said, put away; its state then."""
    server = world.server()
    session = await server.join(PLACE)
    for number in range(says):
        assert isinstance(await session.ask(Say(at=AT, text=f"What is {number}?")), Accepted)
    await server.close()
    return session.state


@STEADY
@given(count=st.integers(0, len(CASES)))
def test_a_snapshot_is_the_state(count: int) -> None:
    state = fold([event for event, _ in CASES[:count]])

    kept = from_bytes(to_bytes(count, "h", state))

    assert kept is not None
    assert (kept.seq, kept.hash, kept.state) == (count, "h", state)


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[:-1],
        lambda kept: b"",
        lambda kept: b"\xff" + kept,
        lambda kept: kept.replace(b'"made_by":"', b'"made_by":"another'),
        lambda kept: kept.replace(b'"seq":7', b'"seq":"many"'),
    ],
    ids=["cut", "empty", "no text", "of other code", "of another shape"],
)
def test_what_is_of_no_use_is_none(damage: Any) -> None:
    kept = to_bytes(7, "h", NONE)

    assert from_bytes(kept) is not None
    assert from_bytes(damage(kept)) is None
    assert from_bytes(None) is None


async def test_only_what_came_after_the_snapshot_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = await put_away(world)
    asked: list[int] = []
    read = world.journal.session_events

    async def noted(session: Any, since: int = 1) -> Any:
        asked.append(since)
        return await read(session, since)

    monkeypatch.setattr(world.journal, "session_events", noted)
    again = await world.server().join(PLACE)

    assert asked == [world.journal.events[-2].seq]
    assert again.state == fold(event_from_body(event.body) for event in world.journal.events)
    assert again.state.transcript[: len(state.transcript)] == state.transcript


async def test_a_snapshot_of_another_record_is_not_used(world: World) -> None:
    await put_away(world)
    kept = from_bytes(world.snapshots.kept[PLACE.session])
    assert kept is not None
    wrong = replace(kept.state, transcript=())
    world.snapshots.kept[PLACE.session] = to_bytes(kept.seq, "0" * 64, wrong)

    again = await world.server().join(PLACE)

    assert again.state == fold(event_from_body(event.body) for event in world.journal.events)


async def test_a_live_session_is_kept_now_and_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "EVERY", 5)
    session = await world.server().join(PLACE)
    for number in range(4):
        await session.ask(Say(at=AT, text=f"What is {number}?"))

    kept = from_bytes(world.snapshots.kept[PLACE.session])

    assert kept is not None
    assert kept.seq >= 5
    assert kept.state == fold(
        event_from_body(event.body) for event in world.journal.events[: kept.seq]
    )


async def test_where_it_cannot_be_kept_the_session_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(world.snapshots, "write", full)
    state = await put_away(world)

    again = await world.server().join(PLACE)

    assert again.state.transcript[: len(state.transcript)] == state.transcript


# -- poison


async def poisoned(world: World) -> int:
    """Make an event of the record one that no version of the core knows; its number."""
    await put_away(world)
    world.snapshots.kept.clear()
    event = world.journal.events[2]
    body = json.dumps({"type": "from_the_future", "at": AT})
    world.journal.events[2] = replace(event, body=body, type="from_the_future")
    return event.seq


async def test_a_session_goes_on_without_an_event_that_crashes_it(world: World) -> None:
    seq = await poisoned(world)

    session = await world.server().join(PLACE)

    intact = [event for event in world.journal.events if event.seq != seq]
    assert session.state == fold(event_from_body(event.body) for event in intact)
    assert isinstance(await session.ask(Say(at=AT, text="Still there?")), Accepted)
    (letter,) = await world.dead_letters.all()
    assert letter == DeadLetter(
        id=f"fold {PLACE.session} {seq}",
        job="fold",
        at=letter.at,
        input=f'{{"seq":{seq},"session":"{PLACE.session}","type":"from_the_future"}}',
        error="WireError",
    )


async def test_an_event_that_crashes_the_fold_again_and_again_ends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the core's own, met in the turn that made the event and at each start after it."""

    def faulty(state: State, event: Event) -> State:
        if isinstance(event, LearnerSaid) and event.words == "Boom":
            raise ZeroDivisionError
        return evolve(state, event)

    monkeypatch.setattr(session_module, "evolve", faulty)
    monkeypatch.setattr(folding, "evolve", faulty)
    server = world.server()
    session = await server.join(PLACE)
    for tries in (1, 2):
        before = session.state.transcript
        assert await session.ask(Say(at=AT, text="Boom")) == Refused(CRASHED)
        await session.wait()

        session = await server.join(PLACE)

        assert session.state.transcript[: len(before)] == before
        assert isinstance(await session.ask(Say(at=AT, text="Still there?")), Accepted)
        letters = await world.dead_letters.all()
        assert [one.error for one in letters] == ["ZeroDivisionError"] * tries
    await server.close()


async def test_it_is_put_aside_once_however_often_it_fails(world: World) -> None:
    await poisoned(world)
    for _ in range(3):
        server = world.server()
        await server.join(PLACE)
        await server.close()
        world.snapshots.kept.clear()

    (letter,) = await world.dead_letters.all()

    assert letter.tries == 3
