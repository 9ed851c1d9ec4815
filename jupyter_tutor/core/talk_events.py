"""What has been said in a session, and who or what helped with it: facts, as all events."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.talk import ModelCall, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNoted:
    """From here on a language model helps, or (``model`` is None) none does any more.

    ``model`` names it and where it is. ``words`` tell the learner what is sent there; empty where
    they were told before.
    """

    type: Literal["model_noted"] = "model_noted"
    at: str
    model: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerSaid:
    """The learner wrote something. ``request`` names the reply that is asked for, if one is."""

    type: Literal["learner_said"] = "learner_said"
    at: str
    words: str
    request: RequestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorSaid:
    """The tutor said something, in words of its own."""

    type: Literal["tutor_said"] = "tutor_said"
    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyGrew:
    """A part of a reply was shown."""

    type: Literal["reply_grew"] = "reply_grew"
    at: str
    request: RequestId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyEnded:
    """A reply came to its end. ``asked`` is what the learner had written."""

    type: Literal["reply_ended"] = "reply_ended"
    at: str
    asked: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class HintAsked:
    """A hint between the author's own is being written."""

    type: Literal["hint_asked"] = "hint_asked"
    at: str
    question: QuestionId
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class HintRefused:
    """None came of it; ``words`` say what to do instead. ``caught`` is as in ``HintGiven``."""

    type: Literal["hint_refused"] = "hint_refused"
    at: str
    question: QuestionId
    request: RequestId
    words: str
    caught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryAsked:
    """A summary is being written."""

    type: Literal["summary_asked"] = "summary_asked"
    at: str
    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWritten:
    """How the session went: what was learned, what was hard, what comes next.

    ``by`` says who put the facts into words: a template, or a model.
    """

    type: Literal["summary_written"] = "summary_written"
    at: str
    by: Literal["template", "model"]
    words: str
    request: RequestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLabelled:
    """What may be behind the wrong answer judged under ``request``. Not shown to the learner.

    ``misconception`` is one that is known in the lesson; None: ``candidate`` names a new one, for
    authors.
    """

    type: Literal["error_labelled"] = "error_labelled"
    at: str
    question: QuestionId
    request: RequestId
    misconception: str | None
    candidate: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCalled:
    """A language model was asked, for the request of that id."""

    type: Literal["model_called"] = "model_called"
    at: str
    request: RequestId
    call: ModelCall


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked:
    """The learner wants a person to look at a reply; ``asked`` is what it replied to."""

    type: Literal["person_asked"] = "person_asked"
    at: str
    message: int
    asked: str
    words: str


TalkEvent = (
    ModelNoted
    | LearnerSaid
    | TutorSaid
    | ReplyGrew
    | ReplyEnded
    | HintAsked
    | HintRefused
    | SummaryAsked
    | SummaryWritten
    | ErrorLabelled
    | ModelCalled
    | PersonAsked
)
