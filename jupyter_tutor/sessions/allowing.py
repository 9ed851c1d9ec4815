"""Whether a language model may help in a lesson, as its author wants it now."""

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.sessions.services import Services


async def model_for(lesson: Lesson, services: Services) -> str | None:
    """The model that may help and where it is; None: none is set up, or its author wants none."""
    model = _model_in(lesson, services)
    if model is None:
        return None
    newest = await services.courses.lesson(lesson.course_id, lesson.id)
    return None if _forbids(newest) else model


def model_as_of(newest: Lesson | None, lesson: Lesson, services: Services) -> str | None:
    """The same, where the newest version of the lesson is at hand; None: there is none any more.

    What the course says today counts also for who is on an older version.
    """
    return None if _forbids(newest) else _model_in(lesson, services)


def _model_in(lesson: Lesson, services: Services) -> str | None:
    return None if services.assistant is None else services.assistant.place(lesson)


def _forbids(newest: Lesson | None) -> bool:
    return newest is not None and newest.no_model
