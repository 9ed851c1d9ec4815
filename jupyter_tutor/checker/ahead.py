"""Starts the next sandbox while the one before is at work, so that nobody waits for it.

Each is used once and shares nothing with the one before, so being warm costs no isolation: what
an answer does to its sandbox ends with it.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from jupyter_tutor.checker.belongings import listing
from jupyter_tutor.checker.fresh import Enclosure
from jupyter_tutor.checker.sandbox import Sandbox
from jupyter_tutor.checker.started import Started


class Sandboxes:
    """The sandboxes of a worker: at most one waits, for another answer like the last."""

    def __init__(self) -> None:
        self._ahead: _Ahead | None = None
        self._like: object = None

    @property
    def waiting(self) -> int:
        """The number of the process that waits for an answer, 0 when there is none."""
        return self._ahead.waiting if self._ahead is not None else 0

    def enclosure(self, sandbox: Sandbox, files: Path | None, hide: Sequence[Path]) -> Enclosure:
        """Return :meth:`Sandbox.enclosure`, which starts ahead as long as all of it is the same.

        Raises TooMuchError where there are too many files.
        """
        like = (sandbox, files, listing(files), tuple(hide))
        if self._ahead is None or self._like != like:
            if self._ahead is not None:
                self._ahead.close()
            self._ahead, self._like = _Ahead(sandbox.enclosure(files, hide)), like
        return self._ahead


class _Ahead:
    """An enclosure that is started once more than was asked for."""

    def __init__(self, enclosure: Enclosure) -> None:
        self._enclosure = enclosure
        self._waiting: Started | None = None
        self.allowance = enclosure.allowance
        self.limits = enclosure.limits

    @property
    def waiting(self) -> int:
        """The number of the process that waits for an order, 0 when there is none."""
        return self._waiting.pid if self._waiting is not None else 0

    def start(self) -> Started:
        """Return the one that waits, and let another wait; OSError when there can be none."""
        started = self._taken() or self._enclosure.start()
        with suppress(OSError):
            self._waiting = self._enclosure.start()
        return started

    def close(self) -> None:
        """End the one that waits. Doing it twice is harmless."""
        started, self._waiting = self._waiting, None
        if started is not None:
            started.close()

    def _taken(self) -> Started | None:
        started, self._waiting = self._waiting, None
        if started is None or started.alive:
            return started
        started.close()
        return None
