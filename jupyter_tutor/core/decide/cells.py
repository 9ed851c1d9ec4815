"""Answer cells that ran: what is recorded of them, whatever the phase."""

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import RecordCell, Rejected
from jupyter_tutor.core.course import CodeQuestion, Lesson
from jupyter_tutor.core.events import CellRecorded, Event

LONGEST_CELL = 100_000
"""Characters of one answer cell; no answer needs more, and the record keeps every run."""


def record_cell(command: RecordCell, lesson: Lesson) -> tuple[Event, ...] | Rejected:
    """The fact that an answer cell of this lesson ran; refused for any other cell."""
    if not isinstance(lesson.question(command.question), CodeQuestion):
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
        ),
    )
