"""A formula in a live session: it needs no kernel, and however comparing it ends, it ends."""

import asyncio
from typing import Any

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import Continue, StopCheck, SubmitAnswer, TextAnswer
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.state import Correct, Remediation
from jupyter_tutor.sessions.directory import Place
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted
from tests.core.algebra import ALGEBRA, FACTORS
from tests.core.play import full_marks, wrong_marks
from tests.sessions.conftest import World
from tests.sessions.test_session import until_phase

AT = "2026-01-02T00:00:00.000Z"


async def asked(world: World) -> Session:
    world.courses.installed[ALGEBRA.course_id, ALGEBRA.id] = ALGEBRA
    place = Place(LearnerId("ada"), ALGEBRA.course_id, ALGEBRA.id)
    session = await world.server().join(place)
    await session.ask(Continue(at=AT))
    return session


def types(text: str, request: str) -> SubmitAnswer:
    answer = TextAnswer(text=text)
    return SubmitAnswer(at=AT, question=FACTORS.id, answer=answer, request=RequestId(request))


async def test_a_formula_is_compared_without_a_kernel(world: World) -> None:
    session = await asked(world)
    world.formulas.script.extend([wrong_marks(FACTORS), full_marks(FACTORS)])
    updates = session.watch()

    await session.ask(types("x+1", "r1"))
    await until_phase(session, updates, "remediation")
    assert session.state.phase == Remediation(question=FACTORS.id)
    await session.ask(types("(x+1)(x-2)", "r2"))
    await until_phase(session, updates, "correct")
    assert session.state.phase == Correct(question=FACTORS.id)
    assert world.formulas.judged == [("factors", "x+1"), ("factors", "(x+1)(x-2)")]


async def test_one_that_takes_too_long_or_crashes_leaves_the_question_open(world: World) -> None:
    session = await asked(world)
    crashing: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    crashing.set_exception(ValueError("boom"))
    world.formulas.script.extend(["too_long", crashing])
    updates = session.watch()
    told = []
    for request in ("r1", "r2"):
        await session.ask(types("x+1", request))
        await until_phase(session, updates, "awaiting_answer")
        told.append(session.state.transcript[-1].text)

    assert told == [words.check_failed("too_long"), words.check_failed("internal")]
    assert session.state.questions[FACTORS.id].attempts == 0


async def test_a_comparison_that_is_stopped_is_given_up(world: World) -> None:
    session = await asked(world)
    verdict: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    world.formulas.script.append(verdict)
    updates = session.watch()

    await session.ask(types("x+1", "r1"))
    await until_phase(session, updates, "checking")
    assert isinstance(await session.ask(StopCheck(at=AT)), Accepted)
    await until_phase(session, updates, "awaiting_answer")
    assert (await asyncio.wait([verdict]))[0] == {verdict}
    assert verdict.cancelled()
