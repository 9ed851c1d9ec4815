"""A session as it stands, read without starting it: nothing is taken over, nothing recorded."""

from dataclasses import dataclass

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.view import View, view
from jupyter_tutor.sessions.folding import fold_record
from jupyter_tutor.sessions.loading import VERSION_GONE, UnknownLessonError
from jupyter_tutor.sessions.services import Services


@dataclass(frozen=True, slots=True)
class Reading:
    """What a session is, and the version of the lesson that it is on."""

    state: State
    lesson: Lesson

    @property
    def view(self) -> View:
        """What a screen would show."""
        return view(self.state, self.lesson)


async def read(session: SessionId, services: Services) -> Reading | None:
    """The session as its record has it; None: nothing is recorded of it.

    Raises RecordDamagedError, or UnknownLessonError where its version of the lesson is lost.
    """
    folded = await fold_record(session, services.history, services.snapshots)
    last = folded.last
    if last is None:
        return None
    lesson = await services.courses.lesson(last.course, last.lesson, last.lesson_hash)
    if lesson is None:
        raise UnknownLessonError(VERSION_GONE)
    return Reading(folded.state, lesson)
