"""What a sentence claims of code: “`len('abc')` returns `3`”.

Both sides stand in backticks, one right after the other with a verb between; the left is an
expression that stands by itself, or uses what a block above defines, and the right a literal, or
what is printed. A sentence that may mean something else (that asks, denies, supposes, or tells what
others think) claims nothing here: to call right words wrong is worse than to run fewer.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jupyter_tutor.checks.names import names_used, parse, top_level_names
from jupyter_tutor.core.answers.sentences import denies, plain
from jupyter_tutor.dialogue.defined import Defined, is_print
from jupyter_tutor.dialogue.fences import says_output, says_python
from jupyter_tutor.dialogue.verifying import Claim, short

LONGEST = 200
"""Characters of either side."""

MOST_LOOKED_AT = 20
"""Pairs of pieces of code in one text: more are no sentences."""

_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_VERB = re.compile(
    r"[\s*_]*(?:(?P<arrow>->|→)|(?P<equal>==|\b(?:is|equals)\b)|(?P<prints>\bprints\b)"
    r"|\b(?:gives|returns|yields|evaluates\s+to)\b)[\s*_]*",
    re.IGNORECASE,
)
_ITEM = r"[ \t]*(?:[-*+]|\d+[.)])[ \t]"
_ENDS = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)[*_)\"'\u201d\u2019]*\s+"
    rf"|\n[ \t]*\n\s*|\n(?={_ITEM})"
)
_ITEM_BEGINS = re.compile(_ITEM)
_LAST_WORD = re.compile(r"(?:\b(result|value|output)\s+of|\b(\w+))[\s*_]*\Z", re.IGNORECASE)
_LEADS = frozenset(
    (
        *("so", "then", "here", "since", "because", "that", "calling", "running", "evaluating"),
        *("expression", "call", "and", "but", "while", "as", "python", "now", "therefore"),
    )
)
"""Words that may stand right before the left side: behind others it may be a part of something."""
_GOES_ON = re.compile(
    r"[*_]*(?:\s*\Z|\s*[.,;:!?()\u2013\u2014]|\s+-\s"
    r"|\s+(?:because|since|and|but|as|while|so|here|which|whereas)\b)"
)
_JOINS = re.compile(r"[\s,/|*_]{0,20}(?:and|or)?[\s*_]{0,20}")
_ELSE = frozenset(
    (
        *("think", "thinks", "thought", "believe", "believes", "expect", "expects", "expected"),
        *("may", "might", "could", "would", "should", "must", "seem", "seems", "guess", "imagine"),
        *("suppose", "supposes", "assume", "assumes", "if", "unless", "whether", "instead", "or"),
        *("mistake", "mistakes", "misconception", "misconceptions", "error", "errors", "claim"),
        *("language", "languages", "javascript", "java", "c", "ruby", "php", "sql", "matlab", "r"),
        *("julia", "excel", "until", "want", "wanted", "make"),
    )
)
"""A sentence with one of these may speak of what is not so, or not in Python."""
_AT_A_TIME = frozenset(
    (
        *("when", "whenever", "after", "afterwards", "before", "once", "first", "initially", "let"),
        *("originally", "still", "now", "later", "then", "with", "given", "were", "was", "had"),
        *("where", "new", "old", "each", "every", "becomes", "become", "change", "changes", "last"),
    )
)
"""A sentence with one of these may speak of a name as it is not at the end of the blocks."""

_Span = re.Match[str]
_By = Literal["text", "value", "equal"]


@dataclass(frozen=True, slots=True)
class _Pair:
    left: _Span
    right: _Span
    verb: _Span


def claims_in_lines(text: str, blocks: Sequence[_Span], begin: int = 0) -> Iterator[Claim]:
    """The claims of its sentences from ``begin`` on, in order.

    ``blocks`` are the blocks of code in it, as :mod:`jupyter_tutor.dialogue.fences` finds them.
    """
    outside = text
    for block in blocks:
        blank = "\n" * len(block[0])
        outside = outside[: block.start()] + blank + outside[block.end() :]
    masked = _SPAN.sub(lambda span: "`" * len(span[0]), outside)
    spans = list(_SPAN.finditer(outside))
    pairs = [pair for pair in _pairs(spans, outside) if pair.left.start() >= begin]
    for pair in pairs[:MOST_LOOKED_AT]:
        if not _asserted(pair, pairs, spans, masked):
            continue
        by = _comparison(pair)
        if by is None:
            continue
        defined = _defined(pair, blocks, spans, masked)
        start, end = _bounds(pair, masked)
        at_a_time = not _AT_A_TIME.isdisjoint(_words(masked[start:end]))
        if at_a_time and defined.names_in(pair.left[1]):
            continue
        code = defined.program(pair.left[1].strip())
        if code is not None and not (_unordered(code) and _in_order(pair)):
            yield Claim(code, pair.right[1].strip(), short(pair.left[1]), by)


def _pairs(spans: Sequence[_Span], outside: str) -> list[_Pair]:
    """Two pieces of code with a verb between; none of a chain, or of several to choose from."""
    found = []
    for left, right in pairwise(spans):
        verb = _VERB.fullmatch(outside, left.end(), right.start())
        if verb is not None:
            found.append(_Pair(left, right, verb))
    rights = {pair.right for pair in found}
    lefts = {pair.left for pair in found}
    both = {(pair.left[1], pair.right[1]) for pair in found}
    said = Counter(left for left, _ in both)
    return [
        pair
        for pair in found
        if pair.left not in rights and pair.right not in lefts and said[pair.left[1]] == 1
    ]


def _asserted(pair: _Pair, pairs: Sequence[_Pair], spans: Sequence[_Span], masked: str) -> bool:
    """Whether its sentence says just that, as far as one can tell by its words."""
    start, end = _bounds(pair, masked)
    words = masked[start:end]
    said = _words(_lead(masked, start) + words)
    if words.rstrip().endswith("?") or any(word in _ELSE or denies(word) for word in said):
        return False
    lead = _LAST_WORD.search(masked[start : pair.left.start()])
    if lead is not None and not lead[1] and lead[2].casefold() not in _LEADS:
        return False
    if not _GOES_ON.match(masked[pair.right.end() : end]):
        return False
    lefts, rights = {one.left for one in pairs}, {one.right for one in pairs}
    at = spans.index(pair.left)
    before = spans[at - 1] if at else None
    if before is not None and before.start() >= start and before not in rights:
        return False
    after = spans[at + 2] if at + 2 < len(spans) else None
    if after is None or after.start() >= end or after in lefts:
        return True
    return not _JOINS.fullmatch(masked, pair.right.end(), after.start())


def _bounds(pair: _Pair, masked: str) -> tuple[int, int]:
    start = max((m.end() for m in _ENDS.finditer(masked, 0, pair.left.start())), default=0)
    ends = _ENDS.search(masked, pair.right.end())
    return start, ends.start() if ends else len(masked)


def _lead(masked: str, start: int) -> str:
    """The line that leads to a list, or to the line in which a sentence begins."""
    begun = masked.rfind("\n", 0, start) + 1
    for line in reversed(masked[:begun].splitlines()):
        if line.strip() and not _ITEM_BEGINS.match(line):
            leads = line.startswith("#") or line.rstrip(" *_").endswith(":")
            return f"{line} " if leads else ""
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", plain(text))


def _comparison(pair: _Pair) -> _By | None:
    """How the right side is to be compared with what the left gives; None: it cannot be."""
    left, right = (_expression(span[1]) for span in (pair.left, pair.right))
    if left is None or max(len(pair.left[1]), len(pair.right[1])) > LONGEST:
        return None
    if pair.left[1].strip() == pair.right[1].strip():
        return None  # It would count as verified, and tells nothing.
    if is_print(left) and pair.verb["prints"]:
        shown = pair.right[1]
        return None if "..." in shown or "\u2026" in shown else "text"
    if right is None or not _is_literal(right) or "print" in names_used(pair.left[1]):
        return None
    if pair.verb["arrow"] and (_is_literal(left) or isinstance(left, ast.Name)):
        return None  # How something goes on.
    return "equal" if pair.verb["equal"] else "value"


def _expression(code: str) -> ast.expr | None:
    tree = parse(code.strip())
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    expression = tree.body[0].value
    odd = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return None if any(isinstance(node, odd) for node in ast.walk(expression)) else expression


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
    """Whether an order counts in what is said to come of the left, which is more than a literal."""
    left, right = (_expression(span[1]) for span in (pair.left, pair.right))
    if left is None or _is_literal(left):
        return False
    if right is None or isinstance(right, ast.List | ast.Tuple | ast.Dict):
        return True
    return is_print(left) or (isinstance(right, ast.Constant) and isinstance(right.value, str))


def _defined(pair: _Pair, blocks: Sequence[_Span], spans: Sequence[_Span], masked: str) -> Defined:
    """What stands above a pair, as far as nothing that is said between changes its names."""
    defined = Defined()
    for block in blocks:
        if block.end() <= pair.left.start() and not says_output(block):
            defined.add(block[3], python=says_python(block))
    above = masked[: pair.left.start()]
    spoken_of = [span[1] for span in spans if span.start() < pair.left.start()]
    own = defined.names_in(pair.left[1])
    for name in names_used(pair.left[1]):
        if re.search(rf"(?<!\w){re.escape(name)}\s*=(?!=)", above) or any(
            name in top_level_names(code) or (name in own and _may_change(code, name))
            for code in spoken_of
            if name in code
        ):
            defined.doubt(name)
    return defined


def _may_change(code: str, name: str) -> bool:
    """Whether what is spoken of may make something else of a name, or of what it stands for."""
    expression = _expression(code)
    if expression is None:
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code) is not None
    return any(name in _handed_over(node) for node in ast.walk(expression))


def _handed_over(node: ast.AST) -> Collection[str]:
    """The names that a call is given, or that are called upon."""
    if not isinstance(node, ast.Call):
        return ()
    given: list[ast.AST] = [*node.args, *node.keywords]
    given += [node.func] if isinstance(node.func, ast.Attribute) else []
    return {one.id for part in given for one in ast.walk(part) if isinstance(one, ast.Name)}
