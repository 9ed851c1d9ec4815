"""When a session's record hangs together: numbered from 1, each event sealed to the one before."""

from collections.abc import Sequence

from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import RecordDamagedError, StoredEvent
from jupyter_tutor.wire import GENESIS, hash_of


def verify(session: SessionId, events: Sequence[StoredEvent], since: int = 1) -> None:
    """Raise RecordDamagedError unless these are the session's events, whole and unchanged.

    With ``since``, those from that number on; what was before the first is then not looked at.
    """
    prev = events[0].prev if events and since > 1 else GENESIS
    for at, event in enumerate(events):
        why = _flaw(session, since + at, prev, event)
        if why:
            raise RecordDamagedError(session, why, events[:at])
        prev = event.hash


def _flaw(session: SessionId, number: int, prev: str, event: StoredEvent) -> str | None:
    if event.session != session:
        return f"event {number} belongs to another session"
    if event.seq != number:
        return f"event {number} is missing"
    if event.prev != prev:
        return f"event {number} does not follow event {number - 1}"
    if event.hash != hash_of(event):
        return f"event {number} was changed after it was recorded"
    return None
