"""The journal of this server: where events become durable (the port ``Journal``).

Owns the writer thread that makes concurrent appends share one write and one sync. Never reads:
see ``journal_reader.py`` for that, and ``journal_lines.py`` for what a line is.
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from jupyter_tutor.adapters.journal_lines import encode_turn
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.journal_segments import SEGMENT_BYTES, SegmentWriter
from jupyter_tutor.ports import JournalError, StoredEvent

GROUP_BYTES = 4 * 1024 * 1024

AT_ONCE = 16
"""Callers who are told in one turn of their event loop: each has work to do then."""


class _Append(NamedTuple):
    line: bytes
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[None]"


class FileJournal:
    """Appends turns to the segments in one directory that no other process writes to.

    ``on_durable`` is called in the writer thread whenever more has become durable, with the number
    of bytes and before anyone is told that their turn is saved. It may not raise.
    """

    def __init__(
        self,
        directory: Path,
        *,
        segment_bytes: int = SEGMENT_BYTES,
        on_durable: Callable[[int], None] = lambda _size: None,
    ) -> None:
        self._writer = SegmentWriter(directory, segment_bytes)
        self._on_durable = on_durable
        self._queue: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._closed = False
        self._failing = False
        self._broken: Exception | None = None
        self._tell_broken: Callable[[Exception], None] | None = None
        # A daemon, so that a server that forgets to close can still end.
        self._thread = threading.Thread(target=self._run, name="tutor-journal", daemon=True)
        self._thread.start()

    @property
    def end(self) -> Position:
        """The end of what is durable."""
        return self._writer.end

    @property
    def failing(self) -> bool:
        """Whether the last turn that came could not be written."""
        return self._failing

    def on_broken(self, tell: Callable[[Exception], None]) -> None:
        """Have ``tell`` called on this event loop, once, if this journal can write no more.

        That is a fault of the program and not of the disk. Every append is refused from then on.
        """
        loop = asyncio.get_running_loop()

        def tell_there(error: Exception) -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(tell, error)

        self._tell_broken = tell_there
        if self._broken is not None:
            tell_there(self._broken)

    async def append(self, turn: Sequence[StoredEvent]) -> None:
        """Return once the whole turn is on disk.

        Raises JournalError when it could not be written; nothing of it is left then, and a later
        append works again as soon as the disk does. Cancelling the call does not withdraw the
        turn: it will be durable unless the write itself fails, so whoever cancels has to look in
        the history before deciding anew.
        """
        if not turn:
            return
        if self._closed:
            raise JournalError("The journal is closed: this server is stopping.")
        try:
            line = encode_turn(turn)
        except UnicodeEncodeError as error:
            raise JournalError(f"The turn holds text that cannot be stored: {error}") from None
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._queue.put(_Append(line, loop, done))
        await done

    async def close(self) -> None:
        """Write what is queued, then let go of the files. Later appends are refused."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        open_ = True
        while open_:
            group, open_ = self._next_group()
            if group and self._broken is None:
                self._write(group)
            elif group:
                _settle(group, self._broken)
        self._writer.close()

    def _next_group(self) -> tuple[list[_Append], bool]:
        """All that waits, up to a size, and whether more may come; waits for the first."""
        group: list[_Append] = []
        size = 0
        item = self._queue.get()
        while item is not None:
            group.append(item)
            size += len(item.line)
            if size >= GROUP_BYTES:
                return group, True
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _write(self, group: list[_Append]) -> None:
        try:
            self._writer.write([item.line for item in group])
        except OSError as error:
            if len(group) == 1:
                self._failing = True
                _settle(group, error)
                return
            # One turn too long for the room that is left must not fail the others.
            for item in group:
                self._write([item])
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
            self._failing, self._broken = True, error
            _settle(group, error)
            if self._tell_broken is not None:
                self._tell_broken(error)
            return
        self._failing = False
        self._on_durable(sum(len(item.line) for item in group))
        _settle(group, None)


def _settle(group: list[_Append], error: Exception | None) -> None:
    """Tell the callers, with one wake-up for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for item in group:
        by_loop.setdefault(item.loop, []).append(item.done)
    for loop, waiting in by_loop.items():
        # The loop may have been closed meanwhile; then nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, waiting, error)


def _resolve(waiting: list["asyncio.Future[None]"], error: Exception | None) -> None:
    if len(waiting) > AT_ONCE:
        asyncio.get_running_loop().call_soon(_resolve, waiting[AT_ONCE:], error)
    for done in waiting[:AT_ONCE]:
        if done.done():
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(_failure(error))


def _failure(error: Exception) -> JournalError:
    if isinstance(error, OSError):
        why = error.strerror or str(error)
        way_out = "free some space or check the disk, then try again"
    else:
        why, way_out = "the journal has a fault", "please try again in a moment"
    failure = JournalError(f"Your work could not be saved: {why}. Nothing was lost; {way_out}.")
    failure.__cause__ = error
    return failure
