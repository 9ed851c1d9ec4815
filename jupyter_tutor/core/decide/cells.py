"""Answer cells that ran: what is recorded of them, whatever the phase, and what is said."""

from typing import assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import CodeAnswer, RecordCell, Rejected
from jupyter_tutor.core.cooling_off import seconds_to_wait
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import AnswerSubmitted, CellRecorded, Event
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.pedagogy import bare, is_stub, tries_left
from jupyter_tutor.core.questions import CodeQuestion, Question
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
            words=_said_of(state, question, command, lesson),
        ),
    )


def _is_new(state: State, question: CodeQuestion, source: str) -> bool:
    record = state.questions.get(question.id)
    last = record.last_source if record else None
    return not is_stub(source, question) and (last is None or bare(last) != bare(source))


def _said_of(state: State, question: CodeQuestion, command: RecordCell, lesson: Lesson) -> str:
    """What to say of a cell that would hand in an answer to a question that takes none now.

    Of the open one it is said each time that it is cooling off. Empty where it takes an answer, and
    where it was said since the last step: once for each question, and once for all that are done,
    for a new kernel wants all their cells run again.
    """
    open_id = _open_question(state, lesson)
    if not hands_in(question, command, lesson):
        return ""
    if question.id == open_id:
        record = state.questions[question.id]
        wait = seconds_to_wait(record, question, command.at)
        return words.cell_cooling_off(record.attempts, wait) if wait else ""
    done = _is_done(state, question.id)
    if any(one == question.id or (done and _is_done(state, one)) for one in state.out_of_turn):
        return ""
    return words.out_of_turn(
        question.title, _standing(state, question.id), _what_now(state, open_id, lesson)
    )


def _open_question(state: State, lesson: Lesson) -> QuestionId | None:
    """The question in front of the learner, None where it takes no answer (any more)."""
    match state.phase:
        case AwaitingAnswer(question=question) | Remediation(question=question):
            left = tries_left(state.questions[question], lesson.known_question(question))
            return None if left == 0 else question
        case Checking(question=question):
            return question
        case NotStarted() | InExposition() | Correct() | Review() | Completed():
            return None
        case _:
            assert_never(state.phase)


def _is_done(state: State, question: QuestionId) -> bool:
    record = state.questions.get(question)
    return record is not None and record.outcome != "open"


def _standing(state: State, question: QuestionId) -> words.Standing:
    record = state.questions.get(question)
    if record is None:
        return "ahead"
    match record.outcome:
        case "open":
            return "skipped" if record.skipped else "ahead"
        case "correct" | "undecided":
            return "answered"
        case "missed":
            return "closed"
        case _:
            assert_never(record.outcome)


def _what_now(state: State, open_id: QuestionId | None, lesson: Lesson) -> str:
    if open_id is not None:
        return words.open_question(lesson.known_question(open_id).title)
    match state.phase:
        case InExposition():
            return words.CONTINUE_FIRST
        case Review():
            return words.CONTINUE_TO_REVIEW
        case Completed():
            return words.LESSON_DONE
        case _:
            return words.PRESS_CONTINUE


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
