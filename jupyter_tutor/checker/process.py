"""One checker process as the pool sees it: started warm, asked, and ended when it stalls."""

import asyncio
import os
import shutil
import signal
import struct
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jupyter_tutor
from jupyter_tutor.checker.isolated import isolated
from jupyter_tutor.checker.outcomes import Stage
from jupyter_tutor.kernel_agent.agent import MalformedError, unpack

_HEADER = struct.Struct(">I")

ENDING = 2.0
"""Seconds a worker may take to end what it started, before it is ended itself."""

# The package's own folder goes onto the path, since an isolated Python does not look into the
# directory it was started in.
_START = """import importlib, sys
sys.path.append(sys.argv[1])
importlib.import_module(sys.argv[2]).main(sys.argv[3])
"""

CHECKER = "jupyter_tutor.checker.worker"


class WorkerLostError(Exception):
    """A worker gave no reply: it ``stalled``, or it ended. ``stage`` is what it was at."""

    def __init__(self, stage: Stage, *, stalled: bool) -> None:
        super().__init__(f"the checker {'stalled' if stalled else 'ended'} ({stage})")
        self.stage: Stage = stage
        self.stalled = stalled


class Worker:
    """A process that judges one answer at a time.

    What it and the processes that it starts put into the temporary folder is in ``scratch``, which
    goes with it.
    """

    def __init__(self, process: asyncio.subprocess.Process, scratch: str) -> None:
        self._process = process
        self._scratch = scratch

    @classmethod
    async def start(
        cls,
        python: str,
        *,
        program: str = CHECKER,
        hash_seed: int | None = None,
        folder: Path | None = None,
    ) -> "Worker":
        """Return once it is warm; OSError when it cannot be started.

        ``program`` is the module whose ``main`` it is, given the folder for what it writes. It runs
        in ``folder``, and hands ``hash_seed`` on to the processes that run answers.
        """
        home = str(Path(jupyter_tutor.__file__).parent.parent)
        flags, environment = isolated(os.environ, hash_seed)
        scratch = tempfile.mkdtemp(prefix="tutor-")
        try:
            process = await asyncio.create_subprocess_exec(
                *(python, *flags, "-c", _START, home, program, scratch),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment,
                cwd=folder,
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        worker = cls(process, scratch)
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
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, message: bytes, patience: Mapping[Stage, float]) -> dict[str, Any]:
        """Return its reply, and wait in each stage so many seconds.

        Raises WorkerLostError, and then it has to be killed.
        """
        stage: Stage = "start"
        try:
            if self._process.stdin is None:
                raise ConnectionError("no pipe")
            self._process.stdin.write(message)
            async with asyncio.timeout(patience[stage]) as limit:
                await self._process.stdin.drain()
                while "stage" in (reply := await self._reply()):
                    stage = reply["stage"]
                    limit.reschedule(asyncio.get_running_loop().time() + patience[stage])
                return reply
        except TimeoutError as error:
            raise WorkerLostError(stage, stalled=True) from error
        except (asyncio.IncompleteReadError, MalformedError, OSError) as error:
            raise WorkerLostError(stage, stalled=False) from error

    async def _reply(self) -> dict[str, Any]:
        if self._process.stdout is None:
            raise ConnectionError("no pipe")
        header = await self._process.stdout.readexactly(_HEADER.size)
        return unpack(await self._process.stdout.readexactly(_HEADER.unpack(header)[0]))

    async def kill(self) -> None:
        """End the process, and return once it is gone even if the caller is cancelled again.

        It has a moment to end the answer that it runs: one that is within C would not hear of it.
        """
        try:
            self._signal(signal.SIGTERM)
            with suppress(TimeoutError):
                async with asyncio.timeout(ENDING):
                    await asyncio.shield(self._process.wait())
        finally:
            self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            try:
                await asyncio.shield(self._process.wait())
            finally:
                shutil.rmtree(self._scratch, ignore_errors=True)

    def _signal(self, number: int) -> None:
        # Not Process.kill, which may reap it behind the back of asyncio's own watcher.
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)
