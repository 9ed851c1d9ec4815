"""What comes next: explain, ask, hint, remediate, review, complete.

Pure functions from a state and a lesson to the events or values that teaching wants. Changing
them changes what new sessions do, and never what an old record shows.
"""

from typing import Literal, assert_never

from jupyter_tutor.core import words
from jupyter_tutor.core.answers.blanks import filled
from jupyter_tutor.core.answers.formula import read_as
from jupyter_tutor.core.answers.number import with_unit
from jupyter_tutor.core.answers.order import in_order
from jupyter_tutor.core.asking import ask
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.course import Exposition, Lesson, Step
from jupyter_tutor.core.events import (
    Event,
    Explained,
    LessonCompleted,
    ReviewBegun,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    Hint,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
    QuestionKind,
)
from jupyter_tutor.core.quoting import as_block, as_code
from jupyter_tutor.core.state import AwaitingAnswer, QuestionRecord, Remediation, State
from jupyter_tutor.core.summing_up import sum_up
from jupyter_tutor.core.verdict import Report


def open_questions(state: State, lesson: Lesson) -> tuple[QuestionId, ...]:
    """The questions of the lesson that have no answer yet, the queue of skipped ones first."""
    unanswered = [
        question.id
        for question in lesson.questions
        if (record := state.questions.get(question.id)) is None or record.outcome == "open"
    ]
    queued = [question for question in state.pending if question in unanswered]
    return (*queued, *(question for question in unanswered if question not in queued))


def next_events(state: State, lesson: Lesson, at: str) -> tuple[Event, ...]:
    """What follows now that the step under the cursor is done with.

    The words with which a lesson closes wait until every question is answered.
    """
    left = open_questions(state, lesson)
    step = _step_after(state, lesson)
    if left and state.reviewing:
        return (_show(lesson.known_question(left[0]), state, at, again=True),)
    if step is not None and not (left and _closes(step, lesson)):
        return (_show(step, state, at, again=False),)
    if left:
        titles = [question.title for question in lesson.questions if question.id in left]
        return (ReviewBegun(at=at, questions=left, words=words.review(titles)),)
    completed = _completed(state, lesson, at)
    return (completed, sum_up(fold([completed], state), lesson, at))


def _closes(step: Step, lesson: Lesson) -> bool:
    """Whether nothing is asked from this step on."""
    rest = lesson.steps[lesson.steps.index(step) :]
    return all(isinstance(one, Exposition) for one in rest)


def _step_after(state: State, lesson: Lesson) -> Step | None:
    ids = [step.id for step in lesson.steps]
    start = ids.index(state.cursor) + 1 if state.cursor in ids else 0
    for step in lesson.steps[start:]:
        record = None if isinstance(step, Exposition) else state.questions.get(step.id)
        done = record is not None and record.outcome != "open"
        # In a newer version, what was shown before may stand after what is new.
        if not done and step.id not in state.shown:
            return step
    return None


def _show(step: Step, state: State, at: str, *, again: bool) -> Event:
    if isinstance(step, Exposition):
        return Explained(
            at=at, step=step.id, title=step.title, words=step.text, examples=step.examples
        )
    return ask(step, state.learner, at, again=again)


def _completed(state: State, lesson: Lesson, at: str) -> LessonCompleted:
    records = [record for q in lesson.questions if (record := state.questions.get(q.id))]
    points = earned(state, lesson)
    max_points = sum(question.points for question in lesson.questions)
    first_try = sum(r.outcome == "correct" and r.attempts == 1 and not r.revealed for r in records)
    return LessonCompleted(
        at=at,
        points=points,
        max_points=max_points,
        words=words.completed(
            lesson.title, points, max_points, first_try, len(records), lesson.following
        ),
    )


def next_hint(record: QuestionRecord, question: Question) -> Hint | Rejected:
    """The next rung of the ladder, or why there is none now.

    The first rung is free. Each further one wants evidence of a new try since the last. A hint
    for the misconception the learner has just shown outranks the general ones.
    """
    candidates = _fresh_hints(record, question, record.last_misconception)
    if record.outcome == "missed":
        return Rejected(words.NO_MORE_TRIES)
    if not candidates:
        return Rejected(words.NO_MORE_HINTS)
    if record.hints and record.evidence <= record.evidence_at_hint:
        return Rejected(words.HINT_NEEDS_A_TRY)
    return candidates[0]


def _fresh_hints(
    record: QuestionRecord, question: Question, misconception: str | None
) -> list[Hint]:
    """The hints that are left for who has shown that misconception (None: none), best first."""
    ladder = sorted(question.hints, key=lambda hint: hint.level)
    fresh = [hint for hint in ladder if hint.text not in record.hints]
    own = [hint for hint in fresh if hint.misconception and hint.misconception == misconception]
    return own + [hint for hint in fresh if hint.misconception is None]


def level_of(record: QuestionRecord, question: Question | None) -> int:
    """The level of the last of the author's hints that was given; 0 before the first."""
    if question is None or not record.hints:
        return 0
    return next((hint.level for hint in question.hints if hint.text == record.hints[-1]), 0)


