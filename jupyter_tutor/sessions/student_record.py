"""What a learner has done before, for whoever helps them."""

import asyncio

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import History

SECONDS = 1.0
"""For how long a reply may wait for that."""


async def student_record(learner: LearnerId, lesson: Lesson, history: History) -> tuple[str, ...]:
    """The titles of the course's other lessons that they have finished, the first begun first.

    Empty where that cannot be known soon: nothing that helps may wait for it.
    """
    try:
        async with asyncio.timeout(SECONDS):
            sessions = await history.learner_sessions(learner)
    except (TimeoutError, OSError):
        return ()
    return tuple(
        one.title
        for one in sessions
        if one.finished and one.course == lesson.course_id and one.lesson != lesson.id
    )
