"""Blocks of code in Markdown, by the fences around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"^(`{3,}+)[ \t]*+([\w+-]*+)([^\n`]*+)$", re.MULTILINE)
"""Possessive: a line is looked through once, whatever is in it."""

_PYTHON = frozenset(("python", "py", "python3", "pycon", "ipython"))
_OUTPUT = frozenset(("text", "output", "txt", "console", "plain", "plaintext", "out"))


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences, and from where to where it is, with them."""

    start: int
    end: int
    language: str
    code: str

    @property
    def says_python(self) -> bool:
        """Whether it says that it is Python."""
        return self.language.casefold() in _PYTHON

    @property
    def says_output(self) -> bool:
        """Whether it says that it is what something shows."""
        return self.language.casefold() in _OUTPUT


def blocks(text: str) -> list[Block]:
    """The blocks of code in a text, in order; a fence that nothing ends begins none."""
    fences = list(_FENCE.finditer(text))
    ends: list[int | None] = [None] * len(fences)
    nearest: dict[str, int] = {}
    for number in reversed(range(len(fences))):
        fence = fences[number]
        ends[number] = nearest.get(fence[1])
        if not fence[2] and not fence[3].strip():
            nearest[fence[1]] = number
    found, number = [], 0
    while number < len(fences):
        end = ends[number]
        if end is not None:
            begins, closes = fences[number], fences[end]
            code = text[begins.end() + 1 : closes.start()]
            found.append(Block(begins.start(), closes.end(), begins[2], code))
            number = end
        number += 1
    return found


def outside(text: str, fenced: Sequence[Block]) -> str:
    """The text with ends of lines in the place of its blocks: all else stands where it was."""
    parts, at = [], 0
    for block in fenced:
        parts += [text[at : block.start], "\n" * (block.end - block.start)]
        at = block.end
    return "".join([*parts, text[at:]])
