"""The panel's WebSocket: frames in, frames out. It decides nothing.

One channel watches one session. A slow panel loses only its own channel; it reconnects and gets
the whole view again.
"""

import asyncio
import logging

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.websocket import WebSocketMixin
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jupyter_tutor.core.ids import CourseId, LessonId
from jupyter_tutor.ports import JournalError
from jupyter_tutor.runtime.bus import Subscription
from jupyter_tutor.server.base import AUTH_RESOURCE, TutorHandlerMixin
from jupyter_tutor.server.frames import (
    HEARTBEAT,
    LONGEST_FRAME,
    AttachFrame,
    CommandFrame,
    InterruptFrame,
    ResyncFrame,
    accepted_frame,
    command_of,
    kernel_frame,
    read_frame,
    refused_frame,
    trouble_frame,
    update_frame,
    whole_view_frame,
)
from jupyter_tutor.sessions.directory import Place
from jupyter_tutor.sessions.session import Session, UnknownLessonError
from jupyter_tutor.sessions.updates import Accepted, Moved, Refused, Update
from jupyter_tutor.wire import WireError

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 20.0
"""JupyterHub's proxy drops sockets that are silent for 60 s."""

MOVED, TROUBLE, NOT_FOUND = 4001, 4002, 4004

TROUBLE_WORDS = (
    "The tutor cannot read or save your lesson just now. Nothing is lost; it tries again."
)
ENDED_WORDS = "The tutor lost this lesson for a moment. Nothing is lost; it comes back."


class ChannelHandler(WebSocketMixin, TutorHandlerMixin, WebSocketHandler):
    """``sessions/{course}/{lesson}/channel``."""

    session: Session | None = None
    _place: Place | None = None
    _tasks: tuple[asyncio.Task[None], ...] = ()

    @ws_authenticated
    async def get(self, *args: str, **kwargs: str) -> None:
        """Upgrade to a WebSocket once the asker is known and allowed."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "execute", AUTH_RESOURCE)
        )
        if not allowed:
            raise HTTPError(403, "You are not allowed to use the tutor on this server.")
        await super().get(*args, **kwargs)

    def skip_check_origin(self) -> bool:
        """Never: a page of another site is refused even when it has got hold of the token."""
        return False

    @property
    def max_message_size(self) -> int:
        """Bytes of one frame; tornado closes the socket on more."""
        return LONGEST_FRAME

    async def open(self, course: str, lesson: str) -> None:
        """Join the session and show it."""
        super().open()
        tutor = await self.tutor()
        self._place = Place(self.learner, CourseId(course), LessonId(lesson))
        try:
            session = await tutor.sessions.join(self._place)
        except UnknownLessonError as error:
            self.close(NOT_FOUND, str(error)[:120])
            return
        except (JournalError, OSError, TimeoutError):
            log.exception("a session could not be opened")
            self._send(trouble_frame(TROUBLE_WORDS))
            self.close(TROUBLE, "trouble")
            return
        self.session = session
        subscription = session.watch()
        self._send(whole_view_frame(session.view))
        self._send(kernel_frame(session.kernel_info))
        self._subscription = subscription
        create = asyncio.get_running_loop().create_task
        self._tasks = (create(self._forward(subscription)), create(self._beat()))
        kernel = self.get_query_argument("kernel", None)
        if kernel:
            await self._attach(kernel)

    async def on_message(self, message: str | bytes) -> None:
        """Carry a frame out; what is not of the protocol is refused with words."""
        if self.session is None:
            return
        try:
            frame = read_frame(message)
        except WireError as error:
            self._send(refused_frame(None, f"I could not read that: {error}"))
            return
        match frame:
            case CommandFrame():
                await self._command(frame, self.session)
            case AttachFrame(kernel=kernel):
                await self._attach(kernel)
            case InterruptFrame():
                if self.session.kernel is not None:
                    await self.session.kernel.interrupt()
            case ResyncFrame():
                self._send(whole_view_frame(self.session.view))

    def on_close(self) -> None:
        """Stop watching."""
        super().on_close()
        for task in self._tasks:
            task.cancel()
        if self.session is not None and self._place is not None:
            self._subscription.close()
            self.extension.running_tutor.sessions.left(self._place)

    async def _command(self, frame: CommandFrame, session: Session) -> None:
        tutor = self.extension.running_tutor
        command = command_of(frame.command, tutor.clock.now(), tutor.ids.new())
        match await session.ask(command):
            case Accepted(seq=seq):
                self._send(accepted_frame(frame.id, seq))
            case Refused(reason=reason):
                self._send(refused_frame(frame.id, reason))

    async def _attach(self, kernel_id: str | None) -> None:
        if self.session is not None:
            kernels = self.extension.running_tutor.kernels
            kernel = await kernels.find(kernel_id) if kernel_id else None
            await self.session.attach(kernel)

    async def _forward(self, subscription: Subscription[Update]) -> None:
        async for update in subscription:
            self._send(update_frame(update))
            if isinstance(update, Moved):
                self.close(MOVED, "moved")
                return
        self._send(trouble_frame(ENDED_WORDS))
        self.close(TROUBLE, "ended")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._send(HEARTBEAT)

    def _send(self, frame: str) -> None:
        try:
            self.write_message(frame)
        except WebSocketClosedError:
            log.debug("the panel has gone")
