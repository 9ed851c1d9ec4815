"""What an event makes the session want done. ``state`` is the state after the event."""

from typing import assert_never

from jupyter_tutor.core.effects import (
    CancelCheck,
    CancelWriting,
    CompareFormula,
    Effect,
    JudgeProse,
    LabelError,
    RunCheck,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Event,
    Explained,
    HintGiven,
    KernelNoted,
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
)
from jupyter_tutor.core.state import Checking, State
from jupyter_tutor.core.talk import Reply
from jupyter_tutor.core.talk_events import (
    ErrorLabelled,
    HintAsked,
    HintRefused,
    LearnerSaid,
    ModelCalled,
    ModelNoted,
    PersonAsked,
    ReplyEnded,
    ReplyGrew,
    SummaryAsked,
    SummaryWritten,
    TalkEvent,
    TutorSaid,
)


def react(state: State, event: Event) -> tuple[Effect, ...]:
    """The effects that ``event`` calls for.

    A resumed session asks again for the check it was waiting for: the one it had asked for is
    gone with the process that ran it. Sentences are judged in the same turn where no model helps;
    those that wait for a verdict were handed in when one did.
    """
    if isinstance(event, TalkEvent):
        return _write(event)
    match event:
        case AnswerSubmitted(question=question):
            record = state.questions.get(question)
            at_once = record is not None and record.asked.kind == "prose" and state.model is None
            return () if at_once else _judge(state)
        case SessionResumed():
            return _judge(state)
        case CheckFailed(reason="stopped", request=request):
            return (CancelCheck(request=request),)
        case SessionYielded() | SessionLeft():
            return (*_cancel_check(state), *_cancel_writing(state))
        case AnswerJudged():
            return _label(state, event)
        case (
            CheckFailed()
            | SessionOpened()
            | Explained()
            | QuestionAsked()
            | CellRecorded()
            | HintGiven()
            | QuestionSkipped()
            | SolutionShown()
            | ReviewBegun()
            | LessonCompleted()
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
        case "prose":
            return (JudgeProse(request=phase.request, question=phase.question, text=phase.source),)
        case "choice" | "number" | "predict" | "expression" | "order" | "blanks":
            return ()
        case _:
            assert_never(record.asked.kind)


def _cancel_check(state: State) -> tuple[Effect, ...]:
    phase = state.phase
    return (CancelCheck(request=phase.request),) if isinstance(phase, Checking) else ()


def _cancel_writing(state: State) -> tuple[Effect, ...]:
    return (CancelWriting(request=state.writing.request),) if state.writing else ()


def _label(state: State, event: AnswerJudged) -> tuple[Effect, ...]:
    """See what is behind a wrong answer in code, where nothing that was foreseen is."""
    record = state.questions.get(event.question)
    report = event.report
    if state.model is None or record is None or record.asked.kind != "code":
        return ()
    if report.verdict != "incorrect" or report.misconception or not event.counted:
        return ()
    return (
        LabelError(
            request=event.request,
            question=event.question,
            source=record.last_source or "",
            said=report.message,
        ),
    )


def _write(event: TalkEvent) -> tuple[Effect, ...]:
    match event:
        case LearnerSaid(request=request, words=words):
            return () if request is None else (WriteReply(request=request, asked=words),)
        case HintAsked(request=request, question=question):
            return (WriteHint(request=request, question=question),)
        case SummaryAsked(request=request):
            return (WriteSummary(request=request),)
        case ReplyEnded(reply=Reply(ending="stopped" | "lost", request=request)):
            return (CancelWriting(request=request),)
        case HintRefused(request=request):
            return (CancelWriting(request=request),)
        case SummaryWritten(request=request, by="template"):
            return () if request is None else (CancelWriting(request=request),)
        case (
            ModelNoted()
            | TutorSaid()
            | ReplyGrew()
            | ReplyEnded()
            | SummaryWritten()
            | ErrorLabelled()
            | ModelCalled()
            | PersonAsked()
        ):
            return ()
        case _:
            assert_never(event)
