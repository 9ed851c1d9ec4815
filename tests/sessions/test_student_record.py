"""What a learner has finished before, as whoever helps them is told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.ports import SessionSummary
from jupyter_tutor.sessions import student_record as module
from jupyter_tutor.sessions.student_record import student_record
from tests.core.lessons import LESSON

ADA = LearnerId("ada")


def summary(lesson: str, *, finished: bool, course: str = LESSON.course_id) -> SessionSummary:
    return SessionSummary(
        session=SessionId(lesson),
        course=CourseId(course),
        lesson=LessonId(lesson),
        title=f"About {lesson}",
        finished=finished,
        again=False,
        closed=frozenset(),
        events=9,
        first="",
        last="",
    )


class Kept:
    """A history that has these sessions."""

    def __init__(self, *sessions: SessionSummary) -> None:
        self._sessions = sessions

    async def learner_sessions(self, learner: LearnerId) -> Sequence[SessionSummary]:
        assert learner == ADA
        return self._sessions


class Stuck(Kept):
    async def learner_sessions(self, learner: LearnerId) -> Sequence[SessionSummary]:
        await asyncio.Event().wait()
        raise AssertionError


async def told(history: Any) -> tuple[str, ...]:
    return await student_record(ADA, LESSON, history)


async def test_the_titles_of_finished_lessons_of_the_course() -> None:
    history = Kept(
        summary("values", finished=True),
        summary("loops", finished=False),
        replace(summary("names", finished=True), again=True),
        summary(LESSON.id, finished=True),
        summary("processes", finished=True, course="beam"),
    )
    assert await told(history) == ("About values", "About names")


async def test_nothing_that_helps_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.0)
    assert await told(Stuck()) == ()
