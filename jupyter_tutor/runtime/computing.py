"""A warm process that computes: asked with bytes, it answers with bytes.

Nothing is unpickled at either end. What computes is a function of a module, named by where it is,
so that the process needs to be told nothing else. Knows nothing of tutoring.
"""

import asyncio
import importlib
import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Computation = Callable[[bytes], bytes]
"""A function at the top of a module."""

_REQUEST = struct.Struct(">II")
"""The lengths of the function's name and of what it is given."""

_REPLY = struct.Struct(">?I")
"""Whether it gave something, and the length of that, or of the words of what it raised."""

# `-P` keeps what lies in the server's own folder, a learner's `json.py` perhaps, out of it.
_START = """import sys
sys.path.append(sys.argv[1])
from jupyter_tutor.runtime.computing import answer_all
answer_all()
"""


class ComputingError(Exception):
    """The function raised something; its type and words."""


class ProcessLostError(OSError):
    """The process ended before it had answered."""


class ComputingProcess:
    """One such process; it is asked one thing at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> "ComputingProcess":
        """Start one; OSError where that cannot be done."""
        home = str(Path(__file__).parents[2])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _START, home),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        return cls(process)

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, function: Computation, given: bytes) -> bytes:
        """What ``function(given)`` gives there.

        Raises ComputingError where it raised, ProcessLostError where the process ended. Given up
        before there is an answer, the process has to be ended.
        """
        name = f"{function.__module__}:{function.__qualname__}".encode()
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ProcessLostError("no pipe")
        try:
            stdin.write(_REQUEST.pack(len(name), len(given)) + name + given)
            await stdin.drain()
            gave, length = _REPLY.unpack(await stdout.readexactly(_REPLY.size))
            answer = await stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ProcessLostError("the process ended") from error
        if not gave:
            raise ComputingError(answer.decode())
        return answer

    async def kill(self) -> None:
        """End it at once, and return when it is gone."""
        # Not Process.kill, which may reap it behind the back of asyncio's own watcher.
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await asyncio.shield(self._process.wait())


def answer_all() -> None:
    """What the process does: answer what is asked on its standard input until that ends."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a function prints, or reads, is none of what is said here.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    while len(header := requests.read(_REQUEST.size)) == _REQUEST.size:
        name_length, length = _REQUEST.unpack(header)
        module, _, function = requests.read(name_length).decode().partition(":")
        given = requests.read(length)
        try:
            answer, gave = getattr(importlib.import_module(module), function)(given), True
        except Exception as error:  # noqa: BLE001 - whatever it raises is told to who asked
            answer, gave = f"{type(error).__name__}: {error}".encode(errors="replace"), False
        replies.write(_REPLY.pack(gave, len(answer)) + answer)
        replies.flush()
