"""The kernels of this server that lessons use: one bridge each, shared by those who listen.

A bridge is made when a panel first names its kernel and is closed when the kernel has been shut
down. Kernels are never started, restarted or ended here.
"""

import logging

from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyter_tutor.adapters.kernel_bridge import KernelBridge
from jupyter_tutor.adapters.kernel_bridge import KernelStatus as BridgeStatus
from jupyter_tutor.adapters.kernel_cells import CellRun as BridgeCellRun
from jupyter_tutor.adapters.kernel_handle import ManagedKernel
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.commands import KernelStatus as KernelNews
from jupyter_tutor.core.course import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CellRun, KernelInfo, KernelListener, Target

log = logging.getLogger(__name__)


class ServerKernel:
    """A kernel of this server, as :class:`jupyter_tutor.ports.Kernel`."""

    def __init__(
        self, kernel_id: str, handle: ManagedKernel, checker: CheckerPool, fresh: Target
    ) -> None:
        self._id = kernel_id
        self._listeners: list[KernelListener] = []
        self._gone = False
        self._bridge = KernelBridge(
            handle,
            checker=checker,
            fresh=fresh,
            on_cell=self._cell_ran,
            on_status=self._status_changed,
        )
        self._bridge.start()

    @property
    def id(self) -> str:
        """Jupyter's id of the kernel."""
        return self._id

    @property
    def info(self) -> KernelInfo:
        """How it is now."""
        return KernelInfo(
            status=self._bridge.status, checks=self._bridge.checks, note=self._bridge.note
        )

    def listen(self, listener: KernelListener) -> None:
        """Tell this listener from now on."""
        self._listeners.append(listener)

    def unlisten(self, listener: KernelListener) -> None:
        """Tell it no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge an answer there."""
        return await self._bridge.check(question, source, cell_error)

    async def interrupt(self) -> None:
        """Stop the cell that is running."""
        await self._bridge.interrupt()

    async def close(self) -> None:
        """Let go of the kernel."""
        await self._bridge.close()

    def _cell_ran(self, run: BridgeCellRun) -> None:
        heard = CellRun(
            question=run.question_id, source=run.source, outcome=run.outcome, error=run.error_line
        )
        for listener in tuple(self._listeners):
            listener.cell_ran(heard)

    def _status_changed(self, status: BridgeStatus) -> None:
        info = self.info
        for listener in tuple(self._listeners):
            listener.kernel_changed(info)
        if status == "dead" and not self._gone:
            self._gone = True
            self._note("died")
        elif status == "restarting":
            self._gone = True
        elif status in ("idle", "busy") and self._gone:
            self._gone = False
            self._note("restarted")

    def _note(self, status: KernelNews) -> None:
        for listener in tuple(self._listeners):
            listener.kernel_noted(status, self._id)


class ServerKernels:
    """Find the kernels of a server by Jupyter's id."""

    def __init__(self, manager: MappingKernelManager, checker: CheckerPool, fresh: Target) -> None:
        self._manager = manager
        self._checker = checker
        self._fresh = fresh
        self._kernels: dict[str, ServerKernel] = {}

    async def find(self, kernel_id: str) -> ServerKernel | None:
        """The kernel of that id, or None when this server has no such kernel."""
        if kernel_id not in self._manager:
            gone = self._kernels.pop(kernel_id, None)
            if gone is not None:
                await gone.close()
            return None
        await self._drop_ended()
        known = self._kernels.get(kernel_id)
        if known is None:
            handle = ManagedKernel(self._manager.get_kernel(kernel_id))
            known = ServerKernel(kernel_id, handle, self._checker, self._fresh)
            self._kernels[kernel_id] = known
        return known

    async def close(self) -> None:
        """Let go of all kernels."""
        for kernel in self._kernels.values():
            await kernel.close()
        self._kernels.clear()

    async def _drop_ended(self) -> None:
        for kernel_id in [known for known in self._kernels if known not in self._manager]:
            await self._kernels.pop(kernel_id).close()
