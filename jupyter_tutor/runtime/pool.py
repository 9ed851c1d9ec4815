"""Jobs that wait their turn: bounded, with deadlines, by priority and fair among their owners.

The seed's ToolExecutor. A few jobs run at once. Of those that wait the most urgent comes next, and
among equals each owner in turn, so that whoever hands in a hundred keeps nobody waiting for all of
them. What computes goes to warm processes, so that the loop is never held, and is killed when its
time is up or nobody wants it any more.

Knows nothing of tutoring.
"""

import asyncio
import functools
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process

from jupyter_tutor.runtime.exits import ExitReason
from jupyter_tutor.runtime.process import Process

Result = TypeVar("Result")


class DeadlineError(TimeoutError):
    """The job did not end in time, its waiting included; it was given up."""


class PoolFullError(Exception):
    """Too many jobs wait already; this one was not taken."""


class PoolClosedError(Exception):
    """The pool takes no jobs any more."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A job that waits; ``turn`` is done when it may run."""

    priority: int
    owner: Hashable
    turn: asyncio.Future[None] = field(repr=False)


class TaskPool(Process):
    """Run at most ``width`` jobs at once; at most ``most`` wait."""

    __slots__ = ("_limiter", "_most", "_running", "_waiting", "_width")

    def __init__(self, width: int = 4, *, most: int = 10_000) -> None:
        super().__init__()
        self._width = width
        self._most = most
        self._running = 0
        # By priority and owner; an owner who had a turn goes to the end.
        self._waiting: dict[int, dict[Hashable, deque[_Waiting]]] = {}
        self._limiter: CapacityLimiter | None = None

    @property
    def running(self) -> int:
        """How many jobs run now."""
        return self._running

    @property
    def mailbox_length(self) -> int:
        """How many jobs wait."""
        return sum(len(jobs) for owners in self._waiting.values() for jobs in owners.values())

    async def run(
        self,
        work: Callable[[], Awaitable[Result]],
        *,
        owner: Hashable,
        within: float,
        priority: int = 0,
    ) -> Result:
        """What ``work()`` gives or raises, run when its turn comes; the lowest ``priority`` first.

        Raises DeadlineError after ``within`` seconds, PoolFullError, PoolClosedError. Cancelling
        the call gives the job up.
        """
        try:
            async with asyncio.timeout(within) as limit:
                await self._turn(owner, priority)
                try:
                    return await work()
                finally:
                    self._running -= 1
                    self._next()
        except TimeoutError as error:
            if limit.expired():
                raise DeadlineError(f"not done within {within:g} seconds") from error
            raise

    async def compute(
        self,
        function: Callable[..., Result],
        *args: Any,
        owner: Hashable,
        within: float,
        priority: int = 0,
    ) -> Result:
        """The same for a function that computes, in a warm process of its own.

        It has to be a module's own function, and its arguments and result have to be picklable. A
        process that dies under it is replaced, and the job is tried once more.
        """

        async def work() -> Result:
            if self._limiter is None:
                self._limiter = CapacityLimiter(self._width)
            call = functools.partial(
                to_process.run_sync, function, *args, cancellable=True, limiter=self._limiter
            )
            try:
                return await call()
            except BrokenWorkerProcess:
                return await call()

        return await self.run(work, owner=owner, within=within, priority=priority)

    async def _turn(self, owner: Hashable, priority: int) -> None:
        if not self.alive:
            raise PoolClosedError
        if self._running < self._width:
            self._running += 1
            return
        if self.mailbox_length >= self._most:
            raise PoolFullError(f"{self._most} jobs are waiting")
        job = _Waiting(priority, owner, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(priority, {}).setdefault(owner, deque()).append(job)
        try:
            await job.turn
        except asyncio.CancelledError:
            if job.turn.done() and not job.turn.cancelled() and job.turn.exception() is None:
                # It was its turn just as it was given up.
                self._running -= 1
                self._next()
            else:
                self._take_away(job)
            raise

    def _next(self) -> None:
        while self._waiting and self._running < self._width:
            urgent = min(self._waiting)
            owners = self._waiting[urgent]
            owner = next(iter(owners))
            jobs = owners.pop(owner)
            job = jobs.popleft()
            if jobs:
                owners[owner] = jobs
            if not owners:
                del self._waiting[urgent]
            if not job.turn.done():
                self._running += 1
                job.turn.set_result(None)

    def _take_away(self, job: _Waiting) -> None:
        owners = self._waiting.get(job.priority, {})
        jobs = owners.get(job.owner)
        if jobs and job in jobs:
            jobs.remove(job)
            if not jobs:
                del owners[job.owner]
            if not owners:
                self._waiting.pop(job.priority, None)

    def _end(self, reason: ExitReason) -> None:
        waiting, self._waiting = self._waiting, {}
        for owners in waiting.values():
            for jobs in owners.values():
                for job in jobs:
                    if not job.turn.done():
                        job.turn.set_exception(PoolClosedError())
        super()._end(reason)
