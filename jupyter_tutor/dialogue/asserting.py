"""Whether a sentence says that something is so, as far as its words tell.

One that asks, denies, supposes, tells what others think, or is not exact, claims nothing: to call
right words wrong is worse than to run fewer.
"""

import re

from jupyter_tutor.core.answers.sentences import denies, plain

SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
"""A piece of code within a line."""

ITEM = r"[ \t]*(?:[-*+]|\d+[.)])[ \t]"
"""How an item of a list begins."""

ENDS = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)[*_)\"'\u201d\u2019]*\s+"
    rf"|\n[ \t]*\n\s*|\n(?={ITEM})"
)
"""What stands between two sentences."""

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

_LOOSELY = frozenset(
    (
        *("round", "rounds", "rounded", "rounding", "roughly", "about", "around", "approximately"),
        *("approx", "approximate", "nearly", "almost", "circa", "ca", "close", "closely", "near"),
        *("digit", "digits", "decimals", "places", "precision", "truncated", "truncates"),
        *("shortened", "short", "simplified", "essentially", "basically", "practically"),
        *("effectively", "virtually", "similar", "treat", "treats", "treated", "treating"),
        *("truthy", "falsy", "falsey", "truthiness", "considered", "considers", "regards"),
        *("regarded", "interpreted", "interprets", "represents", "mathematics", "mathematically"),
        *("math", "maths", "arithmetic", "algebra", "calculator", "paper", "binary", "octal"),
        *("hex", "hexadecimal", "percent", "loop", "loops", "looping", "iteration", "iterations"),
    )
)
"""A sentence with one of these may tell a value by what it amounts to, or one of many."""

_AMOUNTS_TO = re.compile(
    r"\b(?:counts?|counted|acts?|behaves?|seen|reads?|taken|works?|shown|displayed|written|used"
    r"|serves?)\s+(?:as|like)\b"
    r"|\b(?:as|like)\s+(?:an?\s+|the\s+)?(?:\w{1,20}\s+)?(?:texts?|strings?|numbers?|integers?"
    r"|floats?|booleans?|bools?|ints?|str|values?|words?)\b"
    r"|\bin\s+an?\s+(?:\w{1,20}\s+)?(?:conditions?|contexts?|tests?)\b"
)
_GOING = frozenset(
    (
        *("end", "ends", "ended", "stop", "stops", "stopped", "run", "runs", "continues", "goes"),
        *("repeats", "repeated", "keeps"),
    )
)
_AS_LONG = frozenset(("while", "as", "until", "when", "once"))
"""With one of the words before, a sentence may tell on what something goes on or ends."""

_AT_A_TIME = frozenset(
    (
        *("when", "whenever", "after", "afterwards", "before", "once", "first", "initially", "let"),
        *("originally", "still", "now", "later", "then", "with", "given", "were", "was", "had"),
        *("where", "new", "old", "each", "every", "becomes", "become", "change", "changes", "last"),
    )
)


def masked(text: str) -> str:
    """The text without the code in its lines: all else stands where it was."""
    return SPAN.sub(lambda span: "`" * len(span[0]), text)


def asserts(sentence: str) -> bool:
    """Whether a sentence, without the code in it, says that what it says is so."""
    said = set(_words(sentence))
    return not (
        sentence.rstrip().endswith("?")
        or any(map(denies, said))
        or said & (_ELSE | _LOOSELY)
        or (said & _GOING and said & _AS_LONG)
        or _AMOUNTS_TO.search(plain(sentence))
    )


def at_a_time(sentence: str) -> bool:
    """Whether it may speak of a name as it is not at the end of the blocks before it."""
    return not _AT_A_TIME.isdisjoint(_words(sentence))


def is_whole(text: str, code: re.Match[str], end: int) -> bool:
    """Whether a piece of code is all that is said, in a sentence that goes on to ``end``.

    ``text`` is without the code in its lines.
    """
    return _GOES_ON.match(text, code.end(), end) is not None


def are_joined(text: str, code: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two pieces of code stand in one row, such as “`1`, `2`”."""
    return _JOINS.fullmatch(text, code.end(), following.start()) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", plain(text))
