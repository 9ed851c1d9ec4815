"""Something that is opened and closed, as a process, so that a supervisor can own it.

A file, a pool, a server: it has no mailbox and does nothing of its own accord; asked to end it is
closed. Knows nothing of tutoring.
"""

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_tutor.runtime.cancelling import cancel
from jupyter_tutor.runtime.exits import Crashed, ExitReason, Killed
from jupyter_tutor.runtime.process import Process


class Part(Process):
    """An open thing; ``close`` closes it. It has ended when that has returned or raised."""

    __slots__ = ("_close", "_closing")

    def __init__(self, close: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._close = close
        self._closing: asyncio.Task[None] | None = None

    def exit(self, reason: ExitReason) -> None:
        """Close it; killed, it is not closed, or closing it is given up."""
        if not self.alive:
            return
        if self._closing is None and isinstance(reason, Killed):
            self._end(reason)
        elif self._closing is None:
            self._begin_to_end()
            self._closing = asyncio.get_running_loop().create_task(self._finish(reason))
        elif isinstance(reason, Killed):
            cancel(self._closing)

    def fail(self, error: Exception) -> None:
        """It has broken: it ends, and whoever supervises it opens another."""
        if self.alive and self._closing is None:
            self._begin_to_end()
            self._closing = asyncio.get_running_loop().create_task(self._finish(Crashed(error)))

    async def _finish(self, reason: ExitReason) -> None:
        try:
            await self._close()
        except asyncio.CancelledError:
            reason = Killed()
        except Exception as error:  # noqa: BLE001 - whatever it raises is why it ended
            reason = Crashed(error)
        self._end(reason)
