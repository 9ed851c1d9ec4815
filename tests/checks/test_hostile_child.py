"""The other end of a connection may say anything: the checker comes to a verdict or says why."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.checker.connection import Address, UnreachableError
from jupyter_tutor.checker.foreseen import foresee
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.kernel_agent.agent import receive, send
from tests.checks.questions import question

ASKED = question("total = 6", "assert total == 6", timeout=5.0)
Talk = Callable[[socket.socket], None]


@contextmanager
def agent(directory: Path, *talks: Talk) -> Iterator[Address]:
    """An agent that handles its connections, in order, as these functions do."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(directory / "s"))
    server.listen()

    def serve() -> None:
        for talk in talks:
            with server.accept()[0] as sock:
                talk(sock)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield Address(address=str(directory / "s"), secret="s")
    finally:
        thread.join()
        server.close()


def saying(reply: Callable[[dict[str, Any]], Any]) -> Talk:
    def talk(sock: socket.socket) -> None:
        receive(sock)
        send(sock, {"hello": 1})
        said = reply(receive(sock))
        sock.sendall(said if isinstance(said, bytes) else framed(said))

    return talk


def framed(message: Any) -> bytes:
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(data)) + data


def judged(address: Address) -> Report:
    return judge(ASKED, "total = 6", None, address, "fork", foresee)


DOC = {"root": 6, "nodes": [], "shared": []}
UNREADABLE = Report(
    verdict="error",
    points=0.0,
    max_points=1.0,
    message="What your code gave back could not be read.",
    target="fork",
)


def test_a_well_formed_answer_is_believed(tmp_path: Path) -> None:
    with agent(tmp_path, saying(lambda ask: {"id": ask["id"], "doc": DOC})) as address:
        assert judged(address).verdict == "correct"


@pytest.mark.parametrize(
    "reply",
    [
        lambda ask: framed(b"not json"),
        lambda ask: framed(b"\xff\xfe"),
        lambda ask: framed(b"[" * 100_000),
        lambda ask: framed([1, 2]),
        lambda ask: struct.pack(">I", 0xFFFFFFFF),
        lambda ask: struct.pack(">I", 9 << 20) + b"x",
        lambda ask: {},
        lambda ask: {"doc": DOC},
        lambda ask: {"id": ask["id"] + 1, "doc": DOC},
        lambda ask: {"id": True, "doc": DOC},
        lambda ask: {"id": str(ask["id"]), "doc": DOC},
        lambda ask: {"id": ask["id"], "doc": None},
        lambda ask: {"id": ask["id"], "doc": {**DOC, "root": [7]}},
        lambda ask: {"id": ask["id"], "doc": {**DOC, "nodes": [["h", 0, 1, 2, 3]]}},
        lambda ask: {"id": ask["id"], "doc": DOC, "out": 5},
        lambda ask: {"id": ask["id"], "doc": DOC, "used": "0"},
        lambda ask: {"id": ask["id"], "doc": DOC, "raised": 5},
        lambda ask: {"id": ask["id"], "doc": DOC, "raised": {"type": "ValueError"}},
        lambda ask: {"ended": None},
        lambda ask: {"ended": {"code": "0"}},
    ],
    ids=range(20),
)
def test_nonsense_is_unreadable(reply: Callable[[dict[str, Any]], Any], tmp_path: Path) -> None:
    with agent(tmp_path, saying(reply)) as address:
        assert judged(address) == UNREADABLE


def test_a_message_that_breaks_off_is_an_end(tmp_path: Path) -> None:
    with agent(tmp_path, saying(lambda ask: struct.pack(">I", 100) + b"{")) as address:
        assert judged(address).message == (
            "Your code ended Python itself (`sys.exit` or `os._exit`). Leave that out."
        )


def test_exceptions_with_lying_names_stay_exceptions(tmp_path: Path) -> None:
    raised = {
        "type": "Value`Error",
        "builtin": ["print", "int", "BaseExceptionGroup", "nonsense"],
        "own": ["x"],
        "text": "\x1b[31m`red`\n" + "x" * 1000,
        "line": -5,
        "source": "`",
    }

    def call(sock: socket.socket) -> None:
        receive(sock)
        send(sock, {"hello": 1})
        ask = receive(sock)
        handle = {"root": [0], "nodes": [["h", 0, "function", "f", True]], "shared": []}
        send(sock, {"id": ask["id"], "doc": handle})
        ask = receive(sock)
        send(sock, {"id": ask["id"], "doc": DOC, "raised": raised})

    asked = question("def f(): return 6", "assert f() == 6")
    with agent(tmp_path, call) as address:
        report = judge(asked, "def f(): pass", None, address, "fork", foresee)
    assert (report.verdict, report.ran) == ("error", "f()")
    assert "\x1b" not in report.message
    assert len(report.message) < 500


@pytest.mark.parametrize(
    "talk",
    [
        lambda sock: None,
        lambda sock: (receive(sock), None)[1],
        lambda sock: (receive(sock), sock.sendall(framed(b"?")))[1],
        lambda sock: (receive(sock), send(sock, {"bye": 1}))[1],
    ],
    ids=["closes", "hangs up", "nonsense", "no hello"],
)
def test_who_gives_no_hello_has_no_agent(talk: Talk, tmp_path: Path) -> None:
    with agent(tmp_path, talk) as address, pytest.raises(UnreachableError) as caught:
        judged(address)
    assert caught.value.reason == "kernel_died"


@pytest.mark.parametrize("address", ["/nowhere/s", "tcp:1", "tcp:x", "", "x" * 500])
def test_who_does_not_listen_has_no_agent(address: str) -> None:
    with pytest.raises(UnreachableError) as caught:
        judged(Address(address=address, secret="s"))
    assert caught.value.reason == "kernel_died"
