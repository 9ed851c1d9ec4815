"""A panel and a notebook without a browser: they speak to a real Jupyter server over its sockets.

Used wherever a test drives a server: in this process (``jp_serverapp``) or in another one.
"""

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.iostream import IOStream
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 60.0
"""Seconds after which a test that waits has failed; nothing here takes a tenth of it."""

JsonObject = dict[str, Any]


class Server:
    """Where a server is, and how to get in."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self._sockets: list[tuple[WebSocketClientConnection, IOStream]] = []

    def close(self) -> None:
        """Close every socket that is still open, without waiting for the other end."""
        for socket, stream in self._sockets:
            socket.close()
            stream.close()

    def request(
        self, path: str, method: str = "GET", body: JsonObject | None = None
    ) -> HTTPRequest:
        """A request with the token."""
        return HTTPRequest(
            f"{self.url}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body) if body is not None else None,
            connect_timeout=PATIENCE,
            request_timeout=PATIENCE,
        )

    async def fetch(self, path: str, method: str = "GET", body: JsonObject | None = None) -> Any:
        """A JSON answer; raises on an error status."""
        response = await AsyncHTTPClient().fetch(self.request(path, method, body))
        return json.loads(response.body) if response.body else None

    async def socket(self, path: str) -> WebSocketClientConnection:
        """A WebSocket with the token."""
        request = self.request(path)
        request.url = request.url.replace("http", "ws", 1)
        socket = await websocket_connect(request)
        assert socket.protocol is not None
        self._sockets.append((socket, socket.protocol.stream))
        return socket

    async def start_kernel(self) -> str:
        """Start a Python kernel; its id."""
        kernel: JsonObject = await self.fetch("api/kernels", "POST", {"name": "python3"})
        return str(kernel["id"])


class ClosedError(Exception):
    """The server closed the socket; ``code`` says why."""

    def __init__(self, code: int | None, reason: str | None) -> None:
        super().__init__(f"closed: {code} {reason}")
        self.code = code
        self.reason = reason


class Panel:
    """What the docked panel is without its face: a view, and commands."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket = socket
        self._commands = 0
        self.messages: list[JsonObject] = []
        self.head: JsonObject = {}
        self.kernel: JsonObject = {}
        self.record = "fine"
        self.delta = ""
        self._closed: ClosedError | None = None

    @classmethod
    async def open(
        cls, server: Server, course: str, lesson: str, kernel: str | None = None
    ) -> "Panel":
        """Open a panel on a lesson; returns once it shows something."""
        query = f"?kernel={quote(kernel)}" if kernel else ""
        path = f"api/jupyter-tutor/sessions/{course}/{lesson}/channel{query}"
        panel = cls(await server.socket(path))
        await panel.until(lambda: bool(panel.head))
        return panel

    async def read(self) -> JsonObject:
        """The next frame, taken in; raises ClosedError."""
        if self._closed is not None:
            raise self._closed
        text = await asyncio.wait_for(self._socket.read_message(), PATIENCE)
        if text is None:
            self._closed = ClosedError(self._socket.close_code, self._socket.close_reason)
            raise self._closed
        frame: JsonObject = json.loads(text)
        if frame["type"] == "view":
            assert frame["base"] <= len(self.messages), "a view must join on to what is there"
            self.messages[frame["base"] :] = frame["messages"]
            self.head = frame["head"]
        elif frame["type"] == "kernel":
            self.kernel = frame
        elif frame["type"] == "record":
            self.record = frame["state"]
        elif frame["type"] == "delta":
            self.delta = frame["text"]
        return frame

    async def until(self, condition: Callable[[], bool]) -> None:
        """Read until this holds."""
        while not condition():
            await self.read()

    async def until_phase(self, *phases: str) -> None:
        """Read until the lesson is in one of these phases."""
        await self.until(lambda: self.head.get("phase") in phases)

    async def send(self, frame: JsonObject | str | bytes) -> None:
        """Send a frame as it is."""
        data = json.dumps(frame) if isinstance(frame, dict) else frame
        await self._socket.write_message(data, binary=isinstance(data, bytes))

    async def ask(self, command: JsonObject) -> JsonObject:
        """Send a command; the frame that accepts or refuses it."""
        self._commands += 1
        number = str(self._commands)
        await self.send({"type": "command", "id": number, "command": command})
        while True:
            frame = await self.read()
            if frame["type"] in ("accepted", "refused") and frame["id"] == number:
                return frame

    def close(self) -> None:
        """Close the panel."""
        self._socket.close()


class Notebook:
    """Runs cells in a kernel as a notebook does, over Jupyter's own socket."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket = socket
        self._session = uuid.uuid4().hex

    @classmethod
    async def open(cls, server: Server, kernel: str) -> "Notebook":
        """Connect to a kernel."""
        return cls(await server.socket(f"api/kernels/{kernel}/channels"))

    async def start(self, source: str) -> str:
        """Begin to run a cell; its message id."""
        message_id = uuid.uuid4().hex
        await self._socket.write_message(
            json.dumps(
                {
                    "channel": "shell",
                    "header": {
                        "msg_id": message_id,
                        "msg_type": "execute_request",
                        "username": "learner",
                        "session": self._session,
                        "date": "2026-01-01T00:00:00Z",
                        "version": "5.4",
                    },
                    "parent_header": {},
                    "metadata": {},
                    "content": {
                        "code": source,
                        "silent": False,
                        "store_history": True,
                        "user_expressions": {},
                        "allow_stdin": False,
                        "stop_on_error": True,
                    },
                }
            )
        )
        return message_id

    async def finish(self, message_id: str) -> str:
        """Wait for the end of a cell: ``ok``, ``error`` or ``aborted``."""
        while True:
            text = await asyncio.wait_for(self._socket.read_message(), PATIENCE)
            if text is None:
                raise ClosedError(self._socket.close_code, self._socket.close_reason)
            message: JsonObject = json.loads(text)
            if (
                message["msg_type"] == "execute_reply"
                and message["parent_header"].get("msg_id") == message_id
            ):
                return str(message["content"]["status"])

    async def run(self, source: str) -> str:
        """Run a cell to its end."""
        return await self.finish(await self.start(source))

    def close(self) -> None:
        """Disconnect."""
        self._socket.close()
