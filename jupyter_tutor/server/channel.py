"""The panel's WebSocket: who may open it, what goes through it, and its heartbeat.

It loads nothing heavy; what is said is the conversation's affair
(:mod:`jupyter_tutor.conversation.conversation`).
"""

import asyncio
import json
import logging
from typing import TYPE_CHECKING

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated, ws_authenticated
from jupyter_server.base.websocket import WebSocketMixin
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from jupyter_tutor.server.base import AUTH_RESOURCE, TutorHandlerMixin

if TYPE_CHECKING:
    from jupyter_tutor.conversation.conversation import Conversation

log = logging.getLogger(__name__)

TROUBLE, NOT_ALLOWED = 4002, 4003

LONGEST_FRAME = 1024 * 1024
"""Bytes of one frame from a panel; the socket is closed on more."""

HEARTBEAT = '{"type":"heartbeat"}'
HEARTBEAT_SECONDS = 20.0
"""JupyterHub's proxy drops sockets that are silent for 60 s."""


class ChannelHandler(WebSocketMixin, TutorHandlerMixin, WebSocketHandler):
    """``sessions/{course}/{lesson}/channel``."""

    _allowed = False
    _conversation: "Conversation | None" = None
    _beating: asyncio.Task[None] | None = None

    # Not only people come in: see jupyter_tutor.server.access.
    @allow_unauthenticated
    async def get(self, course: str, lesson: str) -> None:
        """Upgrade to a WebSocket once the asker is known.

        One who is known but not allowed is told so over the socket: a browser keeps from a page
        why an upgrade was refused.
        """
        if self.show_pass(course, lesson):
            self._allowed = True
        else:
            await self._meet_person()
        await super().get(course, lesson)

    @ws_authenticated
    async def _meet_person(self) -> None:
        self._allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "execute", AUTH_RESOURCE)
        )

    def skip_check_origin(self) -> bool:
        """Never: a page of another site is refused even when it has got hold of the token."""
        return False

    @property
    def max_message_size(self) -> int:
        """Bytes of one frame."""
        return LONGEST_FRAME

    async def open(self, course: str, lesson: str) -> None:
        """Begin the conversation."""
        super().open()
        if not self._allowed:
            self.note_refusal(403)
            self.close(NOT_ALLOWED, "You are not allowed to use the tutor on this server.")
            return
        self._beating = asyncio.get_running_loop().create_task(self._beat())
        shown = self.shown
        if shown is not None:
            self.extension.passes.follow(shown, self._kernel_ended)
        try:
            tutor = await self.tutor()
        except OSError as error:
            words = f"The tutor cannot open its record: {error}. Nothing is lost; it tries again."
            await self._send(json.dumps({"type": "trouble", "words": words}))
            self.close(TROUBLE, "trouble")
            return
        tutor.names.tell(self.learner, self.names)
        self._conversation = tutor.converse(
            self.learner,
            course,
            lesson,
            self._send,
            self.close,
            from_kernel=shown is not None,
        )
        named = self.get_query_argument("kernel", None)
        await self._conversation.begin(named if shown is None else shown.kernel)
        if self.ws_connection is None:
            # The panel left while the session was being found.
            self._conversation.end()

    async def on_message(self, message: str | bytes) -> None:
        """Hand a frame on."""
        if self._conversation is not None:
            await self._conversation.hear(message)

    def on_close(self) -> None:
        """End the conversation."""
        super().on_close()
        if self.shown is not None:
            self.extension.passes.unfollow(self.shown, self._kernel_ended)
        if self._beating is not None:
            self._beating.cancel()
        if self._conversation is not None:
            self._conversation.end()

    def _kernel_ended(self) -> None:
        self.close(NOT_ALLOWED, "The kernel of this program has ended.")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._send(HEARTBEAT)

    async def _send(self, frame: str) -> None:
        try:
            await self.write_message(frame)
        except WebSocketClosedError:
            log.debug("the panel has gone")
