"""Answer cells that ran: what is recorded of them, whatever the phase."""

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import RecordCell, Rejected
from jupyter_tutor.core.course import CodeQuestion, Lesson
from jupyter_tutor.core.events import CellRecorded, Event
from jupyter_tutor.core.pedagogy import bare, is_stub
from jupyter_tutor.core.state import State

LONGEST_CELL = 100_000
"""Characters of one answer cell; no answer needs more, and the record keeps every run."""


def record_cell(state: State, command: RecordCell, lesson: Lesson) -> tuple[Event, ...] | Rejected:
    """The fact that an answer cell of this lesson ran; refused for any other cell."""
    question = lesson.question(command.question)
    if not isinstance(question, CodeQuestion):
        return Rejected(words.NOT_THIS_QUESTION)
    if len(command.source) > LONGEST_CELL:
        return Rejected(words.TOO_LONG)
    return (
        CellRecorded(
            at=command.at,
            question=command.question,
            source=command.source,
            outcome=command.outcome,
            error=command.error,
            changed=_is_new(state, question, command.source),
        ),
    )


def _is_new(state: State, question: CodeQuestion, source: str) -> bool:
    record = state.questions.get(question.id)
    last = record.last_source if record else None
    return not is_stub(source, question) and (last is None or bare(last) != bare(source))
