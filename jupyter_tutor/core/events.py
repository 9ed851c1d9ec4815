"""What has happened in a session: facts, complete in themselves.

An event carries the words that were shown, the verdict that was reached and the rung that was
given, so that folding an old record needs neither the course nor the pedagogy of its day.
``SCHEMA`` is stored with every event; a change of a field's meaning raises it.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.commands import Answer, CellOutcome, CheckFailure, KernelStatus
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    StepId,
)
from jupyter_tutor.core.questions import QuestionKind
from jupyter_tutor.core.talk_events import TalkEvent
from jupyter_tutor.core.verdict import Report

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """A learner began a lesson, in the version that ``course_hash`` names."""

    type: Literal["session_opened"] = "session_opened"
    at: str
    learner: LearnerId
    course: CourseId
    lesson: LessonId
    lesson_hash: ContentHash
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResumed:
    """The learner came back; what was under way is asked again."""

    type: Literal["session_resumed"] = "session_resumed"
    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLeft:
    """The last panel was closed."""

    type: Literal["session_left"] = "session_left"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionYielded:
    """The session went on elsewhere."""

    type: Literal["session_yielded"] = "session_yielded"
    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A step of exposition was shown, in these words."""

    type: Literal["explained"] = "explained"
    at: str
    step: StepId
    title: str
    words: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option as it was offered."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question was put, in these words and with these options (of a choice) or lines (to order).

    ``program`` is the one whose output is asked for, ``names`` are those an expression or a formula
    may use, ``unit`` is that of a number (None: there is none). ``pieces`` is the text around
    blanks.
    ``verbatim``: lines and pieces are of a program, and shown as they are.
    """

    type: Literal["question_asked"] = "question_asked"
    at: str
    question: QuestionId
    kind: QuestionKind
    title: str
    words: str
    max_points: float
    options: tuple[ShownOption, ...] = ()
    many: bool = False
    program: str | None = None
    names: tuple[str, ...] = ()
    unit: str | None = None
    pieces: tuple[str, ...] = ()
    verbatim: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRecorded:
    """The learner ran an answer cell.

    ``changed`` says whether it holds a new answer: not the untouched stub, and more than another
    comment or blank line since the last one. ``words`` are what was said because it answers
    another question than the open one; empty where nothing was.
    """

    type: Literal["cell_recorded"] = "cell_recorded"
    at: str
    question: QuestionId
    source: str
    outcome: CellOutcome
    error: str | None = None
    changed: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSubmitted:
    """An answer was handed in; a verdict follows under the same request.

    ``words`` are what the learner picked or typed, as Markdown; empty for code, which speaks for
    itself.
    """

    type: Literal["answer_submitted"] = "answer_submitted"
    at: str
    question: QuestionId
    answer: Answer
    request: RequestId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJudged:
    """A verdict was reached.

    ``attempt`` is the number of answers to this question that have counted so far.
    ``counted`` is False where the verdict is no evidence about the learner (unattempted,
    undecided by a fault of the check, or the same answer again). ``closed``: it was wrong, and
    there are no more tries. ``words`` is what the learner read. ``basis_of`` is the request of an
    earlier verdict on the question, whose basis this one shares; the report does not repeat it.
    """

    type: Literal["answer_judged"] = "answer_judged"
    at: str
    question: QuestionId
    request: RequestId
    report: Report
    attempt: int
    counted: bool
    closed: bool = False
    basis_of: RequestId | None = None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailed:
    """A check came to no verdict; the question is open as before."""

    type: Literal["check_failed"] = "check_failed"
    at: str
    question: QuestionId
    request: RequestId
    reason: CheckFailure
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HintGiven:
    """A hint was shown. ``rung`` counts the author's hints given on this question, from 1.

    With a ``request`` it is not one of the author's, but stands between them: after ``rung`` of
    theirs, at the ``level`` of the last. ``caught`` says for each attempt at it that was held back
    what that would have given away.
    """

    type: Literal["hint_given"] = "hint_given"
    at: str
    question: QuestionId
    rung: int
    level: int
    misconception: str | None
    words: str
    request: RequestId | None = None
    caught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSkipped:
    """The learner left a question for the review."""

    type: Literal["question_skipped"] = "question_skipped"
    at: str
    question: QuestionId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionShown:
    """The solution was shown; the question can still be answered, but no longer mastered."""

    type: Literal["solution_shown"] = "solution_shown"
    at: str
    question: QuestionId
    solution: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBegun:
    """All steps were shown; these questions are still to be answered."""

    type: Literal["review_begun"] = "review_begun"
    at: str
    questions: tuple[QuestionId, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCompleted:
    """Every question has been answered."""

    type: Literal["lesson_completed"] = "lesson_completed"
    at: str
    points: float
    max_points: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedOver:
    """The learner began the lesson anew. ``round`` counts the beginnings, from 2."""

    type: Literal["started_over"] = "started_over"
    at: str
    round: int
    lesson_hash: ContentHash
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonUpdated:
    """The learner went on with a newer version of the lesson.

    ``cursor`` is the step before the first of its steps that they have not seen, in its own order;
    None: they have not seen the very first.
    """

    type: Literal["lesson_updated"] = "lesson_updated"
    at: str
    lesson_hash: ContentHash
    cursor: StepId | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelNoted:
    """The kernel came, restarted, died or went; ``words`` may be empty: nothing to tell."""

    type: Literal["kernel_noted"] = "kernel_noted"
    at: str
    status: KernelStatus
    kernel: str
    words: str


LessonEvent = (
    SessionOpened
    | SessionResumed
    | SessionLeft
    | SessionYielded
    | Explained
    | QuestionAsked
    | CellRecorded
    | AnswerSubmitted
    | AnswerJudged
    | CheckFailed
    | HintGiven
    | QuestionSkipped
    | SolutionShown
    | ReviewBegun
    | LessonCompleted
    | StartedOver
    | LessonUpdated
    | KernelNoted
)
"""Facts about the lesson's own course."""

Event = LessonEvent | TalkEvent
