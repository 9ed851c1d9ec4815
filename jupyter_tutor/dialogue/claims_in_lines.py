"""What a sentence claims of code: “`len('abc')` returns `3`”.

Both sides stand in backticks, one right after the other with a verb between; the left is an
expression that stands by itself, or uses what a block above defines, and the right a literal, or
what is printed. A sentence that may mean something else (:mod:`jupyter_tutor.dialogue.asserting`)
claims nothing here.
"""

import ast
import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from jupyter_tutor.checks.names import names_used, parse
from jupyter_tutor.dialogue.asserting import (
    ENDS,
    ITEM,
    SPAN,
    are_joined,
    asserts,
    at_a_time,
    is_whole,
    masked,
)
from jupyter_tutor.dialogue.defined import LONGEST, Defined, expression_of, is_builtin, is_print
from jupyter_tutor.dialogue.fences import Block, blocks, outside
from jupyter_tutor.dialogue.verifying import Claim, short

LOOK_BACK = 500
"""Characters of the pieces before one that are read along with it, the last piece at least."""

LEADING = 60
"""Characters before the left side in which a word that leads to it is looked for."""

_VERB = re.compile(
    r"[\s*_]*(?:(?P<arrow>->|→)|(?P<equal>==|\b(?:is|equals)\b)|(?P<prints>\bprints\b)"
    r"|\b(?:gives|returns|yields|evaluates\s+to)\b)[\s*_]*",
    re.IGNORECASE,
)
_ITEM_BEGINS = re.compile(ITEM)
_LAST_WORD = re.compile(r"(?:\b(result|value|output)\s+of|(\w+))[\s*_]*\Z", re.IGNORECASE)
_SETS = re.compile(r"(?<!\w)(\w++)\s*+=(?!=)")
_LEADS = frozenset(
    (
        *("so", "then", "here", "since", "because", "that", "calling", "running", "evaluating"),
        *("expression", "call", "and", "but", "while", "as", "python", "now", "therefore"),
    )
)
"""Words that may stand right before the left side: behind others it may be a part of something."""

_Span = re.Match[str]
_By = Literal["text", "value", "equal"]


@dataclass(frozen=True, slots=True)
class _Pair:
    """``place`` is that of the left side among all pieces of code."""

    left: _Span
    right: _Span
    verb: _Span
    place: int


class ClaimsInLines:
    """Reads a reply piece by piece, each once; both sides of what is claimed are in one of them.

    ``taken``: see :class:`jupyter_tutor.dialogue.defined.Defined`.
    """

    def __init__(self, taken: frozenset[str]) -> None:
        self._defined = Defined(taken)
        self._near: deque[str] = deque()
        self._lead = ""

    def read(self, piece: str) -> list[Claim]:
        """The claims of the sentences of the next piece, in order."""
        fenced = blocks(piece)
        before = "".join(self._near)
        words = outside(piece, fenced)
        found = list(self._claims(_Sentences(before + words, self._lead), len(before), fenced))
        self._near.append(words)
        while len(self._near) > 1 and sum(map(len, self._near)) > LOOK_BACK:
            *_, self._lead = _leads(masked(self._near.popleft()), self._lead)
        return found

    def _claims(self, said: "_Sentences", begin: int, fenced: Sequence[Block]) -> Iterator[Claim]:
        """What is defined and spoken of, and what is claimed of it, in the order it is said."""
        met: list[tuple[int, _Span | Block]] = [(begin + block.start, block) for block in fenced]
        met += [(span.start(), span) for span in said.spans if span.start() >= begin]
        met += [(sets.start(), sets) for sets in _SETS.finditer(said.masked, begin)]
        for _, one in sorted(met, key=itemgetter(0)):
            if isinstance(one, Block):
                if not one.says_output:
                    self._defined.add(one.code, python=one.says_python)
            elif one.re is _SETS:
                self._defined.doubt(one[1])
            else:
                pair = said.pairs.get(one)
                claim = self._claim(pair, said) if pair is not None else None
                if claim is not None:
                    yield claim
                self._defined.speak_of(one[1])

    def _claim(self, pair: _Pair, said: "_Sentences") -> Claim | None:
        by = _comparison(pair) if said.says_so(pair) else None
        if by is None:
            return None
        left = pair.left[1].strip()
        if said.at_a_time(pair) and self._defined.names_in(left):
            return None
        code = self._defined.program(left)
        if code is None or (_unordered(code) and _in_order(pair)):
            return None
        return Claim(code, pair.right[1].strip(), short(left), by)


