"""The private socket answers who knows the secret, and survives everyone else."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from jupyter_tutor.adapters import record_socket
from jupyter_tutor.adapters.record_paths import Layout, prepare
from jupyter_tutor.adapters.record_servers import Address
from jupyter_tutor.adapters.record_socket import PeerError, PrivateSocket, call

LOG = logging.getLogger("tests.record")


async def echo(params: Mapping[str, Any]) -> Any:
    return params


async def fail(params: Mapping[str, Any]) -> Any:
    raise ValueError("no such luck")


async def hang(params: Mapping[str, Any]) -> Any:
    await asyncio.Event().wait()


async def long(params: Mapping[str, Any]) -> Any:
    return "é" * 1_000_000


METHODS = {"long": long, "echo": echo, "fail": fail, "hang": hang}


@pytest_asyncio.fixture
async def address(layout: Layout) -> AsyncIterator[Address]:
    socket = PrivateSocket(layout, "me", METHODS, LOG)
    yield await socket.open()
    await socket.close()
    assert list(layout.servers.iterdir()) == []


async def test_a_call_returns_the_answer(address: Address) -> None:
    assert await call(address, "echo", {"text": "é" * 100_000}, 60) == {"text": "é" * 100_000}
    assert await call(address, "long", {}, 60) == "é" * 1_000_000
    answers = await asyncio.gather(*(call(address, "echo", {"n": n}, 60) for n in range(50)))
    assert answers == [{"n": n} for n in range(50)]


@pytest.mark.parametrize(
    ("method", "kind", "words"),
    [("fail", "refused", "no such luck"), ("nothing", "refused", "no such method")],
)
async def test_a_refusal_says_why(address: Address, method: str, kind: str, words: str) -> None:
    with pytest.raises(PeerError, match=words) as caught:
        await call(address, method, {}, 60)
    assert caught.value.kind == kind


async def test_who_does_not_answer_is_silent_and_who_left_is_gone(layout: Layout) -> None:
    socket = PrivateSocket(layout, "me", METHODS, LOG)
    address = await socket.open()
    with pytest.raises(PeerError) as caught:
        await call(address, "hang", {}, 0.2)
    assert caught.value.kind == "silent"
    await socket.close()
    with pytest.raises(PeerError) as caught:
        await call(address, "echo", {}, 60)
    assert caught.value.kind == "gone"


async def test_a_wrong_secret_gets_no_answer(address: Address) -> None:
    for secret in ("", "wrong", address.secret[:-1], "é"):
        with pytest.raises(PeerError) as caught:
            await call(replace(address, secret=secret), "echo", {}, 60)
        assert caught.value.kind == "gone"


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\0",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\xff\xff\xff\xff" + b"x" * 1000,
        frame(b""),
        frame(b"\xff\xfe"),
        frame(b"not json"),
        frame(b"[" * 500_000),
        frame(b"null"),
        frame(b"[]"),
        frame(b'{"secret": 7}'),
        frame(b'{"secret": null, "method": "echo", "params": {}}'),
        frame(b"{}")[:-1],
    ],
)
async def test_garbage_is_dropped_and_harms_nobody(address: Address, garbage: bytes) -> None:
    assert address.path is not None
    reader, writer = await asyncio.open_unix_connection(address.path)
    writer.write(garbage)
    writer.write_eof()
    try:
        answer = await reader.read()
    except ConnectionError:
        answer = b""
    assert answer == b""
    writer.close()
    assert await call(address, "echo", {"still": "here"}, 60) == {"still": "here"}


@pytest.mark.parametrize("params", [None, [], "text", 7])
async def test_parameters_that_are_no_object_are_refused(address: Address, params: object) -> None:
    assert address.path is not None
    reader, writer = await asyncio.open_unix_connection(address.path)
    request = {"secret": address.secret, "method": "echo", "params": params}
    writer.write(frame(json.dumps(request).encode()))
    length = int.from_bytes(await reader.readexactly(4), "big")
    answer = json.loads(await reader.readexactly(length))
    assert answer == {"error": "there is no such method, or its parameters are no object"}
    writer.close()


async def test_idle_connections_do_not_pile_up(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_socket, "REQUEST_SECONDS", 0.1)
    socket = PrivateSocket(layout, "me", METHODS, LOG)
    address = await socket.open()
    assert address.path is not None
    idle = [await asyncio.open_unix_connection(address.path) for _ in range(80)]
    for reader, writer in idle:
        assert await reader.read() == b""
        writer.close()
    assert await call(address, "echo", {}, 60) == {}
    await socket.close()


async def test_a_path_too_long_for_a_socket_gets_one_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / ("r" * 90)))
    layout = prepare(tmp_path / ("d" * 90))
    socket = PrivateSocket(layout, "me", METHODS, LOG)
    address = await socket.open()
    assert address.path is not None
    assert len(address.path) <= 100
    assert await call(address, "echo", {"far": "away"}, 60) == {"far": "away"}
    parent = Path(address.path).parent
    assert oct(parent.stat().st_mode & 0o777) == "0o700"
    await socket.close()
    assert not parent.exists()


async def test_a_loopback_port_serves_where_there_are_no_unix_sockets(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = PrivateSocket(layout, "me", METHODS, LOG)
    unix = await server.open()
    listener = await asyncio.start_server(server._accept, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    address = replace(unix, path=None, port=port)
    assert await call(address, "echo", {"over": "tcp"}, 60) == {"over": "tcp"}
    with pytest.raises(PeerError):
        await call(replace(address, secret="wrong"), "echo", {}, 60)
    listener.close()
    await server.close()