def _may_write(state: State, record: QuestionRecord) -> Rejected | None:
    """Why no hint may be written now between the author's own; None: it may.

    One is written after each of theirs, and another after a new try.
    """
    if state.writing is not None:
        return Rejected(words.STILL_WRITING)
    if record.helped_at == (len(record.hints), record.evidence):
        return Rejected(words.HINT_NEEDS_A_TRY)
    return None


def next_help(
    state: State, record: QuestionRecord, question: Question
) -> Hint | Literal["write"] | Rejected:
    """The author's next hint; ``write``: one may be written now; else why there is none."""
    hint = next_hint(record, question)
    if isinstance(hint, Hint) or state.model is None or record.outcome != "open":
        return hint
    return _may_write(state, record) or "write"


def may_reveal(record: QuestionRecord, question: Question) -> Rejected | None:
    """Why the solution may not be shown now, or None when it may."""
    if question.reveal_after is None:
        return Rejected(words.SOLUTION_NEVER)
    if record.revealed:
        return Rejected(words.SOLUTION_ALREADY_SHOWN)
    if record.outcome != "missed" and record.attempts < question.reveal_after:
        return Rejected(words.solution_not_yet(question.reveal_after, record.attempts))
    return None


def may_skip(state: State, lesson: Lesson) -> Rejected | None:
    """Why the open question may not be skipped, or None when it may.

    One that came out undecided, or has no tries left, is done with: it would never come back.
    """
    phase = state.phase
    if (
        isinstance(phase, AwaitingAnswer | Remediation)
        and state.questions[phase.question].outcome != "open"
    ):
        return Rejected(words.NO_NEED_TO_SKIP)
    if state.reviewing and len(open_questions(state, lesson)) == 1:
        return Rejected(words.LAST_OPEN_QUESTION)
    return None


def solution_of(question: Question) -> str:
    """The solution in Markdown."""
    match question:
        case CodeQuestion(solution=solution):
            return as_block(solution, "python")
        case ChoiceQuestion(options=options):
            return "\n".join(f"- {option.text}" for option in options if option.right)
        case NumberQuestion(answer=answer):
            return with_unit(question, answer)
        case PredictQuestion(output=output):
            return as_block(output)
        case ExpressionQuestion(answer=answer):
            return as_block(answer, "python")
        case FormulaQuestion(answer=answer):
            return as_code(read_as(question, answer) or answer)
        case OrderQuestion(orders=orders):
            return in_order(question, orders[0])
        case BlanksQuestion(blanks=blanks):
            return filled(question, [accepted[0] for accepted in blanks])
        case ProseQuestion():
            right = [sample.text for sample in question.samples if sample.verdict == "right"]
            ideas = [idea.text for idea in question.required]
            return right[0] if right else "\n".join(f"- {idea}" for idea in ideas)
        case _:
            assert_never(question)


def tries_left(record: QuestionRecord, question: Question) -> int | None:
    """How often the question can still be answered; None: as often as they like.

    While it is open that is once at least: a newer version may allow fewer tries than were made.
    """
    if question.tries is None:
        return None
    return max(question.tries - record.attempts, 1 if record.outcome == "open" else 0)


def points_of(record: QuestionRecord, question: Question) -> float:
    """The points for a question, as the same share of what it is worth in this version."""
    worth = record.asked.max_points
    if worth == question.points:
        return record.points
    return record.points / worth * question.points if worth else 0.0


def earned(state: State, lesson: Lesson) -> float:
    """The points for all questions of this version."""
    records = ((state.questions.get(question.id), question) for question in lesson.questions)
    return sum(points_of(record, question) for record, question in records if record)


def words_for(report: Report, record: QuestionRecord, question: Question, *, last: bool) -> str:
    """What the learner reads under a verdict; ``last``: on the last try they have."""
    match report.verdict:
        case "correct":
            return words.judged_correct(report.message, record.revealed)
        case "incorrect" | "error" | "timeout" if last:
            return words.closed(report.message)
        case "incorrect" | "error" | "timeout":
            hints = _fresh_hints(record, question, report.misconception)
            return words.judged_wrong(report.message, record.attempts == 0, hint=bool(hints))
        case "undecided" if report.fault is None:
            return words.judged_unclear(report.message, last)
        case "undecided":
            return words.judged_undecided(report.message)
        case "unattempted":
            return report.message


def same_answer(one: str, other: str, kind: QuestionKind) -> bool:
    """Whether two answers are one: a comment or a blank line makes no other code."""
    return bare(one) == bare(other) if kind == "code" else one.strip() == other.strip()


def bare(source: str) -> str:
    """Source without blank lines, comment lines and trailing space: what makes an answer new."""
    lines = (line.rstrip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def is_stub(source: str, question: CodeQuestion) -> bool:
    """Whether an answer cell is still as the learner got it."""
    return bare(source) == bare(question.stub)
