"""The checker's end of a connection to an agent: one request at a time, always under a deadline.

What comes back was made by a learner's process. It is checked for form here and never trusted:
anything wrong with it ends the check, not the checker.
"""

import contextlib
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Protocol, TypeVar

from jupyter_tutor.checker.given import AskBack
from jupyter_tutor.checks.record import Raised
from jupyter_tutor.kernel_agent.agent import (
    LacksError,
    LostError,
    MalformedError,
    Mirror,
    receive,
    send,
)
from jupyter_tutor.kernel_agent.codecs import all_of_them

T = TypeVar("T")

GIVE_UP_HELLO = 10.0
"""Seconds a kernel may take to fork: longer means that C code holds on to the interpreter."""

SLACK = 1.0
"""Seconds the agent waits beyond our own deadline before it kills."""

MEMORY = 1 << 29
"""Bytes an answer may use beyond what its kernel uses already."""

Cause = Literal[
    "timeout", "exit", "signal", "malformed", "too_large", "not_imported", "not_installed"
]
"""The last two: a value is of a library that is not in use there, or is not installed here."""


class AgentAddress(Protocol):
    """Where an agent listens: a Unix socket's path or ``tcp:PORT``, and the secret to show it."""

    @property
    def address(self) -> str:
        """As the agent reported it."""
        ...

    @property
    def secret(self) -> str:
        """As it was given to the agent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An :class:`AgentAddress` and no more."""

    address: str
    secret: str


Unreachable = Literal["busy", "kernel_died", "unforkable"]


