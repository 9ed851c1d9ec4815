"""A Python that was started with the agent in it and waits to be told what to run.

Owns the process, the socket at which it will answer, and the one exchange over its standard
input and output. What it says is a learner's, once it runs; so it is checked here, and never
trusted.
"""

import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tutor.kernel_agent.agent import FRAME_LIMIT, MalformedError, pack, unpack
from jupyter_tutor.kernel_agent.folders import new_folder

_HEADER = struct.Struct(">I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How to start it.

    ``inherits`` are the descriptors that the command keeps, beside the socket's. ``walled``: it
    shares no folder with us, so it is handed its socket, and all that it starts ends with it.
    ``own``: the folder is the process's, and is removed when that is closed.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path | None = None
    inherits: Sequence[int] = ()
    walled: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that raised: its place among the sources, and the last line of its traceback."""

    index: int
    error: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What the process says once its sources have run."""

    address: str
    failed: tuple[Failed, ...] = ()


class Started:
    """The process, until it is closed; then it is gone, and with it all it started."""

    def __init__(self, launch: Launch) -> None:
        self._walled = launch.walled
        self._work = launch.folder if launch.own else None
        self._late = threading.Event()
        self._folder = new_folder() if hasattr(socket, "AF_UNIX") else None
        self._socket: int | None = None
        try:
            self._process = self._spawn(launch)
        except BaseException:
            self._remove_folders()
            raise

    def _spawn(self, launch: Launch) -> "subprocess.Popen[bytes]":
        with contextlib.ExitStack() as stack:
            if launch.walled:
                server = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                server.bind(str(self._own_address))
                server.listen(16)
                self._socket = server.fileno()
            handed = () if self._socket is None else (self._socket,)
            return subprocess.Popen(  # noqa: S603 - our own file, run by a known Python
                list(launch.command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=dict(launch.environment),
                cwd=launch.folder,
                pass_fds=(*handed, *launch.inherits),
                start_new_session=True,
            )

    @property
    def _own_address(self) -> Path | None:
        """Where the process answers when the socket is handed to it; None: it will say."""
        return self._folder / "s" if self._walled and self._folder is not None else None

    @property
    def pid(self) -> int:
        """The process's number, or that of the one which shuts it in."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    @property
    def late(self) -> bool:
        """Whether it was ended because the sources took too long."""
        return self._late.is_set()

    def tell(self, order: Mapping[str, Any], seconds: float) -> Ready | None:
        """Let it run the sources of this order; None when they did not come to an end in time."""
        shared = None if self._walled or self._folder is None else str(self._folder)
        where = {"directory": shared, "socket": self._socket}
        timer = threading.Timer(seconds, self._end_late)
        timer.start()
        try:
            return self._exchange(pack({**order, **where}))
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End it now; what it leaves behind, :meth:`close` takes away."""
        if hasattr(os, "killpg") and self.alive:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """End it and take away what it used. Doing it twice is harmless."""
        if self._process.stdin is not None and self._process.stdout is not None:
            if self._walled:
                self.kill()
            with contextlib.suppress(OSError):
                self._process.stdin.close()  # it ends all it started, and goes
            self._process.stdout.close()
        try:
            self._process.wait(0.5)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._remove_folders()

    def _end_late(self) -> None:
        self._late.set()
        self.kill()

    def _exchange(self, order: bytes) -> Ready | None:
        if self._process.stdin is None or self._process.stdout is None:
            return None
        with contextlib.suppress(OSError, MalformedError, struct.error):
            self._process.stdin.write(order)
            self._process.stdin.flush()
            (size,) = _HEADER.unpack(self._process.stdout.read(_HEADER.size))
            if size <= FRAME_LIMIT:
                return _ready(unpack(self._process.stdout.read(size)), self._own_address)
        return None

    def _remove_folders(self) -> None:
        for folder in (self._folder, self._work):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def _ready(told: dict[str, Any], address: Path | None) -> Ready:
    """Return what was said, or raise MalformedError; what we know better is not asked for."""
    try:
        failed = tuple(
            Failed(int(one["index"]), _last_line(str(one["type"]), str(one["text"])))
            for one in told["failed"]
        )
        return Ready(str(told["address"] if address is None else address), failed)
    except (LookupError, TypeError, ValueError) as error:
        raise MalformedError("not what an agent says") from error


def _last_line(kind: str, text: str) -> str:
    return f"{kind}: {text}" if text else kind
