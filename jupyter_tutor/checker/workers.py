"""A few warm processes, each of which answers one request at a time.

One that dies or stalls over a request is killed, and another takes its place.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from jupyter_tutor.checker.outcomes import Stage
from jupyter_tutor.checker.process import Worker, WorkerLostError


class Workers:
    """At most ``size`` of them. Whoever asks takes one of the ``turns`` first.

    ``start_one`` starts one, or raises OSError. One that is not there yet is started when it is
    needed; ``start`` is for those who want them earlier.
    """

    def __init__(self, size: int, start_one: Callable[[], Awaitable[Worker]]) -> None:
        self._start_one = start_one
        self._size = size
        self._idle: list[Worker] = []
        self._warming: set[asyncio.Task[None]] = set()
        self._closed = False
        self.turns = asyncio.Semaphore(size)

    async def start(self) -> None:
        """Return once all are warm; OSError when none can be started."""
        while len(self._idle) < self._size:
            self._idle.append(await self._start_one())

    async def close(self) -> None:
        """End all; requests under way end in WorkerLostError."""
        self._closed = True
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        idle, self._idle = self._idle, []
        for worker in idle:
            await worker.kill()

    async def answer(
        self, message: bytes, patience: Mapping[Stage, float], tries: int = 2
    ) -> dict[str, Any]:
        """Return a worker's reply; one that dies over it, but not one that stalls, is replaced.

        Raises WorkerLostError where that does not help. Cancelling ends the worker.
        """
        lost = WorkerLostError("start", stalled=False)
        for attempt in range(tries):
            if self._closed:
                break
            with suppress(OSError):
                worker = await self._take() if attempt == 0 else await self._start_one()
                try:
                    reply = await worker.ask(message, patience)
                except BaseException as error:
                    await worker.kill()
                    if not isinstance(error, WorkerLostError):
                        self._warm()
                        raise
                    lost = error
                    if lost.stalled:
                        break
                else:
                    await self._give_back(worker)
                    return reply
        self._warm()
        raise lost

    async def _take(self) -> Worker:
        if not self._idle and self._warming:
            await asyncio.wait(self._warming, return_when=asyncio.FIRST_COMPLETED)
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.kill()
        return await self._start_one()

    async def _give_back(self, worker: Worker) -> None:
        if self._closed or len(self._idle) >= self._size:
            await worker.kill()
        else:
            self._idle.append(worker)

    def _warm(self) -> None:
        """Have another one ready before it is needed."""
        if not self._closed and not self._warming:
            task = asyncio.create_task(self._add_one())
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _add_one(self) -> None:
        with suppress(OSError):
            await self._give_back(await self._start_one())