class UnreachableError(Exception):
    """No agent answered.

    ``busy`` when it is there but does not get to it, ``unforkable`` when a copy of its process
    would hang, in the library that is the detail; else ``kernel_died``.
    """

    def __init__(self, reason: Unreachable, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Unreachable = reason
        self.detail = detail


class EndedError(BaseException):
    """The check's process cannot answer any more. Not an Exception: an author's code lets it by.

    ``number`` is the exit code or signal, ``library`` the name of one, where there is one.
    """

    def __init__(self, cause: Cause, number: int | None = None, library: str | None = None) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.number = number
        self.library = library


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a request. ``missing``: there is no global of that name."""

    value: Any = None
    missing: bool = False
    raised: Raised | None = None
    output: str = ""
    output_cut: bool = False
    used_input: int = 0


class Connection:
    """A conversation with one agent, until ``deadline`` on time.monotonic().

    ``checks`` is how many are to be expected; there may be more.

    After an EndedError it is closed.
    """

    def __init__(self, agent: AgentAddress, deadline: float, checks: int = 1) -> None:
        self.deadline = deadline
        self._request = 0
        self._mirror: Mirror | None = None
        self._ask_back: AskBack = _no_way_back
        self._owing = 0
        self._sock = _connect(agent.address)
        try:
            seconds = max(deadline - time.monotonic(), 0.0) + SLACK
            limits = {"seconds": seconds, "memory": MEMORY, "checks": checks}
            opening = {"secret": agent.secret, **limits}
            self._sock.settimeout(GIVE_UP_HELLO)
            send(self._sock, opening)
            hello = receive(self._sock, time.monotonic() + GIVE_UP_HELLO)
        except TimeoutError as error:
            self.close()
            raise UnreachableError("busy", "the kernel did not get to the check") from error
        except (LostError, MalformedError) as error:
            self.close()
            raise UnreachableError("kernel_died", str(error)) from error
        if "hello" not in hello:
            self.close()
            if type(hello.get("unforkable")) is str:
                raise UnreachableError("unforkable", hello["unforkable"][:100])
            raise UnreachableError("kernel_died", "no hello")

    @property
    def open(self) -> bool:
        """Whether another check can begin."""
        return self._sock.fileno() >= 0

    def close(self) -> None:
        """Hang up; whatever still runs at the other end is killed there."""
        self._sock.close()

    def begin(
        self,
        to_handle: Callable[[Any], tuple[int, str, str, bool]],
        from_handle: Callable[[int, str, str, bool], Any],
        ask_back: AskBack,
    ) -> None:
        """Start a check. After the one before has been ended, it has a process of its own.

        ``ask_back`` does what the learner's code asks of something that it was given.
        """
        self._mirror = Mirror(False, to_handle, from_handle, all_of_them())
        self._ask_back = ask_back

    def end(self) -> None:
        """End the check; how its process ends does not matter any more."""
        if self._owing:
            self.close()  # it waits for an answer that will not come
            return
        with contextlib.suppress(EndedError):
            self._send({"op": "end"})

    def get(self, name: str) -> Answer:
        """Return a global of the learner's."""
        return self._ask({"op": "get", "name": name})

    def run(self, source: str, filename: str) -> Answer:
        """Execute a source in the namespace."""
        return self._ask({"op": "run", "source": source, "filename": filename})

    def stand(self, names: Sequence[str], files: Sequence[str], most: int) -> dict[str, Any]:
        """Return what the agent tells of these names and files, of the form that its package says.

        It is a learner's word, and not looked at yet.
        """
        self._request += 1
        told = {"names": list(names), "files": list(files), "most": most}
        self._send({"id": self._request, "op": "stand", **told})
        reply = self._receive()
        if "ended" in reply and "id" not in reply:
            self._stopped(reply["ended"])
        return reply

    def call(
        self,
        target: Any,
        args: Sequence[Any],
        kwargs: dict[str, Any],
        stdin: Sequence[str] = (),
        *,
        apply: str | None = None,
    ) -> Answer:
        """Call ``target``, or the operation named by ``apply`` when target is None.

        Raises TooLargeError or CannotCrossError for arguments that cannot be sent.
        """
        document = self._known().encode((target, tuple(args), tuple(kwargs.items())))
        return self._ask({"op": "call", "doc": document, "apply": apply, "stdin": list(stdin)})

    def _known(self) -> Mirror:
        if self._mirror is None:
            raise RuntimeError("begin comes first")
        return self._mirror

    def _ask(self, request: dict[str, Any]) -> Answer:
        self._request += 1
        number = self._request
        self._send({"id": number, **request})
        reply = self._receive()
        while "back" in reply:
            self._answer_back(reply)
            reply = self._receive()
        if "ended" in reply and "id" not in reply:
            self._stopped(reply["ended"])
        try:
            return self._answer(reply, number)
        except (MalformedError, TypeError, ValueError, KeyError, AttributeError):
            self._fail("malformed")

    def _answer_back(self, asked: dict[str, Any]) -> None:
        """Do what the learner's code asks of the check, and say what came of it.

        What is no Exception ends the check, and is let by.
        """
        try:
            number, how = _typed(asked["back"], int), _typed(asked["how"], str)
            args, kwargs = self._decoded(asked["doc"])
            named = dict(kwargs)
        except (MalformedError, TypeError, ValueError, KeyError):
            self._fail("malformed")
        self._owing += 1
        try:
            document = self._known().encode(self._ask_back(number, how, args, named))
            message = {"op": "returned", "doc": document}
        except Exception as error:  # noqa: BLE001 - it is for the learner's code to catch
            kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
            message = {"op": "raised", "type": kinds[0], "text": str(error)[:500]}
        self._owing -= 1
        self._send(message)

    def _answer(self, reply: dict[str, Any], number: int) -> Answer:
        if reply.get("id") != number or type(reply["id"]) is not int:
            raise MalformedError("not the answer to this request")
        if reply.get("missing") is True:
            return Answer(missing=True)
        if reply.get("too_large") is True:
            self._fail("too_large")
        if "lacks" in reply:
            self._fail("not_imported", _typed(reply["lacks"], str)[:100])
        value = self._decoded(reply["doc"]) if "doc" in reply else None
        raised = reply.get("raised")
        return Answer(
            value=value,
            raised=None if raised is None else _raised(raised),
            output=_typed(reply.get("out", ""), str),
            output_cut=_typed(reply.get("cut", False), bool),
            used_input=_typed(reply.get("used", 0), int),
        )

    def _stopped(self, how: Any) -> NoReturn:
        number = how.get("signal", how.get("code")) if type(how) is dict else None
        if type(number) is not int:
            self._fail("malformed")
        self.close()
        raise EndedError("signal" if "signal" in how else "exit", number)

    def _decoded(self, document: Any) -> Any:
        try:
            return self._known().decode(document)
        except LacksError as error:
            self._fail("not_installed", str(error))

    def _fail(self, cause: Cause, library: str | None = None) -> NoReturn:
        self.close()
        raise EndedError(cause, library=library)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._sock.settimeout(self._left())
            send(self._sock, message)
        except TimeoutError:
            self._fail("timeout")
        except (LostError, OSError):
            self._fail("exit")

    def _receive(self) -> dict[str, Any]:
        try:
            self._left()
            return receive(self._sock, self.deadline)
        except TimeoutError:
            self._fail("timeout")
        except MalformedError:
            self._fail("malformed")
        except (LostError, OSError):
            self._fail("exit")

    def _left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _connect(address: str) -> socket.socket:
    try:
        if address.startswith("tcp:"):
            return socket.create_connection(("127.0.0.1", int(address[4:])), GIVE_UP_HELLO)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.settimeout(GIVE_UP_HELLO)
            sock.connect(address)
        except BaseException:
            sock.close()
            raise
    except TimeoutError as error:
        raise UnreachableError("busy", "the kernel does not answer") from error
    except (OSError, ValueError, AttributeError) as error:
        raise UnreachableError("kernel_died", str(error)) from error
    return sock


def _no_way_back(_number: int, _how: str, _args: Any, _kwargs: Any) -> Any:
    raise MalformedError("nothing was given")


def _typed(value: Any, kind: type[T]) -> T:
    if type(value) is not kind:
        raise MalformedError(f"not {kind.__name__}")
    return value


def _raised(told: Any) -> Raised:
    line, source = told["line"], told["source"]
    return Raised(
        type=_typed(told["type"], str)[:200],
        builtin=tuple(_typed(name, str) for name in _typed(told["builtin"], list)),
        own=tuple(_typed(name, str) for name in _typed(told["own"], list)),
        text=_typed(told["text"], str)[:500],
        line=None if line is None else _typed(line, int),
        source=None if source is None else _typed(source, str)[:300],
        file=None if told["file"] is None else _typed(told["file"], str)[:300],
    )
