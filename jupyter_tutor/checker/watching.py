"""Keeps an eye on what a process and all that it starts use together, and ends it in time.

Limits of the system hold for each process alone; this one is for many small ones. It looks some
times a second, so a little more than what is allowed may be used for a moment. Where there is no
``/proc`` it sees nothing.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Overrun = Literal["memory", "processes"]

_INTERVAL = 0.05
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What may be used at the same time: bytes of memory, and processes."""

    memory: int
    processes: int


class Watch:
    """Watches over a process and its descendants, and calls ``end`` when they use too much."""

    def __init__(self, pid: int, allowance: Allowance, end: Callable[[], None]) -> None:
        self._pid = pid
        self._allowance = allowance
        self._end = end
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tutor-watch", daemon=True)
        self.overrun: Overrun | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and return when nothing will be ended any more. Doing it twice is harmless."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(_INTERVAL):
            self.overrun = self._look()
            if self.overrun is not None:
                self._end()
                return

    def _look(self) -> Overrun | None:
        memory = 0
        for processes, pid in enumerate(_family(self._pid), 1):
            memory += _own_memory(pid)
            if processes > self._allowance.processes:
                return "processes"
            if memory > self._allowance.memory:
                return "memory"
        return None


def _family(pid: int) -> Iterator[int]:
    """Yield a process and its descendants, each as soon as it is found."""
    found = [pid]
    while found:
        parent = found.pop()
        yield parent
        for told in _PROC.glob(f"{parent}/task/*/children"):
            with contextlib.suppress(OSError):
                found += map(int, told.read_text().split())


def _own_memory(pid: int) -> int:
    """Return the bytes that are a process's own, as far as it can be told cheaply."""
    with contextlib.suppress(OSError, ValueError):
        _size, resident, shared = (_PROC / str(pid) / "statm").read_text().split()[:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0
