"""One kind of child in several copies, so that load and failures are shared out among them.

Who has the same key always meets the same copy (Elixir's PartitionSupervisor). A limit on
restarts then holds for a part of the population only. Knows nothing of tutoring.
"""

import zlib
from collections.abc import Callable
from typing import Any

from jupyter_tutor.runtime.actor import ActorDownError
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import BadSpecError, ChildSpec, Flags
from jupyter_tutor.runtime.supervisor import Supervisor


class PartitionSupervisor(Supervisor):
    """So many copies of a child: ``spec(number)`` describes each, counted from 0."""

    __slots__ = ()

    def __init__(
        self,
        spec: Callable[[int], ChildSpec],
        partitions: int,
        flags: Flags | None = None,
        **more: Any,
    ) -> None:
        if partitions < 1:
            raise BadSpecError(f"invalid partitions: {partitions!r}")
        super().__init__([spec(number) for number in range(partitions)], flags, **more)

    @property
    def partitions(self) -> int:
        """How many copies there are."""
        return len(self._specs)

    def pick(self, key: str) -> Process:
        """The copy for a key; ActorDownError while it is being started again."""
        number = zlib.crc32(key.encode()) % self.partitions
        place = self._children.get(self._specs[number].id)
        process = place.process if place is not None else None
        if process is None:
            raise ActorDownError(f"partition {number} is not there now")
        return process
