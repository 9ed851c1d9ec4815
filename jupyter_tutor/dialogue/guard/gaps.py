"""Code with gaps in it, and words beside it that say what belongs there."""

import builtins
import itertools
import keyword
import re
from collections.abc import Collection, Iterator, Sequence

from jupyter_tutor.dialogue.guard.numbers_said import in_figures
from jupyter_tutor.dialogue.guard.repairing import BLANK

_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*(?![\"'])")
_GAP = re.compile(r"\s\?+(?=\s|\)|$)|\u25a1|\u25a2")
_PLAINLY = re.compile(r"_+|[A-Z][A-Z0-9_]*")
_SAID = re.compile(
    r"(?P<text>'[^'\n]*'|\"[^\"\n]*\")|(?P<number>(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w))"
    r"|(?P<word>\b[a-z_]{2,}\b)|(?<![^\s`])(?P<sign>[-+*/%<>=!]{1,2})(?=[`\s.,;]|$)"
)
_SIGNS = {
    "plus": "+",
    "minus": "-",
    "times": "*",
    "over": "/",
    "asterisk": "*",
    "star": "*",
    "slash": "/",
    "modulo": "%",
    "percent": "%",
}
_MOST_GAPS = 2
_MOST_SAID = 6
_MOST_PIECES = 4
_MOST = 10
_LONGEST_WORDS = 1_500


def filled_by_words(pieces: Sequence[str], words: str, known: Collection[str]) -> Iterator[str]:
    """The newest pieces that have gaps, filled with what the words name; at most a few.

    A gap is a name that means nothing (it is not ``known``) and is written large or as a line, or
    is spoken of in the words.
    """
    words = words[-_LONGEST_WORDS:]
    said = list(itertools.islice(_said(words), _MOST_SAID))
    spoken = set(re.findall(r"\w+", words)) - {"a", "I"}
    filled = (
        made
        for piece, gaps in _with_gaps(pieces, spoken, known)
        for made in _fillings(piece, gaps, said)
    )
    yield from itertools.islice(dict.fromkeys(filled), _MOST)


def _with_gaps(
    pieces: Sequence[str], spoken: Collection[str], known: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Pieces and the gaps in each, those first that are plainly such."""
    found: list[tuple[bool, str, list[str]]] = []
    for piece in reversed(dict.fromkeys(_GAP.sub(f" {BLANK} ", piece) for piece in pieces)):
        names = [n for n in dict.fromkeys(_NAME.findall(piece)) if n not in known]
        free = [n for n in names if not keyword.iskeyword(n) and not hasattr(builtins, n)]
        plain = [n for n in free if _PLAINLY.fullmatch(n)]
        gaps = plain or [n for n in free if n in spoken]
        if 0 < len(gaps) <= _MOST_GAPS and len(_NAME.findall(piece)) + piece.count(" ") > 1:
            found.append((not plain, piece, gaps))
    for _, piece, gaps in sorted(found, key=lambda each: each[0])[:_MOST_PIECES]:
        yield piece, gaps


def _fillings(piece: str, gaps: Sequence[str], said: Sequence[str]) -> Iterator[str]:
    for values in itertools.product(said, repeat=len(gaps)):
        made = piece
        for gap, value in zip(gaps, values, strict=True):
            made = re.sub(rf"\b{gap}\b", value.replace("\\", r"\\"), made)
        yield made


def _said(words: str) -> Iterator[str]:
    """The values, functions and signs that are named in words, the last ones first."""
    found: dict[str, None] = {}
    for each in reversed([*_SAID.finditer(in_figures(words))]):
        word = each["word"]
        if word in _SIGNS:
            found[_SIGNS[word]] = None
        elif not word:
            found[each["text"] or each["number"] or each["sign"]] = None
        elif hasattr(builtins, word):
            found[word] = None
    yield from found
