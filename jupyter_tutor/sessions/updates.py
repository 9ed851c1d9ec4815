"""What a session tells those who watch it, and what it answers to a command."""

from dataclasses import dataclass

from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import Head
from jupyter_tutor.ports import KernelInfo


@dataclass(frozen=True, slots=True)
class ViewUpdate:
    """Messages from number ``base`` on, and the new head. All of it is durable."""

    base: int
    messages: tuple[Message, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class ReplyUpdate:
    """All the text so far of the reply that is being written; not durable yet."""

    request: RequestId
    text: str


@dataclass(frozen=True, slots=True)
class KernelUpdate:
    """How the attached kernel is now."""

    info: KernelInfo


@dataclass(frozen=True, slots=True)
class Moved:
    """The session goes on elsewhere; nothing more follows."""

    words: str


Update = ViewUpdate | ReplyUpdate | KernelUpdate | Moved


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was carried out and is durable; ``seq`` is the session's newest event."""

    seq: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not carried out, and nothing changed; ``reason`` is plain words.

    ``again``: it was not the command's fault, and asking once more may succeed.
    """

    reason: str
    again: bool = False


Outcome = Accepted | Refused
