"""A lesson that its author changes, and lessons that build on others."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    ChoiceAnswer,
    Command,
    Continue,
    SkipQuestion,
    StartOver,
    SubmitAnswer,
    UpdateLesson,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, RequestId, SessionId
from jupyter_tutor.core.state import AwaitingAnswer, Completed, Correct
from jupyter_tutor.core.view import Action
from jupyter_tutor.ports import JournalError, RecordDamagedError, StoredEvent
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted, Refused, ViewUpdate
from jupyter_tutor.testing import MemoryCourses, MemoryJournal
from tests.core.lessons import LESSON, NEWER, PICK, START
from tests.sessions.conftest import PLACE, World

AT = "2026-01-02T00:00:00.000Z"
DOUBLE = QuestionId("double")
UPDATE = Action(name="update", enabled=True)

SHORT = replace(
    LESSON, id=LessonId("names"), title="Names", steps=(START, PICK), hash=ContentHash("7" * 64)
)
LATER = replace(
    LESSON,
    id=LessonId("classes"),
    title="Classes",
    prerequisites=(SHORT.id, LessonId("nowhere")),
    hash=ContentHash("8" * 64),
)
BEFORE = Place(PLACE.learner, SHORT.course_id, SHORT.id)
THERE = Place(PLACE.learner, LATER.course_id, LATER.id)

MOVING = replace(NEWER, update="move", hash=ContentHash("9" * 64))


def install(world: World, lesson: Lesson) -> None:
    world.courses.installed[(lesson.course_id, lesson.id)] = lesson


def pick(option: str) -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=PICK.id, answer=ChoiceAnswer(options=(option,)), request=RequestId("pick")
    )


async def do(session: Session, *commands: Command) -> None:
    for command in commands:
        assert isinstance(await session.ask(command), Accepted)


async def with_one_done(server: Sessions) -> Session:
    """A session in which a question is skipped, one is done, and none is open."""
    session = await server.join(PLACE)
    await do(session, Continue(at=AT), SkipQuestion(at=AT), pick("b"))
    assert session.state.phase == Correct(question=PICK.id)
    return session


class TestALessonThatIsAddedBehind:
    async def test_changes_nothing_for_who_is_in_the_middle_but_where_to_go_next(
        self, world: World
    ) -> None:
        server = world.server()
        install(world, SHORT)
        session = await server.join(BEFORE)
        install(world, replace(SHORT, following="Loops"))
        assert await server.join(BEFORE) is session
        assert (session.view.head.newer, UPDATE in session.view.head.actions) == (False, False)
        await do(session, Continue(at=AT), pick("b"), Continue(at=AT))
        assert session.state.phase == Completed()
        end = words.completed("Names", 1.0, 1.0, 1, 1, "Loops")
        *_, completed, story = session.view.messages
        assert (completed.kind, completed.text, story.kind) == ("completed", end, "summary")


class TestANewerVersion:
    async def test_is_offered_to_whoever_joins_and_shown_to_all(self, world: World) -> None:
        server = world.server()
        session = await server.join(PLACE)
        screen = session.watch()
        recorded = list(world.journal.events)
        assert (session.view.head.newer, UPDATE in session.view.head.actions) == (False, False)
        install(world, NEWER)
        assert await server.join(PLACE) is session
        assert await anext(screen) == ViewUpdate(len(session.view.messages), (), session.view.head)
        assert (session.view.head.newer, session.view.head.actions[-1]) == (True, UPDATE)
        assert session.lesson == LESSON
        assert world.journal.events == recorded

    async def test_that_is_taken_back_is_offered_no_more(self, world: World) -> None:
        server = world.server()
        session = await server.join(PLACE)
        install(world, NEWER)
        await server.join(PLACE)
        install(world, LESSON)
        await server.join(PLACE)
        assert (session.view.head.newer, UPDATE in session.view.head.actions) == (False, False)

    async def test_is_gone_on_with_when_asked_and_what_is_done_stays_done(
        self, world: World
    ) -> None:
        server = world.server()
        session = await with_one_done(server)
        install(world, NEWER)
        await server.join(PLACE)
        await do(session, UpdateLesson(at=AT))
        assert session.lesson == NEWER
        assert session.view.head.newer is False
        assert session.state.questions[PICK.id].outcome == "correct"
        assert session.view.head.progress.done == 1
        assert words.updated() in [message.text for message in session.view.messages]
        assert world.journal.events[-1].lesson_hash == NEWER.hash
        # Wherever it is taken up again, it is on that version.
        install(world, LESSON)
        world.held.clear()
        again = await world.server("second").join(PLACE)
        assert again.lesson == NEWER
        assert again.state.questions[PICK.id].outcome == "correct"

    async def test_puts_an_open_question_anew(self, world: World) -> None:
        session = await world.server().join(PLACE)
        await do(session, Continue(at=AT))
        install(world, NEWER)
        await do(session, UpdateLesson(at=AT))
        assert session.state.phase == AwaitingAnswer(question=DOUBLE)
        assert [message.kind for message in session.view.messages[-2:]] == ["notice", "question"]

    async def test_that_is_none_is_refused_in_words_and_saves_nothing(self, world: World) -> None:
        session = await world.server().join(PLACE)
        recorded = list(world.journal.events)
        assert await session.ask(UpdateLesson(at=AT)) == Refused(words.NOTHING_NEWER)
        assert world.journal.events == recorded

    async def test_moves_everyone_on_at_joining_where_its_author_says_so(
        self, world: World
    ) -> None:
        server = world.server()
        session = await with_one_done(server)
        install(world, MOVING)
        assert await server.join(PLACE) is session
        assert session.lesson == MOVING
        assert session.view.head.newer is False
        assert session.state.questions[PICK.id].outcome == "correct"
        seq = session.state.seq
        await server.join(PLACE)
        assert session.state.seq == seq

    async def test_that_could_not_be_moved_on_to_is_offered(self, world: World) -> None:
        server = world.server()
        session = await with_one_done(server)
        screen = session.watch()
        install(world, MOVING)
        world.journal.full = True
        await server.join(PLACE)
        assert session.lesson == LESSON
        update = await anext(screen)
        assert isinstance(update, ViewUpdate)
        assert (update.messages, update.head.newer) == ((), True)

    async def test_is_taken_by_starting_over(self, world: World) -> None:
        server = world.server()
        session = await with_one_done(server)
        install(world, NEWER)
        await server.join(PLACE)
        await do(session, StartOver(at=AT))
        assert session.lesson == NEWER
        assert session.view.head.newer is False
        assert session.view.head.progress.done == 0

    async def test_that_cannot_be_kept_is_not_gone_on_with_and_still_offered(
        self, world: World
    ) -> None:
        class Full(MemoryCourses):
            async def keep(self, lesson: Lesson) -> None:
                if lesson == NEWER:
                    raise OSError("no space left")
                await super().keep(lesson)

        world.courses = Full(LESSON)
        server = world.server()
        session = await with_one_done(server)
        install(world, NEWER)
        await server.join(PLACE)
        assert await session.ask(UpdateLesson(at=AT)) == Refused(words.NOTHING_NEWER)
        await do(session, StartOver(at=AT))
        assert session.lesson == LESSON
        assert session.view.head.newer is True


class TestALessonThatBuildsOnAnother:
    @pytest.fixture
    def world(self, world: World) -> World:
        install(world, SHORT)
        install(world, LATER)
        return world

    async def test_names_what_is_not_finished_when_it_is_begun(self, world: World) -> None:
        server = world.server()
        await server.join(BEFORE)
        session = await server.join(THERE)
        assert session.view.messages[0].text == words.welcome("Classes", ("Names", "nowhere"))

    async def test_does_not_name_what_is_finished(self, world: World) -> None:
        server = world.server()
        before = await server.join(BEFORE)
        await do(before, Continue(at=AT), pick("b"), Continue(at=AT))
        assert before.state.phase == Completed()
        session = await server.join(THERE)
        assert session.view.messages[0].text == words.welcome("Classes", ("nowhere",))

    async def test_does_not_name_what_is_finished_and_done_again(self, world: World) -> None:
        server = world.server()
        before = await server.join(BEFORE)
        await do(before, Continue(at=AT), pick("b"), Continue(at=AT), StartOver(at=AT))
        session = await server.join(THERE)
        assert session.view.messages[0].text == words.welcome("Classes", ("nowhere",))

    async def test_says_it_once_and_not_when_it_is_taken_up_again(self, world: World) -> None:
        server = world.server()
        first = await server.join(THERE)
        said = first.view.messages[0].text
        world.held.clear()
        again = await world.server("second").join(THERE)
        assert [m.text for m in again.view.messages].count(said) == 1

    async def test_can_be_begun_though_the_record_of_the_other_is_damaged(
        self, world: World
    ) -> None:
        class Damaged(MemoryJournal):
            async def session_events(
                self, session: SessionId, since: int = 1
            ) -> Sequence[StoredEvent]:
                if session == BEFORE.session:
                    raise RecordDamagedError(session, "an event is missing", ())
                return await super().session_events(session, since)

        world.journal = Damaged()
        session = await world.server().join(THERE)
        assert session.view.messages[0].text == words.welcome("Classes", ("Names", "nowhere"))

    async def test_is_not_begun_where_its_record_cannot_be_written(self, world: World) -> None:
        world.journal.full = True
        with pytest.raises(JournalError):
            await world.server().join(THERE)
        assert world.held == {}


class SlowCourses(MemoryCourses):
    """Courses that take long to be read; what was kept is there at once."""

    def __init__(self, *lessons: Lesson) -> None:
        super().__init__(*lessons)
        self.read = asyncio.Event()

    async def lesson(
        self, course: CourseId, lesson: LessonId, version: ContentHash | None = None
    ) -> Lesson | None:
        if version is None:
            await self.read.wait()
        return await super().lesson(course, lesson, version)


async def test_who_comes_back_waits_for_no_course_to_be_read(world: World) -> None:
    session = await world.server().join(PLACE)
    await do(session, Continue(at=AT))
    await session.stop()
    world.courses = courses = SlowCourses(NEWER)
    courses.kept[LESSON.hash] = LESSON

    again = await world.server("later").join(PLACE)

    assert (again.lesson, again.view.head.newer) == (LESSON, False)
    await do(again, SkipQuestion(at=AT))
    updates = again.watch()
    courses.read.set()
    shown = await anext(updates)
    assert isinstance(shown, ViewUpdate)
    assert (shown.messages, shown.head.newer) == ((), True)
