"""Jobs that run beside an actor, each under a key by which it can be given up.

A job's outcome is its own affair: it has to hand its result on itself. One that raises is
logged; nothing else is touched. Knows nothing of tutoring.
"""

import asyncio
import logging
from collections.abc import Coroutine, Hashable
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)

Key = TypeVar("Key", bound=Hashable)


class TaskGroup(Generic[Key]):
    """Running jobs by key; one that runs already, or comes after the end, raises KeyError."""

    __slots__ = ("_closed", "_tasks")

    def __init__(self) -> None:
        # None while nothing runs: most groups rest, and there may be very many.
        self._tasks: dict[Key, asyncio.Task[None]] | None = None
        self._closed = False

    def start(self, key: Key, job: Coroutine[Any, Any, None]) -> None:
        """Run a job."""
        if self._closed or key in (self._tasks or ()):
            job.close()
            raise KeyError(key)
        if self._tasks is None:
            self._tasks = {}
        task = asyncio.get_running_loop().create_task(job)
        self._tasks[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def cancel(self, key: Key) -> None:
        """Give a job up; nothing happens if it does not run."""
        task = (self._tasks or {}).get(key)
        if task is not None:
            task.cancel()

    def cancel_all(self) -> None:
        """Give all jobs up and take no more."""
        self._closed = True
        for task in (self._tasks or {}).values():
            task.cancel()

    async def close(self) -> None:
        """Give all jobs up, take no more, and wait until they have ended."""
        self.cancel_all()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    def _ended(self, key: Key, task: asyncio.Task[None]) -> None:
        if self._tasks is not None:
            del self._tasks[key]
            self._tasks = self._tasks or None
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):
            log.error("a job failed", exc_info=error)
