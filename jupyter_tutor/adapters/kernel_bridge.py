"""Owns the tutor's side of one live kernel: what it does now, which answers ran, and judging them.

A client of our own beside JupyterLab's. It puts the agent into every new process of the kernel,
says what the kernel is doing, and judges answers. It raises nothing into the event loop, runs
nothing in the kernel but the agent, hands on no cell but answers and what they build on, and never
starts or ends a kernel. :mod:`jupyter_tutor.adapters.kernel_lives` follows restarts and deaths,
:mod:`jupyter_tutor.adapters.kernel_install` brings the agent in.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from jupyter_tutor.adapters.kernel_cells import CellWatcher
from jupyter_tutor.adapters.kernel_channels import KernelChannels, KernelLostError, KernelMessage
from jupyter_tutor.adapters.kernel_handle import KernelHandle
from jupyter_tutor.adapters.kernel_install import Agent, Checker, InstallError, install
from jupyter_tutor.adapters.kernel_lives import KernelLives
from jupyter_tutor.checker.connection import AgentAddress
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import LiveTarget, Report
from jupyter_tutor.ports import (
    CellRun,
    CheckUnavailableError,
    KernelNotCopiedError,
    OfferedAgent,
    Target,
)

logger = logging.getLogger(__name__)

KernelStatus = Literal["none", "starting", "idle", "busy", "restarting", "dead"]

_WAIT_FOR_READY = 10.0  # a check asked for just after a start or restart waits so long
_WAIT_FOR_PROBE = 0.3
_WAIT_FOR_LEAVE = 0.5
_WAIT_FOR_LOSS = 1.0
_MOST_FATAL_TRIES = 2
_WAIT_FOR_INTERRUPT = 5.0

GETTING_READY = "Getting ready to check your answers."
FRESH_INSTEAD = (
    "Your answers are checked in a fresh Python, from the text of your answer cells, "
    "because this kernel cannot be copied for a check."
)


def not_python(language: str) -> str:
    """What is said of a kernel in which answers cannot be checked."""
    return f"This notebook runs {language}. Answers can be checked in a Python notebook only."


class KernelBridge:
    """One kernel, as a target for checks and a source of what the learner ran.

    ``checker`` judges answers through the agent; ``fresh`` judges them where the kernel cannot be
    forked. ``on_cell`` is called when an answer cell has ended, ``on_status`` with the status
    whenever ``status``, ``checks`` or ``note`` has changed; both on the event loop, quickly, and
    what they raise is logged. Begins with :meth:`start`; after :meth:`close` nothing is left.
    """

    def __init__(
        self,
        kernel: KernelHandle,
        *,
        checker: Checker,
        fresh: Target,
        on_cell: Callable[[CellRun], None],
        on_status: Callable[[KernelStatus], None],
    ) -> None:
        self._kernel = kernel
        self._checker = checker
        self._fresh = fresh
        self._on_cell = on_cell
        self._on_status = on_status
        self._lives = KernelLives(kernel, self)
        self._channels: KernelChannels | None = None
        self._cells = CellWatcher("")
        self._agent: Agent | None = None
        self._fatal_tries = 0
        self._holds = 0
        self._offered: OfferedAgent | None = None
        self._settled = asyncio.Event()
        self._shown: tuple[KernelStatus, LiveTarget, str | None] = ("none", "none", None)

    @property
    def status(self) -> KernelStatus:
        """The kernel, now; ``none`` before ``start`` and after ``close``."""
        return self._shown[0]

    @property
    def checks(self) -> LiveTarget:
        """How an answer would be judged now; ``none`` while that is not known yet."""
        return self._shown[1]

    @property
    def note(self) -> str | None:
        """Plain words for the learner about ``checks``, None when there is nothing to say."""
        return self._shown[2]

    def start(self) -> None:
        """Begin to follow the kernel; returns at once. Needs a running event loop."""
        if not self._lives.followed:
            self._show("starting", "none", GETTING_READY)
            self._lives.start()

    async def ready(self) -> None:
        """Return once the kernel has answered and it is known how its answers are judged."""
        await self._settled.wait()

    async def interrupt(self) -> None:
        """Stop what the kernel runs, as its Stop button would. Harmless when it runs nothing."""
        channels = self._channels
        with suppress(KernelLostError, TimeoutError):
            async with asyncio.timeout(_WAIT_FOR_INTERRUPT):
                if not await self._kernel.interrupt() and channels is not None:
                    await channels.request("interrupt_request", {}, channel="control")

    def hold(self, held: bool) -> None:
        """While held, the cell that runs does nothing but wait for the tutor."""
        self._holds += 1 if held else -1

    def offer(self, agent: OfferedAgent) -> None:
        """Judge through this agent while there is none of ours and the kernel waits for us."""
        self._offered = agent

    async def close(self) -> None:
        """Let go of the kernel, which goes on unharmed. Doing it twice is harmless.

        The agent's thread is asked to end; in a kernel that is busy it does so afterwards.
        """
        agent, channels = self._agent, self._channels
        if agent is not None and channels is not None:
            with suppress(KernelLostError, TimeoutError):
                await asyncio.wait_for(agent.leave(channels), _WAIT_FOR_LEAVE)
        await self._lives.close()
        self._end_life()
        self._show("none", "none", None)

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge what the answer left in the kernel (see :class:`jupyter_tutor.ports.Target`)."""
        offered, channels = self._offered, self._channels
        if self._holds and self._agent is None and offered is not None and channels is not None:
            # It waits for us, so it cannot be asked to take an agent in; but it has one.
            return await self._judge(channels, offered, question, source, cell_error)
        channels = await self._usable()
        try:
            return await self._judge(channels, self._agent, question, source, cell_error)
        except CheckUnavailableError as error:
            if error.reason != "kernel_died" or await self._is_lost(channels):
                raise
        # The kernel lives, only its agent has gone: a learner's code can end any thread.
        try:
            await asyncio.wait_for(self._bring_agent(channels), _WAIT_FOR_READY)
        except KernelLostError:
            raise CheckUnavailableError("kernel_died") from None
        except TimeoutError:
            raise CheckUnavailableError("busy", "the agent cannot be brought back yet") from None
        return await self._judge(channels, self._agent, question, source, cell_error)

    async def _judge(
        self,
        channels: KernelChannels,
        agent: AgentAddress | None,
        question: CodeQuestion,
        source: str,
        cell_error: str | None,
    ) -> Report:
        if agent is None:
            return await self._fresh.check(question, source, cell_error)
        judging = asyncio.create_task(
            self._checker.check(question, source, cell_error, agent, "fork", self._cells.seen)
        )
        losing = asyncio.create_task(channels.lost.wait())
        try:
            await asyncio.wait({judging, losing}, return_when=asyncio.FIRST_COMPLETED)
            if channels.lost.is_set():
                raise CheckUnavailableError("kernel_died")
            return judging.result()
        except KernelNotCopiedError:
            self._settle("fresh", FRESH_INSTEAD)
            return await self._fresh.check(question, source, cell_error)
        finally:
            judging.cancel()
            losing.cancel()
            await asyncio.gather(judging, losing, return_exceptions=True)

    async def _is_lost(self, channels: KernelChannels) -> bool:
        """Whether the kernel has gone; its end may show here a moment later than at its agent."""
        with suppress(TimeoutError):
            await asyncio.wait_for(channels.lost.wait(), _WAIT_FOR_LOSS)
        return channels.lost.is_set()

    async def _bring_agent(self, channels: KernelChannels) -> None:
        """Have a new agent in the kernel, or none where that is impossible."""
        agent = None
        if self._fatal_tries < _MOST_FATAL_TRIES:
            try:
                agent = await install(channels)
                self._fatal_tries = 0
            except InstallError as error:
                logger.warning("The agent is not in the kernel: %s", error)
            finally:
                # Perhaps a coincidence; but a kernel must not die of us again and again.
                if channels.lost.is_set() and not self._cells.busy:
                    self._fatal_tries += 1
        former, self._agent = self._agent, agent
        if former is not None:
            former.forget()
        if agent is None:
            self._settle("fresh", FRESH_INSTEAD)
        else:
            self._settle("fork", None)

    async def _usable(self) -> KernelChannels:
        """The channels of a kernel that is idle and whose way of judging is settled."""
        if self.status in ("starting", "idle"):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), _WAIT_FOR_READY)
        if not self._lives.followed:
            raise CheckUnavailableError("no_kernel")
        channels = self._channels
        if channels is None or self.status in ("dead", "restarting"):
            raise CheckUnavailableError("kernel_died")
        if self._busy:
            await self._probe(channels)
        if self._busy or not self._settled.is_set():
            raise CheckUnavailableError("busy")
        if self.checks == "none":
            raise CheckUnavailableError("no_kernel", self.note or "")
        return channels

    @property
    def _busy(self) -> bool:
        return self._cells.busy and self._holds == 0

    async def _probe(self, channels: KernelChannels) -> None:
        """Correct the picture of a kernel that seems busy because its last word was lost."""
        seemingly = self._cells.running
        with suppress(KernelLostError, TimeoutError):
            await asyncio.wait_for(channels.request("kernel_info_request", {}), _WAIT_FOR_PROBE)
            self._cells.forget(seemingly)
            self._show_activity()

    # What KernelLives tells: see LifeListener.

    def life_began(self, channels: KernelChannels) -> None:
        """A new process of the kernel, or the same one again."""
        self._channels = channels
        self._cells = CellWatcher(channels.session_id)

    def life_heard(self, message: KernelMessage) -> None:
        """Follow what runs; tell of an answer cell that has ended."""
        run = self._cells.hear(message)
        self._show_activity()
        if run is not None:
            self._tell(run)

    def life_silent(self) -> None:
        """It has been busy since before we came."""
        self._show("busy", "none", GETTING_READY)

    async def life_answered(self, channels: KernelChannels, language: str) -> None:
        """Settle how answers are judged in this process of the kernel."""
        self._show("busy" if self._cells.busy else "idle", "none", GETTING_READY)
        if language != "python":
            self._settle("none", not_python(language or "another language"))
            return
        await self._bring_agent(channels)

    def life_ended(self, gone: Literal["restarting", "dead"]) -> None:
        """Nothing of the process is left; another may come."""
        self._end_life()
        self._show(gone, "none", None)

    def _end_life(self) -> None:
        self._channels = self._offered = None
        self._settled.clear()
        agent, self._agent = self._agent, None
        if agent is not None:
            agent.forget()
        cells, self._cells = self._cells, CellWatcher("")
        for run in cells.abandoned():
            self._tell(run)

    def _settle(self, checks: LiveTarget, note: str | None) -> None:
        self._show(self.status, checks, note)
        self._settled.set()

    def _show_activity(self) -> None:
        if self.status in ("idle", "busy"):
            self._show("busy" if self._cells.busy else "idle", self.checks, self.note)

    def _show(self, status: KernelStatus, checks: LiveTarget, note: str | None) -> None:
        if self._shown == (status, checks, note):
            return
        self._shown = (status, checks, note)
        try:
            self._on_status(status)
        except Exception:
            logger.exception("Telling of a kernel's status failed")

    def _tell(self, run: CellRun) -> None:
        try:
            self._on_cell(run)
        except Exception:
            logger.exception("Telling of an answer cell failed")
