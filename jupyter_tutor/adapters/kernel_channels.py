"""Owns our own connection to one running kernel: its sockets, its session, requests and replies.

It knows Jupyter's wire protocol and nothing of tutoring. It never shares an identity with another
client of the kernel (two clients of one identity starve each other), never touches stdin, and
never outlives :meth:`KernelChannels.close`. :mod:`jupyter_tutor.adapters.kernel_bridge` says what
is asked of the kernel and when.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import zmq
import zmq.asyncio
from jupyter_client.session import Session
from zmq.utils.monitor import recv_monitor_message

logger = logging.getLogger(__name__)

Channel = Literal["shell", "control"]

# Output is none of our business, and a printing loop makes a great deal of it: these are dropped
# by their topic, before anything is verified or parsed.
_OUTPUT_TOPIC = re.compile(rb"(^|\.)(stream|display_data|update_display_data|clear_output)(\.|$)")

# A kernel that talks without pause must not keep the event loop to itself.
_MESSAGES_PER_TURN = 50

_RECONNECT_INTERVAL = 20  # milliseconds


class KernelLostError(Exception):
    """The connection broke: the kernel has ended, was killed, or is restarting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelMessage:
    """What a kernel said. ``parent_*`` name the request it belongs to, empty if none."""

    kind: str
    content: Mapping[str, Any]
    parent_id: str
    parent_kind: str
    parent_session: str


