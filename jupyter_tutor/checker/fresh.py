"""A Python process of its own that runs sources and then serves checks like a kernel's agent.

For answers where no kernel can be forked, and for the author's own: the solution and the wrong
answers. Blocking; used in the worker processes, never on an event loop.
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from jupyter_tutor.checker.connection import MEMORY, Address
from jupyter_tutor.checker.isolated import isolated, own_hash_seed
from jupyter_tutor.kernel_agent import agent_path
from jupyter_tutor.kernel_agent.agent import MalformedError, pack, unpack
from jupyter_tutor.kernel_agent.folders import new_folder

_SECRET = re.compile("KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)


class FreshProcess:
    """The process, from ``with`` to its end; then it is gone, and with it all it started.

    It runs in ``folder``, or where this process does when that is None.
    ``state`` is ``ready``, or, when the sources never came to an end, ``timeout``, or ``ended``
    when they ended the process. ``failures`` has, for each source that raised, its place in
    ``sources`` and the last line of its traceback.
    """

    def __init__(
        self,
        sources: Sequence[str],
        *,
        seconds: float,
        fork: bool = True,
        python: str = sys.executable,
        memory: int = MEMORY,
        folder: Path | None = None,
    ) -> None:
        self._sources = list(sources)
        self._seconds = seconds
        self._fork = fork
        self._python = python
        self._memory = memory
        self._folder = folder
        self._directory: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.state: Literal["ready", "timeout", "ended"] = "ended"
        self.failures: dict[int, str] = {}
        self.address = Address(address="", secret=secrets.token_hex(16))

    def __enter__(self) -> "FreshProcess":
        if hasattr(socket, "AF_UNIX"):
            self._directory = str(new_folder())
        order = {
            "secret": self.address.secret,
            "directory": self._directory,
            "sources": self._sources,
            "fork": self._fork,
            "memory": self._memory,
        }
        environment = {k: v for k, v in os.environ.items() if not _SECRET.search(k)}
        flags, environment = isolated(environment, own_hash_seed())
        self._process = subprocess.Popen(  # noqa: S603 - our own file, run by a known Python
            [self._python, *flags, str(agent_path())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=self._folder,
            start_new_session=True,
        )
        try:
            self._start(self._process, order)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process. Doing it twice is harmless."""
        process, self._process = self._process, None
        if process is None or process.stdin is None or process.stdout is None:
            return
        process.stdin.close()  # it removes its socket and goes
        process.stdout.close()
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)

    def _start(self, process: subprocess.Popen[bytes], order: dict[str, Any]) -> None:
        late = threading.Event()

        def kill() -> None:
            late.set()
            _kill(process)

        timer = threading.Timer(self._seconds, kill)
        timer.start()
        try:
            ready = self._exchange(process, order)
        finally:
            timer.cancel()
        if ready is None:
            self.state = "timeout" if late.is_set() else "ended"
            return
        self.state = "ready"
        self.address = Address(address=str(ready["address"]), secret=self.address.secret)
        for told in ready["failed"]:
            text = f"{told['type']}: {told['text']}" if told["text"] else str(told["type"])
            self.failures[int(told["index"])] = text

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], order: dict[str, Any]) -> dict[str, Any] | None:
        if process.stdin is None or process.stdout is None:
            return None
        with contextlib.suppress(OSError, MalformedError, struct.error):
            process.stdin.write(pack(order))
            process.stdin.flush()
            (size,) = struct.unpack(">I", process.stdout.read(4))
            return unpack(process.stdout.read(size))
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that has not been waited for, and its group with it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
