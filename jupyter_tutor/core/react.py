"""What an event makes the session want done. ``state`` is the state after the event."""

from typing import assert_never

from jupyter_tutor.core.commands import CodeAnswer
from jupyter_tutor.core.effects import CancelCheck, Effect, RunCheck
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Event,
    Explained,
    HintGiven,
    KernelNoted,
    LearnerSaid,
    LessonCompleted,
    LessonUpdated,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    SolutionShown,
    StartedOver,
    TutorSaid,
)
from jupyter_tutor.core.state import Checking, State


def react(state: State, event: Event) -> tuple[Effect, ...]:
    """The effects that ``event`` calls for.

    A resumed session asks again for the check it was waiting for: the one it had asked for is
    gone with the process that ran it.
    """
    match event:
        case AnswerSubmitted(answer=CodeAnswer()):
            return _run_check(state)
        case SessionResumed():
            return _run_check(state)
        case CheckFailed(reason="stopped", request=request):
            return (CancelCheck(request=request),)
        case SessionYielded() | SessionLeft():
            return _cancel_check(state)
        case (
            AnswerSubmitted()
            | CheckFailed()
            | SessionOpened()
            | Explained()
            | QuestionAsked()
            | CellRecorded()
            | AnswerJudged()
            | HintGiven()
            | QuestionSkipped()
            | SolutionShown()
            | ReviewBegun()
            | LessonCompleted()
            | LearnerSaid()
            | TutorSaid()
            | StartedOver()
            | LessonUpdated()
            | KernelNoted()
        ):
            return ()
        case _:
            assert_never(event)


def _run_check(state: State) -> tuple[Effect, ...]:
    phase = state.phase
    if not isinstance(phase, Checking):
        return ()
    record = state.questions[phase.question]
    return (
        RunCheck(
            request=phase.request,
            question=phase.question,
            source=phase.source,
            cell_error=record.last_cell_error,
        ),
    )


def _cancel_check(state: State) -> tuple[Effect, ...]:
    phase = state.phase
    return (CancelCheck(request=phase.request),) if isinstance(phase, Checking) else ()
