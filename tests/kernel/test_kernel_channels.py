"""No message of a kernel, whatever it holds, makes us deaf to those that follow."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

from jupyter_tutor.adapters.kernel_channels import KernelChannels, KernelMessage
from jupyter_tutor.adapters.kernel_install import InstallError, install
from tests.kernel.notebooks import PATIENCE, Heard

KEY = b"what both of them know"
HEADER = {"msg_id": "m", "msg_type": "status", "session": "s", "username": "", "version": "5.4"}
DEEP = b"[" * 200_000 + b"]" * 200_000


class Kernel:
    """The far end of both sockets, which can say anything."""

    def __init__(self) -> None:
        self._context = zmq.asyncio.Context()
        self.session = Session(key=KEY)
        self.iopub = self._context.socket(zmq.XPUB)
        self.shell = self._context.socket(zmq.ROUTER)
        ports = {
            name: socket.bind_to_random_port("tcp://127.0.0.1")
            for name, socket in (("iopub", self.iopub), ("shell", self.shell))
        }
        self.connection = {
            "transport": "tcp",
            "ip": "127.0.0.1",
            "key": KEY.decode(),
            "signature_scheme": "hmac-sha256",
            **{f"{name}_port": port for name, port in ports.items()},
        }

    def signed(self, *parts: Any) -> list[bytes]:
        """A message of these four parts, as a kernel would sign it."""
        frames = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts]
        return [b"<IDS|MSG>", self.session.sign(frames), *frames]

    def good(self, number: int, parent: dict[str, Any] | None = None) -> list[bytes]:
        """A message that is as it should be."""
        header = HEADER | {"msg_id": f"good-{number}", "date": "2026-01-01T00:00:00Z"}
        return self.signed(header, parent or {}, {}, {"number": number})

    def malformed(self) -> list[list[bytes]]:
        """Messages that no kernel should send."""
        good = self.good(0)
        return [
            [b""],
            [b"", b"", b""],
            [b"<IDS|MSG>"],
            [b"no delimiter", *good[1:]],
            [good[0], b"0" * 64, *good[2:]],
            [good[0], "é".encode(), *good[2:]],
            good[:4],
            self.signed(b"not json", {}, {}, {}),
            self.signed(b"\xff\xfe", {}, {}, {}),
            self.signed(HEADER, {}, {}, DEEP),
            self.signed(DEEP, {}, {}, {}),
            self.signed([], {}, {}, {}),
            self.signed(None, {}, {}, {}),
            self.signed({}, {}, {}, {}),
            self.signed({"msg_id": "m"}, {}, {}, {}),
            self.signed(HEADER | {"msg_type": ["status"]}, {}, {}, {}),
            self.signed(HEADER | {"date": "no time"}, {}, {}, {}),
            self.signed(HEADER | {"version": "x.y"}, {}, {}, {}),
            self.signed(HEADER, [], {}, {}),
            self.signed(HEADER, 7, {}, {}),
            self.signed(HEADER, {"msg_id": []}, {}, {}),
            self.signed(HEADER, {"msg_id": {}, "session": [], "msg_type": 1}, [], {}),
            self.signed(HEADER, {}, {}, []),
            self.signed(HEADER, {}, {}, None),
            self.signed(HEADER, {}, 1, "text"),
        ]

    def close(self) -> None:
        self._context.destroy(linger=0)


@asynccontextmanager
async def connected(heard: Any) -> AsyncIterator[tuple[Kernel, KernelChannels]]:
    """A kernel and our connection to it, through which broadcasts come."""
    kernel = Kernel()
    channels = KernelChannels(kernel.connection, heard)
    channels.open()
    try:
        async with asyncio.timeout(PATIENCE):
            assert await kernel.iopub.recv() == b"\x01"
        yield kernel, channels
    finally:
        await channels.close()
        kernel.close()


@pytest.mark.parametrize("number", range(25))
async def test_a_malformed_broadcast_stops_no_later_one(number: int) -> None:
    heard = Heard()
    async with connected(heard) as (kernel, _channels):
        assert len(kernel.malformed()) == 25
        await kernel.iopub.send_multipart(kernel.malformed()[number])
        await kernel.iopub.send_multipart(kernel.good(1))
        await heard.until(lambda items: bool(items) and items[-1].content == {"number": 1})
    assert heard.items[-1] == KernelMessage(
        kind="status", content={"number": 1}, parent_id="", parent_kind="", parent_session=""
    )
    for message in heard.items:
        assert isinstance(message.content, dict)
        assert {type(message.kind), type(message.parent_id), type(message.parent_session)} == {str}


@pytest.mark.parametrize("number", range(25))
async def test_a_malformed_reply_stops_no_later_one(number: int) -> None:
    async with connected(Heard()) as (kernel, channels):
        asking = asyncio.create_task(channels.request("kernel_info_request", {}))
        identity, *request = await kernel.shell.recv_multipart()
        header = json.loads(request[2])
        await kernel.shell.send_multipart([identity, *kernel.malformed()[number]])
        await kernel.shell.send_multipart([identity, *kernel.good(2, parent=header)])
        async with asyncio.timeout(PATIENCE):
            assert await asking == {"number": 2}


async def test_what_hears_a_broadcast_may_fail(caplog: pytest.LogCaptureFixture) -> None:
    heard = Heard()

    def failing(message: KernelMessage) -> None:
        heard(message)
        raise ZeroDivisionError

    async with connected(failing) as (kernel, _channels):
        for number in (1, 2):
            await kernel.iopub.send_multipart(kernel.good(number))
        await heard.until(lambda items: len(items) == 2)
    assert "Hearing a kernel's broadcast failed" in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"value": None},
        {"value": []},
        {"value": {"status": "error", "ename": "NameError", "evalue": "name 'x'"}},
        {"value": {"status": "ok"}},
        {"value": {"status": "ok", "data": {"text/plain": 7}}},
        {"value": {"status": "ok", "data": {"text/plain": "'not json'"}}},
        {"value": {"status": "ok", "data": {"text/plain": "'[]'"}}},
        {"value": {"status": "ok", "data": {"text/plain": "'{}'"}}},
        {"value": {"status": "ok", "data": {"text/plain": "-" * 50_000 + "1"}}},
    ],
)
async def test_an_agent_that_says_nonsense_is_not_taken_in(said: Any) -> None:
    async with connected(Heard()) as (kernel, channels):
        installing = asyncio.create_task(install(channels))
        identity, *request = await kernel.shell.recv_multipart()
        header = json.loads(request[2])
        content = {"status": "ok", "user_expressions": said}
        reply = kernel.signed(HEADER | {"date": "2026-01-01T00:00:00Z"}, header, {}, content)
        await kernel.shell.send_multipart([identity, *reply])
        with pytest.raises(InstallError):
            await installing
