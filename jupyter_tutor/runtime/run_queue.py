"""Whose turn it is: actors with mail, some at each turn of the event loop.

A loop looks at timers and sockets only between its turns. Were all actors that have mail to run in
one of them, a thousand busy ones would keep everybody else waiting for as long as all of them take
together. The BEAM's schedulers have run queues for the same reason. Knows nothing of tutoring.
"""

import asyncio
from collections import deque
from collections.abc import Callable

SLICE = 0.002
"""Seconds of one turn of the loop that go to actors."""

TASKS_AT_ONCE = 16
"""Handlers that await something, begun in one turn: what they do first runs in the next."""


class RunQueue:
    """The actors of one event loop that wait for their turn, first come, first served."""

    __slots__ = ("_due", "_waiting", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._waiting: deque[Callable[[float], bool]] = deque()
        self._due = False

    def add(self, run: Callable[[float], bool]) -> None:
        """Have ``run`` called in its turn, with the time of the loop until which it may go on.

        It tells whether it has begun a task.
        """
        self._waiting.append(run)
        if not self._due:
            self._due = True
            self.loop.call_soon(self._turn)

    def _turn(self) -> None:
        until = self.loop.time() + SLICE
        begun = 0
        try:
            while self._waiting:
                begun += self._waiting.popleft()(until)
                if begun >= TASKS_AT_ONCE or self.loop.time() >= until:
                    break
        finally:
            self._due = bool(self._waiting)
            if self._due:
                self.loop.call_soon(self._turn)


# Nearly always there is one loop, and looking it up among several would cost more.
_newest: RunQueue | None = None


def run_queue() -> RunQueue:
    """The queue of the loop that runs now."""
    global _newest
    loop, queue = asyncio.get_running_loop(), _newest
    if queue is None or queue.loop is not loop:
        queue = _newest = RunQueue(loop)
    return queue
