"""The private folders in which agents listen, each with its socket and nothing else.

Not pushed anywhere: it is for those who start agents. A process that was killed leaves its folder
behind; its socket tells that nobody listens there any more, whoever asks and from whichever
container.
"""

import contextlib
import errno
import os
import socket
import stat
import tempfile
import time
from pathlib import Path

LONGEST_ADDRESS = 103
"""Bytes of a Unix socket's path: 107 on Linux, 103 on macOS."""

_SHORT_HOME = "/tmp"  # noqa: S108 - a folder of its own is made there, which only its user can open
_PREFIX = "jt-"

_NEW = 60.0
"""Seconds in which a folder is left alone: its agent may be about to listen."""

_WAITING = 86_400.0
"""The same for an empty one: its agent may have to wait until a kernel is idle."""

_AT_ONCE = 50


def new_folder() -> Path:
    """Make a folder for an agent, which only its user can open."""
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_home()))


def _home() -> str:
    """The folder for temporary files; a short one where its path leaves no room for a socket's."""
    home = tempfile.gettempdir()
    room = LONGEST_ADDRESS - len(os.fsencode(home)) - len(f"/{_PREFIX}12345678/4194304.sock")
    return home if room >= 0 or not os.access(_SHORT_HOME, os.W_OK | os.X_OK) else _SHORT_HOME


def sweep() -> None:
    """Remove this user's folders of agents that have gone. What holds anything else stays.

    It removes a few at a time, for a learner waits; the next agent goes on with it.
    """
    if not hasattr(socket, "AF_UNIX") or not hasattr(os, "getuid"):
        return
    home, removed = _home(), 0
    with contextlib.suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and removed < _AT_ONCE:
                with contextlib.suppress(OSError):
                    removed += _sweep(entry.path)


def _sweep(path: str) -> bool:
    """Remove this folder if it may be; OSError where it is none, another's, or in use."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        known = os.fstat(folder)
        names = os.listdir(folder)  # noqa: PTH208 - by its descriptor
        patience = _NEW if names else _WAITING
        if known.st_uid != os.getuid() or time.time() - known.st_mtime < patience:
            return False
        if not all(_is_forsaken(path, name, folder) for name in names):
            return False
        for name in names:
            os.unlink(name, dir_fd=folder)
        os.rmdir(path)  # noqa: PTH106 - fails for what is not an empty folder
        return True
    finally:
        os.close(folder)


def _is_forsaken(path: str, name: str, folder: int) -> bool:
    """Whether this is a socket at which nobody listens."""
    if not stat.S_ISSOCK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.setblocking(False)
        return caller.connect_ex(f"{path}/{name}") == errno.ECONNREFUSED
