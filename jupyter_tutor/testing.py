"""Stand-ins for the ports, short and in memory: for tests of sessions, and for authors' tools."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from jupyter_tutor.core.commands import CheckFailure
from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.events import LessonCompleted, SessionOpened
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion
from jupyter_tutor.core.state import Completed
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import (
    CheckUnavailableError,
    DeadLetter,
    JournalError,
    KernelInfo,
    KernelListener,
    OfferedAgent,
    SessionSummary,
    StoredEvent,
)
from jupyter_tutor.wire import event_from_body


class MemoryJournal:
    """A journal and its history in memory. Set ``full`` to make it refuse what comes."""

    def __init__(self) -> None:
        self.events: list[StoredEvent] = []
        self.full = False

    async def append(self, turn: Sequence[StoredEvent]) -> None:
        """Keep a turn, after letting others run as a real disk would."""
        await asyncio.sleep(0)
        if self.full:
            raise JournalError("no space left")
        self.events.extend(turn)

    async def session_events(self, session: SessionId, since: int = 1) -> Sequence[StoredEvent]:
        """The events of a session from that number on, in order."""
        return [event for event in self.events if event.session == session and event.seq >= since]

    async def learner_sessions(self, learner: LearnerId) -> Sequence[SessionSummary]:
        """The sessions of a learner, in the order in which they were begun."""
        own = dict.fromkeys(event.session for event in self.events if event.learner == learner)
        return [_summary(await self.session_events(session)) for session in own]


def _summary(stored: Sequence[StoredEvent]) -> SessionSummary:
    events = [event_from_body(event.body) for event in stored]
    state = fold(events)
    finished = any(isinstance(event, LessonCompleted) for event in events)
    return SessionSummary(
        session=stored[0].session,
        course=stored[0].course,
        lesson=stored[0].lesson,
        title=next(event.title for event in events if isinstance(event, SessionOpened)),
        finished=finished,
        again=finished and not isinstance(state.phase, Completed),
        closed=frozenset(q for q, kept in state.questions.items() if kept.outcome != "open"),
        events=len(stored),
        first=stored[0].at,
        last=stored[-1].at,
    )


class MemorySnapshots:
    """Snapshots in memory."""

    def __init__(self) -> None:
        self.kept: dict[SessionId, bytes] = {}

    async def read(self, session: SessionId) -> bytes | None:
        """What was kept last."""
        return self.kept.get(session)

    async def write(self, session: SessionId, snapshot: bytes) -> None:
        """Keep this instead."""
        self.kept[session] = snapshot


class MemoryDeadLetters:
    """Dead letters in memory."""

    def __init__(self) -> None:
        self.letters: dict[str, DeadLetter] = {}

    async def put(self, letter: DeadLetter) -> None:
        """Put one aside."""
        known = self.letters.get(letter.id)
        tries = letter.tries + (known.tries if known else 0)
        self.letters[letter.id] = replace(letter, tries=tries, at=known.at if known else letter.at)

    async def all(self) -> Sequence[DeadLetter]:
        """All of them."""
        return list(self.letters.values())

    async def drop(self, letter_id: str) -> bool:
        """Forget one."""
        return self.letters.pop(letter_id, None) is not None


class MemoryLeases:
    """Leases between servers that live in one process: give each the same ``held`` dict."""

    def __init__(self, held: "Held") -> None:
        self._held = held

    async def take(
        self, session: SessionId, taker: str, on_taken: Callable[[str], Awaitable[None]]
    ) -> None:
        """Take a session; another server that holds it gives way first."""
        holder, give_way = self._held.get(session, (self, on_taken))
        if holder is not self:
            await give_way(taker)
        self._held[session] = (self, on_taken)

    async def release(self, session: SessionId) -> None:
        """Let go of a session, if it is held here."""
        if self._held.get(session, (None, None))[0] is self:
            del self._held[session]


Held = dict[SessionId, tuple[MemoryLeases, Callable[[str], Awaitable[None]]]]
"""Which server holds which session, and how it is asked to give way."""


class MemoryCourses:
    """Courses in memory; every version that was kept stays."""

    def __init__(self, *lessons: Lesson) -> None:
        self.installed = {(lesson.course_id, lesson.id): lesson for lesson in lessons}
        self.kept: dict[ContentHash, Lesson] = {}

    async def courses(self) -> Sequence[Course]:
        """One course for all lessons of one course id."""
        return []

    async def lesson(
        self, course: CourseId, lesson: LessonId, version: ContentHash | None = None
    ) -> Lesson | None:
        """The lesson as installed, or as kept."""
        if version is not None:
            return self.kept.get(version)
        return self.installed.get((course, lesson))

    async def keep(self, lesson: Lesson) -> None:
        """Keep this version."""
        self.kept[lesson.hash] = lesson


class TickingClock:
    """A clock that goes on one millisecond a look."""

    def __init__(self) -> None:
        self._ticks = 0

    def now(self) -> str:
        """The next millisecond of the first of January 2026."""
        self._ticks += 1
        seconds, milliseconds = divmod(self._ticks, 1000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"2026-01-01T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z"


class CountingIds:
    """Identifiers that count."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._count = 0

    def new(self) -> str:
        """The next one."""
        self._count += 1
        return f"{self._prefix}-{self._count}"


class ScriptedFormulas:
    """Verdicts on formulas that are written down beforehand, as those of a ScriptedKernel."""

    def __init__(self) -> None:
        self.script: deque[Report | CheckFailure | asyncio.Future[Report]] = deque()
        self.judged: list[tuple[str, str]] = []

    async def judge(self, question: FormulaQuestion, text: str) -> Report:
        """The next verdict of the script."""
        self.judged.append((question.id, text))
        return await _told(self.script.popleft())


class ScriptedKernel:
    """A kernel whose verdicts are written down beforehand.

    A verdict of the script may be a Report, the reason of a failure, or a future to wait for.
    """

    def __init__(self, kernel_id: str = "kernel-1") -> None:
        self.id = kernel_id
        self.info = KernelInfo(status="idle", checks="fork")
        self.script: deque[Report | CheckFailure | asyncio.Future[Report]] = deque()
        self.checked: list[tuple[str, str]] = []
        self.interrupts = 0
        self.holds = 0
        self.offered: list[OfferedAgent] = []
        self.listeners: list[KernelListener] = []

    def listen(self, listener: KernelListener) -> None:
        """Tell this listener from now on."""
        self.listeners.append(listener)

    def unlisten(self, listener: KernelListener) -> None:
        """Tell it no more."""
        if listener in self.listeners:
            self.listeners.remove(listener)

    async def interrupt(self) -> None:
        """Count it."""
        self.interrupts += 1

    def hold(self, held: bool) -> None:
        """Count who holds it."""
        self.holds += 1 if held else -1

    def offer(self, agent: OfferedAgent) -> None:
        """Keep it."""
        self.offered.append(agent)

    async def check(self, question: CodeQuestion, source: str, _cell_error: str | None) -> Report:
        """The next verdict of the script."""
        self.checked.append((question.id, source))
        return await _told(self.script.popleft())


async def _told(verdict: Report | CheckFailure | asyncio.Future[Report]) -> Report:
    if isinstance(verdict, Report):
        return verdict
    if isinstance(verdict, str):
        raise CheckUnavailableError(verdict)
    return await verdict
