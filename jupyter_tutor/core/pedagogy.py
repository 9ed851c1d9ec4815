"""What comes next: explain, ask, hint, remediate, review, complete.

Pure functions from a state and a lesson to the events or values that teaching wants. Changing
them changes what new sessions do, and never what an old record shows.
"""

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import ChoiceAnswer, Rejected
from jupyter_tutor.core.course import (
    ChoiceQuestion,
    CodeQuestion,
    Exposition,
    Hint,
    Lesson,
    Option,
    Question,
    Step,
)
from jupyter_tutor.core.events import (
    Event,
    Explained,
    LessonCompleted,
    QuestionAsked,
    ReviewBegun,
    ShownOption,
)
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import AwaitingAnswer, QuestionRecord, Remediation, State
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
    """What follows now that the step under the cursor is done with."""
    left = open_questions(state, lesson)
    if not state.reviewing:
        step = _step_after(state, lesson)
        if step is not None:
            return (_show(step, at, again=False),)
        if left:
            titles = [question.title for question in lesson.questions if question.id in left]
            return (ReviewBegun(at=at, questions=left, words=words.review(titles)),)
    if left:
        return (_show(lesson.known_question(left[0]), at, again=True),)
    return (_completed(state, lesson, at),)


def _step_after(state: State, lesson: Lesson) -> Step | None:
    ids = [step.id for step in lesson.steps]
    start = ids.index(state.cursor) + 1 if state.cursor in ids else 0
    for step in lesson.steps[start:]:
        record = None if isinstance(step, Exposition) else state.questions.get(step.id)
        if record is None or record.outcome == "open":
            return step
    return None


def _show(step: Step, at: str, *, again: bool) -> Event:
    match step:
        case Exposition():
            return Explained(
                at=at, step=step.id, title=step.title, words=step.text, examples=step.examples
            )
        case CodeQuestion():
            return QuestionAsked(
                at=at,
                question=step.id,
                kind="code",
                title=step.title,
                words=step.prompt,
                max_points=step.points,
                again=again,
            )
        case ChoiceQuestion():
            return QuestionAsked(
                at=at,
                question=step.id,
                kind="choice",
                title=step.title,
                words=step.prompt,
                max_points=step.points,
                options=tuple(ShownOption(id=o.id, text=o.text) for o in step.options),
                many=step.many,
                again=again,
            )


def _completed(state: State, lesson: Lesson, at: str) -> LessonCompleted:
    records = [record for q in lesson.questions if (record := state.questions.get(q.id))]
    points = sum(record.points for record in records)
    max_points = sum(question.points for question in lesson.questions)
    first_try = sum(r.outcome == "correct" and r.attempts == 1 and not r.revealed for r in records)
    return LessonCompleted(
        at=at,
        points=points,
        max_points=max_points,
        words=words.completed(lesson.title, points, max_points, first_try, len(records)),
    )


def next_hint(record: QuestionRecord, question: Question) -> Hint | Rejected:
    """The next rung of the ladder, or why there is none now.

    The first rung is free. Each further one wants evidence of a new try since the last. A hint
    for the misconception the learner has just shown outranks the general ones.
    """
    ladder = sorted(question.hints, key=lambda hint: hint.level)
    fresh = [hint for hint in ladder if hint.text not in record.hints]
    own = [h for h in fresh if h.misconception and h.misconception == record.last_misconception]
    general = [hint for hint in fresh if hint.misconception is None]
    candidates = own + general
    if not candidates:
        return Rejected(words.NO_MORE_HINTS)
    if record.hints and record.evidence <= record.evidence_at_hint:
        return Rejected(words.HINT_NEEDS_A_TRY)
    return candidates[0]


def may_reveal(record: QuestionRecord, question: Question) -> Rejected | None:
    """Why the solution may not be shown now, or None when it may."""
    if question.reveal_after is None:
        return Rejected(words.SOLUTION_NEVER)
    if record.revealed:
        return Rejected(words.SOLUTION_ALREADY_SHOWN)
    if record.attempts < question.reveal_after:
        return Rejected(words.solution_not_yet(question.reveal_after, record.attempts))
    return None


def may_skip(state: State, lesson: Lesson) -> Rejected | None:
    """Why the open question may not be skipped, or None when it may.

    One that came out undecided is done with: skipped, it would never come back.
    """
    phase = state.phase
    if (
        isinstance(phase, AwaitingAnswer | Remediation)
        and state.questions[phase.question].outcome == "undecided"
    ):
        return Rejected(words.NO_NEED_TO_SKIP)
    if state.reviewing and len(open_questions(state, lesson)) == 1:
        return Rejected(words.LAST_OPEN_QUESTION)
    return None


def solution_of(question: Question) -> str:
    """The solution in Markdown."""
    match question:
        case CodeQuestion(solution=solution):
            return f"```python\n{solution}\n```"
        case ChoiceQuestion(options=options):
            return "\n".join(f"- {option.text}" for option in options if option.right)


def judge_choice(question: ChoiceQuestion, answer: ChoiceAnswer) -> Report | Rejected:
    """The verdict on a choice; refused when it is no answer to this question."""
    known = {option.id: option for option in question.options}
    picked = set(answer.options)
    if not picked:
        return Rejected(words.PICK_ONE)
    if not picked <= known.keys():
        return Rejected(words.UNKNOWN_OPTION)
    if len(picked) > 1 and not question.many:
        return Rejected(words.PICK_ONLY_ONE)
    right = {option.id for option in question.options if option.right}
    if picked == right:
        feedback = _feedback(question.options, right)
        return Report(
            verdict="correct",
            points=question.points,
            max_points=question.points,
            message=words.choice_correct(feedback),
        )
    feedback = _feedback(question.options, picked - right)
    return Report(
        verdict="incorrect",
        points=0.0,
        max_points=question.points,
        message=words.choice_wrong(feedback, question.many),
    )


def _feedback(options: tuple[Option, ...], ids: set[str]) -> list[str]:
    return [option.feedback for option in options if option.id in ids and option.feedback]


def words_for(report: Report, record: QuestionRecord) -> str:
    """What the learner reads under a verdict."""
    match report.verdict:
        case "correct":
            return words.judged_correct(report.message, record.revealed)
        case "incorrect" | "error" | "timeout":
            return words.judged_wrong(report.message, first=record.attempts == 0)
        case "undecided":
            return words.judged_undecided(report.message)
        case "unattempted":
            return report.message


def bare(source: str) -> str:
    """Source without blank lines, comment lines and trailing space: what makes an answer new."""
    lines = (line.rstrip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def is_stub(source: str, question: CodeQuestion) -> bool:
    """Whether an answer cell is still as the learner got it."""
    return bare(source) == bare(question.stub)
