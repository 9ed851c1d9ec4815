"""A lock between processes on a file of our own, which ends with its process however that ends.

Never used on a file that somebody else opens (DuckDB drops its own lock when any other handle on
its file is closed in the same process).
"""

import os
import sys
import weakref
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> None:
        # flock and not lockf: it belongs to the open file, so that two holders in one process
        # exclude each other and closing another handle on the file does not drop it.
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class FileLock:
    """An exclusive lock on ``path``; the file is made if it is missing and never removed here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> bool:
        """Try once, without waiting. True if this object holds the lock afterwards."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor, shared=False)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        _held.add(self)
        return True

    def is_current(self) -> bool:
        """Whether the lock is held on the file that has the name now, and not on a removed one."""
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._descriptor), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        _held.discard(self)
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether anyone holds the lock on ``path``; a file that is missing is not locked."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        _lock(descriptor, shared=True)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


_held: "weakref.WeakSet[FileLock]" = weakref.WeakSet()


def _forget_inherited() -> None:
    """Close a parent's locks in a forked child, lest they outlive the parent through it."""
    for lock in list(_held):
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_inherited)
