"""What happens in a tree of processes, as events: who was started, who ended and why.

They are all that is needed to know the tree at any moment and how it came to be so
(:mod:`jupyter_tutor.runtime.tree`). Processes are named by numbers that are never used twice.
Knows nothing of tutoring.
"""

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ProcessKind = Literal["actor", "task", "supervisor", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted:
    """A child was started; ``parent`` is None for the root. ``child`` is the id of its place.

    ``restarts`` is how often that place has been filled again so far.
    """

    type: Literal["started"] = "started"
    at: float
    process: int
    parent: int | None
    child: str
    kind: ProcessKind
    restarts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEnded:
    """A process ended; ``reason`` in words."""

    type: Literal["ended"] = "ended"
    at: float
    process: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFailed:
    """A child of ``parent`` could not be started; ``again``: it will be tried again."""

    type: Literal["start_failed"] = "start_failed"
    at: float
    parent: int
    child: str
    reason: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReached:
    """More restarts than allowed: the supervisor gives up, or gives that one child up."""

    type: Literal["limit_reached"] = "limit_reached"
    at: float
    process: int
    child: str
    gives_up: Literal["supervisor", "child"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresponsive:
    """A process was killed and goes on all the same: a task that ignores its cancellation."""

    type: Literal["unresponsive"] = "unresponsive"
    at: float
    process: int


Happening = ProcessStarted | ProcessEnded | StartFailed | LimitReached | Unresponsive


class Chronicle:
    """Where the events of one tree come together: those of late, and whoever listens.

    ``now`` gives monotonic seconds. ``keep`` bounds how many events are kept.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic, keep: int = 2000) -> None:
        self.now = now
        self._numbers = itertools.count(1)
        self._kept: deque[Happening] = deque(maxlen=keep)
        self._listeners: list[Callable[[Happening], None]] = []

    @property
    def kept(self) -> tuple[Happening, ...]:
        """The events that are kept, oldest first."""
        return tuple(self._kept)

    def new_number(self) -> int:
        """A number for a process."""
        return next(self._numbers)

    def listen(self, hear: Callable[[Happening], None]) -> None:
        """Call ``hear`` with each event from now on; it must not raise and must not take long."""
        self._listeners.append(hear)

    def note(self, happening: Happening) -> None:
        """Keep an event and tell the listeners."""
        self._kept.append(happening)
        for hear in self._listeners:
            hear(happening)
