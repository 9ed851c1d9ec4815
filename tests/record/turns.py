"""Turns as sessions make them: sealed, chained, told apart by their words."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jupyter_tutor.adapters.journal_lines import encode_turn
from jupyter_tutor.adapters.journal_reader import Damage, JournalReader
from jupyter_tutor.adapters.journal_segments import SegmentWriter
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.core.talk_events import TutorSaid
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import hash_of, seal

AT = "2026-11-22T09:46:20.125Z"


def turn_of(session: str, after: StoredEvent | None, events: Sequence[Event]) -> list[StoredEvent]:
    """The events as that session's next turn."""
    return seal(
        events,
        session=SessionId(session),
        learner=LearnerId(f"learner of {session}"),
        course=CourseId("python-foundations"),
        lesson=LessonId("functions"),
        lesson_hash=ContentHash("c0ffee"),
        after=after,
        ids=[uuid.uuid4().hex for _ in events],
    )


def said(session: str, after: StoredEvent | None, *words: str) -> list[StoredEvent]:
    """A turn in which the tutor said these things."""
    return turn_of(session, after, [TutorSaid(at=AT, words=each) for each in words])


def chain(session: str, turns: int, per_turn: int = 2) -> list[list[StoredEvent]]:
    """The first turns of a session."""
    made: list[list[StoredEvent]] = []
    last: StoredEvent | None = None
    for number in range(turns):
        made.append(said(session, last, *(f"{number}.{index} é" for index in range(per_turn))))
        last = made[-1][-1]
    return made


def flat(turns: Sequence[Sequence[StoredEvent]]) -> list[StoredEvent]:
    """The events of turns."""
    return [event for turn in turns for event in turn]


def resealed(event: StoredEvent, **changes: object) -> StoredEvent:
    """The event with other fields and a hash that fits them."""
    changed = replace(event, **changes)  # type: ignore[arg-type]
    return replace(changed, hash=hash_of(changed))


def write_journal(
    layout: Layout, server: str, turns: Sequence[Sequence[StoredEvent]], *, shut: bool = True
) -> Path:
    """The journal of a server that is dead by now; its directory."""
    writer = SegmentWriter(layout.journal / server)
    for turn in turns:
        writer.write([encode_turn(turn)])
    if shut:
        writer.close()
    return layout.journal / server


def read_journal(layout: Layout, server: str) -> tuple[list[list[StoredEvent]], list[str]]:
    """The turns of a journal, and the words about what could not be read."""
    found = list(JournalReader(layout).turns(server))
    turns = [list(item.turn) for item in found if not isinstance(item, Damage)]
    return turns, [item.words for item in found if isinstance(item, Damage)]
