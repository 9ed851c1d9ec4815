"""The session as a whole: opened, left, taken over, begun anew; what is said; the kernel."""

from itertools import takewhile
from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.asking import ask
from jupyter_tutor.core.commands import (
    LeaveSession,
    LifeCommand,
    NoteKernel,
    NoteModel,
    OpenSession,
    Rejected,
    StartOver,
    UpdateLesson,
    YieldSession,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide.talk import ended_early
from jupyter_tutor.core.events import (
    CheckFailed,
    Event,
    KernelNoted,
    LessonUpdated,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    StartedOver,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.pedagogy import next_events
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    NotStarted,
    Remediation,
    State,
)
from jupyter_tutor.core.talk_events import ModelNoted


def decide_life(state: State, command: LifeCommand, lesson: Lesson) -> tuple[Event, ...] | Rejected:
    """What a command about the session as a whole leads to."""
    started = not isinstance(state.phase, NotStarted)
    match command:
        case OpenSession():
            return (_resume if started else _open)(state, command, lesson)
        case _ if not started:
            return Rejected(words.NOT_STARTED)
        case LeaveSession():
            return (SessionLeft(at=command.at),)
        case YieldSession():
            return (SessionYielded(at=command.at, words=words.yielded(command.taker)),)
        case StartOver():
            return _start_over(state, command, lesson)
        case UpdateLesson():
            return _update(state, command, lesson)
        case NoteKernel():
            return _note_kernel(state, command)
        case NoteModel():
            return _model_noted(state, command) or Rejected(words.NOTHING_NEW)
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
        words=words.welcome(lesson.title, command.unfinished),
    )
    before: tuple[Event, ...] = (opened, *_model_noted(state, command))
    return (*before, *next_events(fold(before, state), lesson, command.at))


def _resume(state: State, command: OpenSession, lesson: Lesson) -> tuple[Event, ...]:
    """What was being written went with the process that wrote it."""
    resumed = SessionResumed(at=command.at, words=words.welcome_back(_where(state)))
    lost = ended_early(state, lesson, command.at, stopped=False)
    return (resumed, *lost, *_model_noted(state, command))


def _model_noted(state: State, command: OpenSession | NoteModel) -> tuple[ModelNoted, ...]:
    if command.model == state.model:
        return ()
    if command.model is None:
        said = words.MODEL_GONE
    elif command.model == state.introduced:
        said = ""
    else:
        said = words.model_noted(command.model, again=state.introduced is not None)
    return (ModelNoted(at=command.at, model=command.model, words=said),)


def _stopped(state: State, lesson: Lesson, at: str) -> tuple[Event, ...]:
    """The end of the check under way, and of what is being written, if there is any."""
    written = ended_early(state, lesson, at, stopped=True)
    if not isinstance(state.phase, Checking):
        return written
    return (
        *written,
        CheckFailed(
            at=at,
            question=state.phase.question,
            request=state.phase.request,
            reason="stopped",
            words=words.check_failed("stopped"),
        ),
    )


def _update(state: State, command: UpdateLesson, lesson: Lesson) -> tuple[Event, ...] | Rejected:
    """On to another version. A question that is still open is put anew, in its newest words.

    Then it goes on with the first step that has not been shown, wherever the author put it.
    """
    if lesson.hash == state.lesson_hash:
        return Rejected(words.NOTHING_NEWER)
    seen = list(takewhile(state.shown.__contains__, (StepId(step.id) for step in lesson.steps)))
    updated = LessonUpdated(
        at=command.at,
        lesson_hash=lesson.hash,
        cursor=seen[-1] if seen else None,
        words=words.updated(),
    )
    before = (*_stopped(state, lesson, command.at), updated)
    after = fold(before, state)
    open_id = _open_question(state)
    question = lesson.question(open_id) if open_id else None
    if question is not None:
        return (*before, ask(question, state.learner, command.at, again=True))
    return (*before, *next_events(after, lesson, command.at))


def _open_question(state: State) -> QuestionId | None:
    """The question in front of the learner that is not done, or None."""
    match state.phase:
        case (
            AwaitingAnswer(question=question)
            | Remediation(question=question)
            | Checking(question=question)
        ):
            return question if state.questions[question].outcome == "open" else None
        case _:
            return None


def _start_over(state: State, command: StartOver, lesson: Lesson) -> tuple[Event, ...]:
    begun = StartedOver(
        at=command.at,
        round=state.round + 1,
        lesson_hash=lesson.hash,
        words=words.started_over(),
    )
    before = (*_stopped(state, lesson, command.at), begun)
    return (*before, *next_events(fold(before, state), lesson, command.at))


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
