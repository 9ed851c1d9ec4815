"""Jobs that wait their turn: bounded, with deadlines, by priority and fair among their owners.

The seed's ToolExecutor. A few jobs run at once. Of those that wait the most urgent comes next, and
among equals each owner in turn, so that whoever hands in a hundred keeps nobody waiting for all of
them. What computes goes to warm processes, so that the loop is never held, and is killed when its
time is up or nobody wants it any more.

Knows nothing of tutoring.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from jupyter_tutor.runtime.computing import (
    Computation,
    ComputingError,
    ComputingProcess,
    ProcessLostError,
)
from jupyter_tutor.runtime.exits import SHUTDOWN, ExitReason
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

    __slots__ = ("_closing", "_idle", "_most", "_processes", "_running", "_waiting", "_width")

    def __init__(self, width: int = 4, *, most: int = 10_000) -> None:
        super().__init__()
        self._width = width
        self._most = most
        self._running = 0
        # By priority and owner; an owner who had a turn goes to the end.
        self._waiting: dict[int, dict[Hashable, deque[_Waiting]]] = {}
        self._processes: set[ComputingProcess] = set()
        self._idle: list[ComputingProcess] = []
        self._closing: asyncio.Task[None] | None = None

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
        function: Computation,
        given: bytes,
        *,
        owner: Hashable,
        within: float,
        priority: int = 0,
    ) -> bytes:
        """The same for a module's function that computes, in a warm process of its own.

        Raises ComputingError where the function raises, too. A process that dies under it is
        replaced and the job is tried once more; then ProcessLostError.
        """

        async def work() -> bytes:
            try:
                return await self._compute(self._rested() or await self._new(), function, given)
            except ProcessLostError:
                return await self._compute(await self._new(), function, given)

        return await self.run(work, owner=owner, within=within, priority=priority)

    def exit(self, reason: ExitReason) -> None:
        """Take no more jobs, refuse those that wait, and be over once all processes are gone."""
        if not self.alive or self._closing is not None:
            return
        for owners in self._waiting.values():
            for jobs in owners.values():
                for job in jobs:
                    if not job.turn.done():
                        job.turn.set_exception(PoolClosedError())
        self._waiting.clear()
        self._begin_to_end()
        self._closing = asyncio.get_running_loop().create_task(self._close(reason))

    async def stop(self) -> None:
        """Ask it to end and wait until it has."""
        self.exit(SHUTDOWN)
        await self.wait()

    async def _close(self, reason: ExitReason) -> None:
        await asyncio.gather(*(process.kill() for process in self._processes))
        self._end(reason)

    async def _compute(
        self, process: ComputingProcess, function: Computation, given: bytes
    ) -> bytes:
        try:
            answer = await process.ask(function, given)
        except ComputingError:
            self._idle.append(process)
            raise
        except BaseException:
            # What it still answers would be taken for the answer to the next question.
            self._processes.discard(process)
            await process.kill()
            if self._closing is not None:
                raise PoolClosedError from None
            raise
        self._idle.append(process)
        return answer

    def _rested(self) -> ComputingProcess | None:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._processes.discard(process)
        return None

    async def _new(self) -> ComputingProcess:
        process = await ComputingProcess.start()
        if self._closing is not None:
            await process.kill()
            raise PoolClosedError
        self._processes.add(process)
        return process

    async def _turn(self, owner: Hashable, priority: int) -> None:
        if not self.alive or self._closing is not None:
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
