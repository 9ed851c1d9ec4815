"""The one kernel of a host: it tells itself what runs in it, and its host judges answers there."""

import logging
import os
import signal
import sys
from contextlib import suppress

from jupyter_tutor.adapters.cells_seen import CellsSeen
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.host.frames import ActivityFrame, CellFrame, KernelFrame, RanFrame
from jupyter_tutor.ports import (
    CellRun,
    CellSeen,
    CheckUnavailableError,
    KernelInfo,
    KernelListener,
    KernelNotCopiedError,
    KernelState,
    OfferedAgent,
    Target,
)

log = logging.getLogger(__name__)

FRESH_INSTEAD = (
    "Your answers are checked in a fresh Python, from the text of your answer cells, "
    "because this Python cannot be copied for a check."
)


class HostKernel:
    """The kernel that started this host, as :class:`jupyter_tutor.ports.Kernel`."""

    def __init__(self, kernel_id: str, checker: CheckerPool, fresh: Target) -> None:
        self._id = kernel_id
        self._checker = checker
        self._fresh = fresh
        self._agent: OfferedAgent | None = None
        self._busy = False
        self._holds = 0
        self._listeners: list[KernelListener] = []
        self._seen = CellsSeen()

    @property
    def id(self) -> str:
        """As the kernel's own program gave it."""
        return self._id

    @property
    def info(self) -> KernelInfo:
        """How it is now; it is never dead, for its host ends with it."""
        status: KernelState = "busy" if self._busy else "idle"
        if self._agent is None:
            return KernelInfo(status=status, checks="fresh", note=FRESH_INSTEAD)
        return KernelInfo(status=status, checks="fork")

    def listen(self, listener: KernelListener) -> None:
        """Tell this listener from now on."""
        self._listeners.append(listener)

    def unlisten(self, listener: KernelListener) -> None:
        """Tell it no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def hear(self, frame: KernelFrame) -> None:
        """Take in what the kernel's own program tells."""
        match frame:
            case ActivityFrame(busy=busy):
                self._become(agent=self._agent, busy=busy)
            case RanFrame(source=source, failed=failed):
                self._seen.add(CellSeen(source=source, failed=failed))
            case CellFrame():
                failed = frame.outcome != "ok"
                self._seen.add(CellSeen(source=frame.source, failed=failed, answers=frame.question))
                run = CellRun(
                    question=frame.question,
                    source=frame.source,
                    outcome=frame.outcome,
                    error=frame.error,
                )
                for listener in tuple(self._listeners):
                    listener.cell_ran(run)

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge in a copy of the kernel, or by the answer's text where it has no agent."""
        if self._busy and self._holds == 0:
            raise CheckUnavailableError("busy")
        agent = self._agent
        if agent is None:
            return await self._fresh.check(question, source, cell_error)
        try:
            return await self._checker.check(
                question, source, cell_error, agent, "fork", self._seen.cells
            )
        except KernelNotCopiedError:
            return await self._fresh.check(question, source, cell_error)
        except CheckUnavailableError as error:
            if error.reason != "kernel_died":
                raise
        # The kernel lives, or this host would not; it is the agent's thread that has gone.
        log.warning("The agent does not answer any more: answers are judged by their text.")
        self._become(agent=None, busy=self._busy)
        return await self._fresh.check(question, source, cell_error)

    async def interrupt(self) -> None:
        """Stop the cell that is running; not possible where there are no such signals."""
        if self._agent is not None and sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.kill(self._agent.pid, signal.SIGINT)

    def hold(self, held: bool) -> None:
        """While held, the running cell does nothing but wait for the tutor."""
        self._holds += 1 if held else -1

    def offer(self, agent: OfferedAgent) -> None:
        """Judge through this agent, which the kernel's own program has started."""
        self._become(agent=agent, busy=self._busy)

    def _become(self, *, agent: OfferedAgent | None, busy: bool) -> None:
        before = self.info
        self._agent, self._busy = agent, busy
        if self.info != before:
            for listener in tuple(self._listeners):
                listener.kernel_changed(self.info)


class HostKernels:
    """The kernels of a host: one, and no other."""

    def __init__(self, kernel: HostKernel) -> None:
        self.only = kernel

    async def find(self, kernel_id: str) -> HostKernel | None:
        """That kernel by its id, or None."""
        return self.only if kernel_id == self.only.id else None
