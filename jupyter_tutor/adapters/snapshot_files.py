"""Snapshots of sessions as files (the port ``Snapshots``), one a session, replaced as a whole."""

import asyncio
from pathlib import Path

from jupyter_tutor.adapters.record_paths import Layout, write_private
from jupyter_tutor.core.ids import SessionId

LARGEST = 64_000_000
"""Bytes of a file that is still read; no session comes near."""


class SnapshotFiles:
    """Snapshots below one data directory."""

    def __init__(self, layout: Layout) -> None:
        self._folder = layout.snapshots

    async def read(self, session: SessionId) -> bytes | None:
        """What was kept last, or None."""
        return await asyncio.to_thread(self._read, self._path(session))

    async def write(self, session: SessionId, snapshot: bytes) -> None:
        """Keep this instead of the last; raises OSError."""
        await asyncio.to_thread(self._write, self._path(session), snapshot)

    def _path(self, session: SessionId) -> Path:
        return self._folder / f"{session}.json"

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes() if path.stat().st_size <= LARGEST else None
        except OSError:
            return None

    def _write(self, path: Path, snapshot: bytes) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_private(path, snapshot.decode())
