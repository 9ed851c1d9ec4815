"""How a kernel and its server know each other: both hold the key of the kernel's connection.

Pure; what is asked and answered is in docs/protocol.md, "The kernel's own program".
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime

LONGEST_BODY = 16 * 1024
LONGEST_FIELD = 256

_NONCE = re.compile(r"[0-9a-f]{32,128}", re.IGNORECASE)


class BadRequestError(ValueError):
    """The request is not of the protocol; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachRequest:
    """A kernel's program asks for a lesson's session.

    ``lesson`` None: the first of the course that is not finished. ``at`` is the time at which it
    was asked, as it was signed; ``moment`` is that time in seconds since 1970.
    """

    kernel: str
    course: str
    lesson: str | None
    at: str
    nonce: str
    proof: str
    moment: float

    def proved_by(self, key: bytes) -> bool:
        """Whether whoever asks holds this key; takes as long for a wrong proof as for a right."""
        fields = (self.kernel, self.course, self.lesson or "", self.at, self.nonce)
        expected = sign(key, "jupyter-tutor attach", *fields)
        return hmac.compare_digest(expected.encode(), self.proof.lower().encode())


def read_request(body: bytes) -> AttachRequest:
    """The request in the body of ``POST attach``; raises BadRequestError."""
    if len(body) > LONGEST_BODY:
        raise BadRequestError("The request is too long.")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequestError("The request is not JSON.") from None
    if not isinstance(data, dict):
        raise BadRequestError("The request is no JSON object.")
    lesson = None if data.get("lesson") is None else _text(data, "lesson")
    at = _text(data, "at")
    nonce = _text(data, "nonce")
    if not _NONCE.fullmatch(nonce):
        raise BadRequestError("`nonce` has to be 32 or more hexadecimal digits.")
    return AttachRequest(
        kernel=_text(data, "kernel"),
        course=_text(data, "course"),
        lesson=lesson,
        at=at,
        nonce=nonce,
        proof=_text(data, "proof"),
        moment=_moment(at),
    )


def sign(key: bytes, *lines: str) -> str:
    """HMAC-SHA256 over these lines, in hexadecimal."""
    return hmac.new(key, "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def _text(data: dict[str, object], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_FIELD:
        raise BadRequestError(f"`{name}` has to be a text of at most {LONGEST_FIELD} characters.")
    return value


def _moment(at: str) -> float:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BadRequestError("`at` has to be a time as ISO 8601 has it.") from None
    if moment.tzinfo is None:
        raise BadRequestError("`at` has to say its time zone.")
    return moment.timestamp()
