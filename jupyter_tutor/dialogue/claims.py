"""What a reply claims that code does, where that can be run: found, run by the caller, compared.

Found are examples as of a Python prompt (`>>> …`, read as :mod:`doctest` does), and blocks of
Python with a statement below of what they print: in words (“prints `4`”) or as a block of output.
"""

import ast
import doctest
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from jupyter_tutor.core.quoting import as_code

MOST = 5
"""Claims of one reply that are run."""

LONGEST_CODE = 4000
LONGEST_SHOWN = 60

Run = Callable[[str], Awaitable[str | None]]
"""Runs code where it can harm nothing. What comes is all that Jupyter would show below the cell:
what it prints, the value of its last line, and the error it ends in by its name, on a line of its
own. None: it could not be run."""

_BLOCK = re.compile(r"^(`{3,})[ \t]*([\w+-]*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_PYTHON = frozenset(("python", "py", "python3", "pycon", "ipython"))
_OUTPUT = frozenset(("text", "output", "txt", "console", "plain", "plaintext", "out"))
_SAYS = (
    r"(?:prints?|outputs?|shows?|displays?|gives?|returns?|results? in|evaluates? to|output is"
    r"|result is|output will be|result will be|will print|will output|you get|you will see)"
)
_IN_WORDS = re.compile(rf"\A[^`.]{{0,80}}?\b{_SAYS}[:\s]+`([^`\n]+)`", re.IGNORECASE)
_LEADS = re.compile(
    rf"\A\s*(?:[^\n`]{{0,80}}\b(?:{_SAYS}|output|result)\b[^\n`]{{0,20}})?:?\s*\Z", re.IGNORECASE
)
_CHANGING = re.compile(r"\bat 0x|(?<!\w)\.\.\.(?!\w)|\u2026")
"""What is another each time, or left out, cannot be compared."""
_TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True, slots=True)
class Claim:
    """That ``code`` shows ``expected``; ``about`` is the line of it that is spoken of."""

    code: str
    expected: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of claims: those that hold, those that do not and what was seen instead.

    ``ran`` are all of them as short lines, such as "`1 + 1` gives `2`". What could not be run is
    in neither.
    """

    held: tuple[Claim, ...]
    refuted: tuple[tuple[Claim, str], ...]
    ran: tuple[str, ...]


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a reply in Markdown, in order; at most the first few."""
    found = [claim for claim in _claims(text) if len(claim.code) <= LONGEST_CODE]
    return tuple(dict.fromkeys(found))[:MOST]


async def verify(found: Sequence[Claim], run: Run) -> Verified:
    """Run the claims one after the other, and compare."""
    held: list[Claim] = []
    refuted: list[tuple[Claim, str]] = []
    ran: list[str] = []
    for claim in found:
        shown = await run(claim.code)
        if shown is None:
            continue
        ran.append(f"{as_code(claim.about)} gives {as_code(_short(shown) or 'nothing')}")
        if _alike(shown, claim.expected):
            held.append(claim)
        else:
            refuted.append((claim, shown))
    return Verified(held=tuple(held), refuted=tuple(refuted), ran=tuple(ran))


def _claims(text: str) -> Iterator[Claim]:
    blocks = list(_BLOCK.finditer(text))
    for number, block in enumerate(blocks):
        body = block[3]
        if ">>>" in body:
            yield from _of_prompt(body)
            continue
        if block[2].casefold() not in _PYTHON or not _parses(body):
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        between = text[block.end() : following.start() if following else None]
        expected = _stated(between, following)
        if expected is not None:
            yield Claim(body.strip(), expected, _last_line(body))
    outside = _BLOCK.sub("\n", text)
    if ">>>" in outside:
        yield from _of_prompt(outside)


def _stated(between: str, following: re.Match[str] | None) -> str | None:
    """What the code above is said to show: in a block of output that follows, or in words."""
    if following is not None:
        language = following[2].casefold()
        if language in _OUTPUT and _LEADS.match(between):
            return following[3]
        if not language and between.strip() and _LEADS.match(between):
            return following[3]
    in_words = _IN_WORDS.match(between.lstrip())
    return in_words[1] if in_words else None


def _of_prompt(text: str) -> Iterator[Claim]:
    """Each line at the prompt with what stands below it, behind all lines above it."""
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return
    before: list[str] = []
    shown: list[str] = []
    for example in examples:
        source = example.source.rstrip("\n")
        if not _parses(source):
            return
        if example.want:
            if not example.want.startswith(_TRACEBACK) and _CHANGING.search(example.want):
                return
            expected = _error_or(example.want).replace("<BLANKLINE>", "")
            code = "\n".join([*before, source])
            yield Claim(code, "\n".join([*shown, expected]), _last_line(source))
            if example.want.startswith(_TRACEBACK):
                return  # It ends in an error: nothing runs after it.
            shown.append(expected)
        before.append(_shown_as_at_prompt(source))


def _shown_as_at_prompt(source: str) -> str:
    """A line above the last: Jupyter would not show its value, a prompt does."""
    parsed = ast.parse(source)
    if len(parsed.body) != 1 or not isinstance(parsed.body[0], ast.Expr):
        return source
    return f"_shown = (\n{source}\n)\nif _shown is not None:\n    print(repr(_shown))"


def _error_or(want: str) -> str:
    """What is shown; of a traceback the error's name."""
    if not want.startswith(_TRACEBACK):
        return want.rstrip("\n")
    return want.rstrip().splitlines()[-1].partition(":")[0].strip()


def _parses(source: str) -> bool:
    try:
        return bool(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _last_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return _short(lines[-1])


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


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
