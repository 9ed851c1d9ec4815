"""The private socket by which servers on one machine, and the command line, speak to each other.

One request for each connection: a frame is four bytes of length (big-endian) and that many bytes
of JSON. A request is ``{"secret", "method", "params"}``, an answer ``{"result"}`` or
``{"error": words}``. Whoever can read the secret is the same user; anyone else gets no answer.
"""

import asyncio
import contextlib
import hmac
import json
import logging
import os
import secrets
import selectors
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from jupyter_tutor.adapters.record_paths import PRIVATE_FILE, Layout
from jupyter_tutor.adapters.record_servers import Address

Method = Callable[[Mapping[str, Any]], Awaitable[Any]]

REQUEST_BYTES = 1024 * 1024
ANSWER_BYTES = 1024 * 1024 * 1024
REQUEST_SECONDS = 10.0
CONNECTIONS = 64
PATH_BYTES = 100  # a Unix socket's path has 104 to 108, with its end


class PeerError(Exception):
    """A call to another server failed.

    ``kind`` is ``gone`` (nobody listens), ``silent`` (no answer in time) or ``refused`` (it
    answered that it cannot; the text is its answer).
    """

    def __init__(self, kind: Literal["gone", "silent", "refused"], words: str) -> None:
        super().__init__(words)
        self.kind = kind


class PrivateSocket:
    """The listening side. ``methods`` answer by their name; what they raise is told in words."""

    def __init__(
        self, layout: Layout, server: str, methods: Mapping[str, Method], log: logging.Logger
    ) -> None:
        self._layout = layout
        self._server = server
        self._methods = methods
        self._log = log
        self._secret = secrets.token_hex(16)
        self._listener: asyncio.Server | None = None
        self._path: Path | None = None
        self._temporary: Path | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def open(self) -> Address:
        """Listen; where to be spoken to."""
        port: int | None = None
        if sys.platform == "win32":
            self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
            port = self._listener.sockets[0].getsockname()[1]
        else:
            self._listener = await self._listen_on_path()
        return Address(
            server=self._server,
            pid=os.getpid(),
            secret=self._secret,
            path=str(self._path) if self._path else None,
            port=port,
        )

    async def close(self) -> None:
        """Stop listening, end what is being served, remove the socket."""
        if self._listener is not None:
            self._listener.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    if sys.platform != "win32":

        async def _listen_on_path(self) -> asyncio.Server:
            """In the data directory, or elsewhere where that is too long or cannot hold one."""
            for directory in (self._layout.servers, _runtime_directory()):
                path = directory / f"{self._server[-8:]}.sock"
                if directory.is_dir() and len(os.fsencode(path)) <= PATH_BYTES:
                    with contextlib.suppress(OSError):
                        return await self._listen_at(path)
            self._temporary = Path(tempfile.mkdtemp(prefix="tutor-"))
            return await self._listen_at(self._temporary / "s")

        async def _listen_at(self, path: Path) -> asyncio.Server:
            listener = await asyncio.start_unix_server(self._accept, path)
            self._keep(path)
            return listener

        def _keep(self, path: Path) -> None:
            # Its directory is closed to others already; the mode only says so once more.
            path.chmod(PRIVATE_FILE)
            self._path = path

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._serving) >= CONNECTIONS:
            writer.close()
            return
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                request = await _receive(reader, REQUEST_BYTES)
            given = request.get("secret") if isinstance(request, dict) else None
            known = isinstance(given, str) and hmac.compare_digest(
                given.encode("utf-8", "replace"), self._secret.encode()
            )
            if known and not _has_hung_up(reader, writer):
                await _send(writer, await self._answer(request))
        except (OSError, EOFError, ValueError, RecursionError) as error:
            self._log.debug("a message on the private socket was passed over: %s", error)
        finally:
            writer.close()

    async def _answer(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        name, params = request.get("method"), request.get("params")
        method = self._methods.get(name) if isinstance(name, str) else None
        if method is None or not isinstance(params, dict):
            return {"error": "there is no such method, or its parameters are no object"}
        try:
            return {"result": await method(params)}
        except Exception as error:  # noqa: BLE001 - the other side is told, this one goes on
            self._log.debug("%s failed on the private socket", name, exc_info=True)
            return {"error": str(error) or type(error).__name__}


async def call(address: Address, method: str, params: Mapping[str, Any], seconds: float) -> Any:
    """Ask another server; its result as JSON data. Raises PeerError."""
    try:
        async with asyncio.timeout(seconds):
            return await _exchange(address, method, params)
    except TimeoutError:
        raise PeerError("silent", f"server {address.server} did not answer in time") from None
    except (OSError, EOFError, ValueError, RecursionError) as error:
        raise PeerError("gone", f"server {address.server} does not answer: {error}") from None


async def _exchange(address: Address, method: str, params: Mapping[str, Any]) -> Any:
    reader, writer = await _connect(address)
    try:
        await _send(writer, {"secret": address.secret, "method": method, "params": params})
        answer = await _receive(reader, ANSWER_BYTES)
    finally:
        writer.close()
    if not isinstance(answer, dict) or ("result" not in answer and "error" not in answer):
        raise ValueError("its answer is not of the protocol")
    if "error" in answer:
        raise PeerError("refused", str(answer["error"]))
    return answer["result"]


async def _connect(address: Address) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if sys.platform != "win32" and address.path is not None:
        return await asyncio.open_unix_connection(address.path)
    return await asyncio.open_connection("127.0.0.1", address.port)


async def _receive(reader: asyncio.StreamReader, limit: int) -> Any:
    length = int.from_bytes(await reader.readexactly(4))
    if length > limit:
        raise ValueError(f"a message of {length} bytes is too long")
    data = await reader.readexactly(length)
    if length > REQUEST_BYTES:
        return await asyncio.to_thread(json.loads, data)
    return json.loads(data)


def _has_hung_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Whether nobody waits for the answer: a server that hung for a while finds old requests.

    Carried out, one of them would take a lesson from its learner for somebody who has given up.
    """
    if reader.at_eof():
        return True
    # Its end may lie there unread. Nothing else may: a connection is for one request.
    with selectors.DefaultSelector() as looking:
        looking.register(writer.get_extra_info("socket"), selectors.EVENT_READ)
        return bool(looking.select(0))


async def _send(writer: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    # A long history takes a while to encode, and the loop serves learners meanwhile.
    data = await asyncio.to_thread(lambda: json.dumps(message, default=str).encode())
    writer.write(len(data).to_bytes(4) + data)
    await writer.drain()


def _runtime_directory() -> Path:
    from jupyter_core.paths import jupyter_runtime_dir

    return Path(jupyter_runtime_dir())
