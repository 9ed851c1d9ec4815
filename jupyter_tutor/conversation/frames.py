"""The frames of the panel's WebSocket (docs/protocol.md) as values, and back.

Anything that is not of the protocol raises WireError, whose words go back to the panel.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    AskSolution,
    Command,
    Continue,
    SkipQuestion,
    StartOver,
    StopCheck,
    SubmitAnswer,
    UpdateLesson,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.talk_commands import AskPerson, AskSummary, Say, StopReply
from jupyter_tutor.core.view import Head, View
from jupyter_tutor.ports import KernelInfo, RecordState
from jupyter_tutor.sessions.updates import KernelUpdate, Moved, ReplyUpdate, Update, ViewUpdate
from jupyter_tutor.wire import WireError, from_json, to_json

RECORD_WORDS: dict[RecordState, str | None] = {
    "fine": None,
    "behind": (
        "All you do is saved. What is reported about it is a little behind, and catches up by "
        "itself."
    ),
    "full": (
        "Nothing can be saved just now: the disk is full, or cannot be written. Until that is put "
        "right I take no answers, so that none gets lost. You can go on reading; I notice myself "
        "when it works again."
    ),
}
"""What is said of how saving goes; None: nothing, for all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRequest:
    """A command of a panel that carries nothing but its name."""

    type: Literal[
        "continue",
        "ask_hint",
        "skip_question",
        "ask_solution",
        "stop_check",
        "stop_reply",
        "ask_summary",
        "start_over",
        "update_lesson",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRequest:
    """An answer, as a panel hands it in."""

    type: Literal["submit_answer"]
    question: QuestionId
    answer: Annotated[Answer, Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SayRequest:
    """Words to the tutor."""

    type: Literal["say"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """A person is to look at a reply, the message of that number."""

    type: Literal["ask_person"]
    message: int


Requested = PlainRequest | SubmitRequest | SayRequest | PersonRequest
PanelRequest = Annotated[Requested, Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFrame:
    """Something is asked of the session; ``id`` is the panel's own."""

    type: Literal["command"]
    id: str
    command: PanelRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFrame:
    """The notebook's kernel is this one; None: it has none."""

    type: Literal["attach"]
    kernel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptFrame:
    """Stop the running cell."""

    type: Literal["interrupt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResyncFrame:
    """Send the whole view again."""

    type: Literal["resync"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFrame:
    """The kernel's own program waits for the tutor now, or no longer: see ``Kernel.hold``."""

    type: Literal["waiting"]
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFrame:
    """Where the agent in the kernel's own process listens: see ``Kernel.offer``."""

    type: Literal["agent"]
    address: str
    secret: str
    pid: int
    python: str


PanelFrame = CommandFrame | AttachFrame | InterruptFrame | ResyncFrame | WaitingFrame | AgentFrame


def read_frame(text: str | bytes) -> PanelFrame:
    """What a panel sent; raises WireError."""
    if isinstance(text, bytes):
        raise WireError("the message: text is expected, not binary data")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the message: not JSON ({error})") from None
    frame: PanelFrame = from_json(PanelFrame, data)
    return frame


def command_of(request: Requested, at: str, new_id: str) -> Command:
    """The core's command for what a panel asked, with the server's time and a fresh request id."""
    match request:
        case SubmitRequest():
            return SubmitAnswer(
                at=at,
                question=request.question,
                answer=request.answer,
                request=RequestId(new_id),
            )
        case SayRequest():
            return Say(at=at, text=request.text)
        case PersonRequest():
            return AskPerson(at=at, message=request.message)
        case PlainRequest(type="stop_reply"):
            return StopReply(at=at)
        case PlainRequest(type="ask_summary"):
            return AskSummary(at=at)
        case PlainRequest(type="continue"):
            return Continue(at=at)
        case PlainRequest(type="ask_hint"):
            return AskHint(at=at)
        case PlainRequest(type="skip_question"):
            return SkipQuestion(at=at)
        case PlainRequest(type="ask_solution"):
            return AskSolution(at=at)
        case PlainRequest(type="stop_check"):
            return StopCheck(at=at)
        case PlainRequest(type="start_over"):
            return StartOver(at=at)
        case PlainRequest(type="update_lesson"):
            return UpdateLesson(at=at)
        case _:
            raise WireError(f"command.type: unknown {request.type!r}")


def _text(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def view_frame(base: int, messages: tuple[Message, ...], head: Head) -> str:
    """Messages from ``base`` on and the head."""
    return _text(
        {
            "type": "view",
            "base": base,
            "messages": to_json(tuple[Message, ...], messages),
            "head": to_json(Head, head),
        }
    )


def whole_view_frame(view: View) -> str:
    """The whole view."""
    return view_frame(0, view.messages, view.head)


def kernel_frame(info: KernelInfo) -> str:
    """How the kernel is."""
    return _text(
        {"type": "kernel", "status": info.status, "checks": info.checks, "note": info.note}
    )


def update_frame(update: Update) -> str:
    """What a session published."""
    match update:
        case ViewUpdate():
            return view_frame(update.base, update.messages, update.head)
        case ReplyUpdate(request=request, text=text):
            return _text({"type": "delta", "request": request, "text": text})
        case KernelUpdate(info=info):
            return kernel_frame(info)
        case Moved(words=words):
            return _text({"type": "moved", "words": words})


def accepted_frame(command_id: str, seq: int) -> str:
    """A command was carried out."""
    return _text({"type": "accepted", "id": command_id, "seq": seq})


def refused_frame(command_id: str | None, reason: str) -> str:
    """A command was not carried out."""
    return _text({"type": "refused", "id": command_id, "reason": reason})


def record_frame(state: RecordState) -> str:
    """How saving goes, with words where there is something to know."""
    return _text({"type": "record", "state": state, "words": RECORD_WORDS[state]})


def trouble_frame(words: str) -> str:
    """Something is wrong on the server's side."""
    return _text({"type": "trouble", "words": words})
