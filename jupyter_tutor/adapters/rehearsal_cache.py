"""What rehearsals remember, as files in the user's cache: a file for each key.

A file that is damaged, or cannot be read or written, is as good as none: a rehearsal then does
the work again. Files that nobody asked for in a long time are removed.
"""

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

UNUSED_DAYS = 90
_DAY = 24 * 60 * 60


def default_cache_folder() -> Path:
    """The user's own: ``JUPYTER_TUTOR_CACHE``, or where this system keeps such files."""
    given = os.environ.get("JUPYTER_TUTOR_CACHE")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("jupyter-tutor", appauthor=False)


class RehearsalCache:
    """A :class:`jupyter_tutor.authoring.rehearsal.memory.Memory` below a folder.

    It may be used by several rehearsals at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "rehearsal"

    def get(self, key: str) -> bytes | None:
        """What was kept under that key; None when that is nothing, or is damaged."""
        path = self._folder / key
        try:
            digest, _, content = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest != _digest(content):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it is of use, so it stays
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep it, whole or not at all."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".new-", dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_digest(content) + b"\n" + content)
                Path(name).replace(self._folder / key)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def tidy(self) -> None:
        """Remove what has not been of use for :data:`UNUSED_DAYS`."""
        oldest = time.time() - UNUSED_DAYS * _DAY
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    if path.lstat().st_mtime < oldest:
                        path.unlink()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
