"""All that is recorded about one learner, as lines of JSON under the names an export has."""

import json
import logging
from collections.abc import AsyncIterator, Iterable, Sequence

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
        note = None
        events: Sequence[StoredEvent] = ()
        try:
            events = await history.session_events(session.session)
        except RecordDamagedError as error:
            log.exception("an export leaves a damaged part out")
            events, note = error.intact, DAMAGED
        except (JournalError, OSError):
            log.exception("an export leaves a session out")
            note = UNREADABLE
        lines = [_line(event) for event in events]
        if note is not None:
            lines.append(json.dumps({"session_id": session.session, "note": note}))
        yield "".join(f"{line}\n" for line in lines)


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
