"""Servers of their own process, told what to do line by line (see ``child_server.py``)."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


async def spawn(module: str, *arguments: str) -> asyncio.subprocess.Process:
    """Run one of our modules, its standard input and output as pipes."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=64 * 1024 * 1024,
    )


async def until(what: Callable[[], bool]) -> None:
    """Wait for a condition that other threads or processes bring about."""
    async with asyncio.timeout(120):
        while True:
            if what():
                return
            await asyncio.sleep(0.01)


class Child:
    """A record in another process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.taken_by: list[str] = []

    @classmethod
    async def start(cls, data_dir: Path) -> "Child":
        child = cls(await spawn("tests.record.child_server", str(data_dir)))
        assert await child._answer() == "ready"
        return child

    async def ask(self, do: str, **params: Any) -> Any:
        """What the child answers."""
        await self.tell(do, **params)
        return await self._answer()

    async def tell(self, do: str, **params: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **params}).encode() + b"\n")
        await self._process.stdin.drain()

    async def _answer(self) -> Any:
        assert self._process.stdout is not None
        while True:
            async with asyncio.timeout(120):
                line = await self._process.stdout.readline()
            if not line:
                raise EOFError("the child has ended")
            message = json.loads(line)
            if "taken_by" in message:
                self.taken_by.append(message["taken_by"])
                continue
            return message["answer"]

    async def until_status(self, intake: str) -> None:
        """Wait until the child's intake is there."""
        async with asyncio.timeout(120):
            while True:
                if (await self.ask("status"))["intake"] == intake:
                    return
                await asyncio.sleep(0.01)

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    async def kill(self) -> None:
        if self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)
        # Unread pipes are read to their end, so that the transport closes.
        await self._process.communicate()