class _Sentences:
    """A text without its blocks, its pieces of code, and the sentences around them.

    ``lead`` is the last line before it that may lead to a list.
    """

    def __init__(self, text: str, lead: str) -> None:
        self.masked = masked(text)
        self.spans = list(SPAN.finditer(text))
        self.pairs = {pair.left: pair for pair in _pairs(self.spans, text)}
        self._rights = {pair.right for pair in self.pairs.values()}
        breaks = list(ENDS.finditer(self.masked))
        self._ends = [found.start() for found in breaks]
        self._begins = [0, *(found.end() for found in breaks)]
        lines = self.masked.split("\n")
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.masked))]
        self._leads = _leads(self.masked, lead)[: len(lines)]
        self._read: dict[tuple[int, int], tuple[bool, bool]] = {}
        self._read_leads: dict[str, bool] = {}

    def says_so(self, pair: _Pair) -> bool:
        """Whether the sentence of a pair says just that, as far as one can tell by its words."""
        start, end = self._bounds(pair)
        return (
            self._sentence(start, end)[0]
            and self._led_to(pair, start)
            and is_whole(self.masked, pair.right, end)
            and self._by_itself(pair, start, end)
        )

    def at_a_time(self, pair: _Pair) -> bool:
        """Whether it may speak of a name as it is not at the end of the blocks before it."""
        return self._sentence(*self._bounds(pair))[1]

    def _bounds(self, pair: _Pair) -> tuple[int, int]:
        start = self._begins[bisect_right(self._begins, pair.left.start()) - 1]
        ends = bisect_left(self._ends, pair.right.end())
        return start, self._ends[ends] if ends < len(self._ends) else len(self.masked)

    def _sentence(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether it asserts, and whether that may be of another time; each is read once."""
        if (start, end) not in self._read:
            words = self.masked[start:end]
            lead = self._leads[bisect_right(self._lines, start) - 1]
            self._read[start, end] = self._asserts(lead) and asserts(words), at_a_time(words)
        return self._read[start, end]

    def _asserts(self, lead: str) -> bool:
        """Whether a line leaves what it leads to as it is said, if it leads to anything."""
        if lead not in self._read_leads:
            leads = lead.startswith("#") or lead.rstrip(" *_").endswith(":")
            self._read_leads[lead] = not leads or asserts(lead.rstrip(" ?"))
        return self._read_leads[lead]

    def _led_to(self, pair: _Pair, start: int) -> bool:
        """Whether the word before its left side lets that stand by itself."""
        begin = max(start, pair.left.start() - LEADING)
        words = self.masked[begin : pair.left.start()]
        if begin > start and not words.strip("*_ \t\n"):
            return False
        last = _LAST_WORD.search(words)
        return last is None or last[1] is not None or last[2].casefold() in _LEADS

    def _by_itself(self, pair: _Pair, start: int, end: int) -> bool:
        """Whether it is not one of several, of which something else is said."""
        before = self.spans[pair.place - 1] if pair.place else None
        if before is not None and before.start() >= start and before not in self._rights:
            return False
        after = self.spans[pair.place + 2] if pair.place + 2 < len(self.spans) else None
        if after is None or after.start() >= end or after in self.pairs:
            return True
        return not are_joined(self.masked, pair.right, after)


def _pairs(spans: Sequence[_Span], text: str) -> list[_Pair]:
    """Two pieces of code with a verb between; none of a chain, or of several to choose from."""
    found = []
    for place, (left, right) in enumerate(pairwise(spans)):
        verb = _VERB.fullmatch(text, left.end(), right.start())
        if verb is not None:
            found.append(_Pair(left, right, verb, place))
    rights = {pair.right for pair in found}
    lefts = {pair.left for pair in found}
    both = {(pair.left[1], pair.right[1]) for pair in found}
    said = Counter(left for left, _ in both)
    return [
        pair
        for pair in found
        if pair.left not in rights and pair.right not in lefts and said[pair.left[1]] == 1
    ]


def _leads(text: str, lead: str) -> list[str]:
    """To each line of a text the one before it that may lead to a list, and that at its end."""
    found = [lead]
    for line in text.split("\n"):
        found.append(line if line.strip() and not _ITEM_BEGINS.match(line) else found[-1])
    return found


def _comparison(pair: _Pair) -> _By | None:
    """How the right side is to be compared with what the left gives; None: it cannot be."""
    if max(len(pair.left[1]), len(pair.right[1])) > LONGEST:
        return None
    left, right = (expression_of(span[1]) for span in (pair.left, pair.right))
    if left is None or _is_literal(left) or is_builtin(left):
        return None  # It tells of that something, and not what comes of it.
    if is_print(left) and pair.verb["prints"]:
        shown = pair.right[1]
        return None if "..." in shown or "\u2026" in shown else "text"
    if right is None or not _is_literal(right) or "print" in names_used(pair.left[1]):
        return None
    if pair.verb["arrow"] and isinstance(left, ast.Name):
        return None  # How something goes on.
    return "equal" if pair.verb["equal"] else "value"


def _is_literal(expression: ast.expr) -> bool:
    if any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(expression)):
        return False
    try:
        ast.literal_eval(expression)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return False
    return True


def _unordered(code: str) -> bool:
    """Whether there is a set in it, whose order is another each time."""
    tree = parse(code)
    return tree is not None and any(
        isinstance(node, ast.Set | ast.SetComp)
        or (isinstance(node, ast.Name) and node.id in ("set", "frozenset"))
        for node in ast.walk(tree)
    )


def _in_order(pair: _Pair) -> bool:
    """Whether an order counts in what is said to come of the left."""
    left, right = (expression_of(span[1]) for span in (pair.left, pair.right))
    if right is None or isinstance(right, ast.List | ast.Tuple | ast.Dict):
        return True
    printed = left is not None and is_print(left)
    return printed or (isinstance(right, ast.Constant) and isinstance(right.value, str))
