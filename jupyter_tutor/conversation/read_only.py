"""A lesson that can be shown and not be opened, for nothing can be saved.

Owns what a panel is shown and answered meanwhile, and when it is tried again.
"""

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.conversation.frames import (
    AgentFrame,
    AttachFrame,
    CommandFrame,
    InterruptFrame,
    PanelFrame,
    ResyncFrame,
    WaitingFrame,
    record_frame,
    refused_frame,
    whole_view_frame,
)
from jupyter_tutor.core.view import View
from jupyter_tutor.ports import RecordState
from jupyter_tutor.sessions.record_watch import EVERY
from jupyter_tutor.sessions.session import NOT_SAVED

LONGEST_PAUSE = 30.0
"""Seconds between two tries to open it, where there seems to be room and it fails again."""


class ReadOnly:
    """What is recorded of a lesson, shown by ``send``."""

    def __init__(self, view: View, send: Callable[[str], Awaitable[None]]) -> None:
        self._view = view
        self._send = send
        self._heard: dict[type[PanelFrame], PanelFrame] = {}

    @property
    def heard(self) -> tuple[PanelFrame, ...]:
        """What was told meanwhile of the kernel, the last of each type: the session's to hear."""
        return tuple(self._heard.values())

    async def show(self) -> None:
        """Show it, and that nothing can be saved."""
        await self._send(whole_view_frame(self._view))
        await self._send(record_frame("full"))

    async def hear(self, frame: PanelFrame) -> None:
        """Answer, or keep it for the session."""
        match frame:
            case CommandFrame(id=command_id):
                await self._send(refused_frame(command_id, NOT_SAVED))
            case ResyncFrame():
                await self.show()
            case AttachFrame() | WaitingFrame() | AgentFrame():
                self._heard[type(frame)] = frame
            case InterruptFrame():
                pass  # it has no kernel yet


async def until_saved(
    attempt: Callable[[], Awaitable[bool]], saving: Callable[[], RecordState]
) -> None:
    """Try now and then until it says that it went, but not while ``saving`` cannot go."""
    pause = EVERY
    while True:
        await asyncio.sleep(pause)
        if saving() != "full":
            if await attempt():
                return
            pause = min(2 * pause, LONGEST_PAUSE)
