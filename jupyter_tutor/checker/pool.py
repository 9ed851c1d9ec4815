"""The warm checker processes of a server, as an asyncio API.

A worker judges one answer at a time. One that hangs, dies or is no longer wanted is killed and
another takes its place; nothing it had begun is left, for the agent at the other end kills what
it forked as soon as the connection is gone.
"""

import asyncio
import dataclasses
import os
import signal
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import jupyter_tutor
from jupyter_tutor.checker.connection import AgentAddress
from jupyter_tutor.core.course import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.kernel_agent.agent import MalformedError, pack, unpack
from jupyter_tutor.ports import CheckUnavailableError

SLACK = 30.0
"""Seconds beyond a question's own timeout for starting, forking, and the author's answers."""

_HEADER = struct.Struct(">I")

# The package's own folder goes onto the path, since an isolated Python does not look into the
# directory it was started in.
_START = """import sys
sys.path.append(sys.argv[1])
from jupyter_tutor.checker.worker import main
main()
"""


class CheckerPool:
    """At most ``size`` workers, started before they are needed and replaced when they are gone.

    ``start`` is optional: a worker that is not there yet is started by the first check.
    """

    def __init__(self, size: int = 2, python: str = sys.executable) -> None:
        self._python = python
        self._size = size
        self._idle: list[_Worker] = []
        self._turns = asyncio.Semaphore(size)
        self._warming: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Return once the workers are warm; OSError when none can be started."""
        while len(self._idle) < self._size:
            self._idle.append(await _Worker.start(self._python))

    async def close(self) -> None:
        """End all workers; checks under way are given up as internal errors."""
        self._closed = True
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        idle, self._idle = self._idle, []
        for worker in idle:
            await worker.kill()

    async def check(
        self,
        question: CodeQuestion,
        source: str,
        cell_error: str | None,
        agent: AgentAddress | None,
        target: Literal["fork", "fresh", "none"],
    ) -> Report:
        """Judge what an answer left in the namespace of that agent.

        ``source`` is the learner's answer cell, ``cell_error`` the last line of the traceback of
        its last run or None. Raises CheckUnavailableError: ``no_kernel`` without an agent,
        ``kernel_died`` when it does not answer, ``busy`` when it does not get to it, ``internal``
        when the checker failed twice. Cancelling ends everything that was begun.
        """
        if agent is None:
            raise CheckUnavailableError("no_kernel")
        return await self._ask(
            question,
            {
                "source": source,
                "cell_error": cell_error,
                "agent": {"address": agent.address, "secret": agent.secret},
                "target": target,
            },
        )

    async def check_fresh(
        self, question: CodeQuestion, source: str, earlier: Sequence[str] = ()
    ) -> Report:
        """Judge an answer by its text, in a new Python process that is gone afterwards.

        The question's setup and the ``earlier`` answers run first, in order. Otherwise like
        :meth:`check`.
        """
        return await self._ask(
            question, {"source": source, "earlier": list(earlier), "agent": None}
        )

    async def _ask(self, question: CodeQuestion, request: dict[str, Any]) -> Report:
        message = pack({"question": dataclasses.asdict(question), **request})
        async with self._turns:
            try:
                async with asyncio.timeout(2 * question.timeout + SLACK):
                    return _read(await self._answer(message))
            except TimeoutError:
                return _never_ended(question, request.get("target", "fresh"))

    async def _answer(self, message: bytes) -> dict[str, Any]:
        """Return a worker's reply; one that dies over it is replaced once."""
        for attempt in range(2):
            if self._closed:
                break
            with suppress(asyncio.IncompleteReadError, MalformedError, OSError):
                worker = await self._take() if attempt == 0 else await _Worker.start(self._python)
                try:
                    reply = await worker.ask(message)
                except BaseException as error:
                    await worker.kill()
                    if isinstance(error, asyncio.CancelledError):
                        self._warm()
                    raise
                await self._give_back(worker)
                return reply
        self._warm()
        raise CheckUnavailableError("internal", "the checker ended")

    async def _take(self) -> "_Worker":
        if not self._idle and self._warming:
            await asyncio.wait(self._warming, return_when=asyncio.FIRST_COMPLETED)
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.kill()
        return await _Worker.start(self._python)

    async def _give_back(self, worker: "_Worker") -> None:
        if self._closed or len(self._idle) >= self._size:
            await worker.kill()
        else:
            self._idle.append(worker)

    def _warm(self) -> None:
        """Have another worker ready before it is needed."""
        if not self._closed and not self._warming:
            task = asyncio.create_task(self._add_one())
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _add_one(self) -> None:
        with suppress(OSError):
            await self._give_back(await _Worker.start(self._python))


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, python: str) -> "_Worker":
        """Return once it is warm; OSError when it cannot be started."""
        home = str(Path(jupyter_tutor.__file__).parent.parent)
        process = await asyncio.create_subprocess_exec(
            python,
            "-I",
            "-c",
            _START,
            home,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        worker = cls(process)
        try:
            await worker._reply()
        except asyncio.IncompleteReadError as error:
            await worker.kill()
            raise OSError("the checker's process ended as it started") from error
        except BaseException:
            await worker.kill()
            raise
        return worker

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, message: bytes) -> dict[str, Any]:
        if self._process.stdin is None:
            raise ConnectionError("no pipe")
        self._process.stdin.write(message)
        await self._process.stdin.drain()
        return await self._reply()

    async def _reply(self) -> dict[str, Any]:
        if self._process.stdout is None:
            raise ConnectionError("no pipe")
        header = await self._process.stdout.readexactly(_HEADER.size)
        return unpack(await self._process.stdout.readexactly(_HEADER.unpack(header)[0]))

    async def kill(self) -> None:
        """End the process, and return once it is gone even if the caller is cancelled again."""
        if self.alive:
            # Not Process.kill, which may reap it behind the back of asyncio's own watcher.
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await asyncio.shield(self._process.wait())


def _read(reply: dict[str, Any]) -> Report:
    if "unavailable" in reply:
        raise CheckUnavailableError(reply["unavailable"], reply["detail"])
    told = reply["report"]
    return Report(**{**told, "notes": tuple(told["notes"])})


def _never_ended(question: CodeQuestion, target: Literal["fork", "fresh", "none"]) -> Report:
    return Report(
        verdict="timeout",
        points=0.0,
        max_points=question.points,
        message="Checking your answer did not come to an end. Is there a loop that never ends?",
        target=target,
    )
