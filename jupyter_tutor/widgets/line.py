"""A lesson as this kernel sees it: its view, kept up to date, and commands to it.

Everything here runs in the background thread. A line that was lost is opened anew by whoever
needs it next, once.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tornado.httpclient import HTTPClientError
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import Head
from jupyter_tutor.widgets.agent import HereAgent
from jupyter_tutor.widgets.doors import Doors, Entry
from jupyter_tutor.widgets.errors import (
    ELSEWHERE,
    NO_TUTOR,
    LineLostError,
    RefusedError,
    TutorError,
)
from jupyter_tutor.wire import from_json

log = logging.getLogger(__name__)

MOVED, TROUBLE = 4001, 4002
LARGEST_VIEW = 256 << 20

AgentMaker = Callable[[], HereAgent | None]
"""Gives the agent of this process, or None where there can be none."""


async def connect(entry: Entry, agent: AgentMaker) -> WebSocketClientConnection:
    """A socket to a lesson, at whose other end the agent here is known; raises LineLostError."""
    request = entry.request(f"{entry.url}/channel?kernel={quote(entry.kernel)}")
    request.url = request.url.replace("http", "ws", 1)
    try:
        socket = await websocket_connect(request, max_message_size=LARGEST_VIEW)
        # A server brings an agent of its own into the kernel, but not while a cell runs.
        here = agent()
        if here is not None:
            await socket.write_message(json.dumps({"type": "agent", **here.told}))
    except (TimeoutError, OSError, HTTPClientError, WebSocketClosedError) as error:
        raise LineLostError(str(error)) from error
    return socket


class Line:
    """The connection to one lesson, and the newest view of it."""

    def __init__(self, doors: Doors, entry: Entry, agent: AgentMaker) -> None:
        self._doors = doors
        self._agent = agent
        self.entry = entry
        self.messages: list[Message] = []
        self._head: Head | None = None
        self._socket: WebSocketClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._replies: dict[str, asyncio.Future[int]] = {}
        self._waiting: set[asyncio.Future[None]] = set()
        self._numbers = 0
        self._whole_views = 0
        self._farewell = ""
        self.moved = False

    @property
    def head(self) -> Head:
        """What the lesson is like now; only after :meth:`ensure`."""
        if self._head is None:
            raise TutorError(NO_TUTOR)
        return self._head

    async def ensure(self) -> None:
        """Return once the line is open and shows something; raises TutorError."""
        async with self._turn:
            if self._socket is not None:
                return
            for last in (False, True):
                try:
                    await self._open()
                    return
                except LineLostError as error:
                    if last or self._farewell:
                        raise TutorError(self._farewell or NO_TUTOR) from error

    async def ask(self, command: dict[str, Any]) -> None:
        """Return once a command is carried out and shown; raises RefusedError, or TutorError."""
        await self.ensure()
        before = self._said
        try:
            await self._ask(command)
        except LineLostError:
            if self.moved:
                raise TutorError(f"{self._farewell}\n\n{ELSEWHERE}") from None
            await self.ensure()
            if self._said == before:
                # What was lost on the way was not carried out: it would show.
                try:
                    await self._ask(command)
                except LineLostError as error:
                    raise TutorError(NO_TUTOR) from error

    async def send(self, frame: dict[str, Any]) -> None:
        """Send a frame; raises LineLostError."""
        socket = self._socket
        if socket is None:
            raise LineLostError
        try:
            await socket.write_message(json.dumps(frame))
        except WebSocketClosedError as error:
            raise LineLostError from error

    async def until(self, met: Callable[[], bool]) -> None:
        """Return once this holds of the view; raises LineLostError."""
        while not met():
            if self._socket is None:
                raise LineLostError
            changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(changed)
            try:
                await changed
            finally:
                self._waiting.discard(changed)

    async def look_again(self) -> None:
        """Return once the view is no older than this call; raises LineLostError."""
        seen = self._whole_views
        await self.send({"type": "resync"})
        await self.until(lambda: self._whole_views > seen)

    @property
    def is_open(self) -> bool:
        """Whether frames can be sent now."""
        return self._socket is not None

    @property
    def _said(self) -> int:
        """How many messages say that something was carried out, and not only noted."""
        return sum(message.author != "notice" for message in self.messages)

    async def _open(self) -> None:
        self._farewell, self.moved = "", False
        self.entry = await self._doors.attach(self.entry.course, self.entry.lesson)
        socket = await connect(self.entry, self._agent)
        self._socket = socket
        seen = self._whole_views
        self._reading = asyncio.get_running_loop().create_task(self._read(socket))
        await self.until(lambda: self._whole_views > seen)

    async def _ask(self, command: dict[str, Any]) -> None:
        self._numbers += 1
        number = str(self._numbers)
        reply: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._replies[number] = reply
        try:
            await self.send({"type": "command", "id": number, "command": command})
            seq = await reply
        finally:
            self._replies.pop(number, None)
        await self.until(lambda: self.head.seq >= seq)

    async def _read(self, socket: WebSocketClientConnection) -> None:
        try:
            while (text := await socket.read_message()) is not None:
                self._hear(json.loads(text))
        except Exception:
            log.exception("the line to the tutor broke")
        finally:
            socket.close()
            self._ended(socket)

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "view":
                self._see(frame["base"], frame["messages"], from_json(Head, frame["head"]))
            case "accepted":
                self._reply(frame["id"], lambda reply: reply.set_result(frame["seq"]))
            case "refused":
                reason = RefusedError(frame["reason"])
                self._reply(frame["id"], lambda reply: reply.set_exception(reason))
            case "moved" | "trouble":
                self._farewell = frame["words"]
            case _:
                # How the kernel is, we know; and a server may say more than we understand.
                pass

    def _see(self, base: int, messages: Any, head: Head) -> None:
        # An update may be overtaken by a whole view that has it in already.
        if base == 0 or head.seq >= self.head.seq:
            self.messages[base:] = from_json(tuple[Message, ...], messages)
            self._head = head
        if base == 0:
            self._whole_views += 1
        self._tell()

    def _reply(self, number: str | None, settle: Callable[[asyncio.Future[int]], None]) -> None:
        reply = self._replies.get(number or "")
        if reply is not None and not reply.done():
            settle(reply)

    def _ended(self, socket: WebSocketClientConnection) -> None:
        if self._socket is not socket:
            return
        self._socket = None
        self.moved = socket.close_code == MOVED
        self._farewell = self._farewell or (
            socket.close_reason or "" if socket.close_code not in (None, TROUBLE) else ""
        )
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(LineLostError())
        self._tell()

    def _tell(self) -> None:
        for changed in tuple(self._waiting):
            if not changed.done():
                changed.set_result(None)

    async def close(self) -> None:
        """Hang up; whoever needs the line next opens it anew."""
        socket, reading = self._socket, self._reading
        if socket is not None and reading is not None:
            socket.close()
            await asyncio.wait([reading])
