"""The name of a content: SHA-256 of its canonical JSON, in hexadecimal.

The hash is of the JSON form without its own ``hash``, so that what was stored can be proved
whole without understanding it, whatever fields a later version adds.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import ContentHash


def hash_content(content: Lesson | Course) -> ContentHash:
    """The hash of a lesson or course; its present ``hash`` plays no part."""
    return hash_json(asdict(content))


def hash_json(data: dict[str, Any]) -> ContentHash:
    """The same for its JSON form (dictionaries, lists, texts, numbers)."""
    rest = {key: value for key, value in data.items() if key != "hash"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return ContentHash(hashlib.sha256(text.encode()).hexdigest())
