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
            text = data_text(value) or (_whole(value) if _fits(value) else _LARGE.repr(value))
    except (RecursionError, ValueError):  # too deep to show, or an int of too many digits
        text = f"<a very large {type(value).__name__}>"
    return shorten(_ADDRESS.sub(r"\1>", text))


_ADDRESS = re.compile(r"(<[^<>]*(?:<[^<>]*>[^<>]*)?) at 0x[0-9A-Fa-f]+>")
"""Where an object is in memory means nothing to a reader, and is another each time."""


def _whole(value: Any) -> str:
    """Return the repr, with the items of sets in an order that is the same in every process."""
    return _sorted(value, ()) if _holds_a_set(value) else repr(value)


def _sorted(value: Any, outside: tuple[int, ...]) -> str:
    """The repr of what may have sets in it; ``outside`` are the objects that it is in."""
    kind = type(value)
    if kind not in _CONTAINERS or not value or id(value) in outside:
        return repr(value)
    within = (*outside, id(value))
    if kind is dict:
        pairs = (f"{_sorted(k, within)}: {_sorted(v, within)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    parts = [_sorted(part, within) for part in value]
    if kind is list:
        return f"[{', '.join(parts)}]"
    if kind is tuple:
        return f"({', '.join(parts)}{',' * (len(parts) == 1)})"
    inner = f"{{{', '.join(sorted(parts))}}}"
    return inner if kind is set else f"frozenset({inner})"


def _holds_a_set(value: Any) -> bool:
    known: set[int] = set()
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, set | frozenset):
            return True
        if isinstance(part, _CONTAINERS) and id(part) not in known:
            known.add(id(part))
            pending += [*part.keys(), *part.values()] if isinstance(part, dict) else part
    return False


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


_SPOKEN_TYPES = {
    "int": "a whole number",
    "float": "a number with a decimal point",
    "str": "a text",
    "bool": "a truth value",
    "dict": "a dictionary",
}


def a_type(value: Any) -> str:
    """Return ``a whole number (`int`)`` or ``a `list` `` for a value."""
    return named_type(type_name(value))


def named_type(name: str) -> str:
    """Return the same for the name of a type."""
    if name in ("NoneType", "None"):
        return "`None`"
    spoken = _SPOKEN_TYPES.get(name)
    return f"{article(name)} {code(name)}" if spoken is None else f"{spoken} ({code(name)})"


def type_name(value: Any) -> str:
    """Return the name of a value's type; a learner's object knows its own."""
    return str(getattr(value, "_tutor_type", type(value).__name__))


def article(word: str) -> str:
    """Return ``a`` or ``an``."""
    return "an" if word[:1].lower() in tuple("aeiou") else "a"


def is_handle(value: Any) -> bool:
    """Whether a value stands for an object of the learner's."""
    return hasattr(type(value), "_tutor_type")
