"""Phases that wait for Continue: an exposition, a right answer, the review's announcement."""

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
from jupyter_tutor.core.pedagogy import next_events
from jupyter_tutor.core.state import State


def decide_exposition(
    state: State, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """While a step is being read."""
    return _decide_paused(state, command, lesson, words.CONTINUE_FIRST)


def decide_correct(
    state: State, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """When a question has just been answered."""
    return _decide_paused(state, command, lesson, words.CONTINUE_AFTER_ANSWER)


def decide_review(
    state: State, command: StepCommand, lesson: Lesson
) -> tuple[Event, ...] | Rejected:
    """When the review has been announced."""
    return _decide_paused(state, command, lesson, words.CONTINUE_TO_REVIEW)


def _decide_paused(
    state: State, command: StepCommand, lesson: Lesson, instead: str
) -> tuple[Event, ...] | Rejected:
    match command:
        case Continue():
            return next_events(state, lesson, command.at)
        case RecordCell():
            return record_cell(state, command, lesson)
        case FinishCheck() | FailCheck():
            return Rejected(words.CHECK_NOT_AWAITED)
        case StopCheck():
            return Rejected(words.NO_CHECK_UNDER_WAY)
        case SubmitAnswer() | AskHint() | SkipQuestion() | AskSolution():
            return Rejected(instead)
        case _:
            assert_never(command)
