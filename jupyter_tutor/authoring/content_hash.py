"""The name of a content: SHA-256 of its canonical JSON, in hexadecimal.

The hash is of the JSON form without its own ``hash``, so that what was stored can be proved
whole without understanding it, whatever fields a later version adds.

Of a lesson ``following`` plays no part either. It is the title of another lesson: what this one
teaches and asks is the same when a lesson is added behind it, and nobody in the middle of it
should be told that it has changed. A record does not need it, for the words at a lesson's end are
in its last event; who has yet to come to the end is told what follows in the course as it is
installed then.
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
    return _hash({key: value for key, value in data.items() if key not in _NO_PART})


def has_hash(data: dict[str, Any], version: ContentHash) -> bool:
    """Whether that is the hash of a lesson's JSON form; once ``following`` was a part of it."""
    before = {key: value for key, value in data.items() if key != "hash"}
    return version in (hash_json(data), _hash(before))


def _hash(data: dict[str, Any]) -> ContentHash:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return ContentHash(hashlib.sha256(text.encode()).hexdigest())
