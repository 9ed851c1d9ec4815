"""Taking a session up on this server: its lease, its record, its version of the lesson."""

import asyncio
import logging
from collections.abc import Sequence

from jupyter_tutor.core.commands import OpenSession
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, SessionId, session_id_of
from jupyter_tutor.ports import JournalError, RecordDamagedError
from jupyter_tutor.sessions.allowing import model_for
from jupyter_tutor.sessions.folding import Poison, fold_record
from jupyter_tutor.sessions.logbook import Logbook
from jupyter_tutor.sessions.putting_aside import put_aside
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Refused

log = logging.getLogger(__name__)

VERSION_GONE = "The version of this lesson you began with is lost here. Your record is safe."


class UnknownLessonError(Exception):
    """There is no such course or lesson, or its version is gone; the text is plain words."""


class OpeningError(Exception):
    """A session could not be opened, though it could have been saved; the text is plain words."""


async def load(
    session_id: SessionId,
    learner: LearnerId,
    course: CourseId,
    lesson_id: LessonId,
    services: Services,
) -> Session:
    """Take the session over to this server, fold its record and open it.

    Raises UnknownLessonError, JournalError or OSError where it cannot be saved, OpeningError, or
    what the leases raise when the session is held by a server that does not let go.
    """
    since = asyncio.get_running_loop().time()
    held = _Held()
    await services.leases.take(session_id, services.place, held)
    try:
        session = await _load_held(session_id, learner, course, lesson_id, services, since)
    except BaseException:
        held.loaded(None)
        await services.leases.release(session_id)
        raise
    held.loaded(session)
    return session


class _Held:
    """A session that is held here, or will be in a moment.

    Who takes over while it still loads waits for it: there must never be two writers.
    """

    __slots__ = ("_loading", "_session")

    def __init__(self) -> None:
        self._session: Session | None = None
        self._loading: asyncio.Future[None] | None = asyncio.get_running_loop().create_future()

    def loaded(self, session: Session | None) -> None:
        """It is there, or (None) never will be."""
        self._session = session
        loading, self._loading = self._loading, None
        if loading is not None:
            loading.set_result(None)

    async def __call__(self, taker: str) -> None:
        """Let another place take over."""
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if self._session is not None:
            await self._session.give_way(taker)


async def _load_held(
    session_id: SessionId,
    learner: LearnerId,
    course: CourseId,
    lesson_id: LessonId,
    services: Services,
    since: float,
) -> Session:
    folded = await fold_record(session_id, services.history, services.snapshots)
    version = folded.last.lesson_hash if folded.last else None
    lesson = await services.courses.lesson(course, lesson_id, version)
    if lesson is None and version is not None:
        raise UnknownLessonError(VERSION_GONE)
    if lesson is None:
        raise UnknownLessonError(f"There is no lesson “{lesson_id}” in a course “{course}” here.")
    await services.courses.keep(lesson)
    await _leave_out(session_id, folded.poison, services)
    session = Session(
        session_id=session_id,
        learner=learner,
        lesson=lesson,
        folded=folded,
        services=services,
        logbook=Logbook(session_id, lesson, since),
    )
    unfinished = () if folded.last else await _unfinished(learner, lesson, services)
    model = await model_for(lesson, services)
    try:
        opened = await session.ask(
            OpenSession(
                at=services.clock.now(),
                learner=learner,
                unfinished=unfinished,
                model=model,
            )
        )
    except BaseException:
        # Nobody gets it: it must not write beside the next one.
        session.abandon()
        raise
    if isinstance(opened, Refused):
        session.abandon()
        raise (JournalError if opened.again else OpeningError)(opened.reason)
    if services.assistant is not None and model is not None:
        services.assistant.get_ready()
    return session


async def _leave_out(session: SessionId, poison: Sequence[Poison], services: Services) -> None:
    """Tell instructors of events that no session can be made of; the lesson goes on without."""
    for one in poison:
        fields = {"session": session, "seq": one.seq, "type": one.event_type, "error": one.error}
        log.error("an event cannot be folded; its session goes on without it", extra=fields)
        await put_aside(
            services,
            session,
            job="fold",
            name=str(one.seq),
            about={"seq": one.seq, "type": one.event_type},
            error=one.error,
        )


async def _unfinished(learner: LearnerId, lesson: Lesson, services: Services) -> tuple[str, ...]:
    """The titles of the lessons to do before this one that the learner has not finished."""
    titles: list[str] = []
    for name in lesson.prerequisites:
        try:
            events = await services.history.session_events(
                session_id_of(learner, lesson.course_id, name)
            )
        except RecordDamagedError as error:
            # What is wrong with another lesson's record must not keep anyone from this one.
            events = error.intact
        if not any(event.type == "lesson_completed" for event in events):
            before = await services.courses.lesson(lesson.course_id, name)
            titles.append(before.title if before else name)
    return tuple(titles)
