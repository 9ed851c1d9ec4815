"""How far a server's journal is durable, told to the other processes.

``journal/<id>/mark`` is rewritten in place after each sync and before anyone is told that a turn
is saved. Others read a living server's journal only up to there, so that nobody ever takes in a
turn whose sync then fails and which is cut off again. It needs no sync of its own: of a dead
server everything whole is read.
"""

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

MARK = "mark"
_LENGTH = len("000001 000000000000 open 00000000\n")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a server's journal: segments count from 1, ``offset`` is in bytes."""

    segment: int
    offset: int


START = Position(1, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """``end`` is the end of what is durable; ``shut``: nothing will ever follow."""

    end: Position
    shut: bool


def write_mark(descriptor: int, mark: Mark) -> None:
    """Overwrite the mark file open at ``descriptor``."""
    state = "shut" if mark.shut else "open"
    text = f"{mark.end.segment:06d} {mark.end.offset:012d} {state}".encode()
    line = b"%s %08x\n" % (text, zlib.crc32(text))
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, line)


def open_mark(directory: Path) -> int:
    """A descriptor for :func:`write_mark`; the file is made if it is missing."""
    return os.open(directory / MARK, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)


def read_mark(directory: Path) -> Mark | None:
    """The mark of a journal; None if there is none or it is being written this very moment."""
    try:
        line = (directory / MARK).read_bytes()
    except OSError:
        return None
    text, sum_ = line[: _LENGTH - 10], line[_LENGTH - 9 : _LENGTH - 1]
    if len(line) != _LENGTH or sum_ != b"%08x" % zlib.crc32(text):
        return None
    segment, offset, state = text.split()
    return Mark(Position(int(segment), int(offset)), state == b"shut")
