"""A process that looks through open notebooks, so that the server's loop never waits for it.

Owns the process: it is started when the first author asks, answers one request after the other,
and is ended when it is too slow. :mod:`jupyter_tutor.adapters.validating_process` is what it runs.
"""

import asyncio
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

import jupyter_tutor

REQUEST = struct.Struct(">II")
"""The lengths of what follows: the root folder, and what is asked."""

REPLY = struct.Struct(">?I")
"""Whether it was answered, and the length of what follows: the answer, or why there is none."""

PATIENCE = 20.0
"""Seconds for one notebook; the largest course here takes one."""

# `-P` keeps what lies in the server's own folder, a learner's `json.py` perhaps, out of it.
_START = """import sys
sys.path.append(sys.argv[1])
from jupyter_tutor.adapters.validating_process import main
main()
"""


class NotAnsweredError(Exception):
    """There is no answer; its words say why. ``asked_wrongly``: there would never be one."""

    def __init__(self, words: str, *, asked_wrongly: bool) -> None:
        super().__init__(words)
        self.asked_wrongly = asked_wrongly


class Validator:
    """Looks through one notebook at a time; others wait for their turn."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def faults(self, asked: bytes, root: Path) -> bytes:
        """The answer of :func:`jupyter_tutor.authoring.open_notebook.faults_of_open`, as JSON.

        Raises NotAnsweredError.
        """
        async with self._turn:
            try:
                async with asyncio.timeout(self._patience):
                    answered, answer = await self._ask(asked, str(root).encode())
            except TimeoutError:
                await self._end()
                words = (
                    f"Looking through the notebook took more than {self._patience:g} seconds, so "
                    "it was stopped. Is there a very long text in one of its cells?"
                )
                raise NotAnsweredError(words, asked_wrongly=False) from None
            except (asyncio.IncompleteReadError, OSError):
                await self._end()
                words = "The notebook could not be looked through: the process for it ended."
                raise NotAnsweredError(words, asked_wrongly=False) from None
            except BaseException:
                # What it still answers would be taken for the answer to the next request.
                await self._end()
                raise
        if not answered:
            raise NotAnsweredError(answer.decode(), asked_wrongly=True)
        return answer

    async def close(self) -> None:
        """End the process, whatever it is at."""
        await self._end()

    async def _ask(self, asked: bytes, root: bytes) -> tuple[bool, bytes]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await _start()
        if process.stdin is None or process.stdout is None:
            raise ConnectionError("no pipe")
        process.stdin.write(REQUEST.pack(len(root), len(asked)) + root + asked)
        await process.stdin.drain()
        answered, length = REPLY.unpack(await process.stdout.readexactly(REPLY.size))
        return answered, await process.stdout.readexactly(length)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # Not Process.kill, which may reap it behind the back of asyncio's own watcher.
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await asyncio.shield(process.wait())


async def _start() -> asyncio.subprocess.Process:
    home = str(Path(jupyter_tutor.__file__).parent.parent)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _START, home),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
