"""Answer cells that ran: what is recorded of them, whatever the phase."""

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import CodeAnswer, RecordCell, Rejected
from jupyter_tutor.core.course import CodeQuestion, Lesson, Question
from jupyter_tutor.core.events import AnswerSubmitted, CellRecorded, Event
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


def hands_in(question: Question, command: RecordCell, lesson: Lesson) -> bool:
    """Whether running this cell hands in an answer to ``question``, which is open.

    One that ended in an error is handed in too: the learner wants to know what went wrong.
    """
    return (
        lesson.check_on_run
        and isinstance(question, CodeQuestion)
        and command.question == question.id
        and command.outcome != "interrupted"
        and not is_stub(command.source, question)
    )


def handed_in(command: RecordCell) -> AnswerSubmitted:
    """The cell that ran, as an answer."""
    return AnswerSubmitted(
        at=command.at,
        question=command.question,
        answer=CodeAnswer(source=command.source),
        request=command.request,
        words="",
    )