class KernelChannels:
    """A client of one kernel, from ``open`` until the connection breaks or ``close``.

    ``connection`` is what a connection file holds. ``on_iopub`` is called for every broadcast
    except output; what it raises is logged. ``lost`` is set once the connection has broken, and
    ``connected`` once the kernel's process has accepted it (it may yet be unable to answer), and
    ``hears`` once a broadcast has arrived.
    """

    def __init__(
        self, connection: Mapping[str, Any], on_iopub: Callable[[KernelMessage], None]
    ) -> None:
        key = connection.get("key", b"")
        self._connection = connection
        self._on_iopub = on_iopub
        self._session = Session(
            key=key.encode() if isinstance(key, str) else key,
            signature_scheme=connection.get("signature_scheme", "hmac-sha256"),
        )
        self._waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._context = zmq.asyncio.Context()
        self._sockets: dict[Channel, zmq.asyncio.Socket] = {}
        self.lost = asyncio.Event()
        self.connected = asyncio.Event()
        self.hears = asyncio.Event()

    @property
    def session_id(self) -> str:
        """The id by which the kernel's broadcasts name requests of ours."""
        return self._session.session

    def open(self) -> None:
        """Begin to connect; returns at once. Requests made before it stands are kept for it."""
        shell = self._socket("shell", zmq.DEALER)
        iopub = self._socket("iopub", zmq.SUB)
        iopub.setsockopt(zmq.SUBSCRIBE, b"")
        monitor = shell.get_monitor_socket(zmq.EVENT_DISCONNECTED | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self._sockets["shell"] = shell
        self._tasks = [
            asyncio.create_task(self._read_replies(shell)),
            asyncio.create_task(self._read_iopub(iopub)),
            asyncio.create_task(self._watch(monitor)),
        ]
        iopub.connect(self._url("iopub"))
        shell.connect(self._url("shell"))

    async def request(
        self, kind: str, content: Mapping[str, Any], *, channel: Channel = "shell"
    ) -> Mapping[str, Any]:
        """Ask the kernel and return the content of its reply, however long that takes.

        Raises KernelLostError when the connection breaks first. Cancelling forgets the reply; it
        does not take the request back.
        """
        if self.lost.is_set():
            raise KernelLostError
        message = self._session.msg(kind, dict(content))
        message_id: str = message["header"]["msg_id"]
        reply: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = reply
        try:
            # Not Session.send: it sends past the asyncio socket, which then misses what arrives.
            socket = self._sockets.get(channel) or self._open_control()
            await socket.send_multipart(self._session.serialize(message))
            return await reply
        finally:
            self._waiting.pop(message_id, None)

    async def execute_silently(self, code: str, expression: str) -> Mapping[str, Any]:
        """Run code that leaves no trace in history, numbering or output; return the reply.

        The reply's ``user_expressions`` has the value of ``expression`` under ``value``.
        """
        return await self.request(
            "execute_request",
            {
                "code": code,
                "silent": True,
                "store_history": False,
                "user_expressions": {"value": expression},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )

    def lose(self) -> None:
        """Treat the connection as broken: whoever waits for a reply hears KernelLostError."""
        self.lost.set()
        for reply in self._waiting.values():
            if not reply.done():
                reply.set_exception(KernelLostError())

    async def close(self) -> None:
        """Let go of the kernel and of every socket. Doing it twice is harmless."""
        self.lose()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        # Nothing is awaited before the sockets are gone: the one who closes may be cancelled.
        shell = self._sockets.pop("shell", None)
        if shell is not None:
            shell.disable_monitor()
        self._sockets.clear()
        self._context.destroy(linger=0)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _url(self, name: str) -> str:
        transport, ip = self._connection["transport"], self._connection["ip"]
        separator = ":" if transport == "tcp" else "-"
        return f"{transport}://{ip}{separator}{self._connection[f'{name}_port']}"

    def _socket(self, name: str, kind: int) -> zmq.asyncio.Socket:
        socket = self._context.socket(kind)
        socket.linger = 0
        # The cells of "restart and run all" begin right after the kernel: be there before them.
        socket.reconnect_ivl = _RECONNECT_INTERVAL
        if name != "iopub":
            socket.identity = self._session.bsession
        public = self._connection.get("curve_publickey")
        if public is not None:
            # One key pair serves both ends of a kernel's encrypted connection.
            socket.curve_publickey = socket.curve_serverkey = public.encode()
            socket.curve_secretkey = self._connection["curve_secretkey"].encode()
        return socket

    def _open_control(self) -> zmq.asyncio.Socket:
        control = self._socket("control", zmq.DEALER)
        self._sockets["control"] = control
        self._tasks.append(asyncio.create_task(self._read_replies(control)))
        control.connect(self._url("control"))
        return control

    def _parse(self, frames: list[bytes]) -> KernelMessage | None:
        """A message whose signature holds, or None for anything else.

        A learner's code has the key of its kernel and can sign whatever it likes: nothing that
        comes may end the reading.
        """
        try:
            _, parts = self._session.feed_identities(frames)
            message = self._session.deserialize(parts)
            return _checked(message["header"], message["parent_header"], message["content"])
        except Exception:
            logger.debug("A message from the kernel could not be read", exc_info=True)
            return None

    async def _read_replies(self, socket: zmq.asyncio.Socket) -> None:
        while True:
            message = self._parse(await socket.recv_multipart())
            if message is None:
                continue
            reply = self._waiting.get(message.parent_id)
            if reply is not None and not reply.done():
                reply.set_result(message.content)

    async def _read_iopub(self, socket: zmq.asyncio.Socket) -> None:
        count = 0
        while True:
            frames = await socket.recv_multipart()
            self.hears.set()
            count += 1
            if count % _MESSAGES_PER_TURN == 0:
                await asyncio.sleep(0)
            if _OUTPUT_TOPIC.search(frames[0]):
                continue
            message = self._parse(frames)
            if message is None:
                continue
            try:
                self._on_iopub(message)
            except Exception:
                logger.exception("Hearing a kernel's broadcast failed")

    async def _watch(self, monitor: zmq.asyncio.Socket) -> None:
        while True:
            event = await recv_monitor_message(monitor)
            if event["event"] == zmq.EVENT_DISCONNECTED:
                self.lose()
            else:
                self.connected.set()


def _checked(header: Any, parent: Any, content: Any) -> KernelMessage:
    """The message, if these have the shape that Jupyter gives them; else TypeError."""
    parent_id, kind = parent.get("msg_id", ""), header["msg_type"]
    parent_kind, parent_session = parent.get("msg_type", ""), parent.get("session", "")
    texts = (kind, parent_id, parent_kind, parent_session)
    if not isinstance(content, dict) or not all(isinstance(text, str) for text in texts):
        raise TypeError("the parts of the message are not of the protocol")
    return KernelMessage(
        kind=kind,
        content=content,
        parent_id=parent_id,
        parent_kind=parent_kind,
        parent_session=parent_session,
    )
