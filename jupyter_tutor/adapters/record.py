"""The record of one server, put together: journal, history, leases and the private socket.

Owns the order in which they start and stop. Everything it gives away is in ``ports.py``.
"""

import asyncio
import contextlib
import logging
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.dead_letter_files import DeadLetterFiles
from jupyter_tutor.adapters.duckdb_history import DuckDBHistory
from jupyter_tutor.adapters.duckdb_intake import Intake
from jupyter_tutor.adapters.duckdb_lateness import Now
from jupyter_tutor.adapters.journal_files import FileJournal
from jupyter_tutor.adapters.leases import FileLeases
from jupyter_tutor.adapters.record_paths import PRIVATE_DIRECTORY, Layout, prepare
from jupyter_tutor.adapters.record_servers import Seat
from jupyter_tutor.adapters.record_socket import Method, PrivateSocket
from jupyter_tutor.adapters.snapshot_files import SnapshotFiles
from jupyter_tutor.ports import RecordState

ROOM_BYTES = 256 * 1024
"""What there has to be room for before the journal is thought to work again."""


class Record:
    """What a server keeps in a data directory that it may share with others."""

    def __init__(
        self,
        layout: Layout,
        seat: Seat,
        log: logging.Logger,
        more: Mapping[str, Method],
        now: Now,
    ) -> None:
        self._seat = seat
        self.server_id = seat.server
        self.data_dir = layout.root
        self._intake = Intake(layout, seat.server, log, now=now)
        self._journal_folder = layout.journal / seat.server
        self.journal = FileJournal(self._journal_folder, on_durable=self._intake.notify)
        self.history = DuckDBHistory(layout, self._intake, log, now)
        self.dead_letters = DeadLetterFiles(layout)
        self.snapshots = SnapshotFiles(layout)
        self.leases = FileLeases(layout, seat.server, log)
        methods = {**self.history.methods(), **self.leases.methods(), **more}
        self._socket = PrivateSocket(layout, seat.server, methods, log)

    @classmethod
    async def open(
        cls,
        data_dir: Path,
        log: logging.Logger | None = None,
        methods: Mapping[str, Method] | None = None,
        now: Now = time.monotonic,
    ) -> "Record":
        """Start to record in ``data_dir``, which is made if it is missing.

        ``methods`` are what else others of the same user may ask over the private socket;
        ``now`` is the clock by which it is told whether the database is behind.

        Returns at once: the database is opened by a thread, later. Raises OSError where the
        directory cannot be written.
        """
        layout = prepare(data_dir)
        log = log or logging.getLogger("jupyter_tutor.record")
        record = cls(layout, Seat.claim(layout), log, methods or {}, now)
        try:
            record._seat.publish(await record._socket.open())
        except BaseException:
            await record.close()
            raise
        record._intake.start()
        return record

    def status(self) -> dict[str, Any]:
        """``intake`` (here, elsewhere or waiting), ``behind`` (bytes or None), ``notice``.

        From memory: may be asked on the event loop as often as one likes.
        """
        return asdict(self.history.status())

    async def state(self) -> RecordState:
        """How saving goes now; where it did not go, it is tried whether there is room again."""
        if self.journal.failing and not await asyncio.to_thread(self._has_room):
            return "full"
        return "behind" if await self.history.late() else "fine"

    def _has_room(self) -> bool:
        """Whether as much as any turn needs can be written where the journal is, or is to be."""
        try:
            # It has none yet if there was no room even for that at the first turn.
            self._journal_folder.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._journal_folder) as probe:
                probe.write(b"\0" * ROOM_BYTES)
                probe.flush()
                os.fsync(probe.fileno())
        except OSError:
            return False
        return True

    async def close(self) -> None:
        """Let go of the sessions, write what is queued, take it in, let another server go on."""
        async with contextlib.AsyncExitStack() as stack:
            # Called in reverse order, and each whether or not the ones before have failed.
            stack.callback(self._seat.leave)
            stack.push_async_callback(self._socket.close)
            stack.push_async_callback(self.history.close)
            stack.push_async_callback(self.journal.close)
            stack.push_async_callback(self.leases.close)
