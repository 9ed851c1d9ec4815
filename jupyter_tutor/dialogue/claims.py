"""What a reply claims that code does, where that can be run.

Found are examples as of a Python prompt (`>>> …`, read as :mod:`doctest` does), blocks of Python
with a statement below of what they print, in words (“prints `4`”) or as a block of output, and what
a sentence says of code (:mod:`jupyter_tutor.dialogue.claims_in_lines`).
"""

import ast
import doctest
import re
from collections.abc import Iterator

from jupyter_tutor.checks.names import names_used, top_level_names
from jupyter_tutor.dialogue.asserting import (
    ENDS,
    SPAN,
    are_joined,
    asserts,
    at_a_time,
    is_whole,
    masked,
)
from jupyter_tutor.dialogue.claims_in_lines import ClaimsInLines
from jupyter_tutor.dialogue.fences import Block, blocks, outside
from jupyter_tutor.dialogue.verifying import Claim, short

LONGEST_CODE = 4000
"""Characters of code that are run for one claim; of longer ones not all at a prompt are given."""

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


class Claims:
    """Reads a reply in Markdown piece by piece, each once and in order.

    ``taken`` are names that may stand for something else than Python's own where the learner is: of
    these nothing is claimed, unless what is run along with them defines them.
    """

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = taken
        self._in_lines = ClaimsInLines(taken)
        self._before = ""

    def read(self, piece: str) -> tuple[Claim, ...]:
        """What is claimed by the next piece, and by it with the one before; in order.

        What code shows is often said in the piece below it. A claim can come twice. Raises one of
        :data:`jupyter_tutor.dialogue.verifying.ODD` for a text that cannot be read; nothing more of
        the reply can be read then.
        """
        found = [one for one in _claims(self._before + piece) if self._is_of_python(one.code)]
        found += self._in_lines.read(piece)
        self._before = piece
        return tuple(dict.fromkeys(found))

    def _is_of_python(self, code: str) -> bool:
        free = names_used(code) - set(top_level_names(code, imports=True))
        return free.isdisjoint(self._taken)


def _claims(text: str) -> Iterator[Claim]:
    fenced = blocks(text)
    for number, block in enumerate(fenced):
        if ">>>" in block.code:
            yield from _of_prompt(block.code)
            continue
        if not block.says_python or not _parses(block.code):
            continue
        following = fenced[number + 1] if number + 1 < len(fenced) else None
        between = text[block.end : following.start if following else None]
        expected = _stated(between, following)
        if expected is not None:
            yield Claim(block.code.strip(), expected, _last_line(block.code))
    words = outside(text, fenced)
    if ">>>" in words:
        yield from _of_prompt(words)


def _stated(between: str, following: Block | None) -> str | None:
    """What the code above is said to show: in a block of output that follows, or in words."""
    if following is not None and _LEADS.match(between) and _says_so(masked(between)):
        if following.says_output:
            return following.code
        if not following.language and between.strip():
            return following.code
    return _in_words(between.lstrip())


def _in_words(text: str) -> str | None:
    """What the sentence that a text begins with says that the code above shows, and only that."""
    said = _IN_WORDS.match(text)
    if said is None:
        return None
    words, spans = masked(text), SPAN.finditer(text)
    told = next((span for span in spans if span.end() == said.end()), None)
    ends = ENDS.search(words, said.end())
    end = ends.start() if ends else len(words)
    if told is None or not _says_so(words[:end]) or not is_whole(words, told, end):
        return None
    after = next(spans, None)
    if after is not None and after.start() < end and are_joined(words, told, after):
        return None
    return told[1]


def _says_so(sentence: str) -> bool:
    return asserts(sentence) and not at_a_time(sentence)


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
            if example.want.startswith(_TRACEBACK) or len(code) > LONGEST_CODE:
                return  # Nothing runs after an error, and what follows is longer still.
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
