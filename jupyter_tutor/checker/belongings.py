"""The files that an answer is given into a sandbox: read here, once, and copied there.

What lies in the folder may be a learner's own, so links are not followed out of it.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_FILES = 200
MOST_BYTES = 64 << 20


class TooMuchError(Exception):
    """There are more files, or bigger ones, than an answer is given."""


def listing(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of change of every file below a folder, None being an empty one.

    Raises TooMuchError.
    """
    if folder is None:
        return ()
    found = sorted(_files(folder, ""))
    if len(found) > MOST_FILES or sum(size for _, size, _ in found) > MOST_BYTES:
        raise TooMuchError(f"{folder} holds more than {MOST_FILES} files, or {MOST_BYTES} bytes")
    return tuple(found)


def _files(folder: Path, before: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), f"{before}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                told = entry.stat(follow_symlinks=False)
                yield f"{before}{entry.name}", told.st_size, told.st_mtime_ns


@contextmanager
def opened(folder: Path | None) -> Iterator[dict[str, int]]:
    """Open the files of :func:`listing` for reading: their names and descriptors.

    One that was exchanged for something else meanwhile is left out.
    """
    found: dict[str, int] = {}
    try:
        for name, _size, _changed in listing(folder):
            if folder is None:
                continue
            number = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            found[name] = number
            if not stat.S_ISREG(os.fstat(number).st_mode):
                os.close(found.pop(name))
        yield found
    finally:
        for number in found.values():
            os.close(number)
