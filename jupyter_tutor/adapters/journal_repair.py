"""Mending what a dead server left: the torn end of its last segment is cut off and kept beside it.

Only the last bytes that are no whole line are cut; a damaged line with good ones after it stays
where it is and readers pass over it. What is whole is synced, for the server may have died before
it could do that. Done once for each server that ended without closing.
"""

import os
from pathlib import Path

from jupyter_tutor.adapters.journal_lines import BadLineError, check_line
from jupyter_tutor.adapters.journal_mark import START, Mark, Position, open_mark, write_mark
from jupyter_tutor.adapters.journal_segments import segment_path, segments_of, sync_file
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.adapters.record_servers import claim_dead


def mend(layout: Layout, server: str) -> str | None:
    """Cut a dead server's torn end and mark its journal as ended; what was cut, in words.

    None if nothing had to be cut, or if the server is alive or being mended by another. Raises
    OSError where the disk does not do it; it can be tried again then.
    """
    directory = layout.journal / server
    lock = claim_dead(layout, server)
    if lock is None:
        return None
    try:
        segments = segments_of(directory)
        words: str | None = None
        end = START
        if segments:
            path = segment_path(directory, segments[-1])
            good = _end_of_last_line(path)
            words = _cut(path, good, server)
            end = Position(segments[-1], good)
        descriptor = open_mark(directory)
        try:
            write_mark(descriptor, Mark(end, shut=True))
        finally:
            os.close(descriptor)
        return words
    finally:
        lock.release()
        # The server is dead: its sign of life may go, whoever asks again finds the same.
        lock.path.unlink(missing_ok=True)


def _end_of_last_line(path: Path) -> int:
    offset = good = 0
    with path.open("rb") as file:
        for line in file:
            offset += len(line)
            try:
                check_line(line)
            except BadLineError:
                continue
            good = offset
    return good


def _cut(path: Path, good: int, server: str) -> str | None:
    with path.open("r+b") as file:
        file.seek(good)
        torn = file.read()
        beside = path.with_name(path.name + ".torn")
        if torn:
            with beside.open("ab") as kept:
                kept.write(torn)
                kept.flush()
                os.fsync(kept.fileno())
            file.truncate(good)
        sync_file(file.fileno())
    if not torn:
        return None
    return (
        f"The journal of server {server} ends in an unfinished entry ({path.name}, byte {good}): "
        f"the server was stopped while it wrote. Its {len(torn)} bytes were moved to {beside.name}."
    )
