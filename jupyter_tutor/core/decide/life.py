"""The session as a whole: opened, left, taken over, begun anew; what is said; the kernel."""

from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    LeaveSession,
    LifeCommand,
    NoteKernel,
    OpenSession,
    Rejected,
    Say,
    StartOver,
    YieldSession,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import (
    CheckFailed,
    Event,
    KernelNoted,
    LearnerSaid,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    StartedOver,
    TutorSaid,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.pedagogy import next_events
from jupyter_tutor.core.state import Checking, Completed, NotStarted, State

LONGEST_MESSAGE = 20_000
"""Characters of one message to the tutor; far more than anybody types."""


def decide_life(state: State, command: LifeCommand, lesson: Lesson) -> tuple[Event, ...] | Rejected:
    """What a command about the session as a whole leads to."""
    started = not isinstance(state.phase, NotStarted)
    match command:
        case OpenSession():
            if started:
                return (SessionResumed(at=command.at, words=words.welcome_back(_where(state))),)
            return _open(state, command, lesson)
        case _ if not started:
            return Rejected(words.NOT_STARTED)
        case LeaveSession():
            return (SessionLeft(at=command.at),)
        case YieldSession():
            return (SessionYielded(at=command.at, words=words.yielded(command.taker)),)
        case StartOver():
            return _start_over(state, command, lesson)
        case Say():
            return _say(command)
        case NoteKernel():
            return _note_kernel(state, command)
        case _:
            assert_never(command)


def _open(state: State, command: OpenSession, lesson: Lesson) -> tuple[Event, ...]:
    opened = SessionOpened(
        at=command.at,
        learner=command.learner,
        course=lesson.course_id,
        lesson=lesson.id,
        lesson_hash=lesson.hash,
        title=lesson.title,
        words=words.welcome(lesson.title),
    )
    return (opened, *next_events(fold([opened], state), lesson, command.at))


def _start_over(state: State, command: StartOver, lesson: Lesson) -> tuple[Event, ...]:
    stopped: tuple[Event, ...] = ()
    if isinstance(state.phase, Checking):
        stopped = (
            CheckFailed(
                at=command.at,
                question=state.phase.question,
                request=state.phase.request,
                reason="stopped",
                words=words.check_failed("stopped"),
            ),
        )
    begun = StartedOver(
        at=command.at,
        round=state.round + 1,
        lesson_hash=lesson.hash,
        words=words.started_over(),
    )
    before = (*stopped, begun)
    return (*before, *next_events(fold(before, state), lesson, command.at))


def _say(command: Say) -> tuple[Event, ...] | Rejected:
    text = command.text.strip()
    if not text:
        return Rejected(words.NOTHING_TO_SAY)
    if len(text) > LONGEST_MESSAGE:
        return Rejected(words.TOO_LONG)
    return (
        LearnerSaid(at=command.at, words=text),
        TutorSaid(at=command.at, words=words.no_model()),
    )


def _note_kernel(state: State, command: NoteKernel) -> tuple[Event, ...] | Rejected:
    known = state.kernel == command.kernel
    match command.status:
        case "attached":
            news = not known
        case "detached" | "restarted" | "died":
            news = known
        case _:
            assert_never(command.status)
    if not news:
        return Rejected(words.NOTHING_NEW)
    moved = state.kernel is not None
    return (
        KernelNoted(
            at=command.at,
            status=command.status,
            kernel=command.kernel,
            words=words.kernel_noted(command.status, moved),
        ),
    )


def _where(state: State) -> str | None:
    if isinstance(state.phase, Completed):
        return None
    titles = [m.title for m in state.transcript if m.kind in ("exposition", "question")]
    return titles[-1] if titles else None
