"""A widget's page on the line, where it cannot speak to the tutor itself (docs/protocol.md).

Each line of a page is a line of its own at the tutor; frames go through as they are.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from tornado.websocket import WebSocketClientConnection, WebSocketClosedError

from jupyter_tutor.widgets.agent import agent_here
from jupyter_tutor.widgets.client import Client
from jupyter_tutor.widgets.errors import NO_TUTOR, LineLostError, TutorError
from jupyter_tutor.widgets.line import TROUBLE, connect

log = logging.getLogger(__name__)

BROKEN = 1006
"""The code of a socket that ended without saying why."""


class Relay:
    """The lines of one widget. ``say`` sends a message to its page, from whichever thread."""

    def __init__(
        self, client: Client, place: tuple[str, str], say: Callable[[dict[str, Any]], None]
    ) -> None:
        self._client = client
        self._place = place
        self._say = say
        self._waiting: dict[int, asyncio.Queue[str | None]] = {}

    def hear(self, message: Any) -> None:
        """Take in what the page says; returns at once. What is not of the protocol is nothing."""
        self._client.background.soon(self._hear(message))

    async def _hear(self, message: Any) -> None:
        match message:
            case {"open": int(number)} if number not in self._waiting:
                queue = self._waiting[number] = asyncio.Queue()
                await self._carry(number, queue)
            case {"line": int(number), "frame": str(frame)} if number in self._waiting:
                self._waiting[number].put_nowait(frame)
            case {"close": int(number)} if number in self._waiting:
                self._waiting[number].put_nowait(None)
            case _:
                log.debug("a page said something that is not of the protocol")

    async def _carry(self, number: int, queue: "asyncio.Queue[str | None]") -> None:
        """One line from its opening to its end."""
        code, reason = TROUBLE, "trouble"
        self._client.pages[self._place] += 1
        try:
            entry = await self._client.attach(*self._place)
            socket = await connect(entry, agent_here)
            sending = asyncio.create_task(_hand_on(queue, socket))
            try:
                while (text := await socket.read_message()) is not None:
                    self._say({"line": number, "frame": text})
                code, reason = socket.close_code or BROKEN, socket.close_reason or ""
            finally:
                sending.cancel()
                socket.close()
        except TutorError as error:
            self._trouble(number, str(error))
        except LineLostError:
            self._trouble(number, NO_TUTOR)
        finally:
            self._client.pages[self._place] -= 1
            del self._waiting[number]
            self._say({"close": number, "code": code, "reason": reason})

    def _trouble(self, number: int, words: str) -> None:
        """Say why there is no line, in the tutor's own way: a page shows these words."""
        frame = json.dumps({"type": "trouble", "words": words})
        self._say({"line": number, "frame": frame})


async def _hand_on(queue: "asyncio.Queue[str | None]", socket: WebSocketClientConnection) -> None:
    try:
        while (frame := await queue.get()) is not None:
            await socket.write_message(frame)
    except WebSocketClosedError:
        return
    socket.close()
