"""Whether a language model may help in a lesson, as its author wants it now."""

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.sessions.services import Services


async def model_for(lesson: Lesson, services: Services) -> str | None:
    """The model that may help and where it is; None: none is set up, or its author wants none.

    What the course says today counts also for who is on an older version of the lesson.
    """
    model = None if services.assistant is None else services.assistant.place(lesson)
    if model is None:
        return None
    newest = await services.courses.lesson(lesson.course_id, lesson.id)
    return None if newest is not None and newest.no_model else model
