"""What an event makes the session want done. ``state`` is the state after the event."""

from typing import assert_never

from jupyter_tutor.core.effects import CancelCheck, CompareFormula, Effect, RunCheck
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
        case AnswerSubmitted() | SessionResumed():
            return _judge(state)
        case CheckFailed(reason="stopped", request=request):
            return (CancelCheck(request=request),)
        case SessionYielded() | SessionLeft():
            return _cancel_check(state)
        case (
            CheckFailed()
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


def _judge(state: State) -> tuple[Effect, ...]:
    """What it takes to judge the answer; nothing for kinds that are judged in the same turn."""
    phase = state.phase
    if not isinstance(phase, Checking):
        return ()
    record = state.questions[phase.question]
    match record.asked.kind:
        case "code":
            return (
                RunCheck(
                    request=phase.request,
                    question=phase.question,
                    source=phase.source,
                    cell_error=record.last_cell_error,
                ),
            )
        case "formula":
            return (
                CompareFormula(request=phase.request, question=phase.question, text=phase.source),
            )
        case "choice" | "number" | "predict" | "expression" | "prose" | "order" | "blanks":
            return ()
        case _:
            assert_never(record.asked.kind)


def _cancel_check(state: State) -> tuple[Effect, ...]:
    phase = state.phase
    return (CancelCheck(request=phase.request),) if isinstance(phase, Checking) else ()
