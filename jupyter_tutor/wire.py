"""Commands, events, courses and views to JSON and back, and the sealing of events.

pydantic validates what comes in; what it refuses raises :class:`WireError` with words that say
where. The dataclasses of the core stay the only definition of every shape.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.events import SCHEMA, Event
from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.ports import StoredEvent, Tip

GENESIS = "0" * 64

LONGEST_TEXT = 100_000_000
"""Characters of any one text. Having a limit is what makes pydantic look into each text, and
refuse half of a surrogate pair, which could be neither hashed nor stored."""


class WireError(ValueError):
    """What arrived is not of the protocol; the text says where and why."""


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    if not isinstance(shape, UnionType):
        return TypeAdapter(shape)
    # Told apart by "type" and by nothing else: an untyped message must not pass for whichever
    # member happens to fit, and an error must name the member that was meant.
    return TypeAdapter(
        Annotated[shape, Field(discriminator="type")],
        config=ConfigDict(str_max_length=LONGEST_TEXT, allow_inf_nan=False),
    )


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def clean(text: str) -> str:
    """Text that any encoding can hold: what cannot be (a lone surrogate) becomes ``?``.

    For what comes from a kernel, where a string may hold anything.
    """
    return text.encode(errors="replace").decode()


def to_json(shape: Any, value: Any) -> Any:
    """A core value of that shape as plain JSON data."""
    return _adapter(shape).dump_python(value, mode="json")


def from_json(shape: Any, data: Any) -> Any:
    """Plain JSON data as a core value of that shape; raises WireError.

    A union is one of dataclasses that each have a ``type`` of their own.
    """
    try:
        return _adapter(shape).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        whole = "type" if first["type"].startswith("union_tag") else "the message"
        where = ".".join(str(part) for part in first["loc"]) or whole
        raise WireError(f"{where}: {first['msg']}") from None


def lesson_to_json(lesson: Lesson) -> Any:
    """A compiled lesson as plain JSON data."""
    return to_json(Lesson, lesson)


def lesson_from_json(data: Any) -> Lesson:
    """A compiled lesson from JSON data; raises WireError."""
    lesson: Lesson = from_json(Lesson, data)
    return lesson


def course_to_json(course: Course) -> Any:
    """A compiled course as plain JSON data."""
    return to_json(Course, course)


def event_from_body(body: str) -> Event:
    """The event whose canonical JSON text was stored; raises WireError."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the event: not JSON ({error})") from None
    event: Event = from_json(Event, data)
    return event


def hash_of(event: StoredEvent) -> str:
    """The hash an event has to carry: SHA-256 over its predecessor's hash and its own fields."""
    text = canonical(
        [
            event.prev,
            event.event_id,
            event.session,
            event.learner,
            event.course,
            event.lesson,
            event.lesson_hash,
            event.seq,
            event.at,
            event.type,
            event.schema,
            event.body,
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def seal(
    events: Sequence[Event],
    *,
    session: SessionId,
    learner: LearnerId,
    course: CourseId,
    lesson: LessonId,
    lesson_hash: ContentHash,
    after: Tip | StoredEvent | None,
    ids: Sequence[str],
) -> list[StoredEvent]:
    """Turn decided events into stored ones, chained to ``after`` (None for a new session)."""
    sealed: list[StoredEvent] = []
    last: Tip | StoredEvent | None = after
    for event, event_id in zip(events, ids, strict=True):
        fields: dict[str, Any] = {
            "event_id": event_id,
            "session": session,
            "learner": learner,
            "course": course,
            "lesson": lesson,
            "lesson_hash": lesson_hash,
            "seq": last.seq + 1 if last else 1,
            "at": event.at,
            "type": event.type,
            "schema": SCHEMA,
            "body": canonical(to_json(Event, event)),
            "prev": last.hash if last else GENESIS,
        }
        unsealed = StoredEvent(**fields, hash="")
        sealed.append(StoredEvent(**fields, hash=hash_of(unsealed)))
        last = sealed[-1]
    return sealed
