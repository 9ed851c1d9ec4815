"""Bringing the turns of several journals into the one order that their sessions had.

A session that moves between servers leaves its events in several journals, and these are read one
after the other. So a turn whose predecessor is not known yet waits until another journal has
brought it. A second event for a place that is taken, or one that follows such an event, is a
conflict: it happens only if two servers wrote to one session at once, which leases prevent. It is
kept apart and never dropped, and never breaks the chain that was there first.

Pure: what is already known of a session comes from a ``Known`` that the caller gives.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from jupyter_tutor.adapters.journal_lines import Turn
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.journal_reader import Damage, ReadTurn
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import GENESIS

Place = Literal["next", "known", "conflict", "late", "waits"]


@dataclass(slots=True)
class Line:
    """What is taken of one session. ``seq`` and ``hash`` are of its last event (0 and genesis).

    ``taken`` holds (event id, hash) by sequence number and ``aside`` the hashes of conflicting
    events; both are loaded only when an event does not simply come next.
    """

    seq: int = 0
    hash: str = GENESIS
    taken: dict[int, tuple[str, str]] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    loaded: bool = False


class Known(Protocol):
    """What was taken before."""

    def line(self, session: SessionId) -> Line:
        """The session's last event; a fresh Line for an unknown session."""
        ...

    def load(self, session: SessionId) -> tuple[dict[int, tuple[str, str]], set[str]]:
        """All of its events, as ``Line.taken`` and ``Line.aside`` have them."""
        ...


class NothingKnown:
    """A blank record."""

    def line(self, session: SessionId) -> Line:
        """Nothing was taken."""
        return Line()

    def load(self, session: SessionId) -> tuple[dict[int, tuple[str, str]], set[str]]:
        """Nothing was taken."""
        return {}, set()


@dataclass(frozen=True, slots=True)
class Conflict:
    """An event that came too late for its place; ``kept`` is the id of the one that has it.

    None: the place is free, but the event follows one that is itself in conflict.
    """

    server: str
    event: StoredEvent
    kept: str | None


@dataclass(slots=True)
class Merged:
    """What one merge brought, in an order in which it can be taken.

    ``late`` names sessions in which an event came after its successor (a journal that was
    missing came back); ``gaps`` says where a predecessor is nowhere to be found.
    """

    events: list[tuple[str, StoredEvent]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    positions: dict[str, Position] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)
    late: set[SessionId] = field(default_factory=set)
    gaps: list[str] = field(default_factory=list)


class Merge:
    """One merge: feed it what was read with :meth:`add`, then take :attr:`result`.

    Turns that wait stay here, and their journal's position before them.
    """

    def __init__(self, known: Known) -> None:
        self.result = Merged()
        self._known = known
        self._lines: dict[SessionId, Line] = {}
        self._queues: dict[str, deque[ReadTurn | Damage]] = {}

    def add(self, server: str, found: Iterable[ReadTurn | Damage]) -> None:
        """Take up what follows in a server's journal."""
        self._queues.setdefault(server, deque()).extend(found)

    def settle(self) -> bool:
        """Place all that can be placed. True if something waits for a predecessor."""
        moved = True
        while moved:
            moved = False
            for server, waiting in self._queues.items():
                while waiting and self._place(server, waiting[0], forced=False):
                    waiting.popleft()
                    moved = True
        return any(self._queues.values())

    def force(self) -> None:
        """Place also what waits: all journals were read and its predecessor is in none."""
        while self.settle():
            # The journal whose turn is earliest in its session goes first: what comes after it
            # may then find its predecessor.
            server = min(
                (server for server, waiting in self._queues.items() if waiting), key=self._earliest
            )
            self._place(server, self._queues[server].popleft(), forced=True)

    def _earliest(self, server: str) -> tuple[int, str]:
        head = self._queues[server][0]
        return (head.turn[0].seq if isinstance(head, ReadTurn) else 0, server)

    def _place(self, server: str, found: ReadTurn | Damage, *, forced: bool) -> bool:
        if isinstance(found, Damage):
            self.result.damage.append(found)
        elif not self._place_turn(server, found.turn, forced=forced):
            return False
        self.result.positions[server] = found.end
        return True

    def _place_turn(self, server: str, turn: Turn, *, forced: bool) -> bool:
        for event in turn:
            line = self._line(event.session)
            place = self._place_of(line, event)
            if place == "waits":
                if not forced:
                    return False
                self.result.gaps.append(
                    f"event {event.seq} of session {event.session} came without event "
                    f"{event.seq - 1}"
                )
                place = "next" if event.seq > line.seq else "late"
            self._enter(server, line, event, place)
        return True

    def _enter(self, server: str, line: Line, event: StoredEvent, place: Place) -> None:
        if place == "known":
            return
        if place == "conflict":
            kept = line.taken.get(event.seq)
            line.aside.add(event.hash)
            self.result.conflicts.append(Conflict(server, event, kept[0] if kept else None))
            return
        line.taken[event.seq] = (event.event_id, event.hash)
        if place == "next":
            line.seq, line.hash = event.seq, event.hash
        else:
            self.result.late.add(event.session)
        self.result.events.append((server, event))

    def _place_of(self, line: Line, event: StoredEvent) -> Place:
        if event.seq == line.seq + 1 and event.prev == line.hash:
            return "next"
        if not line.loaded:
            taken, aside = self._known.load(event.session)
            line.taken = {**taken, **line.taken}
            line.aside |= aside
            line.loaded = True
        if event.hash in line.aside:
            return "known"
        there = line.taken.get(event.seq)
        if there is not None:
            return "known" if there == (event.event_id, event.hash) else "conflict"
        before = line.taken.get(event.seq - 1)
        if event.seq > 1 and before is None:
            return "conflict" if event.prev in line.aside else "waits"
        if event.prev != (before[1] if before else GENESIS):
            return "conflict"
        return "late"

    def _line(self, session: SessionId) -> Line:
        line = self._lines.get(session)
        if line is None:
            line = self._lines[session] = self._known.line(session)
        return line


def merge_all(
    servers: Iterable[str], read: Callable[[str], Iterable[ReadTurn | Damage]], known: Known
) -> Merged:
    """Merge all that ``read`` gives for each server, to the end."""
    merge = Merge(known)
    for server in servers:
        merge.add(server, read(server))
    merge.force()
    return merge.result
