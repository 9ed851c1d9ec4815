"""Which servers share a data directory: who is alive, and where each can be spoken to.

A server is alive as long as its process holds the lock on ``servers/<id>.lock``; nothing else
(no process id, no time stamp) is asked, so that a reused process id or a wrong clock deceives
nobody.
"""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from jupyter_tutor.adapters.record_locks import FileLock, is_locked
from jupyter_tutor.adapters.record_paths import Layout, new_server_id, write_private


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server's private socket is: a Unix socket's ``path``, or a loopback ``port``.

    ``secret`` has to come with every message; who can read it is the same user anyway.
    """

    server: str
    pid: int
    secret: str
    path: str | None = None
    port: int | None = None


class Seat:
    """The place of this server among the others, from :meth:`claim` to :meth:`leave`."""

    def __init__(self, layout: Layout, server: str, lock: FileLock) -> None:
        self.server = server
        self._layout = layout
        self._lock = lock

    @classmethod
    def claim(cls, layout: Layout) -> "Seat":
        """Take a new server id and give the sign of life that goes with it."""
        while True:
            server = new_server_id()
            lock = FileLock(_lock_path(layout, server))
            # Between making the file and locking it, another server may have taken it for the
            # remains of a dead one. Then that id is spent.
            if lock.acquire() and lock.is_current():
                return cls(layout, server, lock)
            lock.release()

    def publish(self, address: Address) -> None:
        """Tell the others where this server can be spoken to."""
        write_private(_address_path(self._layout, self.server), json.dumps(asdict(address)))

    def leave(self) -> None:
        """Take the address and the sign of life away."""
        _address_path(self._layout, self.server).unlink(missing_ok=True)
        self._lock.release()
        self._lock.path.unlink(missing_ok=True)


def is_alive(layout: Layout, server: str) -> bool:
    """Whether that server's process runs (or hangs) still."""
    return is_locked(_lock_path(layout, server))


def address_of(layout: Layout, server: str) -> Address | None:
    """Where that server can be spoken to; None if it does not say (any more)."""
    try:
        return Address(**json.loads(_address_path(layout, server).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def present(layout: Layout) -> list[str]:
    """The ids of the servers that run, and of those that died and were not tidied away yet."""
    names = (path.name for path in layout.servers.iterdir())
    return sorted({Path(name).stem for name in names if name.endswith((".lock", ".json"))})


def tidy_dead(layout: Layout, server: str) -> None:
    """Remove what a dead server left in ``servers``; nothing happens while it lives."""
    lock = FileLock(_lock_path(layout, server))
    if not lock.acquire():
        return
    address = address_of(layout, server)
    with contextlib.suppress(OSError):
        if address and address.path:
            Path(address.path).unlink(missing_ok=True)
        _address_path(layout, server).unlink(missing_ok=True)
    lock.release()
    with contextlib.suppress(OSError):
        lock.path.unlink(missing_ok=True)


def claim_dead(layout: Layout, server: str) -> FileLock | None:
    """The lock of a dead server, held, so that only one of us mends its journal; None if alive."""
    lock = FileLock(_lock_path(layout, server))
    return lock if lock.acquire() else None


def _lock_path(layout: Layout, server: str) -> Path:
    return layout.servers / f"{server}.lock"


def _address_path(layout: Layout, server: str) -> Path:
    return layout.servers / f"{server}.json"
