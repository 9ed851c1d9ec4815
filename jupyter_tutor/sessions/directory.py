"""All live sessions of a server: found or started on joining, put away when nobody watches.

Owns who starts one and when it is put away. A session's key is who learns what, as values, never
text turned into names.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass

from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, SessionId, session_id_of
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.registry import Registry
from jupyter_tutor.runtime.specs import IGNORE, ChildSpec, Ignored
from jupyter_tutor.sessions.loading import load
from jupyter_tutor.sessions.reading import Reading, read
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session

LINGER_SECONDS = 60.0
"""How long a session stays after its last screen was closed, where nothing else is set."""

LOOK_SECONDS = 0.1
"""How long who joins waits to hear whether there is a newer version of the lesson."""

PUT_AWAY_SECONDS = 30.0
"""How long a session may take to save its last event; all before that is saved."""


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


SessionRegistry = Registry[Place, Session]


def new_registry() -> SessionRegistry:
    """A registry in which sessions are found by place, learner, course, lesson and kernel."""
    return Registry("learner", "course", "lesson", "kernel")


class Sessions:
    """Join and leave sessions.

    They are found in ``registry`` and started below ``supervisor``. A session that nobody watches
    lingers for ``linger`` seconds, so that reloading a page finds it as it was; then it is put
    away. Its record stays, and joining starts it again.
    """

    def __init__(
        self,
        services: Services,
        *,
        supervisor: DynamicSupervisor | None = None,
        registry: SessionRegistry | None = None,
        linger: float = LINGER_SECONDS,
    ) -> None:
        self._services = services
        self._linger = linger
        self._supervisor = supervisor or DynamicSupervisor()
        self._registry = registry or new_registry()
        self._starting: dict[Place, asyncio.Future[None]] = {}
        self._lingering: dict[Place, asyncio.TimerHandle] = {}
        self._joining: Counter[Place] = Counter()
        # One of each for all: there may be very many sessions.
        self._on_serving, self._start_one = self._served_by, self._start
        self._supervisor.monitor(lambda _ended, _reason: self._forget_timers())

    @property
    def live(self) -> tuple[Place, ...]:
        """The sessions that run now."""
        return tuple(entry.key for entry in self._registry.find())

    async def join(self, place: Place) -> Session:
        """The session of that place, started if need be.

        Raises what :func:`load` raises, and SupervisorClosingError.
        """
        self._joining[place] += 1
        try:
            session = await self._find_or_start(place)
            await session.look_for_newer(LOOK_SECONDS)
        except BaseException:
            # Whoever joins may be gone by now, and its time to linger be over.
            self.left(place)
            raise
        finally:
            self._joining[place] -= 1
            self._joining += Counter()  # drops those at zero
        self._stay(place)
        return session

    def running(self, place: Place) -> Session | None:
        """The session of that place if it runs."""
        entry = self._registry.lookup(place)
        return entry.process if entry else None

    def find(self, **said: str | None) -> list[Session]:
        """The live sessions of whom this is said: ``learner``, ``course``, ``lesson``, ``kernel``.

        ``kernel`` is the id of the live kernel that serves them; None: those that have none.
        """
        return [entry.process for entry in self._registry.find(**said)]

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
        session = self.running(place)
        if session is not None and not session.watchers:
            self._linger_from_now(place)

    async def close(self) -> None:
        """Put all sessions away."""
        await self._supervisor.stop()

    async def _find_or_start(self, place: Place) -> Session:
        while True:
            session = self.running(place)
            if session is not None and not session.ending:
                return session
            if session is not None:
                # It is being put away, and two must never write: another one after that.
                await session.wait()
            elif place in self._starting:
                await asyncio.shield(self._starting[place])
            else:
                started = await self._start_child(place)
                if isinstance(started, Session):
                    return started

    async def _start_child(self, place: Place) -> Process | None:
        session_id = place.session
        try:
            return await self._supervisor.start_child(
                ChildSpec(
                    id=session_id,
                    start=self._start_one,
                    args=(place, session_id),
                    restart="transient",
                    shutdown=PUT_AWAY_SECONDS,
                )
            )
        except StartChildError as error:
            raise error.__cause__ or error from None

    async def _start(self, place: Place, session_id: SessionId) -> Session | Ignored:
        """Load it, unless somebody else just does: who joins, or who starts it after a crash."""
        if place in self._starting or self.running(place) is not None:
            return IGNORE
        self._starting[place] = asyncio.get_running_loop().create_future()
        try:
            session = await load(
                session_id, place.learner, place.course, place.lesson, self._services
            )
            self._registry.register(
                place,
                session,
                learner=place.learner,
                course=place.course,
                lesson=place.lesson,
                kernel=None,
            )
            session.attachment.tell(self._on_serving)
        finally:
            self._starting.pop(place).set_result(None)
        # One that came back from a crash may find nobody who still watches.
        self._linger_from_now(place)
        return session

    def _served_by(self, session: Session, kernel: str | None) -> None:
        place = Place(session.learner, session.lesson.course_id, session.lesson.id)
        # One that has ended is not in the registry, or its successor is.
        if self.running(place) is session:
            self._registry.update(place, kernel=kernel)

    def _expire(self, place: Place) -> None:
        self._lingering.pop(place, None)
        session = self.running(place)
        if session is not None and not session.watchers and not self._joining[place]:
            session.exit(SHUTDOWN)

    def _forget_timers(self) -> None:
        for timer in self._lingering.values():
            timer.cancel()
        self._lingering.clear()

    def _stay(self, place: Place) -> None:
        timer = self._lingering.pop(place, None)
        if timer is not None:
            timer.cancel()

    def _linger_from_now(self, place: Place) -> None:
        self._stay(place)
        loop = asyncio.get_running_loop()
        self._lingering[place] = loop.call_later(self._linger, self._expire, place)
