"""What a text claims of code is run, and compared with what is seen."""

import ast
import builtins
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from jupyter_tutor.core.quoting import as_code

LONGEST_SHOWN = 60

Run = Callable[[str], Awaitable[str | None]]
"""Runs code where it can harm nothing. What comes is all that Jupyter would show below the cell:
what it prints, the value of its last line, and the error it ends in by its name, on a line of its
own. None: it could not be run."""

ODD = (ValueError, SyntaxError, RecursionError, MemoryError)
"""What reading a text or a value raises that is too deep, too long or no Python."""

_NOT_TOLD = frozenset(
    (
        *("NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "EOFError"),
        *("FileNotFoundError", "PermissionError", "OSError", "MemoryError", "TimeoutError"),
    )
)
"""Errors of what was run along with a claim, or of where, rather than of the claim."""

_FRACTION = re.compile(r"\d{0,40}\.\d{1,40}(?:e[+-]?\d{1,3})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """That ``code`` shows ``expected``; ``about`` is the line of it that is spoken of.

    ``by`` says how that is compared: as the ``text`` that is shown, by the ``value`` and its kind,
    or as ``equal`` in Python's sense. For the last two ``expected`` is a literal.
    """

    code: str
    expected: str
    about: str
    by: Literal["text", "value", "equal"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of claims: those that hold, those that do not and what was seen instead.

    ``ran`` are all of them as short lines, such as "`1 + 1` gives `2`". ``left`` are those that
    could not be run, or not be compared.
    """

    held: tuple[Claim, ...]
    refuted: tuple[tuple[Claim, str], ...]
    ran: tuple[str, ...]
    left: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of the claims of some words.

    ``ran`` are those that were run, as short lines that may be shown. ``refuted``: one of them is
    not so. ``left``: one was not run, or could not be compared.
    """

    ran: tuple[str, ...] = ()
    refuted: bool = False
    left: bool = False


NOTHING = Outcome()
"""Of words that claim nothing."""


async def verify(found: Sequence[Claim], run: Run) -> Verified:
    """Run the claims one after the other, and compare."""
    held: list[Claim] = []
    refuted: list[tuple[Claim, str]] = []
    ran: list[str] = []
    left: list[Claim] = []
    for claim in found:
        shown = await run(claim.code)
        if shown is not None and claim.by != "text":
            # A value that is shown as nothing is None.
            shown = shown if shown.strip() else "None"
        holds = None if shown is None else _holds(claim, shown)
        if shown is None or holds is None:
            left.append(claim)
            continue
        ran.append(f"{as_code(claim.about)} gives {as_code(short(shown) or 'nothing')}")
        if holds:
            held.append(claim)
        else:
            refuted.append((claim, shown))
    return Verified(held=tuple(held), refuted=tuple(refuted), ran=tuple(ran), left=tuple(left))


def short(text: str) -> str:
    """A text on one line, and no longer than is told of it."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _holds(claim: Claim, shown: str) -> bool | None:
    """Whether that is what was claimed; None: nobody can tell."""
    try:
        holds = _is_so(claim, shown)
    except (*ODD, TypeError):
        return None
    return None if holds is False and _rounds(shown, claim.expected) else holds


def _is_so(claim: Claim, shown: str) -> bool | None:
    if claim.by == "text":
        if _alike(shown, claim.expected):
            return True
        return None if shown.strip().rpartition("\n")[2].strip() in _NOT_TOLD else False
    name = shown.strip()
    if _is_error(name):
        return None if name in _NOT_TOLD else False
    seen, said = ast.literal_eval(name), ast.literal_eval(claim.expected)
    if isinstance(seen, str) and seen == claim.expected:
        return True  # Whether a text stands in quotes is not held against it.
    return bool(seen == said) if claim.by == "equal" else _same(seen, said)


def _rounds(shown: str, said: str) -> bool:
    """Whether all that differs are fractions that are said with fewer digits."""
    seen, told = ("".join(text.split()) for text in (shown, said))
    if _FRACTION.split(seen) != _FRACTION.split(told):
        return False
    pairs = zip(_FRACTION.findall(seen), _FRACTION.findall(told), strict=True)
    return all(one == other or _is_rounded(one, other) for one, other in pairs)


def _is_rounded(seen: str, said: str) -> bool:
    """Whether a fraction is another one to fewer digits, whose rest may be cut off."""
    last = Decimal(said).as_tuple().exponent
    if not isinstance(last, int) or len(said) >= len(seen):
        return False
    unit = Decimal(1).scaleb(last)
    return -unit / 2 <= Decimal(seen) - Decimal(said) < unit


def _is_error(name: str) -> bool:
    known = getattr(builtins, name, None)
    return isinstance(known, type) and issubclass(known, BaseException)


def _same(seen: Any, said: Any) -> bool:
    """Whether these are equal and of one kind, also what is in them."""
    if type(seen) is not type(said) or seen != said:
        return False
    if isinstance(seen, dict):
        return all(map(_same, sorted(seen, key=repr), sorted(said, key=repr))) and all(
            _same(seen[key], said[key]) for key in seen
        )
    if isinstance(seen, list | tuple):
        return all(map(_same, seen, said))
    return True


def _alike(shown: str, expected: str) -> bool:
    """Whether that is what was said; whether a text stands in quotes is not held against it."""
    seen, said = _lines(shown), _lines(expected)
    if seen == said:
        return True
    return len(seen) == len(said) == 1 and {seen[0], said[0]} in (
        {bare, f"{quote}{bare}{quote}"} for quote in "'\"" for bare in (seen[0], said[0])
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
