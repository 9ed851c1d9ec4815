"""Frames as lines over a Unix socket: a panel's way to a tutor that no Jupyter serves."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast

from tornado.websocket import WebSocketClientConnection

from tests.driving.panel import JsonObject, Panel

LONGEST_LINE = 64 * 1024 * 1024


class Line:
    """A connection, in the place of the WebSocket of a :class:`Panel`."""

    close_code: int | None = None
    close_reason: str | None = None

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, path: Path, first: JsonObject) -> "Line":
        """Connect to a socket, and say what for."""
        line = cls(*await asyncio.open_unix_connection(path, limit=LONGEST_LINE))
        await line.write_message(json.dumps(first))
        return line

    async def read_message(self) -> str | None:
        """The next frame; None once the other end has gone."""
        try:
            text = await self._reader.readline()
        except ConnectionError:
            return None
        # Of a line that the other end was killed in the middle of, nothing was told.
        return text.decode() if text.endswith(b"\n") else None

    async def write_message(self, data: str, *, binary: bool = False) -> None:
        """Send a frame."""
        assert not binary
        self._writer.write(data.encode() + b"\n")
        await self._writer.drain()

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def open_panel(path: Path, learner: str, course: str, lesson: str) -> Panel:
    """A panel on a learner's lesson; returns once it shows something."""
    line = await Line.open(path, {"learner": learner, "course": course, "lesson": lesson})
    panel = Panel(cast(WebSocketClientConnection, line))
    try:
        await panel.until(lambda: bool(panel.head))
    except BaseException:
        panel.close()
        raise
    return panel


async def ask(path: Path, question: JsonObject) -> Any:
    """What the tutor answers to a question about itself; None when it ended meanwhile."""
    line = await Line.open(path, question)
    try:
        answer = await line.read_message()
    finally:
        line.close()
    return None if answer is None else json.loads(answer)
