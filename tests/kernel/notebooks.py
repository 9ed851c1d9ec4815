"""Real kernels for the tests: started, driven as a learner would, and always put away."""

import ast
import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jupyter_client.ioloop import AsyncIOLoopKernelManager
from traitlets.config import Config

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.kernel_bridge import KernelBridge
from jupyter_tutor.adapters.kernel_channels import KernelChannels, KernelMessage
from jupyter_tutor.adapters.kernel_handle import KernelHandle, ManagedKernel
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import Check, CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CellRun

PATIENCE = 60.0


class Learner:
    """Runs cells in a kernel as a notebook does, over a connection of their own."""

    def __init__(self, manager: AsyncIOLoopKernelManager) -> None:
        self.manager = manager
        self._channels: KernelChannels | None = None

    async def run(self, source: str) -> Mapping[str, Any]:
        """Run a cell; the content of the reply. One aborted by the error before it is run again."""
        channels = await self._open()
        content = {
            "code": source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        while (reply := await channels.request("execute_request", content))["status"] == "aborted":
            pass
        return reply

    def begin(self, source: str) -> "asyncio.Task[Mapping[str, Any]]":
        """Run a cell without waiting for its end."""
        return asyncio.create_task(self.run(source))

    async def begin_endless(self, folder: Path) -> "asyncio.Task[Mapping[str, Any]]":
        """Run a cell that never ends by itself; returns once its code is running."""
        begun = folder / "begun"
        os.mkfifo(begun)
        cell = self.begin(f"open({str(begun)!r}, 'w').close()\nwhile True: pass")
        await asyncio.to_thread(begun.read_bytes)
        return cell

    async def value(self, expression: str) -> Any:
        """The value of an expression, looked at without leaving a trace."""
        channels = await self._open()
        reply = await channels.execute_silently("", f"__import__('json').dumps({expression})")
        shown = reply["user_expressions"]["value"]
        assert shown["status"] == "ok", shown
        return json.loads(ast.literal_eval(shown["data"]["text/plain"]))

    async def close(self) -> None:
        if self._channels is not None:
            await self._channels.close()
            self._channels = None

    async def _open(self) -> KernelChannels:
        if self._channels is None or self._channels.lost.is_set():
            await self.close()
            self._channels = KernelChannels(self.manager.get_connection_info(), _deaf)
            self._channels.open()
        return self._channels


def _deaf(message: KernelMessage) -> None:
    """Broadcasts are not what this client is for."""


class Heard:
    """What a bridge told, and waiting for it to tell more."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._more = asyncio.Event()

    def __call__(self, item: Any) -> None:
        self.items.append(item)
        self._more.set()

    async def until(self, met: Callable[[list[Any]], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not met(self.items):
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def started_kernel(
    folder: Path | None = None, **options: Any
) -> AsyncIterator[AsyncIOLoopKernelManager]:
    """A kernel that is restarted when it dies, as a server's are, but sooner.

    It runs in ``folder``, or else where the tests do.
    """
    soon = Config({"AsyncIOLoopKernelRestarter": {"time_to_dead": 0.2}})
    manager = AsyncIOLoopKernelManager(config=soon, **options)
    await manager.start_kernel(**({} if folder is None else {"cwd": str(folder)}))
    try:
        yield manager
    finally:
        await manager.shutdown_kernel(now=True)


@asynccontextmanager
async def attached(
    manager: AsyncIOLoopKernelManager,
    pool: CheckerPool,
    *,
    handle: KernelHandle | None = None,
    on_cell: Callable[[CellRun], None] | None = None,
) -> AsyncIterator["Attached"]:
    """A bridge to that kernel, ready, with a learner at the notebook."""
    there = Attached(handle or ManagedKernel(manager), manager, pool, on_cell)
    there.bridge.start()
    try:
        async with asyncio.timeout(PATIENCE):
            await there.bridge.ready()
        yield there
    finally:
        await there.close()


class Attached:
    """A bridge, all that it told, and the learner at its kernel."""

    def __init__(
        self,
        handle: KernelHandle,
        manager: AsyncIOLoopKernelManager,
        pool: CheckerPool,
        on_cell: Callable[[CellRun], None] | None = None,
    ) -> None:
        self.cells = Heard()
        self.statuses = Heard()
        self.learner = Learner(manager)
        self.bridge = KernelBridge(
            handle,
            checker=pool,
            fresh=FreshTarget(pool),
            on_cell=on_cell or self.cells,
            on_status=self.statuses,
        )

    async def close(self) -> None:
        await self.learner.close()
        await self.bridge.close()

    async def answer(self, question: CodeQuestion, source: str) -> CellRun:
        """Run an answer cell; what the bridge told of it, when it did."""
        told = len(self.cells.items)
        await self.learner.run(f"#| tutor: answer\n#| for: {question.id}\n{source}")
        await self.cells.until(lambda cells: len(cells) > told)
        run: CellRun = self.cells.items[told]
        return run

    async def judge(self, question: CodeQuestion, source: str) -> Report:
        """Run an answer cell and check it."""
        run = await self.answer(question, source)
        return await self.bridge.check(question, run.source, run.error)


def ask(name: str, *checks: str, **fields: Any) -> CodeQuestion:
    """A code question about one name, with these checks."""
    return CodeQuestion(
        id=QuestionId(name),
        title=name,
        prompt=f"Write `{name}`.",
        stub=f"{name} = ...",
        solution="pass",
        checks=tuple(
            Check(id=f"{name}-{number}", source=source, cell=number)
            for number, source in enumerate(checks, start=1)
        ),
        learner_names=(name,),
        **fields,
    )
