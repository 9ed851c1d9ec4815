"""The kernels of this server that lessons use: one bridge each, shared by those who listen.

A bridge is made when a panel first names its kernel. It is closed when nobody has listened for a
while and when the kernel is no longer one of the server's, so that nothing follows a kernel for
ever. Kernels are never started, restarted or ended here.
"""

import asyncio
import logging
from collections.abc import Callable

from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyter_tutor.adapters.kernel_bridge import KernelBridge
from jupyter_tutor.adapters.kernel_bridge import KernelStatus as BridgeStatus
from jupyter_tutor.adapters.kernel_handle import ManagedKernel
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.commands import KernelStatus as KernelNews
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CellRun, KernelInfo, KernelListener, OfferedAgent, Target
from jupyter_tutor.server.kernel_end import KernelEnd

log = logging.getLogger(__name__)

ENDED = KernelInfo(status="dead", checks="none")


class ServerKernel:
    """A kernel of this server, as :class:`jupyter_tutor.ports.Kernel`.

    ``on_over`` is called once, when it is to be closed: the kernel is no longer one of the
    manager's, or nobody has listened for as long as :meth:`keep` allows.
    """

    def __init__(
        self,
        kernel_id: str,
        manager: MappingKernelManager,
        checker: CheckerPool,
        fresh: Target,
        on_over: Callable[["ServerKernel"], None],
    ) -> None:
        self._id = kernel_id
        self._manager = manager
        self._on_over = on_over
        self._listeners: list[KernelListener] = []
        self._grace = 0.0
        self._waiting: asyncio.TimerHandle | None = None
        self._over = False
        self._ended = False
        # Away: its process has gone, and it is not back yet. Mourned: its death has been told.
        self._away = False
        self._mourned = False
        process = manager.get_kernel(kernel_id)
        self._bridge = KernelBridge(
            ManagedKernel(process),
            checker=checker,
            fresh=fresh,
            on_cell=self._cell_ran,
            on_status=self._status_changed,
        )
        self._bridge.start()
        self._end = KernelEnd(process, kernel_id, self.look)

    @property
    def id(self) -> str:
        """Jupyter's id of the kernel."""
        return self._id

    @property
    def info(self) -> KernelInfo:
        """How it is now."""
        if self._ended:
            return ENDED
        return KernelInfo(
            status=self._bridge.status, checks=self._bridge.checks, note=self._bridge.note
        )

    def listen(self, listener: KernelListener) -> None:
        """Tell this listener from now on."""
        self._listeners.append(listener)
        self._wait_no_more()

    def unlisten(self, listener: KernelListener) -> None:
        """Tell it no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)
            self.keep(self._grace)

    def keep(self, grace: float) -> None:
        """From now on, be over when nobody has listened for ``grace`` seconds."""
        self._grace = grace
        self._wait_no_more()
        if not self._listeners and not self._over:
            loop = asyncio.get_running_loop()
            self._waiting = loop.call_later(grace, self._end_following)

    def look(self) -> None:
        """See whether the kernel is still the manager's; the end is told at once."""
        if self._id in self._manager or self._over:
            return
        self._ended = True
        self._tell("dead")
        self._end_following()

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge an answer there."""
        return await self._bridge.check(question, source, cell_error)

    async def interrupt(self) -> None:
        """Stop the cell that is running."""
        await self._bridge.interrupt()

    def hold(self, held: bool) -> None:
        """While held, the running cell only waits for the tutor."""
        self._bridge.hold(held)

    def offer(self, agent: OfferedAgent) -> None:
        """Judge through this agent where there is none of ours."""
        self._bridge.offer(agent)

    async def close(self) -> None:
        """Let go of the kernel. Doing it twice is harmless."""
        self._over = True
        self._wait_no_more()
        self._end.close()
        await self._bridge.close()

    def _end_following(self) -> None:
        self._over = True
        self._wait_no_more()
        self._on_over(self)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _cell_ran(self, run: CellRun) -> None:
        for listener in tuple(self._listeners):
            listener.cell_ran(run)

    def _status_changed(self, status: BridgeStatus) -> None:
        if status in ("restarting", "dead"):
            self.look()
        if not self._over:
            self._tell(status)

    def _tell(self, status: BridgeStatus) -> None:
        info = self.info
        for listener in tuple(self._listeners):
            listener.kernel_changed(info)
        match status:
            case "dead":
                self._away = True
                if not self._mourned:
                    self._mourned = True
                    self._note("died")
            case "restarting":
                self._away = True
            case "idle" | "busy":
                if self._away:
                    self._away = self._mourned = False
                    self._note("restarted")
            case "none" | "starting":
                pass

    def _note(self, status: KernelNews) -> None:
        for listener in tuple(self._listeners):
            listener.kernel_noted(status, self._id)


class ServerKernels:
    """Find the kernels of a server by Jupyter's id.

    ``grace`` is for how many seconds a kernel to which nobody listens is still followed, so that
    reloading a page does not begin anew with it.
    """

    def __init__(
        self,
        manager: MappingKernelManager,
        checker: CheckerPool,
        fresh: Target,
        *,
        grace: float = 30.0,
    ) -> None:
        self.grace = grace
        self._manager = manager
        self._checker = checker
        self._fresh = fresh
        self._kernels: dict[str, ServerKernel] = {}
        self._farewells: set[asyncio.Task[None]] = set()
        self._closed = False

    async def find(self, kernel_id: str) -> ServerKernel | None:
        """The kernel of that id, or None when this server has no such kernel or is stopping.

        Listen to it before anything else is awaited, or it may have been let go of again.
        """
        # Nothing is awaited in here: between two looks at the manager it could change.
        for known in tuple(self._kernels.values()):
            known.look()
        if self._closed or kernel_id not in self._manager:
            return None
        kernel = self._kernels.get(kernel_id)
        if kernel is None:
            kernel = ServerKernel(
                kernel_id, self._manager, self._checker, self._fresh, self._let_go
            )
            self._kernels[kernel_id] = kernel
        kernel.keep(self.grace)
        return kernel

    async def close(self) -> None:
        """Let go of all kernels and find no more."""
        self._closed = True
        for kernel in tuple(self._kernels.values()):
            self._let_go(kernel)
        await asyncio.gather(*self._farewells)

    def _let_go(self, kernel: ServerKernel) -> None:
        if self._kernels.pop(kernel.id, None) is None:
            return
        farewell = asyncio.get_running_loop().create_task(_close(kernel))
        self._farewells.add(farewell)
        farewell.add_done_callback(self._farewells.discard)


async def _close(kernel: ServerKernel) -> None:
    try:
        await kernel.close()
    except Exception:
        log.exception("letting go of kernel %s failed", kernel.id)
