"""From stored events to a state: the fold of them all, or of those since a snapshot.

An event that cannot be folded (its body is of a newer version, or the fold of it crashes) would
crash its session again and again. It is left out and told of instead; it stays in the record.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.core.state import State
from jupyter_tutor.ports import History, Snapshots, StoredEvent
from jupyter_tutor.sessions.snapshots import from_bytes
from jupyter_tutor.wire import event_from_body

FEW = 50
"""Events that are folded in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Poison:
    """An event that was left out; ``error`` is the type of what it raised, for an instructor."""

    seq: int
    event_type: str
    error: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A session as its record has it. ``last`` is its newest event, None: nothing is recorded.

    ``since`` is the number of events that a snapshot stood for, 0 without one.
    """

    state: State
    last: StoredEvent | None
    poison: tuple[Poison, ...] = ()
    since: int = 0

    @property
    def left_out(self) -> str | None:
        """Words for what was left out; None: nothing was."""
        if not self.poison:
            return None
        entries = "1 entry" if len(self.poison) == 1 else f"{len(self.poison)} entries"
        verb = "is" if len(self.poison) == 1 else "are"
        return f"{entries} of it cannot be read by this version of the tutor and {verb} left out."


def fold_stored(stored: Sequence[StoredEvent], state: State | None = None) -> Folded:
    """The fold of these events from ``state`` (None: from nothing); what crashes it is left out."""
    folded = State() if state is None else state
    poison: list[Poison] = []
    for event in stored:
        try:
            folded = evolve(folded, event_from_body(event.body))
        except Exception as error:  # noqa: BLE001 - whatever it raises, the others can be folded
            poison.append(Poison(event.seq, event.type, type(error).__name__))
    return Folded(folded, stored[-1] if stored else None, tuple(poison))


async def fold_record(session: SessionId, history: History, snapshots: Snapshots) -> Folded:
    """The session as its record has it, folded from its snapshot if that is of this record.

    Raises what the history raises.
    """
    kept = await snapshots.read(session)
    snapshot = None if kept is None else await asyncio.to_thread(from_bytes, kept)
    if snapshot is not None:
        stored = await history.session_events(session, snapshot.seq)
        if stored and (stored[0].seq, stored[0].hash) == (snapshot.seq, snapshot.hash):
            rest = await _fold(stored[1:], snapshot.state)
            return Folded(rest.state, stored[-1], rest.poison, snapshot.seq)
    return await _fold(await history.session_events(session))


async def _fold(stored: Sequence[StoredEvent], state: State | None = None) -> Folded:
    """In a thread where there are many, so that others have their turns meanwhile."""
    if len(stored) > FEW:
        return await asyncio.to_thread(fold_stored, stored, state)
    return fold_stored(stored, state)
