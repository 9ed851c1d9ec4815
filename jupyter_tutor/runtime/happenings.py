"""What happens in a tree of processes, as events: who was started, who ended and why.

They are all that is needed to know the tree at any moment and how it came to be so
(:mod:`jupyter_tutor.runtime.told`). Processes are named by numbers that are never used twice, and
so are the places below supervisors, for those of a dynamic supervisor may have the same id.
Knows nothing of tutoring.
"""

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ProcessKind = Literal["actor", "task", "supervisor", "part"]
Emptiness = Literal["restarting", "absent"]
"""How a place is that nobody is in: whether somebody is to be started in it by and by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted:
    """A child was started; ``parent`` is None for the root. ``child`` is the id of its place.

    ``place`` is the number of that place, 0 for the root's; one that was not told of before comes
    after all others of its supervisor. ``restarts`` is how often it has been filled again so far.
    """

    type: Literal["started"] = "started"
    at: float
    process: int
    parent: int | None
    child: str
    kind: ProcessKind
    restarts: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEnding:
    """A process was asked to end, or has crashed, and takes its time."""

    type: Literal["ending"] = "ending"
    at: float
    process: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEnded:
    """A process ended, and is in its place no more; ``reason`` in words."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEmpty:
    """Nobody is in a place of ``parent``'s; who was in it and goes on is on its way out.

    ``kind`` is that of who was there last, or is to be there.
    """

    type: Literal["place_empty"] = "place_empty"
    at: float
    parent: int
    place: int
    child: str
    kind: ProcessKind
    state: Emptiness
    restarts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGone:
    """A place of ``parent``'s is no more; who was in it and goes on is on its way out."""

    type: Literal["place_gone"] = "place_gone"
    at: float
    parent: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesOrdered:
    """The places of ``parent`` stand in this order from now on."""

    type: Literal["places_ordered"] = "places_ordered"
    at: float
    parent: int
    places: tuple[int, ...]


Happening = (
    ProcessStarted
    | ProcessEnding
    | ProcessEnded
    | StartFailed
    | LimitReached
    | Unresponsive
    | PlaceEmpty
    | PlaceGone
    | PlacesOrdered
)


class Chronicle:
    """Where the events of one tree come together: those of late, and whoever listens.

    ``now`` gives monotonic seconds. ``keep`` bounds how many events are kept.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic, keep: int = 2000) -> None:
        self.now = now
        self._numbers = itertools.count(1)
        self._places = itertools.count(1)
        self._kept: deque[Happening] = deque(maxlen=keep)
        self._listeners: list[Callable[[Happening], None]] = []

    @property
    def kept(self) -> tuple[Happening, ...]:
        """The events that are kept, oldest first."""
        return tuple(self._kept)

    def new_number(self) -> int:
        """A number for a process."""
        return next(self._numbers)

    def new_place(self) -> int:
        """A number for a place below a supervisor."""
        return next(self._places)

    def listen(self, hear: Callable[[Happening], None]) -> None:
        """Call ``hear`` with each event from now on; it must not raise and must not take long."""
        self._listeners.append(hear)

    def note(self, happening: Happening) -> None:
        """Keep an event and tell the listeners."""
        self._kept.append(happening)
        for hear in self._listeners:
            hear(happening)
