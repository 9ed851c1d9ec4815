"""What a helper may know of a session: read from its state and its lesson."""

from collections.abc import Iterable, Iterator

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.pedagogy import level_of, open_questions
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Message,
    Remediation,
    State,
)
from jupyter_tutor.core.talk import Context, RecentAnswer, Turn

TURNS_KEPT = 10

EARLIER_KEPT = 40
"""Hints and replies from before the open question, newest; an answer in more pieces is no help."""


def context(state: State, lesson: Lesson) -> Context:
    """All that a helper may know.

    Questions that were answered, or whose solution was shown, may be solved in a reply. The others
    may not, whether or not they were asked yet: who asks ahead shall not be told.
    """
    current = _open(state)
    left = [one for one in open_questions(state, lesson) if one not in state.revealed]
    guarded = tuple(sorted(left, key=lambda question: question != current))
    record = state.questions.get(current) if current else None
    since = _since(state, current)
    return Context(
        question=current,
        guarded=guarded,
        seen=tuple(StepId(step.id) for step in lesson.steps if step.id in state.shown),
        answers=tuple(_answers(state)),
        turns=tuple(_turns(state)[-TURNS_KEPT:]),
        shown=tuple(_help(state.transcript[since:])),
        earlier=tuple(_help(state.transcript[:since]))[-EARLIER_KEPT:],
        hints=record.hints if record else (),
        level=level_of(record, lesson.question(current)) if record and current else 0,
    )


def _open(state: State) -> QuestionId | None:
    match state.phase:
        case AwaitingAnswer(question=one) | Remediation(question=one) | Checking(question=one):
            return one
        case _:
            return None


def _answers(state: State) -> Iterator[RecentAnswer]:
    for question, record in state.questions.items():
        if record.last_source is not None:
            yield RecentAnswer(
                question=question,
                source=record.last_source,
                error=record.last_cell_error,
                said=record.last_message,
                attempts=record.attempts,
                open=record.outcome == "open",
            )


def _turns(state: State) -> list[Turn]:
    """What was asked and replied; what is being replied to is no turn yet."""
    turns: list[Turn] = []
    for message in state.transcript:
        if message.kind == "said":
            turns.append(Turn(asked=message.text, reply=""))
        elif message.kind == "reply" and turns:
            turns[-1] = Turn(asked=turns[-1].asked, reply=message.text)
    under_way = state.writing is not None and state.writing.kind == "reply"
    return turns[:-1] if under_way else turns


def _since(state: State, current: QuestionId | None) -> int:
    """The place of the message by which the open question was first asked."""
    if current is None:
        return 0
    asked = (m.id for m in state.transcript if m.kind == "question" and m.question == current)
    return next(asked, 0)


def _help(messages: Iterable[Message]) -> Iterator[str]:
    """The help that was given in some messages."""
    return (message.text for message in messages if message.kind in ("hint", "reply", "summary"))
