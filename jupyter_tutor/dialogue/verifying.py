"""What a text claims of code is run, and compared with what is seen."""

import ast
import builtins
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_tutor.core.quoting import as_code

LONGEST_SHOWN = 60

Run = Callable[[str], Awaitable[str | None]]
"""Runs code where it can harm nothing. What comes is all that Jupyter would show below the cell:
what it prints, the value of its last line, and the error it ends in by its name, on a line of its
own. None: it could not be run."""

_NO_LITERAL = (ValueError, TypeError, SyntaxError, RecursionError, MemoryError)
_NOT_TOLD = frozenset(("NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"))
"""Errors of what was run along with a claim rather than of the claim."""


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

    ``ran`` are all of them as short lines, such as "`1 + 1` gives `2`". What could not be run, or
    not be compared, is in neither.
    """

    held: tuple[Claim, ...]
    refuted: tuple[tuple[Claim, str], ...]
    ran: tuple[str, ...]


async def verify(found: Sequence[Claim], run: Run) -> Verified:
    """Run the claims one after the other, and compare."""
    held: list[Claim] = []
    refuted: list[tuple[Claim, str]] = []
    ran: list[str] = []
    for claim in found:
        shown = await run(claim.code)
        if shown is None:
            continue
        if claim.by != "text":
            # A value that is shown as nothing is None.
            shown = shown if shown.strip() else "None"
        holds = _holds(claim, shown)
        if holds is None:
            continue
        ran.append(f"{as_code(claim.about)} gives {as_code(short(shown) or 'nothing')}")
        if holds:
            held.append(claim)
        else:
            refuted.append((claim, shown))
    return Verified(held=tuple(held), refuted=tuple(refuted), ran=tuple(ran))


def short(text: str) -> str:
    """A text on one line, and no longer than is told of it."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _holds(claim: Claim, shown: str) -> bool | None:
    """Whether that is what was claimed; None: nobody can tell."""
    if claim.by == "text":
        return _alike(shown, claim.expected)
    name = shown.strip()
    if _is_error(name):
        return None if name in _NOT_TOLD else False
    try:
        seen, said = ast.literal_eval(name), ast.literal_eval(claim.expected)
    except _NO_LITERAL:
        return None
    if isinstance(seen, str) and seen == claim.expected:
        return True  # Whether a text stands in quotes is not held against it.
    return bool(seen == said) if claim.by == "equal" else _same(seen, said)


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
