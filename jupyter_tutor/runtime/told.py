"""A tree of processes as its events tell it: the same as :func:`.tree.live_tree` shows.

What only a look can tell, mail and memory, is not known here. Knows nothing of tutoring.
"""

from dataclasses import dataclass, field
from typing import Literal

from jupyter_tutor.runtime.happenings import (
    Emptiness,
    Happening,
    LimitReached,
    PlaceEmpty,
    PlaceGone,
    PlacesOrdered,
    ProcessEnded,
    ProcessEnding,
    ProcessKind,
    ProcessStarted,
    StartFailed,
    Unresponsive,
)
from jupyter_tutor.runtime.tree import Node


@dataclass(slots=True)
class _Place:
    child: str
    kind: ProcessKind
    state: Emptiness
    restarts: int
    process: int = 0


@dataclass(slots=True)
class _Process:
    number: int
    parent: int | None
    child: str
    kind: ProcessKind
    restarts: int
    since: float
    place: int
    state: Literal["running", "ending", "unresponsive"] = "running"
    places: dict[int, _Place] = field(default_factory=dict)
    leaving: dict[int, None] = field(default_factory=dict)


class ToldTree:
    """Becomes what it is told by :meth:`hear`, from the first event of a tree on."""

    def __init__(self) -> None:
        self._known: dict[int, _Process] = {}
        self._root = 0

    def tree(self, at: float) -> Node | None:
        """The tree at that moment, which is not before the last event; None: its root has ended."""
        root = self._known.get(self._root)
        return None if root is None else self._node(root, at)

    def hear(self, happening: Happening) -> None:
        """Take in the next event; of those who are in the tree no more, nothing is kept."""
        match happening:
            case ProcessStarted():
                self._started(happening)
            case ProcessEnding(process=number):
                self._is_now(number, "ending")
            case Unresponsive(process=number):
                self._is_now(number, "unresponsive")
            case ProcessEnded(process=number):
                self._ended(number)
            case PlaceEmpty(parent=parent, place=place):
                if parent in self._known:
                    self._empty(self._known[parent], place, happening)
            case PlaceGone(parent=parent, place=place):
                if parent in self._known:
                    self._see_off(self._known[parent], self._known[parent].places.pop(place))
            case PlacesOrdered(parent=parent, places=order):
                if parent in self._known:
                    places = self._known[parent].places
                    self._known[parent].places = {number: places[number] for number in order}
            case StartFailed() | LimitReached():
                # What comes of it is told by itself.
                pass

    def _started(self, started: ProcessStarted) -> None:
        if started.parent is None:
            self._root = started.process
        elif started.parent in self._known:
            self._known[started.parent].places[started.place] = _Place(
                started.child, started.kind, "absent", started.restarts, started.process
            )
        else:
            return
        self._known[started.process] = _Process(
            number=started.process,
            parent=started.parent,
            child=started.child,
            kind=started.kind,
            restarts=started.restarts,
            since=started.at,
            place=started.place,
        )

    def _is_now(self, number: int, state: Literal["ending", "unresponsive"]) -> None:
        if number in self._known:
            self._known[number].state = state

    def _empty(self, parent: _Process, number: int, empty: PlaceEmpty) -> None:
        if number in parent.places:
            self._see_off(parent, parent.places[number])
        parent.places[number] = _Place(empty.child, empty.kind, empty.state, empty.restarts)

    def _see_off(self, parent: _Process, place: _Place) -> None:
        if place.process:
            parent.leaving[place.process] = None

    def _ended(self, number: int) -> None:
        ended = self._known.pop(number, None)
        if ended is None:
            return
        parent = self._known.get(ended.parent or 0)
        below = (place.process for place in ended.places.values() if place.process)
        for outliving in (*below, *ended.leaving):
            if parent is None:
                self._forget(outliving)
            else:
                self._known[outliving].parent = parent.number
                parent.leaving[outliving] = None
        if parent is not None:
            parent.leaving.pop(number, None)
            place_of = parent.places.get(ended.place)
            if place_of is not None and place_of.process == number:
                place_of.process = 0

    def _forget(self, number: int) -> None:
        """Whose supervisor is gone is in the tree no more, nor are those below."""
        forgotten = self._known.pop(number, None)
        if forgotten is not None:
            below = [place.process for place in forgotten.places.values()]
            for each in (*below, *forgotten.leaving):
                self._forget(each)

    def _node(self, process: _Process, at: float) -> Node:
        return Node(
            process=process.number,
            child=process.child,
            kind=process.kind,
            state=process.state,
            restarts=process.restarts,
            mailbox=None,
            age=max(0.0, at - process.since),
            memory=None,
            children=(
                *(self._of_place(place, at) for place in process.places.values()),
                *(self._node(self._known[gone], at) for gone in process.leaving),
            ),
        )

    def _of_place(self, place: _Place, at: float) -> Node:
        if place.process:
            return self._node(self._known[place.process], at)
        return Node(
            process=0,
            child=place.child,
            kind=place.kind,
            state=place.state,
            restarts=place.restarts,
            mailbox=0,
            age=0.0,
            memory=0,
        )
