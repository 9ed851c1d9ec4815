"""Who lets a kernel into a lesson: its own Jupyter server, or where that has no tutor, a host.

Owns the choice. A server that answers and refuses is heard: nothing goes on elsewhere silently,
into another record. Once found, a door is kept until it is gone.
"""

import asyncio
import json
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any, Literal, Protocol

from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from jupyter_tutor.widgets.errors import NO_TUTOR, TutorError
from jupyter_tutor.widgets.identity import kernel_identity, process_name

ANSWER_SECONDS = 20.0

Carrier = Literal["server", "host"]


class DoorGoneError(Exception):
    """Nobody of ours answers there (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A lesson that a door has let us into.

    ``root`` is what everything behind this door lies below; ``kernel`` is what this process is
    called there.
    """

    course: str
    lesson: str
    learner: str
    kernel: str
    carrier: Carrier
    base_url: str
    root: str
    headers: dict[str, str] = field(repr=False)
    tls: SSLContext | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """What everything of this lesson lies below."""
        return f"{self.root}/sessions/{self.course}/{self.lesson}"

    def request(self, address: str) -> HTTPRequest:
        """A request for something below ``root`` or ``url``."""
        return HTTPRequest(
            address,
            headers=self.headers,
            ssl_options=self.tls,
            request_timeout=ANSWER_SECONDS,
        )


class Door(Protocol):
    """One that may let us in."""

    async def attach(self, course: str, lesson: str | None) -> Entry:
        """Into the lesson of that name (None: the first not finished).

        Raises TutorError with the words of whoever refuses, DoorGoneError where nobody is there.
        """
        ...

    async def close(self) -> None:
        """Do without it from now on."""
        ...


async def ask(request: HTTPRequest) -> tuple[int, Any]:
    """The status and JSON answer of a request; the answer is None where it is no JSON object.

    Raises DoorGoneError where there is no answer at all.
    """
    client = SimpleAsyncHTTPClient(force_instance=True)
    try:
        response = await client.fetch(request, raise_error=False)
    except (TimeoutError, OSError) as error:
        raise DoorGoneError(str(error)) from error
    finally:
        client.close()
    if response.code == 599:
        # Tornado's own number for a connection that failed.
        raise DoorGoneError(str(response.error))
    try:
        data = json.loads(response.body)
    except ValueError:
        return response.code, None
    return response.code, data if isinstance(data, dict) else None


class Doors:
    """The way of this process to its lessons."""

    def __init__(self) -> None:
        self._door: Door | None = None
        self._turn = asyncio.Lock()

    async def attach(self, course: str, lesson: str | None) -> Entry:
        """Into a lesson, by the door we know or else by a new one; raises TutorError."""
        async with self._turn:
            if self._door is not None:
                try:
                    return await self._door.attach(course, lesson)
                except DoorGoneError:
                    self._door = None
            try:
                return await self._by_server(course, lesson) or await self._by_host(course, lesson)
            except DoorGoneError as error:
                raise TutorError(NO_TUTOR) from error

    async def close(self) -> None:
        """Do without any door from now on."""
        door, self._door = self._door, None
        if door is not None:
            await door.close()

    async def _by_server(self, course: str, lesson: str | None) -> Entry | None:
        """Into a lesson by this kernel's server; None where that has no tutor for it."""
        from jupyter_tutor.widgets.server_door import server_door

        identity = kernel_identity()
        door = None if identity is None else server_door(identity)
        if door is None:
            return None
        try:
            entry = await door.attach(course, lesson)
        except DoorGoneError:
            return None
        self._door = door
        return entry

    async def _by_host(self, course: str, lesson: str | None) -> Entry:
        from jupyter_tutor.widgets.host_door import HostDoor

        identity = kernel_identity()
        self._door = await HostDoor.start(identity.id if identity else process_name())
        return await self._door.attach(course, lesson)
