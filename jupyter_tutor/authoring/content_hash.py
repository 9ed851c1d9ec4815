"""The name of a content: SHA-256 of its canonical JSON, in hexadecimal.

The hash is of the JSON form without its own ``hash``, so that what was stored can be proved
whole without understanding it, whatever fields a later version adds.

Of a lesson ``following`` plays no part either. It is the title of another lesson: what this one
teaches and asks is the same when a lesson is added behind it, and nobody in the middle of it
should be told that it has changed. A record does not need it, for the words at a lesson's end are
in its last event; who has yet to come to the end is told what follows in the course as it is
installed then. What is nothing (null, false, an empty text or list) plays no part either: a later
version of the tutor may know of more that a lesson can say, and one that does not say it stays
what it was.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import ContentHash

_NO_PART = frozenset({"hash", "following"})


def hash_content(content: Lesson | Course) -> ContentHash:
    """The hash of a lesson or course; its present ``hash`` plays no part."""
    return hash_json(asdict(content))


def hash_json(data: dict[str, Any]) -> ContentHash:
    """The same for its JSON form (dictionaries, lists, texts, numbers)."""
    return _hash(_said({key: value for key, value in data.items() if key not in _NO_PART}))


def has_hash(data: dict[str, Any], version: ContentHash) -> bool:
    """Whether that is the hash of a lesson's JSON form, by this rule or by one of those before it.

    Once what is nothing was a part of it, and before that ``following``, too.
    """
    without = {key: value for key, value in data.items() if key not in _NO_PART}
    before = {key: value for key, value in data.items() if key != "hash"}
    return version in (hash_json(data), _hash(without), _hash(before))


def _said(value: Any) -> Any:
    """A value without all within it that is nothing."""
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if not _is_nothing(each)}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return value


def _is_nothing(value: Any) -> bool:
    # Zero is something: a question may be worth no points.
    return value is None or value is False or (hasattr(value, "__len__") and len(value) == 0)


def _hash(data: dict[str, Any]) -> ContentHash:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return ContentHash(hashlib.sha256(text.encode()).hexdigest())
