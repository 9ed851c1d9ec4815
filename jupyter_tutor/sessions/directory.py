"""All live sessions of a server: found or started on joining, put away when nobody watches.

The seed's SessionSupervisor and SessionRegistry in one: a session's key is its id, derived from
learner, course and lesson, never from text turned into names.
"""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass

from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, SessionId, session_id_of
from jupyter_tutor.runtime.supervisor import DynamicSupervisor, OnExit
from jupyter_tutor.sessions.loading import load
from jupyter_tutor.sessions.reading import Reading, read
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Who learns what: the key of a session in words."""

    learner: LearnerId
    course: CourseId
    lesson: LessonId

    @property
    def session(self) -> SessionId:
        """The id of that session."""
        return session_id_of(self.learner, self.course, self.lesson)


class Sessions:
    """Join and leave sessions.

    A session that nobody watches lingers for ``linger`` seconds, so that reloading a page finds
    it as it was; then it is put away. Its record stays, and joining starts it again.
    """

    def __init__(self, services: Services, *, linger: float = 60.0) -> None:
        self._services = services
        self._linger = linger
        self._supervisor: DynamicSupervisor[Place, Session] = DynamicSupervisor(self._start)
        self._lingering: dict[Place, asyncio.TimerHandle] = {}
        self._joining: Counter[Place] = Counter()
        self._stops: set[asyncio.Task[None]] = set()

    @property
    def live(self) -> tuple[Place, ...]:
        """The sessions that run now."""
        return self._supervisor.keys()

    async def join(self, place: Place) -> Session:
        """The session of that place, started if need be; raises what :func:`load` raises."""
        self._joining[place] += 1
        try:
            session = await self._supervisor.find_or_start(place)
            while session.stopping:
                await session.stop()
                session = await self._supervisor.find_or_start(place)
        finally:
            self._joining[place] -= 1
            self._joining += Counter()  # drops those at zero
        self._stay(place)
        await session.look_for_newer()
        return session

    def running(self, place: Place) -> Session | None:
        """The session of that place if it runs."""
        return self._supervisor.running(place)

    async def read(self, place: Place) -> Reading | None:
        """A session as it stands, started or not; None: nothing is recorded of it.

        Raises what :func:`jupyter_tutor.sessions.reading.read` raises.
        """
        live = self.running(place)
        if live is not None:
            return Reading(live.state, live.lesson)
        return await read(place.session, self._services)

    def left(self, place: Place) -> None:
        """Someone stopped watching: when it was the last, the session lingers, then ends."""
        session = self._supervisor.running(place)
        if session is not None and not session.watchers:
            self._linger_from_now(place)

    async def close(self) -> None:
        """Put all sessions away."""
        for timer in self._lingering.values():
            timer.cancel()
        self._lingering.clear()
        await self._supervisor.close()

    def _expire(self, place: Place) -> None:
        self._lingering.pop(place, None)
        session = self._supervisor.running(place)
        if session is not None and not session.watchers and not self._joining[place]:
            task = asyncio.get_running_loop().create_task(session.stop())
            self._stops.add(task)
            task.add_done_callback(self._stops.discard)

    def _stay(self, place: Place) -> None:
        timer = self._lingering.pop(place, None)
        if timer is not None:
            timer.cancel()

    def _linger_from_now(self, place: Place) -> None:
        self._stay(place)
        loop = asyncio.get_running_loop()
        self._lingering[place] = loop.call_later(self._linger, self._expire, place)

    async def _start(self, place: Place, on_exit: OnExit) -> Session:
        session = await load(
            place.session, place.learner, place.course, place.lesson, self._services, on_exit
        )
        # One that came back from a crash may find nobody who still watches.
        self._linger_from_now(place)
        return session
