"""Owns the cells that ran in one kernel process, as long as they are worth keeping: in memory only.

An answer may build on any of them. All others may hold secrets, and never leave from here.
"""

from dataclasses import replace

from jupyter_tutor.ports import CellSeen

_MOST_CELLS = 1000
_MOST_CHARACTERS = 256 << 10


class CellsSeen:
    """The newest cells that ran; what is older is as if it had not been seen."""

    def __init__(self) -> None:
        self._cells: dict[str, CellSeen] = {}
        self._characters = 0
        self._count = 0

    @property
    def cells(self) -> tuple[CellSeen, ...]:
        """Those that are kept, in the order in which they began."""
        return tuple(self._cells.values())

    def add(self, cell: CellSeen, run: str | None = None) -> None:
        """A cell has begun; ``run`` is by what this run of it is known, None where by nothing."""
        self._count += 1
        key = f"#{self._count}" if run is None else run
        self._drop(key)
        self._cells[key] = cell
        self._characters += len(cell.source)
        while self._characters > _MOST_CHARACTERS or len(self._cells) > _MOST_CELLS:
            self._drop(next(iter(self._cells)))

    def fail(self, run: str) -> None:
        """It ended in an error."""
        if run in self._cells:
            self._cells[run] = replace(self._cells[run], failed=True)

    def _drop(self, key: str) -> None:
        dropped = self._cells.pop(key, None)
        self._characters -= 0 if dropped is None else len(dropped.source)
