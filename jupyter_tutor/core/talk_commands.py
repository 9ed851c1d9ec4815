"""What may be asked of a session about words: by its learner, and by what helps it with them.

Those of a helper carry the request under which it was asked; late ones are refused.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.talk import ModelCall, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The learner wrote to the tutor."""

    type: Literal["say"] = "say"
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReply:
    """The learner does not want to wait for what is being written."""

    type: Literal["stop_reply"] = "stop_reply"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPerson:
    """The learner wants a person to look at the reply that is message number ``message``."""

    type: Literal["ask_person"] = "ask_person"
    at: str
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSummary:
    """The learner wants to know how it has gone so far."""

    type: Literal["ask_summary"] = "ask_summary"
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowReply:
    """Another part of a reply, which may be shown."""

    type: Literal["grow_reply"] = "grow_reply"
    at: str
    request: RequestId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReply:
    """A reply has come to its end, a good one or not."""

    type: Literal["end_reply"] = "end_reply"
    at: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHint:
    """A hint was written; ``words`` is None where there is none, and ``why`` says so then.

    ``caught`` says for each attempt that was held back what it would have given away.
    """

    type: Literal["end_hint"] = "end_hint"
    at: str
    request: RequestId
    words: str | None
    why: str = ""
    caught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSummary:
    """A summary was written; ``words`` is None where the facts have to speak for themselves."""

    type: Literal["end_summary"] = "end_summary"
    at: str
    request: RequestId
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAnswer:
    """The wrong answer judged under ``request`` shows a misconception.

    ``misconception`` is one that is known in the lesson, or None; then ``candidate`` names a new
    one, and ``words`` say in a sentence what it is.
    """

    type: Literal["label_answer"] = "label_answer"
    at: str
    request: RequestId
    question: QuestionId
    misconception: str | None = None
    candidate: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCall:
    """A call of a language model has ended, for the request of that id."""

    type: Literal["note_call"] = "note_call"
    at: str
    request: RequestId
    call: ModelCall


TalkCommand = (
    Say
    | StopReply
    | AskPerson
    | AskSummary
    | GrowReply
    | EndReply
    | EndHint
    | EndSummary
    | LabelAnswer
    | NoteCall
)
"""Commands about words: what they lead to does not depend on the phase."""
