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
from jupyter_tutor.core.decide.cells import record_cell
from jupyter_tutor.core.decide.verdicts import judged
from jupyter_tutor.core.events import CheckFailed, Event
from jupyter_tutor.core.state import Checking, State


def decide_checking(
    state: State, phase: Checking, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """Only the awaited check, or stopping it, leads on."""
    match command:
        case FinishCheck():
            if command.request != phase.request:
                return Rejected(words.CHECK_NOT_AWAITED)
            return (
                judged(
                    state,
                    phase.question,
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
            return (
                CheckFailed(
                    at=command.at,
                    question=phase.question,
                    request=phase.request,
                    reason="stopped",
                    words=words.check_failed("stopped"),
                ),
            )
        case RecordCell():
            return record_cell(state, command, lesson)
        case Continue() | SubmitAnswer() | AskHint() | SkipQuestion() | AskSolution():
            return Rejected(words.CHECK_UNDER_WAY)
        case _:
            assert_never(command)
