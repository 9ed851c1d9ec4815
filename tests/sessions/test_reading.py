"""A session can be read as it stands, whether or not it is live, and reading it changes nothing."""

import pytest

from jupyter_tutor.conversation.telling import answers_as_data, courses_as_data
from jupyter_tutor.core.commands import (
    ChoiceAnswer,
    CodeAnswer,
    Continue,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
)
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.ids import ContentHash, RequestId
from jupyter_tutor.sessions.loading import UnknownLessonError
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted
from tests.core.lessons import DOUBLE, LESSON, NEWER, PICK
from tests.sessions.conftest import PLACE, World

AT = "2026-01-02T00:00:00.000Z"

COURSE = Course(
    id=LESSON.course_id,
    title=LESSON.course_title,
    description="Small steps.",
    authors=("Ada", "Grace"),
    licence="CC-BY-4.0",
    language="en",
    lessons=(LESSON,),
    hash=ContentHash("1" * 64),
)


def submit(source: str) -> SubmitAnswer:
    answer = CodeAnswer(source=source)
    return SubmitAnswer(at=AT, question=DOUBLE.id, answer=answer, request=RequestId(source))


async def some_way(session: Session) -> None:
    """Hand in two answers, leave that question, and do the next."""
    for command in (
        Continue(at=AT),
        submit("first"),
        StopCheck(at=AT),
        submit("second"),
        StopCheck(at=AT),
        SkipQuestion(at=AT),
        SubmitAnswer(
            at=AT,
            question=PICK.id,
            answer=ChoiceAnswer(options=("b",)),
            request=RequestId("picked"),
        ),
    ):
        assert isinstance(await session.ask(command), Accepted)


async def test_it_is_the_same_live_and_not(world: World) -> None:
    server = world.server()
    session = await server.join(PLACE)
    await some_way(session)
    live = await server.read(PLACE)
    assert live is not None
    assert (live.state, live.lesson, live.view) == (session.state, LESSON, session.view)
    recorded, held = list(world.journal.events), dict(world.held)
    assert await world.server("another").read(PLACE) == live
    assert (world.journal.events, world.held) == (recorded, held)


async def test_it_is_on_the_version_that_was_begun(world: World) -> None:
    await world.server().join(PLACE)
    world.courses.installed[(LESSON.course_id, LESSON.id)] = NEWER
    reading = await world.server("another").read(PLACE)
    assert reading is not None
    assert reading.lesson == LESSON


async def test_what_was_never_begun_is_none(world: World) -> None:
    assert await world.server().read(PLACE) is None


async def test_a_version_that_is_lost_is_told(world: World) -> None:
    await world.server().join(PLACE)
    world.courses.kept.clear()
    with pytest.raises(UnknownLessonError, match="Your record is safe"):
        await world.server("another").read(PLACE)


async def test_the_newest_answer_to_each_code_question_is_told(world: World) -> None:
    session = await world.server().join(PLACE)
    assert answers_as_data(session.state, session.lesson) == {"answers": []}
    await some_way(session)
    answer = {"question": "double", "title": DOUBLE.title, "source": "second", "stub": DOUBLE.stub}
    assert answers_as_data(session.state, session.lesson) == {"answers": [answer]}
    await session.ask(StartOver(at=AT))
    assert answers_as_data(session.state, session.lesson) == {"answers": []}


async def test_courses_tell_how_far_a_learner_has_come(world: World) -> None:
    session = await world.server().join(PLACE)
    await some_way(session)
    sessions = await world.journal.learner_sessions(PLACE.learner)
    lesson = {
        "id": LESSON.id,
        "title": LESSON.title,
        "hash": LESSON.hash,
        "questions": 4,
        "done": 1,
        "status": "started",
        "again": False,
    }
    course = {
        "id": COURSE.id,
        "title": COURSE.title,
        "description": "Small steps.",
        "authors": ["Ada", "Grace"],
        "licence": "CC-BY-4.0",
        "language": "en",
        "lessons": [lesson],
    }
    assert courses_as_data([COURSE], sessions) == {"courses": [course]}
    course["lessons"] = [lesson | {"status": "not_started", "done": 0}]
    assert courses_as_data([COURSE], []) == {"courses": [course]}
