"""The warm checker processes of a server, as an asyncio API.

A worker judges one answer at a time. One that hangs, dies or is no longer wanted is killed and
another takes its place; nothing it had begun is left, for the agent at the other end kills what
it forked as soon as the connection is gone.
"""

import asyncio
import dataclasses
import struct
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import jupyter_tutor
from jupyter_tutor.checker.connection import GIVE_UP_HELLO, AgentAddress
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
        seconds = 2 * question.timeout + SLACK
        async with self._turns:
            for _attempt in range(2):
                if self._closed:
                    break
                try:
                    async with self._worker() as worker, asyncio.timeout(seconds):
                        reply = await worker.ask(message)
                except TimeoutError:
                    return _never_ended(question, request.get("target", "fresh"))
                except (asyncio.IncompleteReadError, ConnectionError, MalformedError, OSError):
                    continue
                return _read(reply)
        raise CheckUnavailableError("internal", "the checker ended")

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator["_Worker"]:
        """A worker for one request; unless that went well, it is killed and another one warmed."""
        while self._idle and not self._idle[-1].alive:
            await self._idle.pop().kill()
        worker = self._idle.pop() if self._idle else await _Worker.start(self._python)
        try:
            yield worker
        except BaseException:
            await worker.kill()
            self._warm()
            raise
        self._idle.append(worker)

    def _warm(self) -> None:
        if not self._closed:
            task = asyncio.create_task(self._add_one())
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _add_one(self) -> None:
        if len(self._idle) < self._size:
            with suppress(OSError):
                self._idle.append(await _Worker.start(self._python))


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
        with suppress(ProcessLookupError):
            self._process.kill()
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


__all__ = ["GIVE_UP_HELLO", "SLACK", "CheckerPool"]
