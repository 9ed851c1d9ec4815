"""When the disk is full, a session crashes or moves: nothing is lost, nobody waits for ever."""

import asyncio
import json
from typing import Any

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import Continue
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import AwaitingAnswer, Correct
from jupyter_tutor.ports import CellRun, JournalError
from jupyter_tutor.sessions import session as session_module
from jupyter_tutor.sessions.loading import VERSION_GONE, UnknownLessonError
from jupyter_tutor.sessions.session import ENDED, Session
from jupyter_tutor.sessions.updates import Moved, Refused, Update
from jupyter_tutor.testing import ScriptedKernel
from tests.sessions.conftest import PLACE, RIGHT, World

DOUBLE = QuestionId("double")
RUN = CellRun(question=DOUBLE, source="#| for: double\ndef double(x): return 2 * x", outcome="ok")
AT = "2026-01-02T00:00:00.000Z"


@pytest.fixture(autouse=True)
def quick_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again at once."""
    monkeypatch.setattr(session_module, "FIRST_PAUSE", 0.0)


async def at_the_first_question(world: World, kernel: ScriptedKernel | None = None) -> Session:
    session = await world.server().join(PLACE)
    if kernel is not None:
        await session.attach(kernel)
    await session.ask(Continue(at=AT))
    assert session.state.phase == AwaitingAnswer(question=DOUBLE)
    return session


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_verdict_waits_until_it_can_be_saved(world: World) -> None:
    kernel = ScriptedKernel()
    verdict: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    kernel.script.append(verdict)
    session = await at_the_first_question(world, kernel)
    session.cell_ran(RUN)
    await settle()
    world.journal.full = True
    verdict.set_result(RIGHT)
    await settle()
    assert session.state.phase.type == "checking"
    world.journal.full = False
    await settle()
    assert session.state.phase == Correct(question=DOUBLE)


async def test_a_cell_that_ran_waits_until_it_can_be_saved(world: World) -> None:
    kernel = ScriptedKernel()
    kernel.script.append(RIGHT)
    session = await at_the_first_question(world, kernel)
    world.journal.full = True
    session.cell_ran(RUN)
    await settle()
    assert kernel.checked == []
    world.journal.full = False
    await settle()
    assert session.state.phase == Correct(question=DOUBLE)


async def test_a_check_that_something_else_cancelled_ends_in_words(world: World) -> None:
    kernel = ScriptedKernel()
    cancelled: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    cancelled.cancel()
    kernel.script.append(cancelled)
    session = await at_the_first_question(world, kernel)
    session.cell_ran(RUN)
    await settle()
    assert session.state.phase == AwaitingAnswer(question=DOUBLE)
    assert session.state.transcript[-1].text == words.check_failed("internal")


async def test_what_could_not_be_opened_leaves_no_lease_and_no_second_writer(world: World) -> None:
    server = world.server()
    world.journal.full = True
    knocks = await asyncio.gather(server.join(PLACE), server.join(PLACE), return_exceptions=True)
    assert [type(knock) for knock in knocks] == [JournalError, JournalError]
    assert world.held == {}
    assert server.live == ()
    world.journal.full = False
    session = await server.join(PLACE)
    assert session.alive
    assert list(world.held) == [PLACE.session]


async def test_after_a_crash_nobody_waits_for_an_abandoned_session(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = world.server(linger=0.0)
    session = await server.join(PLACE)
    with monkeypatch.context() as patched:
        patched.setattr(session_module, "decide", lambda *_: 1 / 0)
        await session.ask(Continue(at=AT))
    await settle()
    assert server.live == ()
    assert world.held == {}


async def test_a_crash_gives_up_the_check_that_is_asked_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = ScriptedKernel()
    verdict: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    kernel.script.append(verdict)
    session = await at_the_first_question(world, kernel)
    session.cell_ran(RUN)
    await settle()
    with monkeypatch.context() as patched:
        patched.setattr(session_module, "decide", lambda *_: 1 / 0)
        await session.ask(Continue(at=AT))
    await settle()
    assert verdict.cancelled()
    assert kernel.listeners == []


async def test_a_session_put_away_is_released_before_it_can_be_loaded_anew(world: World) -> None:
    server = world.server()
    first = await server.join(PLACE)
    stopping = asyncio.create_task(first.stop())
    await asyncio.sleep(0)
    second = await server.join(PLACE)
    await stopping
    assert second is not first
    assert list(world.held) == [PLACE.session]
    sequence = [event.seq for event in world.journal.events]
    assert sequence == list(range(1, len(sequence) + 1))


async def test_after_the_last_event_nothing_more_is_accepted(world: World) -> None:
    kernel = ScriptedKernel()
    session = await at_the_first_question(world, kernel)
    moving = asyncio.create_task(session.give_way("there"))
    await asyncio.sleep(0)
    session.cell_ran(RUN)
    late = await session.ask(Continue(at=AT))
    await moving
    assert late == Refused(ENDED)
    assert world.journal.events[-1].type == "session_yielded"
    assert kernel.checked == []


async def test_the_farewell_says_where_to_also_on_a_full_disk(world: World) -> None:
    session = await at_the_first_question(world)
    updates = session.watch()
    world.journal.full = True
    with pytest.raises(JournalError):
        await world.server("there").join(PLACE)
    told: list[Update] = [update async for update in updates]
    assert told == [Moved(words.yielded("there"))]


async def test_a_session_that_has_ended_listens_to_no_kernel(world: World) -> None:
    session = await at_the_first_question(world)
    await session.stop()
    kernel = ScriptedKernel()
    await session.attach(kernel)
    assert kernel.listeners == []


async def test_a_lost_version_is_called_lost(world: World) -> None:
    session = await at_the_first_question(world)
    await session.stop()
    world.courses.kept.clear()
    with pytest.raises(UnknownLessonError, match="began with is lost") as refused:
        await world.server("later").join(PLACE)
    assert str(refused.value) == VERSION_GONE


async def test_one_who_joins_is_waited_for_however_short_sessions_linger(world: World) -> None:
    server = world.server(linger=0.0)
    sessions = await asyncio.gather(*(server.join(PLACE) for _ in range(3)))
    assert len(set(sessions)) == 1
    assert sessions[0].alive
    updates = sessions[0].watch()
    await settle()
    assert sessions[0].alive
    updates.close()


async def test_a_kernel_that_went_is_not_called_another_when_the_next_comes(world: World) -> None:
    session = await at_the_first_question(world, ScriptedKernel("kernel-1"))
    await session.attach(None)
    await session.attach(ScriptedKernel("kernel-2"))
    noted = [event.body for event in world.journal.events if event.type == "kernel_noted"]
    assert [json.loads(body)["status"] for body in noted] == ["attached", "detached", "attached"]
    assert [json.loads(body)["words"] for body in noted] == ["", "", ""]


async def test_a_check_waits_a_moment_for_the_next_cell_to_end(world: World) -> None:
    kernel = ScriptedKernel()
    kernel.script.extend(["busy", "busy", RIGHT])
    session = await at_the_first_question(world, kernel)
    updates = session.watch()
    session.cell_ran(RUN)
    while session.state.phase.type != "correct":
        await anext(updates)
    assert len(kernel.checked) == 3
