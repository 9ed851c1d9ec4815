"""A coroutine as a process, and a supervisor of such.

A task that returns has ended normally, one that raises has crashed; nobody else is touched, and
whoever started it may wait for its result (Elixir's Task.Supervisor, `async_nolink`).

Knows nothing of tutoring.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Generic, TypeVar, cast

from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED, NORMAL, Crashed, ExitReason, in_words
from jupyter_tutor.runtime.happenings import ProcessKind
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec

Result = TypeVar("Result")


class TaskEndedError(Exception):
    """The task was ended before it had a result."""


class TaskProcess(Process, Generic[Result]):
    """A coroutine that runs. Made running; asked to end it is cancelled."""

    __slots__ = ("_reason", "_task")

    kind: ClassVar[ProcessKind] = "task"

    def __init__(self, work: Coroutine[Any, Any, Result]) -> None:
        super().__init__()
        self._reason: ExitReason | None = None
        self._task = asyncio.get_running_loop().create_task(work)
        self._task.add_done_callback(self._done)

    async def result(self) -> Result:
        """What the coroutine returns or raises; TaskEndedError if it was ended before.

        Giving up waiting does not end it.
        """
        reason = await self.wait()
        if self._task.cancelled():
            raise TaskEndedError(f"it has ended: {in_words(reason)}")
        return self._task.result()

    def exit(self, reason: ExitReason) -> None:
        """Cancel what runs; it has ended when that has."""
        if self.alive and not self._task.done():
            self._reason = reason
            self._begin_to_end()
            self._task.cancel()

    def _done(self, task: asyncio.Task[Result]) -> None:
        if task.cancelled():
            self._end(self._reason or KILLED)
            return
        error = task.exception()
        self._end(NORMAL if error is None else Crashed(error))


class TaskSupervisor(DynamicSupervisor):
    """Tasks that come and go; none is started again."""

    __slots__ = ()

    async def start_task(
        self,
        work: Callable[..., Coroutine[Any, Any, Result]],
        *args: Any,
        name: str = "task",
        shutdown: float = 5.0,
    ) -> TaskProcess[Result]:
        """Run ``work(*args)``; ``shutdown`` is how long it may take to end when it is asked to.

        Raises as ``start_child`` does, and then nothing runs.
        """
        task = await self.start_child(
            ChildSpec(
                id=name, start=_begin, args=(work, args), restart="temporary", shutdown=shutdown
            )
        )
        return cast(TaskProcess[Result], task)


def _begin(
    work: Callable[..., Coroutine[Any, Any, Result]], args: tuple[Any, ...]
) -> TaskProcess[Result]:
    return TaskProcess(work(*args))
