"""What can go wrong at a service that speaks OpenAI's protocol, as the reasons of the port.

A message of the service's is never passed on: it may quote the prompt, and the end of the key.
"""

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from jupyter_tutor.model import ModelError, ModelFailure

TOO_MANY = 429
NO_QUOTA = "insufficient_quota"
FOR_WHO_SET_IT_UP = frozenset({401, 402, 403, 404})
"""A wrong key, nothing paid, no right to it, no such model or address."""

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


class OverlongError(Exception):
    """The service sends more than any answer has, or packs it so that its size is unknown."""


def fault_of_status(status: int, headers: Mapping[str, str], error: object) -> ModelError:
    """The service answered with this status instead of a stream; ``error`` is what it sent."""
    code = _code(error)
    detail = f"status {status}" + (f", {code}" if code else "")
    if status == TOO_MANY and code != NO_QUOTA:
        return ModelError("limited", again_in=_again_in(headers), detail=detail)
    if status in FOR_WHO_SET_IT_UP or code == NO_QUOTA:
        return ModelError("misconfigured", detail=detail)
    return ModelError(_reason(status), detail=detail)


def fault_of(error: Exception, *, streaming: bool) -> ModelError | None:
    """What this exception of the library means, None if it is none of its own.

    ``streaming``: the answer had begun.
    """
    import openai

    detail = type(error.__cause__ or error).__name__
    match error:
        case openai.APIStatusError():
            return fault_of_status(error.status_code, error.response.headers, error.body)
        case openai.APITimeoutError():
            return ModelError("slow", detail=detail)
        case openai.APIConnectionError():
            return ModelError("cut" if streaming else "unreachable", detail=detail)
        case openai.APIResponseValidationError() | ValueError() | OverlongError():
            # The errors of JSON, of pydantic and of UTF-8 are all ValueErrors.
            return ModelError("garbled", detail=detail)
        case openai.APIError():
            return ModelError("broken", detail=_code(error.body) or "an error within the stream")
        case openai.OpenAIError():
            return ModelError("garbled", detail=detail)
        case _:
            return None


def _reason(status: int) -> ModelFailure:
    match status:
        case _ if 300 <= status < 400:
            # Never followed: the key would go to another host.
            return "unreachable"
        case 408:
            return "broken"
        case _ if status < 500:
            return "refused"
        case _:
            return "broken"


def _code(error: object) -> str:
    """The protocol's own word for what is wrong, if it is one."""
    code = str(error.get("code") or "") if isinstance(error, Mapping) else ""
    return code if _CODE.fullmatch(code) else ""


def _again_in(headers: Mapping[str, str]) -> float | None:
    """``Retry-After``: seconds, or a date."""
    told = headers.get("retry-after", "").strip()
    if not told:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", told):
        return float(told)
    try:
        at = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)
