"""All that is recorded about one learner, as lines of JSON under the names an export has.

Owns what becomes of a record that cannot be read: as much of it as holds, and a note.
"""

import json
import logging
from collections.abc import AsyncIterator, Iterable, Sequence

from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import (
    History,
    JournalError,
    RecordDamagedError,
    SessionSummary,
    StoredEvent,
)

log = logging.getLogger(__name__)

DAMAGED = "The rest of the record of this lesson is damaged and cannot be read."
UNREADABLE = "The record of this lesson cannot be read just now. Please ask for it again later."


async def export_lines(history: History, sessions: Iterable[SessionSummary]) -> AsyncIterator[str]:
    """The events of these sessions, each session's in one piece of lines.

    What cannot be read is told in a line of its own, ``{"session_id", "note"}``.
    """
    for session in sessions:
        events, note = await readable_events(history, session.session)
        lines = [_line(event) for event in events]
        if note is not None:
            lines.append(json.dumps({"session_id": session.session, "note": note}))
        yield "".join(f"{line}\n" for line in lines)


async def readable_events(
    history: History, session: SessionId
) -> tuple[Sequence[StoredEvent], str | None]:
    """The events of a session that can be read, and a word on the rest (None: these are all)."""
    try:
        return await history.session_events(session), None
    except RecordDamagedError as error:
        log.exception("a learner is told a record without its damaged part")
        return error.intact, DAMAGED
    except (JournalError, OSError):
        log.exception("a learner is told nothing of a record")
        return (), UNREADABLE


def _line(event: StoredEvent) -> str:
    named = {
        "event_id": event.event_id,
        "session_id": event.session,
        "learner_id": event.learner,
        "course_id": event.course,
        "lesson_id": event.lesson,
        "lesson_hash": event.lesson_hash,
        "seq": event.seq,
        "at": event.at,
        "type": event.type,
        "schema": event.schema,
    }
    head = json.dumps(named, ensure_ascii=False)[:-1]
    chain = json.dumps({"prev": event.prev, "hash": event.hash})[1:]
    # The body goes in as it was recorded, byte for byte, for it was hashed so.
    return f'{head}, "body": {event.body}, {chain}'
