"""A session's state: the fold of its events, and nothing else.

The phases are where a session can rest. Each but ``Completed`` accepts a command that leads on,
so that none waits for ever; ``Checking`` also ends by itself, for its effect always returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from jupyter_tutor.core.events import QuestionAsked, ShownOption
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    StepId,
)
from jupyter_tutor.core.talk import Asking, Reply
from jupyter_tutor.core.verdict import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """Nothing has happened."""

    type: Literal["not_started"] = "not_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class InExposition:
    """A step was explained; waiting for Continue."""

    type: Literal["exposition"] = "exposition"
    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingAnswer:
    """A question is open and has no wrong answer yet since it was asked."""

    type: Literal["awaiting_answer"] = "awaiting_answer"
    question: QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """An answer is being judged. ``before`` is the phase to fall back to if that fails."""

    type: Literal["checking"] = "checking"
    question: QuestionId
    request: RequestId
    source: str
    before: "AwaitingAnswer | Remediation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remediation:
    """The answer was wrong and the learner was told why; the question is open."""

    type: Literal["remediation"] = "remediation"
    question: QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """The question was answered; waiting for Continue."""

    type: Literal["correct"] = "correct"
    question: QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All steps were shown and questions are left; waiting for Continue."""

    type: Literal["review"] = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """Every question has been answered."""

    type: Literal["completed"] = "completed"


Phase = (
    NotStarted
    | InExposition
    | AwaitingAnswer
    | Checking
    | Remediation
    | Correct
    | Review
    | Completed
)

Outcome = Literal["open", "correct", "undecided", "missed"]
"""``missed``: it is still wrong and there are no more tries. Only ``open`` asks for more."""

Author = Literal["tutor", "learner", "notice"]

MessageKind = Literal[
    "welcome",
    "exposition",
    "question",
    "answer",
    "verdict",
    "hint",
    "skipped",
    "solution",
    "review",
    "completed",
    "said",
    "reply",
    "summary",
    "notice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One entry of the transcript. ``id`` counts from 0 and never changes; ``text`` is Markdown.

    ``options`` are those a choice question was asked with, or the lines to be put in order,
    ``pieces`` the text around blanks; ``verbatim``: they are of a program, shown as they are.
    ``reply`` is how a reply ended and what is known of it. ``helped``: a language model wrote it.
    """

    id: int
    at: str
    author: Author
    kind: MessageKind
    text: str
    title: str | None = None
    code: tuple[str, ...] = ()
    options: tuple[ShownOption, ...] = ()
    pieces: tuple[str, ...] = ()
    verbatim: bool = False
    question: QuestionId | None = None
    report: Report | None = None
    reply: Reply | None = None
    helped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Something is being written that the learner waits for, and can stop.

    ``asked`` is what they had written, empty where they pressed a button; ``words`` is what has
    been shown of it so far. ``question`` is the one a hint is for.
    """

    kind: Asking
    request: RequestId
    asked: str = ""
    words: str = ""
    question: QuestionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What has happened to one question since the lesson was (last) begun.

    ``evidence`` counts changed answers and ``evidence_at_hint`` what it was when the last hint
    was given: a further rung needs more of it. ``last_source`` is the learner's newest answer
    (source text, the ids of options or lines joined by commas, or what is in the blanks, a line
    each), None before the first. ``last_wrong_at`` is when the last wrong answer that counted was
    judged, None when there was none. ``helped_at`` is the number of hints and the evidence when a
    hint between them was given last. ``basis_of`` is the request of the newest verdict that has a
    basis of its own, and ``basis`` the digest of that.
    """

    asked: QuestionAsked
    outcome: Outcome = "open"
    attempts: int = 0
    points: float = 0.0
    skipped: bool = False
    revealed: bool = False
    hints: tuple[str, ...] = ()
    evidence: int = 0
    evidence_at_hint: int = 0
    last_source: str | None = None
    last_judged: str | None = None
    last_message: str | None = None
    last_misconception: str | None = None
    last_cell_error: str | None = None
    last_wrong_at: str | None = None
    helped_at: tuple[int, int] | None = None
    basis_of: RequestId | None = None
    basis: str | None = None


NO_QUESTIONS: frozenset[QuestionId] = frozenset()
"""One for all sessions: each empty set would be an object of its own."""

NOTHING_ASKED: Mapping[QuestionId, QuestionRecord] = MappingProxyType({})
"""The questions of a session that has come to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that is known of a session; ``State()`` is the one before any event.

    ``cursor`` is the last step reached in the lesson's own order, None before the first;
    ``shown`` are the steps that have been shown since the lesson was (last) begun, each once.
    ``revealed`` are the questions whose solution the learner has ever seen: they give no points
    any more.
    ``seq`` is the number of events folded. ``pending`` is the queue of the review.
    ``out_of_turn`` are the questions that a cell answered although they are not open, and of
    which that was said, since the last step was shown. ``model`` names the language model that
    helps, None: none does; ``introduced`` is the one of which the learner was told what is sent
    to it, None: of none. ``persons`` are the messages that a person was asked to look at.
    """

    phase: Phase = field(default_factory=NotStarted)
    learner: LearnerId | None = None
    course: CourseId | None = None
    lesson: LessonId | None = None
    lesson_hash: ContentHash | None = None
    round: int = 1
    cursor: StepId | None = None
    shown: tuple[StepId, ...] = ()
    revealed: frozenset[QuestionId] = NO_QUESTIONS
    pending: tuple[QuestionId, ...] = ()
    reviewing: bool = False
    out_of_turn: frozenset[QuestionId] = NO_QUESTIONS
    questions: Mapping[QuestionId, QuestionRecord] = field(default_factory=lambda: NOTHING_ASKED)
    transcript: tuple[Message, ...] = ()
    kernel: str | None = None
    model: str | None = None
    introduced: str | None = None
    writing: Writing | None = None
    persons: tuple[int, ...] = ()
    seq: int = 0
