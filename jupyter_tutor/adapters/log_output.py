"""Where the log goes: to the terminal, or into a private file that never grows without end.

Only the logger that is named and those below it are touched, and they are left as they were.
"""

import logging
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from jupyter_tutor.adapters.log_lines import OURS, Lines, formatter

LONGEST, OLDER = 5_000_000, 3
"""Bytes of a log file, and how many older ones are kept beside it."""


def open_log(
    lines: Lines, level: int, path: Path | None = None, *, logger: str | None = OURS
) -> Callable[[], None]:
    """Write what ``logger`` is told from now on, and nowhere else; call what is returned to end it.

    ``level`` is that of the tutor's own loggers. ``path`` None: to standard error. ``logger`` None:
    all that is said in this process. Raises OSError where the file cannot be written.
    """
    handler = logging.StreamHandler(sys.stderr) if path is None else _PrivateFile(path)
    handler.setFormatter(formatter(lines))
    ours, heard = logging.getLogger(OURS), logging.getLogger(logger)
    before, passed_on = ours.level, heard.propagate
    ours.setLevel(level)
    # Whoever listens at the root as well would write each line a second time.
    heard.propagate = False
    heard.addHandler(handler)

    def close() -> None:
        heard.removeHandler(handler)
        ours.setLevel(before)
        heard.propagate = passed_on
        handler.close()

    return close


class _PrivateFile(RotatingFileHandler):
    """A file that nobody else may read, whatever the account's habits; so are the older ones."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LONGEST, backupCount=OLDER, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if sys.platform != "win32":
            os.fchmod(descriptor, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)
