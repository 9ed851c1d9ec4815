"""What a session has come to: the facts, read off its record, and a short narrative of them.

Whoever tells it in other words tells these facts, and no others. Nothing here needs a language
model.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.state import Outcome, QuestionRecord, State

MANY_TRIES = 3
"""A question that took as many tries was hard."""

HARDEST = 3
"""Hard questions that are told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """How one question went.

    ``points`` are those it gave, of ``max_points``. ``misconceptions`` are the ids of the foreseen
    mistakes that were seen in its answers, in order, each once.
    """

    id: QuestionId
    title: str
    outcome: Outcome
    attempts: int
    hints: int
    revealed: bool
    skipped: bool
    points: float
    max_points: float
    misconceptions: tuple[str, ...] = ()

    @property
    def unaided(self) -> bool:
        """Whether it was answered rightly, and its solution not shown."""
        return self.outcome == "correct" and not self.revealed

    @property
    def hardship(self) -> int:
        """How hard it was; 0: it was not."""
        extra = self.attempts - 1 if self.attempts >= MANY_TRIES else 0
        stuck = 2 if self.outcome in ("missed", "undecided") else 0
        return extra + self.hints + 2 * self.revealed + len(self.misconceptions) + stuck


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do next: a question to come back to, or the lesson that follows."""

    type: Literal["question", "lesson"]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a session.

    ``questions`` are those that were asked, in the lesson's order; ``total`` is how many it has.
    ``learned`` are the skills of the questions that were answered without seeing the solution;
    ``hard`` the questions that were hard, hardest first. ``unknown`` are the lesson's other skills
    and the titles of its other questions: nothing is known of them, so nothing may be told.
    """

    lesson: str
    course: str
    finished: bool
    total: int
    questions: tuple[QuestionFacts, ...]
    learned: tuple[str, ...]
    hard: tuple[QuestionFacts, ...]
    next: tuple[NextStep, ...]
    points: float
    max_points: float
    unknown: tuple[str, ...] = ()

    @property
    def correct(self) -> tuple[QuestionFacts, ...]:
        """The questions that were answered rightly."""
        return tuple(one for one in self.questions if one.outcome == "correct")

    @property
    def at_first_try(self) -> int:
        """How many were answered rightly at the first try, without help."""
        return sum(q.unaided and q.attempts == 1 and q.hints == 0 for q in self.questions)


def facts(state: State, lesson: Lesson) -> Facts:
    """The facts of a session in this version of its lesson."""
    asked = [
        (question, _question_facts(question, record, state))
        for question in lesson.questions
        if (record := state.questions.get(question.id)) is not None
    ]
    questions = tuple(one for _, one in asked)
    learned = dict.fromkeys(
        skill for question, one in asked if one.unaided for skill in question.skills
    )
    hard = sorted((one for one in questions if one.hardship), key=lambda one: -one.hardship)
    left = [
        one.title
        for question in lesson.questions
        if (one := _fact_of(question.id, questions)) is not None and one.outcome != "correct"
    ]
    finished = len(questions) == len(lesson.questions) and all(
        one.outcome != "open" for one in questions
    )
    steps = [NextStep(type="question", title=title) for title in left]
    if finished and lesson.following is not None:
        steps.append(NextStep(type="lesson", title=lesson.following))
    return Facts(
        lesson=lesson.title,
        course=lesson.course_title,
        finished=finished,
        total=len(lesson.questions),
        questions=questions,
        learned=tuple(learned),
        hard=tuple(hard[:HARDEST]),
        next=tuple(steps),
        points=sum(one.points for one in questions),
        max_points=sum(question.points for question in lesson.questions),
        unknown=_unknown(lesson, {*learned, *(one.title for one in questions)}),
    )


def _unknown(lesson: Lesson, told: Collection[str]) -> tuple[str, ...]:
    names = (name for one in lesson.questions for name in (one.title, *one.skills))
    return tuple(name for name in dict.fromkeys(names) if name not in told)


def _fact_of(question: QuestionId, among: Sequence[QuestionFacts]) -> QuestionFacts | None:
    return next((one for one in among if one.id == question), None)


def _question_facts(question: Question, record: QuestionRecord, state: State) -> QuestionFacts:
    seen = [
        message.report.misconception
        for message in state.transcript
        if message.question == question.id and message.report is not None
    ]
    return QuestionFacts(
        id=question.id,
        title=question.title,
        outcome=record.outcome,
        attempts=record.attempts,
        hints=len(record.hints),
        revealed=record.revealed,
        skipped=record.skipped,
        points=record.points,
        max_points=question.points,
        misconceptions=tuple(dict.fromkeys(one for one in seen if one)),
    )


def narrative(told: Facts) -> str:
    """The facts as a short text to the learner, in Markdown: learned, hard, next."""
    return "\n\n".join(part for part in (_learned(told), _hard(told), _next(told)) if part)


def _learned(told: Facts) -> str:
    done = len(told.correct)
    if not told.questions:
        return f"You have begun “{told.lesson}”. No question has come up yet."
    worked = "finished" if told.finished else "worked on"
    if not done:
        return (
            f"You have {worked} “{told.lesson}”. No answer was right yet; what you tried is kept, "
            "and shows where to go on."
        )
    answered = f"answered {_count(done, 'question')} of {told.total}"
    text = f"You have {worked} “{told.lesson}” and {answered} rightly"
    if told.at_first_try:
        text += f", {told.at_first_try} of them at the first try and without help"
    text += "."
    if told.learned:
        text += f" You have shown that you can work with {_names(told.learned)}."
    return text


def _hard(told: Facts) -> str:
    sentences = [_how(one) for one in told.hard]
    return "What took more effort: " + " ".join(sentences) if sentences else ""


def _how(one: QuestionFacts) -> str:
    parts = []
    if one.attempts:
        parts.append(_count(one.attempts, "try"))
    if one.hints:
        parts.append(_count(one.hints, "hint"))
    came = " and ".join(parts)
    ends = {
        "correct": "then it was right",
        "open": "it is still open",
        "undecided": "your answer is kept for your instructor",
        "missed": "it stayed wrong, with no tries left",
    }
    end = "you looked at the solution" if one.revealed else ends[one.outcome]
    return f"“{one.title}” took {came}; {end}." if came else f"“{one.title}”: {end}."


def _next(told: Facts) -> str:
    back = [step.title for step in told.next if step.type == "question"]
    lessons = [step.title for step in told.next if step.type == "lesson"]
    sentences = []
    if back:
        sentences.append(f"Next, look again at {_names(back)}.")
    if lessons:
        sentences.append(f"The next lesson is “{lessons[0]}”.")
    if not sentences and not told.finished:
        sentences.append(f"Next, go on with “{told.lesson}” where you stopped.")
    return " ".join(sentences)


def _count(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"


def _names(names: Sequence[str]) -> str:
    *begun, last = [f"“{name}”" for name in names]
    return f"{', '.join(begun)} and {last}" if begun else last
