"""Looking how saving goes, and telling whoever listens when that changes.

Sessions do not need it: each turn is refused that cannot be saved. It is for the learner, who is to
know before they type, and to know when it goes again.
"""

import logging
from collections.abc import Awaitable, Callable

from jupyter_tutor.ports import RecordState
from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.bus import Subscription, Topic
from jupyter_tutor.runtime.exits import ExitReason

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks."""


class RecordWatch(Actor[None, None]):
    """Looks by ``look``, every so many seconds."""

    def __init__(self, look: Callable[[], Awaitable[RecordState]], every: float = EVERY) -> None:
        super().__init__()
        self._look = look
        self._every = every
        self._topic: Topic[RecordState] = Topic()
        self._state: RecordState = "fine"

    @property
    def state(self) -> RecordState:
        """How saving went at the last look."""
        return self._state

    def subscribe(self) -> Subscription[RecordState]:
        """Hear of each change from now on."""
        return self._topic.subscribe()

    async def init(self) -> None:
        """Look for the first time."""
        await self.handle_info(None)

    async def handle_info(self, message: object) -> None:
        """Look, and again after a while."""
        del message
        state = await self._look()
        if state != self._state:
            level = logging.INFO if state == "fine" else logging.WARNING
            log.log(level, "saving is %s", state, extra={"state": state, "before": self._state})
            self._state = state
            self._topic.publish(state)
        self.send_after(self._every, None)

    def _end(self, reason: ExitReason) -> None:
        self._topic.close()
        super()._end(reason)
