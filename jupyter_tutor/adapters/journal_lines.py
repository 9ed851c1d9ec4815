r"""A turn as one line of a journal, and back.

``{"sum":"<16 hex digits>","turn":[{...}, ...]}\n``: a line is JSON that any tool can read, and
``sum`` (BLAKE2b, 8 bytes, over the bytes of the list) tells a whole line from a torn or damaged
one. A line holds one turn, so that a crash keeps all of it or nothing.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from jupyter_tutor.ports import StoredEvent

Turn = tuple[StoredEvent, ...]

_FIELDS = tuple(field.name for field in dataclasses.fields(StoredEvent))
_NUMBERS = frozenset(field.name for field in dataclasses.fields(StoredEvent) if field.type is int)
_HEAD = b'{"sum":"'
_MIDDLE = b'","turn":'
_DIGITS = 16
_START = len(_HEAD) + _DIGITS + len(_MIDDLE)
_TAIL = b"}\n"


class BadLineError(ValueError):
    """The bytes are not a whole line of a journal."""


def event_to_json(event: StoredEvent) -> dict[str, Any]:
    """An event as plain data, under the names of :class:`StoredEvent`."""
    return {name: getattr(event, name) for name in _FIELDS}


def event_from_json(data: Mapping[str, Any]) -> StoredEvent:
    """An event from plain data; raises BadLineError. Names it does not know are passed over."""
    try:
        values = {name: data[name] for name in _FIELDS}
    except (KeyError, TypeError) as error:
        raise BadLineError(f"an event without {error}") from None
    for name, value in values.items():
        if type(value) is not (int if name in _NUMBERS else str):
            raise BadLineError(f"an event whose {name} is {type(value).__name__}")
    return StoredEvent(**values)


def encode_turn(turn: Sequence[StoredEvent]) -> bytes:
    """The line of a turn, with its end of line."""
    events = [event_to_json(event) for event in turn]
    payload = json.dumps(events, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((_HEAD, _sum(payload), _MIDDLE, payload, _TAIL))


def decode_turn(line: bytes) -> Turn:
    """The turn of a line (with its end of line); raises BadLineError."""
    check_line(line)
    try:
        return tuple(event_from_json(event) for event in json.loads(line[_START : -len(_TAIL)]))
    except (ValueError, TypeError) as error:
        raise BadLineError(str(error)) from None


def check_line(line: bytes) -> None:
    """Raise BadLineError unless this is a whole line as it was written."""
    payload = line[_START : -len(_TAIL)]
    if line[:_START] != _HEAD + _sum(payload) + _MIDDLE or not line.endswith(_TAIL):
        raise BadLineError("the line's sum does not fit what it holds")


def trace_of(name: Literal["session", "learner"], value: str | None) -> bytes:
    """Bytes that every line with an event in which that field is this value holds.

    Others might as well; None is any value.
    """
    if value is None:
        return b""
    return f'"{name}":{json.dumps(value, ensure_ascii=False)}'.encode()


def _sum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGITS // 2).hexdigest().encode()
