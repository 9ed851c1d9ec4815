"""A finished lesson: cells that run are still recorded; all else waits for starting over."""

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
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.state import State


def decide_completed(
    state: State, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """After the end."""
    match command:
        case RecordCell():
            return record_cell(state, command, lesson)
        case FinishCheck() | FailCheck():
            return Rejected(words.CHECK_NOT_AWAITED)
        case StopCheck():
            return Rejected(words.NO_CHECK_UNDER_WAY)
        case Continue() | SubmitAnswer() | AskHint() | SkipQuestion() | AskSolution():
            return Rejected(words.LESSON_DONE)
        case _:
            assert_never(command)
