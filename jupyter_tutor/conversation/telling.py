"""What is told of courses, answers and the record beside a conversation (docs/protocol.md).

The same whoever is asked: a server or a host.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.state import State
from jupyter_tutor.core.words import recorded
from jupyter_tutor.ports import SessionSummary

NOT_STARTED, STARTED, FINISHED = "not_started", "started", "finished"


def courses_as_data(
    courses: Iterable[Course], sessions: Sequence[SessionSummary]
) -> dict[str, Any]:
    """The installed courses, and how far the learner of these sessions has come in them."""
    begun = {(session.course, session.lesson): session for session in sessions}
    return {
        "courses": [
            {
                "id": course.id,
                "title": course.title,
                "description": course.description,
                "authors": list(course.authors),
                "licence": course.licence,
                "language": course.language,
                "lessons": [
                    _lesson(lesson, begun.get((course.id, lesson.id))) for lesson in course.lessons
                ],
            }
            for course in courses
        ]
    }


def _lesson(lesson: Lesson, session: SessionSummary | None) -> dict[str, Any]:
    closed = session.closed if session else frozenset()
    return {
        "id": lesson.id,
        "title": lesson.title,
        "hash": lesson.hash,
        "questions": len(lesson.questions),
        "done": sum(question.id in closed for question in lesson.questions),
        "status": _status(session),
        "again": session is not None and session.again,
    }


def _status(session: SessionSummary | None) -> str:
    if session is None:
        return NOT_STARTED
    return FINISHED if session.finished else STARTED


def answers_as_data(state: State, lesson: Lesson) -> dict[str, Any]:
    """The newest answer to each code question since the lesson was (last) begun, in its order."""
    answered = [
        (question, record.last_source)
        for question in lesson.questions
        if isinstance(question, CodeQuestion) and (record := state.questions.get(question.id))
    ]
    return {
        "answers": [
            {
                "question": question.id,
                "title": question.title,
                "source": source,
                "stub": question.stub,
            }
            for question, source in answered
            if source is not None
        ]
    }


def record_as_data(
    learner: LearnerId, where: str, sessions: Iterable[SessionSummary]
) -> dict[str, Any]:
    """What is recorded about a learner, and where it is kept."""
    return {
        "learner": learner,
        "where": where,
        "what": recorded("your conversation with the tutor"),
        "sessions": [
            {
                "course": session.course,
                "lesson": session.lesson,
                "title": session.title,
                "status": _status(session),
                "again": session.again,
                "events": session.events,
                "first": session.first,
                "last": session.last,
            }
            for session in sessions
        ],
    }
