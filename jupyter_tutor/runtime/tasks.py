"""Jobs that run beside an actor, each under a key by which it can be given up.

A job's outcome is its own affair: it has to hand its result on itself. One that raises is
logged and told to ``on_failure``; nothing else is touched. Knows nothing of tutoring.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)

Key = TypeVar("Key", bound=Hashable)


class TaskGroup(Generic[Key]):
    """Running jobs by key. Starting a key that runs already is refused with KeyError."""

    def __init__(self, on_failure: Callable[[Key, Exception], None]) -> None:
        self._on_failure = on_failure
        self._tasks: dict[Key, asyncio.Task[None]] = {}

    def start(self, key: Key, job: Coroutine[Any, Any, None]) -> None:
        """Run a job."""
        if key in self._tasks:
            job.close()
            raise KeyError(key)
        task = asyncio.get_running_loop().create_task(job)
        self._tasks[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def cancel(self, key: Key) -> None:
        """Give a job up; nothing happens if it does not run."""
        task = self._tasks.get(key)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Give all jobs up and wait until they have ended."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _ended(self, key: Key, task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):
            log.error("a job failed", exc_info=error)
            self._on_failure(key, error)
