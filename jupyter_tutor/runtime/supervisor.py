"""Children by key, started on demand and started again when they crash.

One for one and transient: a child that is stopped stays gone, one that crashes is started anew
by the same factory, unless it has done so too often; then it is given up, and asking for it
again later starts it afresh. No child's end touches another. Knows nothing of tutoring.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, Protocol, TypeVar

from jupyter_tutor.runtime.actor import Exit
from jupyter_tutor.runtime.intensity import RestartIntensity

log = logging.getLogger(__name__)


class Child(Protocol):
    """What a supervisor needs of a child."""

    @property
    def alive(self) -> bool:
        """Whether it can be used."""
        ...

    async def stop(self) -> None:
        """End it in good order."""
        ...


Key = TypeVar("Key", bound=Hashable)
ChildType = TypeVar("ChildType", bound=Child)

OnExit = Callable[[Exit], None]


class SupervisorClosingError(Exception):
    """The supervisor starts no children any more."""


class DynamicSupervisor(Generic[Key, ChildType]):
    """Start, find, restart and stop children.

    ``factory(key, on_exit)`` starts a child, which has to call ``on_exit`` when it ends. Each
    child may be restarted ``max_restarts`` times in ``max_seconds``.
    """

    def __init__(
        self,
        factory: Callable[[Key, OnExit], Awaitable[ChildType]],
        *,
        max_restarts: int = 3,
        max_seconds: float = 5.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._factory = factory
        self._max_restarts = max_restarts
        self._max_seconds = max_seconds
        self._now = now
        self._children: dict[Key, asyncio.Task[ChildType]] = {}
        self._intensity: dict[Key, RestartIntensity] = {}
        self._closing = False

    def keys(self) -> tuple[Key, ...]:
        """The children that are running or starting."""
        return tuple(self._children)

    async def find_or_start(self, key: Key) -> ChildType:
        """The child of that key, started if need be; raises what its factory raises.

        Callers that come while it starts get the same child.
        """
        if self._closing:
            raise SupervisorClosingError
        if key not in self._children:
            self._intensity[key] = RestartIntensity(
                self._max_restarts, self._max_seconds, self._now
            )
            self._start(key)
        return await asyncio.shield(self._children[key])

    def running(self, key: Key) -> ChildType | None:
        """The child of that key if it runs; None if it does not, or is still starting."""
        task = self._children.get(key)
        if task is None or not task.done() or task.cancelled() or task.exception():
            return None
        return task.result()

    async def stop_child(self, key: Key) -> None:
        """Stop the child of that key, if there is one."""
        child = self.running(key)
        if child is not None:
            await child.stop()

    async def close(self) -> None:
        """Stop all children, those still starting too, and start none any more."""
        self._closing = True
        started = await asyncio.gather(*self._children.values(), return_exceptions=True)
        children = [child for child in started if not isinstance(child, BaseException)]
        stopped = await asyncio.gather(
            *(child.stop() for child in children), return_exceptions=True
        )
        for error in stopped:
            if isinstance(error, BaseException):
                log.error("a child could not be stopped in good order", exc_info=error)

    def _start(self, key: Key) -> None:
        async def start() -> ChildType:
            return await self._factory(key, lambda reason: self._exited(key, task, reason))

        task = asyncio.get_running_loop().create_task(start())
        self._children[key] = task
        task.add_done_callback(lambda done: self._started(key, done))

    def _started(self, key: Key, task: asyncio.Task[ChildType]) -> None:
        if task.cancelled() or task.exception() is not None:
            log.warning("a child could not be started")
            self._forget(key)

    def _exited(self, key: Key, task: asyncio.Task[ChildType], reason: Exit) -> None:
        if not task.done() or self._children.get(key) is not task:
            # One that ends while it is being started is its factory's affair: nobody may start
            # another beside it.
            return
        if reason is None or self._closing:
            self._forget(key)
        elif self._intensity[key].allows_restart():
            log.warning("a child crashed and is started again (%s)", type(reason).__name__)
            self._start(key)
        else:
            log.error("a child crashed too often and is given up (%s)", type(reason).__name__)
            self._forget(key)

    def _forget(self, key: Key) -> None:
        del self._children[key]
        del self._intensity[key]
