"""Words of a text in their order, and whether one of them is given as a result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_tutor.dialogue.guard.numbers_said import in_figures

_WORD = re.compile(r"[^\s,;:()\[\]{}\"'`*|$]+")
_EQUALS = re.compile(r"(?<=[\w)])=(?=[\w(-])")
_RESULT = frozenset(
    [
        *(
            "is",
            "are",
            "be",
            "gives",
            "give",
            "gave",
            "gets",
            "get",
            "got",
            "equals",
            "equal",
        ),
        *(
            "=",
            "answer",
            "result",
            "output",
            "prints",
            "print",
            "shows",
            "show",
            "shown",
        ),
        *(
            "printed",
            "see",
            "total",
            "makes",
            "make",
            "exactly",
            "comes",
            "come",
            "becomes",
        ),
        *(
            "need",
            "needs",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "then",
            "next",
            "last",
        ),
        *(
            "finally",
            "followed",
            "and",
            "to",
            "for",
            "number",
            "only",
            "just",
            "has",
            "have",
        ),
        *(
            "->",
            "=>",
            "line",
            "it's",
            "that's",
            "returns",
            "return",
            "was",
        ),
    ]
)
_NEAR = 3
_APART = 14
_FEW = 3
"""Lines of an output that nobody writes in a row by chance."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word, its place among the words, and whether it stands as a result."""

    text: str
    place: int
    stated: bool
    line: int


def mentions(text: str) -> list[Mention]:
    """The words of a text, numbers in figures."""
    found: list[Mention] = []
    for number, line in enumerate(_EQUALS.sub(" = ", in_figures(text)).split("\n")):
        words = [m.rstrip(".!?") or m for m in _WORD.findall(line)]
        spans = set(re.findall(r"[`\"'*]+([^`\"'*\s]+)[.]?[`\"'*]+", line))
        for at, word in enumerate(words):
            near = {w.casefold() for w in words[max(0, at - _NEAR) : at]}
            alone = len([w for w in words if w not in ("-", "+")]) <= 2
            stated = bool(near & _RESULT) or alone or word in spans
            found.append(Mention(word, len(found), stated, number))
    return found


def told_in_order(lines: Sequence[str], before: str, block: str) -> bool:
    """Whether a text tells these lines one after the other, the last of them in the block."""
    wanted = [_parts(line) for line in lines]
    if not all(wanted):
        return False
    words = mentions(f"{before}\n{block}")
    since = len(mentions(before))
    return _told(wanted, words, since, bare=False) or (
        len(wanted) >= _FEW and _told(wanted, words, since, bare=True)
    )


def _told(
    wanted: Sequence[Sequence[str]], words: Sequence[Mention], since: int, *, bare: bool
) -> bool:
    """Whether it does, each given as a result; ``bare``: in a row, however they are given."""
    apart = _NEAR if bare else _APART
    ends: list[int] = [-1]
    for parts in wanted:
        reached: list[int] = []
        for mention in words:
            last = _rest(parts, mention.place, words) if mention.text == parts[0] else None
            before_it = [end for end in ends if end < mention.place]
            near = any(end >= 0 and mention.place - end <= apart for end in before_it)
            begins = parts is wanted[0] if bare else mention.stated
            if last is not None and before_it and (begins or near):
                reached.append(last)
        ends = reached
    return any(end >= since for end in ends)


def _parts(line: str) -> list[str]:
    return [m.rstrip(".!?") or m for m in _WORD.findall(in_figures(line))]


def _rest(parts: Sequence[str], start: int, words: Sequence[Mention]) -> int | None:
    """Where the further words of a line end, each near the one before it."""
    at = start
    for part in parts[1:]:
        near = words[at + 1 : at + 2 + _NEAR]
        found = next((mention.place for mention in near if mention.text == part), None)
        if found is None:
            return None
        at = found
    return at
