"""The doors to the outside world, one small Protocol each; fakes are in the tests."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from jupyter_tutor.core.commands import CellOutcome, CheckFailure, KernelStatus
from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, QuestionId, SessionId
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion
from jupyter_tutor.core.verdict import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as it is recorded.

    ``seq`` counts a session's events from 1. ``body`` is the event itself as canonical JSON text
    (sorted keys, no spaces). ``hash`` is SHA-256, in hexadecimal, over ``prev`` and all the other
    fields (see :func:`jupyter_tutor.wire.seal`); ``prev`` is the hash of the session's previous
    event, or 64 zeros for the first.
    """

    event_id: str
    session: SessionId
    learner: LearnerId
    course: CourseId
    lesson: LessonId
    lesson_hash: ContentHash
    seq: int
    at: str
    type: str
    schema: int
    body: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Tip:
    """The end of a session's chain: the number and the hash of its newest event."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """A learner's session at a glance.

    ``title`` is the lesson's, as it was when it was begun. ``finished``: it was completed once,
    which stays so; ``again``: they are doing it once more, and have not come to its end. ``closed``
    (the questions that ask for nothing more, right or not) is of the last round. ``events`` is the
    number of all that are recorded; ``first`` and ``last`` are their times.
    """

    session: SessionId
    course: CourseId
    lesson: LessonId
    title: str
    finished: bool
    again: bool
    closed: frozenset[QuestionId]
    events: int
    first: str
    last: str


class JournalError(Exception):
    """The events could not be made durable. None of them may be shown."""


class RecordDamagedError(Exception):
    """A session's record does not hang together; nothing of it may be shown as if it did.

    ``intact`` are the events before the break, whose hash chain holds.
    """

    def __init__(self, session: SessionId, why: str, intact: Sequence[StoredEvent]) -> None:
        super().__init__(f"The record of session {session} is damaged: {why}")
        self.session = session
        self.intact = tuple(intact)


class LeaseError(Exception):
    """The session is held by a live server that did not let go; the text says which."""


class CheckUnavailableError(Exception):
    """A check could not be carried out; ``reason`` says why."""

    def __init__(self, reason: CheckFailure, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class KernelNotCopiedError(CheckUnavailableError):
    """A copy of the kernel would hang, because of a library in it: judge the answer by its text."""

    def __init__(self, library: str) -> None:
        super().__init__("internal", f"a kernel with {library} in it cannot be copied")


class Journal(Protocol):
    """Where events become durable. One writer: this server."""

    async def append(self, turn: Sequence[StoredEvent]) -> None:
        """Return once the whole turn is on disk; a crash keeps all of a turn or none of it.

        Raises JournalError, and then the turn must be treated as not having happened.
        """
        ...


class History(Protocol):
    """The record of all servers that share the data directory, as far as it is durable."""

    async def session_events(self, session: SessionId, since: int = 1) -> Sequence[StoredEvent]:
        """Every durable event of a session from ``since`` on, whichever server wrote it.

        In order of ``seq``. Complete, whether or not DuckDB can be reached; empty for an unknown
        session. Raises RecordDamagedError where an event is missing or was changed.
        """
        ...

    async def learner_sessions(self, learner: LearnerId) -> Sequence[SessionSummary]:
        """All sessions of a learner, those begun first before the others.

        Complete, whether or not DuckDB can be reached; empty for an unknown learner. A session
        whose record is damaged is there as far as it can be read.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A job that kept failing, put aside so that the rest could go on.

    ``id`` names the job, so that it is put aside once however often it fails; ``job`` is its kind,
    ``input`` what it was given, as JSON text (of what learners wrote it holds only where it is),
    ``error`` the type of what it raised last. ``tries`` counts all attempts.
    """

    id: str
    job: str
    at: str
    input: str
    error: str
    tries: int = 1


class DeadLetters(Protocol):
    """Where jobs that kept failing are put aside, for a person to look at."""

    async def put(self, letter: DeadLetter) -> None:
        """Put one aside; of a known id, ``tries`` are added up. Raises OSError."""
        ...

    async def all(self) -> Sequence[DeadLetter]:
        """All of them, the oldest first. What cannot be read is left out."""
        ...

    async def drop(self, letter_id: str) -> bool:
        """Forget one; whether there was such a one."""
        ...


RecordState = Literal["fine", "behind", "full"]
"""How saving goes. ``behind``: all is saved, and the database has not taken it in yet, for longer
than usual. ``full``: nothing can be saved, so nothing is done."""


class Snapshots(Protocol):
    """Where the states of sessions are kept, so that a long record need not be folded whole.

    They shorten a start and nothing else: any of them may be gone, old or damaged.
    """

    async def read(self, session: SessionId) -> bytes | None:
        """What was kept last, or None; never raises for what is wrong with it."""
        ...

    async def write(self, session: SessionId, snapshot: bytes) -> None:
        """Keep this instead of the last; raises OSError where it cannot be kept."""
        ...


class Leases(Protocol):
    """Which server may write to a session. At most one holds it at a time."""

    async def take(
        self, session: SessionId, taker: str, on_taken: Callable[[str], Awaitable[None]]
    ) -> None:
        """Return once this server holds the session.

        A live server that holds it is asked to let go: its ``on_taken(taker)`` has finished
        (events flushed, notice shown) before this returns. The lease of a dead one is taken.
        Raises LeaseError where a live holder does not answer or could not let go.
        """
        ...

    async def release(self, session: SessionId) -> None:
        """Let go; nothing happens when it is not held."""
        ...


class Target(Protocol):
    """Where a learner's code lives and can be judged."""

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge what the answer left behind, or raise CheckUnavailableError.

        ``source`` is the learner's answer cell; ``cell_error`` is the last line of the traceback
        of its last run, or None. Cancelling the call ends the check and leaves no process.
        """
        ...


class Formulas(Protocol):
    """Where formulas are compared."""

    async def judge(self, question: FormulaQuestion, text: str) -> Report:
        """Judge a formula that the core has read, or raise CheckUnavailableError.

        Cancelling the call ends the comparison.
        """
        ...


KernelState = Literal["none", "starting", "idle", "busy", "restarting", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelInfo:
    """A live kernel, now. ``checks`` is how answers are judged; ``note`` says more, or is None."""

    status: KernelState
    checks: Literal["fork", "fresh", "none"]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRun:
    """An answer cell that ran, and has ended.

    ``error`` is the last line of its traceback (the first, where the error's own text has
    several), None when ``outcome`` is ok.
    """

    question: QuestionId
    source: str
    outcome: CellOutcome
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSeen:
    """Any cell that ran in a kernel; ``failed``: it ended in an error, or was interrupted.

    ``answers`` is the question that it answers, None where it is no answer cell. It is kept in
    memory, and goes into the record only where an answer builds on it.
    """

    source: str
    failed: bool = False
    answers: QuestionId | None = None


class KernelListener(Protocol):
    """What a session hears from the kernel it is attached to. None of it may block or raise."""

    def cell_ran(self, run: CellRun) -> None:
        """An answer cell ran to its end."""
        ...

    def kernel_changed(self, info: KernelInfo) -> None:
        """The kernel's state is now this."""
        ...

    def kernel_noted(self, status: KernelStatus, kernel: str) -> None:
        """The kernel restarted or died."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAgent:
    """An agent that the kernel's own program has started in its process.

    It listens at ``address`` to whoever shows ``secret``; ``pid`` and ``python`` are its process
    and the version that runs there.
    """

    address: str
    secret: str = field(repr=False)
    pid: int
    python: str


class Kernel(Target, Protocol):
    """A running kernel, to which sessions listen and in which answers are judged."""

    @property
    def id(self) -> str:
        """Jupyter's id of the kernel."""
        ...

    @property
    def info(self) -> KernelInfo:
        """How it is now."""
        ...

    def listen(self, listener: KernelListener) -> None:
        """Tell this listener from now on."""
        ...

    def unlisten(self, listener: KernelListener) -> None:
        """Tell it no more; nothing happens when it was not told before."""
        ...

    async def interrupt(self) -> None:
        """Stop the cell that is running."""
        ...

    def hold(self, held: bool) -> None:
        """While ``held``, the cell that runs does nothing but wait for the tutor.

        Answers may then be judged although the kernel is busy. Each True wants its False.
        """
        ...

    def offer(self, agent: OfferedAgent) -> None:
        """Judge through this agent where there is no other, for as long as its process lives."""
        ...


