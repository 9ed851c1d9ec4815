"""Text as code in Markdown, whatever it holds."""

import re


def as_code(text: str) -> str:
    """Text as inline code in Markdown, whatever backticks and line ends it holds."""
    # A blank line would end the code; Markdown shows a line end in it as a space anyway.
    text = " ".join(text.splitlines()) or " "
    fence = _longer_than_any("`", text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def as_block(text: str, language: str = "") -> str:
    """Text as a block of code in Markdown, whatever backticks it holds."""
    fence = _longer_than_any("`", text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def _longer_than_any(sign: str, text: str, least: int) -> str:
    longest = max(map(len, re.findall(f"{sign}+", text)), default=0)
    return sign * max(least, longest + 1)
