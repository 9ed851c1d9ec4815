"""While an answer is being judged."""

from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Continue,
    FailCheck,
    FinishCheck,
    RecordCell,
    Rejected,
    SkipQuestion,
    StepCommand,
    StopCheck,
    SubmitAnswer,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide.cells import handed_in, hands_in, record_cell
from jupyter_tutor.core.decide.verdicts import judged
from jupyter_tutor.core.events import CheckFailed, Event
from jupyter_tutor.core.pedagogy import bare
from jupyter_tutor.core.state import Checking, State


def decide_checking(
    state: State, phase: Checking, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """Only the awaited check, or stopping it, leads on."""
    question = lesson.known_question(phase.question)
    match command:
        case FinishCheck():
            if command.request != phase.request:
                return Rejected(words.CHECK_NOT_AWAITED)
            return (
                judged(
                    state,
                    question,
                    phase.request,
                    phase.source,
                    command.report,
                    command.at,
                ),
            )
        case FailCheck():
            if command.request != phase.request:
                return Rejected(words.CHECK_NOT_AWAITED)
            return (
                CheckFailed(
                    at=command.at,
                    question=phase.question,
                    request=phase.request,
                    reason=command.reason,
                    words=words.check_failed(command.reason),
                ),
            )
        case StopCheck():
            return (_stopped(phase, command.at),)
        case RecordCell():
            return _record(state, phase, command, lesson)
        case Continue() | SubmitAnswer() | AskHint() | SkipQuestion() | AskSolution():
            return Rejected(words.CHECK_UNDER_WAY)
        case _:
            assert_never(command)


def _record(
    state: State, phase: Checking, command: RecordCell, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    recorded = record_cell(state, command, lesson)
    if isinstance(recorded, Rejected):
        return recorded
    question = lesson.known_question(phase.question)
    if not hands_in(question, command, lesson) or bare(command.source) == bare(phase.source):
        return recorded
    # The verdict on the old answer is not wanted any more: the learner has changed it meanwhile.
    return (*recorded, _stopped(phase, command.at), handed_in(command))


def _stopped(phase: Checking, at: str) -> CheckFailed:
    return CheckFailed(
        at=at,
        question=phase.question,
        request=phase.request,
        reason="stopped",
        words=words.check_failed("stopped"),
    )