class Kernels(Protocol):
    """The kernels that can be reached."""

    async def find(self, kernel_id: str) -> Kernel | None:
        """The kernel of that id, or None. Listen to it before anything else is awaited."""
        ...


class CourseStore(Protocol):
    """The courses that are installed, and the versions that sessions began with."""

    async def courses(self) -> Sequence[Course]:
        """All installed courses, in a stable order."""
        ...

    async def lesson(
        self, course: CourseId, lesson: LessonId, version: ContentHash | None = None
    ) -> Lesson | None:
        """A lesson as installed, or, with ``version``, as it was kept then; None if unknown."""
        ...

    async def keep(self, lesson: Lesson) -> None:
        """Keep this version for as long as sessions may need it. Doing it twice is harmless."""
        ...


Asked = Literal["command", "validate", "export"]
"""What may be asked only so often: commands of a lesson, looking through a notebook, the record."""

RULES: Mapping[Asked, str] = {
    "command": "30 per second; 600 per minute",
    "validate": "20 per second; 300 per minute",
    "export": "30 per minute",
}
"""How often where nothing else is set: far more than a person does, far less than a machine can."""


class Limits(Protocol):
    """How often each learner may ask for something."""

    async def take(self, what: Asked, who: LearnerId) -> float:
        """Count one; 0.0: go on.

        Else it was too often, nothing was counted, and it is the seconds after which to ask again.
        """
        ...


class Clock(Protocol):
    """The time, as the record has it."""

    def now(self) -> str:
        """Now, as ISO 8601 in UTC with milliseconds, e.g. ``2026-11-22T09:46:20.125Z``."""
        ...


class Ids(Protocol):
    """New identifiers."""

    def new(self) -> str:
        """An identifier never given before, safe in URLs and file names."""
        ...
