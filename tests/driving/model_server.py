"""A language model of one's own on 127.0.0.1: it speaks OpenAI's protocol, or misbehaves as told.

``async with ModelServer() as server``: ``server.will(says("Hello"), status(500))`` is what the next
requests get, in this order; when the script is at its end, the last behaviour goes on.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

DONE = b"data: [DONE]\n\n"

USAGE = (11, 7)
"""The tokens that a server tells of, in and out, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class Exchange:
    """One request, and the means to answer it."""

    def __init__(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.asked = asked
        self._reader = reader
        self._writer = writer

    async def head(self, status: int = 200, **headers: str) -> None:
        """Begin the answer; its body comes in chunks unless a length is given."""
        all_headers = {"content-type": "text/event-stream"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if "content-length" not in all_headers:
            all_headers["transfer-encoding"] = "chunked"
        lines = [f"HTTP/1.1 {status} -", *(f"{name}: {all_headers[name]}" for name in all_headers)]
        self._writer.write("\r\n".join([*lines, "", ""]).encode())
        await self._writer.drain()

    async def send(self, part: bytes) -> None:
        """A part of the body."""
        self._writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        await self._writer.drain()

    async def end(self) -> None:
        """The end of the body."""
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    async def whole(self, status: int, body: bytes, **headers: str) -> None:
        """All of an answer at once."""
        await self.head(status, content_length=str(len(body)), **headers)
        self._writer.write(body)
        await self._writer.drain()

    async def wait_until_left(self) -> None:
        """Until the client has closed the connection."""
        with contextlib.suppress(ConnectionError):
            await self._reader.read()

    def hang_up(self) -> None:
        """Close the connection in the midst of everything."""
        self._writer.transport.abort()


Behaviour = Callable[[Exchange], Awaitable[None]]


def chunk(
    text: str | None = None,
    *,
    finish: str | None = None,
    usage: tuple[int, int] | Any = None,
    **more: Any,
) -> bytes:
    """One event of a stream, as services send it; ``usage`` is a pair, or anything as it is."""
    choice = {
        "index": 0,
        "delta": {} if text is None else {"content": text},
        "finish_reason": finish,
    }
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": "scripted",
        "choices": [choice] if usage is None or text or finish else [],
    }
    if isinstance(usage, tuple):
        body["usage"] = {
            "prompt_tokens": usage[0],
            "completion_tokens": usage[1],
            "total_tokens": sum(usage),
        }
    elif usage is not None:
        body["usage"] = usage
    return b"data: " + json.dumps(body | more).encode() + b"\n\n"


def says(*pieces: str, finish: str | None = "stop", usage: bool = True) -> Behaviour:
    """An answer in pieces. ``usage``: it counts tokens if it is asked to."""

    async def answer(exchange: Exchange) -> None:
        await exchange.head()
        for piece in pieces:
            await exchange.send(chunk(piece))
        if finish is not None:
            await exchange.send(chunk(finish=finish))
        if usage and "stream_options" in exchange.asked.body:
            await exchange.send(chunk(usage=USAGE))
        await exchange.send(DONE)
        await exchange.end()

    return answer


def sends(*parts: bytes, **headers: str) -> Behaviour:
    """A stream of just these bytes, and its regular end."""

    async def answer(exchange: Exchange) -> None:
        await exchange.head(**headers)
        for part in parts:
            await exchange.send(part)
        await exchange.end()

    return answer


def breaks_off_after(*parts: bytes) -> Behaviour:
    """A stream whose connection is lost."""

    async def answer(exchange: Exchange) -> None:
        await exchange.head()
        for part in parts:
            await exchange.send(part)
        exchange.hang_up()

    return answer


def hangs_after(*parts: bytes) -> Behaviour:
    """A stream that stands still; without parts, not even a status comes."""

    async def answer(exchange: Exchange) -> None:
        if parts:
            await exchange.head()
        for part in parts:
            await exchange.send(part)
        await exchange.wait_until_left()

    return answer


def drips(piece: str = "la ", pause: float = 0.01) -> Behaviour:
    """A stream that never ends, each piece in good time."""

    async def answer(exchange: Exchange) -> None:
        await exchange.head()
        leaving = asyncio.ensure_future(exchange.wait_until_left())
        with contextlib.suppress(ConnectionError):
            while not leaving.done():
                await exchange.send(chunk(piece))
                await asyncio.wait([leaving], timeout=pause)
        leaving.cancel()

    return answer


def pours(piece: str) -> Behaviour:
    """A stream that never ends, as fast as it can."""
    return drips(piece, 0)


def status(number: int, error: Any = None, **headers: str) -> Behaviour:
    """No answer but this status; ``error`` is what is told of it."""

    async def answer(exchange: Exchange) -> None:
        body = json.dumps({"error": error or {"message": "no"}}).encode()
        await exchange.whole(number, body, **{"content_type": "application/json"} | headers)

    return answer


def knows_nothing_of(*names: str, otherwise: Behaviour, named: bool = True) -> Behaviour:
    """A request with one of these options is refused, with its name if ``named``."""

    async def answer(exchange: Exchange) -> None:
        for name in names:
            if name in exchange.asked.body:
                error = {"message": f"Unsupported parameter: '{name}'" if named else "Bad request"}
                await status(400, error)(exchange)
                return
        await otherwise(exchange)

    return answer


@dataclass
class ModelServer:
    """The server; what it was asked is in ``requests``, and ``left`` counts who hung up on it."""

    requests: list[Asked] = field(default_factory=list)
    script: deque[Behaviour] = field(default_factory=lambda: deque([says("Hello")]))
    left: int = 0
    connections: int = 0

    def will(self, *behaviours: Behaviour) -> None:
        """What it does from now on."""
        self.script = deque(behaviours)

    @property
    def url(self) -> str:
        """What a client is given as its base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def bodies(self) -> Sequence[dict[str, Any]]:
        """What was asked, without the rest of the requests."""
        return [asked.body for asked in self.requests]

    async def until_left(self) -> None:
        """Wait until a client has hung up."""
        async with asyncio.timeout(60):
            await self._somebody_left.wait()

    async def until_asked(self) -> None:
        """Wait for a request."""
        async with asyncio.timeout(60):
            await self._somebody_asked.wait()

    async def __aenter__(self) -> Self:
        self._somebody_left = asyncio.Event()
        self._somebody_asked = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.left += 1
            self._somebody_left.set()
            self._open.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = [line.partition(":")[::2] for line in lines if line]
            headers = {name.lower(): value.strip() for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            asked = Asked(
                path=first.split()[1], headers=headers, body=json.loads(body) if body else {}
            )
            self.requests.append(asked)
            self._somebody_asked.set()
            behaviour = self.script.popleft() if len(self.script) > 1 else self.script[0]
            await behaviour(Exchange(asked, reader, writer))


async def main() -> None:
    """Serve for ever, in a process of its own; the first line of output is the URL."""
    async with ModelServer() as server:
        server.will(says(*["word "] * 100))
        print(server.url, flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
