"""What has to hold of a sentence that a learner reads."""

import re

JARGON = (
    "null",
    "none",
    "exception",
    "traceback",
    "invalid",
    "illegal",
    "input",
    "object",
    "instance",
    "boolean",
    "argument",
    "parameter",
    "parse",
    "syntax",
    "timeout",
    "abort",
    "fatal",
    "failed",
    "failure",
    "request",
    "session",
    "server",
    "websocket",
    "json",
    "wrong answer",
    "obviously",
    "simply",
    "just",
)
"""Words of those who built this, which a beginner has not met, and words that belittle."""

LONGEST = 26
"""Words of a sentence."""


def not_whole(text: str) -> list[str]:
    """The paragraphs that begin or end in the middle, or have gaps in them."""
    return [
        paragraph
        for paragraph in text.split("\n\n")
        if not re.fullmatch(r"[-*“A-Z].*[.?!:]\**", paragraph, re.DOTALL) or "  " in paragraph
    ]


def jargon_in(text: str) -> list[str]:
    """The words that should not be in it."""
    return [word for word in JARGON if re.search(rf"\b{word}\b", text.lower())]


def longest_sentence(text: str) -> int:
    """The words of its longest sentence."""
    return max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!:])\**\s", text))
