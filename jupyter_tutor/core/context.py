"""What a helper may know of a session: read from its state and its lesson."""

from collections.abc import Iterator

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.pedagogy import level_of, open_questions
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Remediation,
    State,
)
from jupyter_tutor.core.talk import Context, RecentAnswer, Turn

TURNS_KEPT = 10


def context(state: State, lesson: Lesson) -> Context:
    """All that a helper may know.

    Questions that were answered, or whose solution was shown, may be solved in a reply. The others
    may not, whether or not they were asked yet: who asks ahead shall not be told.
    """
    current = _open(state)
    left = [one for one in open_questions(state, lesson) if one not in state.revealed]
    guarded = tuple(sorted(left, key=lambda question: question != current))
    record = state.questions.get(current) if current else None
    return Context(
        question=current,
        guarded=guarded,
        seen=tuple(StepId(step.id) for step in lesson.steps if step.id in state.shown),
        answers=tuple(_answers(state)),
        turns=tuple(_turns(state)[-TURNS_KEPT:]),
        shown=tuple(_shown(state, current)),
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


def _shown(state: State, current: QuestionId | None) -> Iterator[str]:
    """The help that was given since the open question was first asked."""
    since = 0
    if current is not None:
        asked = (m.id for m in state.transcript if m.kind == "question" and m.question == current)
        since = next(asked, 0)
    for message in state.transcript[since:]:
        if message.kind in ("hint", "reply"):
            yield message.text
