"""How a value looks in what a learner reads: short, on one line, and Markdown-safe."""

import re
import reprlib
from typing import Any

from jupyter_tutor.checks.showing_data import data_text, plain_numbers

LONG = 160
"""Characters of a value that are shown; the middle of longer ones is left out."""

_MOST_PARTS = 100_000
_CONTAINERS = (list, tuple, dict, set, frozenset)
_LARGE = reprlib.Repr()
_LARGE.fillvalue = "…"
_LARGE.maxlevel = 2
_LARGE.maxlong = LONG


def short(value: Any) -> str:
    """Return Python text for a value, shortened in the middle; one line, printable."""
    try:
        with plain_numbers():
            text = data_text(value) or (repr(value) if _fits(value) else _LARGE.repr(value))
    except (RecursionError, ValueError):  # too deep to show, or an int of too many digits
        text = f"<a very large {type(value).__name__}>"
    return shorten(_ADDRESS.sub(r"\1>", text))


_ADDRESS = re.compile(r"(<[^<>]*(?:<[^<>]*>[^<>]*)?) at 0x[0-9A-Fa-f]+>")
"""Where an object is in memory means nothing to a reader, and is another each time."""


def _fits(value: Any) -> bool:
    """Whether a repr comes to an end soon: lists that hold each other multiply in it."""
    left, pending = _MOST_PARTS, [value]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            parts = [*part.keys(), *part.values()]
        else:
            parts = list(part) if isinstance(part, list | tuple | set | frozenset) else []
        left -= 1 + len(parts)
        if left < 0:
            return False
        pending += [inner for inner in parts if isinstance(inner, _CONTAINERS)]
    return True


def shorten(text: str) -> str:
    """Return text of at most LONG printable characters on one line."""
    text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: 4 * LONG]) + (
        text[-LONG:] if len(text) > 4 * LONG else ""
    )
    if len(text) <= LONG:
        return text
    return f"{text[: LONG - 40]} … {text[-37:]}"


def code(text: str) -> str:
    """Return text as a Markdown code span, whatever backticks are in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest and (text.startswith("`") or text.endswith("`")) else ""
    return f"{fence}{pad}{text or ' '}{pad}{fence}"


def a_type(value: Any) -> str:
    """Return ``an `int` `` or ``a `list` `` for a value."""
    name = type_name(value)
    return f"{article(name)} {code(name)}"


def type_name(value: Any) -> str:
    """Return the name of a value's type; a learner's object knows its own."""
    return str(getattr(value, "_tutor_type", type(value).__name__))


def article(word: str) -> str:
    """Return ``a`` or ``an``."""
    return "an" if word[:1].lower() in tuple("aeiou") else "a"


def is_handle(value: Any) -> bool:
    """Whether a value stands for an object of the learner's."""
    return hasattr(type(value), "_tutor_type")
