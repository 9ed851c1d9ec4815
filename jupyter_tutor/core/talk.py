"""What passes between a session and whoever helps it with words: values only.

A helper (a language model, guarded) is asked by an effect that carries all it may know; what it
gives comes back in commands and is recorded as facts. Nothing here is a verdict on code.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId, RequestId, StepId

Asking = Literal["reply", "hint", "summary"]
"""What can be under way that the learner waits for and can stop."""

Ending = Literal["finished", "stopped", "lost", "withheld", "failed", "broke_off"]
"""How a reply ended. ``lost``: the process that was writing it is gone. ``withheld``: it would have
given something away, twice. ``failed``: the model did not answer. ``broke_off``: it did not come to
the end of its answer, and a part was shown."""

ConfidenceLabel = Literal["verified", "high", "medium", "low"]
"""How far a reply can be relied on. ``verified``: what it claims of code was run, and holds."""


FactorName = Literal["self_assessment", "relevance", "clarity", "completeness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One of the factors of a confidence, between 0 and 1, and the reason for it in plain words."""

    name: FactorName
    value: float
    weight: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """A label with its reasons. ``score`` is the factors' weighted sum, between 0 and 1.

    ``ran`` is what was run to verify a claim, as short lines; empty where nothing was.
    """

    label: ConfidenceLabel
    score: float
    factors: tuple[Factor, ...]
    ran: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a reply rests on: a section of the lesson, or the learner's answer to a question."""

    type: Literal["section", "answer"]
    id: StepId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a learner asked, and what was replied; ``reply`` is empty where nothing was."""

    asked: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentAnswer:
    """The learner's newest answer to a question, and what came of it.

    ``error`` is the last line of its cell's traceback, ``said`` what the learner was told of it;
    None where there is none. ``open``: it asks for more.
    """

    question: QuestionId
    source: str
    error: str | None
    said: str | None
    attempts: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All a helper may know of a session, beside its lesson.

    ``question`` is the open one, None where none is. ``guarded`` are the questions of the lesson
    that still ask for an answer, the open one first: no reply may solve them. ``seen`` are the
    steps shown so far. ``turns`` are the last ten at most, oldest first. ``shown`` are the texts of
    all hints, replies and summaries shown since the open question was first asked (since the lesson
    was begun, where none is open), oldest first: harmless pieces must not add up. ``earlier`` are
    those from before that, the newest of them. ``hints`` are the hints given on the open question
    and ``level`` the level of the last of them, 0 before the first. ``finished`` are the titles of
    the course's other lessons that the learner has finished, which no session knows by itself.
    """

    question: QuestionId | None
    guarded: tuple[QuestionId, ...]
    seen: tuple[StepId, ...]
    answers: tuple[RecentAnswer, ...]
    turns: tuple[Turn, ...]
    shown: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    level: int = 0
    finished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One call of a language model: what for, how long, and what it cost.

    ``prompt`` is the template's name and version, such as ``reply@1``. ``outcome`` is ``ok`` or the
    reason why not. ``seconds`` are to the end, ``first`` to the first piece of text (None: there
    was none). Tokens are None where the service does not tell; ``cost`` is in the currency the
    prices are set in, None where no price is.
    """

    purpose: Literal["reply", "assess", "hint", "judge", "label", "summary"]
    model: str
    prompt: str
    outcome: str
    seconds: float
    first: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply that has ended. ``words`` is all of it that may be shown, as Markdown.

    ``caught`` says for each attempt that was held back what it would have given away.
    """

    request: RequestId
    ending: Ending
    words: str
    confidence: Confidence | None = None
    rests_on: tuple[Ground, ...] = ()
    offers_person: bool = False
    caught: tuple[str, ...] = ()
