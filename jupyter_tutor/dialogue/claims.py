"""What a reply claims that code does, where that can be run.

Found are examples as of a Python prompt (`>>> …`, read as :mod:`doctest` does), blocks of Python
with a statement below of what they print, in words (“prints `4`”) or as a block of output, and what
a sentence says of code (:mod:`jupyter_tutor.dialogue.claims_in_lines`).
"""

import ast
import doctest
import re
from collections.abc import Iterator

from jupyter_tutor.dialogue.claims_in_lines import claims_in_lines
from jupyter_tutor.dialogue.fences import BLOCK, says_output, says_python
from jupyter_tutor.dialogue.verifying import Claim, short

MOST = 5
"""Claims of one reply that are run."""

LONGEST_CODE = 4000
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


def claims(text: str, earlier: str = "") -> tuple[Claim, ...]:
    """The claims of a reply in Markdown, in order; at most the first few.

    ``earlier`` is the part of it before this text, whose blocks may define what is spoken of.
    """
    blocks = list(BLOCK.finditer(earlier + text))
    found = [*_claims(text), *claims_in_lines(earlier + text, blocks, len(earlier))]
    return tuple(dict.fromkeys(c for c in found if len(c.code) <= LONGEST_CODE))[:MOST]


def _claims(text: str) -> Iterator[Claim]:
    blocks = list(BLOCK.finditer(text))
    for number, block in enumerate(blocks):
        body = block[3]
        if ">>>" in body:
            yield from _of_prompt(body)
            continue
        if not says_python(block) or not _parses(body):
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        between = text[block.end() : following.start() if following else None]
        expected = _stated(between, following)
        if expected is not None:
            yield Claim(body.strip(), expected, _last_line(body))
    outside = BLOCK.sub("\n", text)
    if ">>>" in outside:
        yield from _of_prompt(outside)


def _stated(between: str, following: re.Match[str] | None) -> str | None:
    """What the code above is said to show: in a block of output that follows, or in words."""
    if following is not None:
        if says_output(following) and _LEADS.match(between):
            return following[3]
        if not following[2] and between.strip() and _LEADS.match(between):
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
    return short(lines[-1])
