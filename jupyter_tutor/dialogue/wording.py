"""The fixed sentences said where a language model has helped. Markdown, plain, short and kind."""

import ipaddress
from collections.abc import Sequence

MODEL_HELPED = "A language model helped to judge this answer."

RUBRIC_ALONE = "*My language model could not help this time; I went by the author's rubric alone.*"

SAY_IT_AGAIN = (
    "I am not sure that I understand you rightly. Please say it once more, in short sentences."
)


def placed(name: str, host: str) -> str:
    """Which model it is and where, as a part of a sentence."""
    here = host == "localhost" or _is_loopback(host)
    return f"`{name}` on this computer" if here else f"`{name}` at `{host}`"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def all_found(said: Sequence[tuple[str, str]]) -> str:
    """Said to an answer in words that has all ideas, each with the words that say it."""
    return f"Well said. What matters is in it:\n\n{_listed(said)}"


def still_asked(said: Sequence[tuple[str, str]], ask: str) -> str:
    """Said where something is missing, or unclear: what was found, and what is asked."""
    return f"I find this in your answer:\n\n{_listed(said)}\n\n{ask}" if said else ask


def asserted(says: str, quote: str) -> str:
    """Said where an answer says what is wrong: the words that do, and the author's to it."""
    return f"You write “{quote}”. {says}"


def _listed(said: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- {idea.rstrip('.')}: you write “{quote}”." for idea, quote in said)
