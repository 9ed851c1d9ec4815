"""What tests of claims share: what a whole text claims."""

from jupyter_tutor.dialogue.claims import Claims
from jupyter_tutor.dialogue.verifying import Claim


def claims(
    text: str, earlier: str = "", *, taken: frozenset[str] = frozenset()
) -> tuple[Claim, ...]:
    """What a text claims behind what was said earlier."""
    reading = Claims(taken)
    reading.read(earlier)
    return reading.read(text)
