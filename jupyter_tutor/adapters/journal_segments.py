"""The files a journal is written to: append, sync, cut back what failed, roll over.

Synchronous and not thread-safe: one writer thread owns it (see ``journal_files.py``). After
every failure the file ends where the last good turn ended, or nothing more is written to it.
"""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from jupyter_tutor.adapters.journal_mark import START, Mark, Position, open_mark, write_mark
from jupyter_tutor.adapters.record_paths import PRIVATE_DIRECTORY, sync_directory

SEGMENT_BYTES = 16 * 1024 * 1024
sync_file = getattr(os, "fdatasync", os.fsync)


def segment_path(directory: Path, segment: int) -> Path:
    """The file of a segment."""
    return directory / f"{segment:06d}.jsonl"


def segments_of(directory: Path) -> list[int]:
    """The numbers of a journal's segments, in order; empty for an unknown journal."""
    return sorted(int(path.stem) for path in directory.glob("*.jsonl") if path.stem.isdigit())


class JournalGoneError(Exception):
    """The file has been deleted: what is written to it is there for nobody to read."""


class SegmentWriter:
    """Writes one server's journal. Nothing is made on disk before the first turn."""

    def __init__(self, directory: Path, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._directory = directory
        self._segment_bytes = segment_bytes
        self._end = START
        self._file: int | None = None
        self._mark: int | None = None
        self._uncut = False
        self._unsure = False
        self._counts_links = False

    @property
    def end(self) -> Position:
        """The end of what is durable."""
        return self._end

    def write(self, lines: Sequence[bytes]) -> None:
        """Make all the lines durable, or raise OSError and leave none of them.

        Raises JournalGoneError where the journal has been deleted; then it can write no more.
        """
        data = b"".join(lines)
        if self._uncut:
            self._cut()
        if self._unsure or self._end.offset >= self._segment_bytes:
            self._roll()
        file = self._file if self._file is not None else self._open()
        if self._counts_links and os.fstat(file).st_nlink == 0:
            raise JournalGoneError("the journal has been deleted")
        end = Position(self._end.segment, self._end.offset + len(data))
        self._uncut = True
        try:
            _write_all(file, data)
            self._unsure = True
            sync_file(file)
            self._unsure = False
            self._write_mark(Mark(end, shut=False))
        except OSError:
            # Should this fail as well, the next write tries it again before anything else.
            with contextlib.suppress(OSError):
                self._cut()
            raise
        self._uncut = False
        self._end = end

    def close(self) -> None:
        """Say that nothing will follow, and let go of the files."""
        if self._uncut:
            with contextlib.suppress(OSError):
                self._cut()
        if self._mark is not None:
            if not self._uncut:
                with contextlib.suppress(OSError):
                    self._write_mark(Mark(self._end, shut=True))
            os.close(self._mark)
            self._mark = None
        self._close_file()

    def _open(self) -> int:
        self._directory.mkdir(mode=PRIVATE_DIRECTORY, exist_ok=True)
        path = segment_path(self._directory, self._end.segment)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        file = os.open(path, flags, 0o600)
        try:
            sync_directory(self._directory)
            sync_directory(self._directory.parent)
            if self._mark is None:
                self._mark = open_mark(self._directory)
            self._write_mark(Mark(self._end, shut=False))
        except BaseException:
            os.close(file)
            raise
        self._file = file
        # Not every file system does.
        self._counts_links = os.fstat(file).st_nlink > 0
        return file

    def _roll(self) -> None:
        """Go on in a new segment: this one is full, or a sync on it failed.

        After a failed sync the system may report later syncs of the same file as good although
        pages were lost, so nothing follows in it what is saved there already.
        """
        self._close_file()
        if self._end.offset:
            self._end = Position(self._end.segment + 1, 0)
        self._unsure = False

    def _cut(self) -> None:
        if self._file is not None:
            os.ftruncate(self._file, self._end.offset)
        self._uncut = False

    def _close_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write_mark(self, mark: Mark) -> None:
        if self._mark is not None:
            write_mark(self._mark, mark)


def _write_all(file: int, data: bytes) -> None:
    """``os.write`` may write less than asked and say so only by its result."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
