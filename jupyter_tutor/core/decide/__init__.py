"""What a command leads to: events, or a refusal that changes nothing.

``decide`` is total over states and commands. One module here answers for each phase (or for
phases that answer alike); the type checker finds the one that was forgotten.
"""

from typing import assert_never

from jupyter_tutor.core.commands import Command, LifeCommand, Rejected
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide.answering import decide_answering
from jupyter_tutor.core.decide.checking import decide_checking
from jupyter_tutor.core.decide.completed import decide_completed
from jupyter_tutor.core.decide.life import decide_life
from jupyter_tutor.core.decide.paused import decide_correct, decide_exposition, decide_review
from jupyter_tutor.core.decide.talk import decide_talk
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    Remediation,
    Review,
    State,
)
from jupyter_tutor.core.talk_commands import TalkCommand
from jupyter_tutor.core.words import NOT_STARTED

Decision = tuple[Event, ...] | Rejected


def decide(state: State, command: Command, lesson: Lesson) -> Decision:
    """The events that ``command`` leads to in ``state``, in order; never an empty tuple.

    ``lesson`` is the version the session is on; ``StartOver`` and
    ``UpdateLesson`` are given the newest one.
    """
    if isinstance(command, LifeCommand):
        return decide_life(state, command, lesson)
    if isinstance(command, TalkCommand):
        return decide_talk(state, command, lesson)
    match state.phase:
        case NotStarted():
            return Rejected(NOT_STARTED)
        case InExposition():
            return decide_exposition(state, command, lesson)
        case AwaitingAnswer() | Remediation() as phase:
            return decide_answering(state, phase, command, lesson)
        case Checking() as phase:
            return decide_checking(state, phase, command, lesson)
        case Correct():
            return decide_correct(state, command, lesson)
        case Review():
            return decide_review(state, command, lesson)
        case Completed():
            return decide_completed(state, command, lesson)
        case _:
            assert_never(state.phase)
