"""How long, and with how much memory, an author's code may work on what a learner's gave back.

A value that is small on the wire can be endless to walk through or to multiply. The alarm ends
Python code wherever it is; a loop within C that never looks up is left to the pool, which ends
the process.
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")

GRACE = 1.0
"""Seconds beyond a deadline: what waits for the learner's code has given up by then."""

AGAIN = 0.5
"""Seconds until the alarm rings once more: what it raises is lost in a ``__del__``, for example."""

MEMORY = 1 << 30
"""Bytes that may be used beyond what is in use already."""

_STATM = Path("/proc/self/statm")


class OverdueError(BaseException):
    """The time is up. Not an Exception, so that an author's code lets it by."""


def within(deadline: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns.

    Raises OverdueError soon after ``deadline`` on time.monotonic(), and lets MemoryError be
    raised early. Where the platform has no such limit, or off the main thread, there is none.
    """
    with _memory():
        alarm = _Alarm(deadline + GRACE)
        try:
            alarm.on()
            return work()
        finally:
            try:
                alarm.off()
            finally:
                alarm.off()  # it may ring on the very way to being switched off, but not twice


def leave_no_core() -> None:
    """Have no image of this process written when it crashes: it holds checks and solutions."""
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Alarm:
    """Raises OverdueError at ``when``; then puts back whatever timer there was before."""

    def __init__(self, when: float) -> None:
        self._when = when
        self._set = False
        self._ringing = True
        self._began = 0.0
        self._before: tuple[float, float] = (0.0, 0.0)
        self._handler: Any = None

    def on(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        if not main or not hasattr(signal, "setitimer"):
            return
        self._began = time.monotonic()
        self._handler = signal.signal(signal.SIGALRM, self._ring)
        left = max(self._when - self._began, 0.001)
        self._set = True
        self._before = signal.setitimer(signal.ITIMER_REAL, left, AGAIN)

    def off(self) -> None:
        self._ringing = False
        if not self._set:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._handler)
        left, interval = self._before
        if left > 0:
            passed = time.monotonic() - self._began
            signal.setitimer(signal.ITIMER_REAL, max(left - passed, 0.001), interval)
        self._set = False

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if self._ringing:
            raise OverdueError


@contextlib.contextmanager
def _memory() -> Iterator[None]:
    if resource is None or not _STATM.exists():
        yield
        return
    used = int(_STATM.read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (used + MEMORY, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
