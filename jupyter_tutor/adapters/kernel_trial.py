"""Owns judging one answer in a kernel started for it and ended after it.

The lesson's setup runs, then the answer as a learner's cell, then a check through the bridge, as in
a notebook. Whatever the answer does, a report comes of it and the kernel is gone.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from jupyter_tutor.adapters.kernel_bridge import KernelBridge, KernelStatus
from jupyter_tutor.adapters.kernel_channels import KernelChannels, KernelLostError, KernelMessage
from jupyter_tutor.adapters.kernel_handle import ManagedKernel
from jupyter_tutor.adapters.kernel_install import Checker
from jupyter_tutor.checker.explain import ASKED_TO_STOP, ENDED_ITSELF, GONE, still_running
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.ports import CheckUnavailableError, Target

_KERNEL_STARTS_WITHIN = 120.0
_SETUP_TAKES = 120.0
_BROADCAST_TAKES = 10.0


async def try_in_kernel(
    question: CodeQuestion, source: str, *, folder: Path, checker: Checker, fresh: Target
) -> Report:
    """The verdict on an answer cell's source, reached in a new kernel that runs in ``folder``.

    Never raises for what the answer does. Raises RuntimeError when no kernel can be started.
    """
    async with _new_kernel(folder) as manager:
        trial = _Trial(question, source, manager)
        bridge = KernelBridge(
            ManagedKernel(manager),
            checker=checker,
            fresh=fresh,
            on_cell=lambda run: None,
            on_status=trial.status_changed,
        )
        bridge.start()
        try:
            return await trial.judge(bridge)
        finally:
            await trial.close()
            await bridge.close()


@asynccontextmanager
async def _new_kernel(folder: Path) -> AsyncIterator[AsyncKernelManager]:
    manager = AsyncKernelManager()
    try:
        await manager.start_kernel(cwd=str(folder), stdout=DEVNULL, stderr=DEVNULL)
    except (NoSuchKernel, OSError) as error:
        raise RuntimeError(f"No Python kernel can be started: {error}") from error
    try:
        yield manager
    finally:
        await manager.shutdown_kernel(now=True)


class _Trial:
    """One answer's way through a kernel."""

    def __init__(self, question: CodeQuestion, source: str, manager: AsyncKernelManager) -> None:
        self._question = question
        self._source = source
        self._channels = KernelChannels(manager.get_connection_info(), _deaf)
        self._changed = asyncio.Event()

    def status_changed(self, status: KernelStatus) -> None:
        """The bridge has heard something of the kernel."""
        self._changed.set()

    async def close(self) -> None:
        """Let go of the kernel."""
        await self._channels.close()

    async def judge(self, bridge: KernelBridge) -> Report:
        """Run everything and return what came of it."""
        self._channels.open()
        try:
            async with asyncio.timeout(_KERNEL_STARTS_WITHIN):
                await bridge.ready()
        except TimeoutError:
            raise RuntimeError("The kernel did not start.") from None
        unready = await self._run_setup()
        if unready is not None:
            return unready
        try:
            async with asyncio.timeout(self._question.timeout):
                reply = await self._run(self._source)
        except TimeoutError:
            return self._report("timeout", still_running(self._question.timeout))
        except KernelLostError:
            return self._report("error", ENDED_ITSELF)
        if _asks_to_end(reply):
            return self._report("error", ASKED_TO_STOP)
        if reply.get("status") == "ok":
            return await self._check(bridge, None)
        error = f"{reply.get('ename')}: {reply.get('evalue')}".strip()
        return await self._check(bridge, error)

    async def _run_setup(self) -> Report | None:
        """Run what comes before the answer; a report when that cannot be done."""
        try:
            async with asyncio.timeout(_SETUP_TAKES):
                for source in self._question.setup:
                    # An example may end in an error on purpose: a learner runs on, and so do we.
                    await self._run(source)
        except TimeoutError:
            return self._report("undecided", "The lesson's own code above the answer did not end.")
        except KernelLostError:
            return self._report("undecided", "The lesson's own code above the answer ended Python.")
        return None

    async def _check(self, bridge: KernelBridge, cell_error: str | None) -> Report:
        try:
            return await self._check_when_idle(bridge, cell_error)
        except CheckUnavailableError as error:
            if error.reason == "kernel_died":
                return self._report("error", GONE)
            return self._report("undecided", f"The answer could not be checked ({error}).")

    async def _check_when_idle(self, bridge: KernelBridge, cell_error: str | None) -> Report:
        """Check once the bridge, too, has heard that the answer cell has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_BROADCAST_TAKES):
                while bridge.status == "busy":
                    self._changed.clear()
                    await self._changed.wait()
        return await bridge.check(self._question, self._source, cell_error)

    async def _run(self, source: str) -> Mapping[str, Any]:
        content = {
            "code": source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        return await self._channels.request("execute_request", content)

    def _report(self, verdict: Verdict, message: str) -> Report:
        points = self._question.points
        return Report(verdict=verdict, points=0.0, max_points=points, message=message)


def _asks_to_end(reply: Mapping[str, Any]) -> bool:
    """Whether the cell ended in `sys.exit`, or in the `exit` that a notebook knows."""
    if reply.get("ename") == "SystemExit":
        return True
    return any(wish.get("source") == "ask_exit" for wish in reply.get("payload", ()))


def _deaf(message: KernelMessage) -> None:
    """What the kernel broadcasts is heard by the bridge."""
