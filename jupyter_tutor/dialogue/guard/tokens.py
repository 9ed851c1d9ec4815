"""Code that is laid out word by word: in the cells of a table, in a list, in stress or as spans."""

import re
from collections.abc import Iterator

_STAR = "\ue200"
_SET = re.compile(r"\\(?:texttt|text|mathtt|mathrm|mathit|operatorname|tt|verb)\s*\{([^{}]*)\}")
_MATHEMATICS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"\\(?:cdot|times|ast)\b", _STAR),
        (r"\\(?:geqslant|geq?)\b", ">="),
        (r"\\(?:leqslant|leq?)\b", "<="),
        (r"\\neq?\b", "!="),
        (r"\\gt\b", ">"),
        (r"\\lt\b", "<"),
        (r"\\p?(?:b?mod\b|%)", " % "),
        (r"\\(?:lor|vee)\b", " or "),
        (r"\\(?:land|wedge)\b", " and "),
        (r"\\(?:lnot|neg)\b", " not "),
        (r"\\[()\[\]]", " "),
    )
)
_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_BOLD = re.compile(r"(\*\*|__|==|~~)(?=\S)([^\n]+?)(?<=\S)\1")
_SPAN = re.compile(r"(`+)([^\n]+?)\1")
_QUOTED = re.compile(r"(?<!\w)([\"'])([^\"'\n]{1,24})\1(?!\w)")
_BULLET = re.compile(r"^\s*(?:[-*+>\u2022](?=\s|$)|\(?\d{1,2}[.):]|step\s+\d+:?|then:?)\s*", re.I)
_INLINE = re.compile(r"(?:^|(?<=\s))\(?\d{1,2}[.)](?=\s)")
_BETWEEN = re.compile(r"\s+(?:\+|,|\u2192|->|=>|then|followed by|/|\u00b7)\s+|,\s+")
_SIGNS = tuple(
    (re.compile(rf"\b(?:an?|the) {words}\b(?!`)", re.I), f"`{sign}`")
    for words, sign in (
        ("(?:star|asterisk|times sign)(?: sign)?", _STAR),
        ("plus(?: sign)?", "+"),
        ("(?:minus(?: sign)?|hyphen)", "-"),
        ("slash", "/"),
        ("percent sign", "%"),
        ("double equals(?: sign)?", "=="),
        ("equals sign", "="),
        ("(?:opening|left) (?:round )?(?:bracket|parenthesis)", "("),
        ("(?:closing|right) (?:round )?(?:bracket|parenthesis)", ")"),
        ("(?:opening|left) square bracket", "["),
        ("(?:closing|right) square bracket", "]"),
        ("colon", ":"),
        ("comma", ","),
        ("(?:dot|full stop|period)", "."),
    )
)
_RULE = re.compile(r"^[\s|:+-]*$")
_SHORT = 3
_FEWEST = 3


def joined_words(text: str) -> Iterator[str]:
    """What could be read as a line of code once the layout is gone; most of it is none."""
    bare = _SET.sub(r"\1", text.replace("\\*", _STAR))
    for said, sign in _MATHEMATICS:
        bare = said.sub(sign, bare)
    bare = re.sub(r"\\(?:[ ,;:!]|quad\b|qquad\b|\\)", " ", bare).replace("\\_", "_")
    found: dict[str, None] = {}
    if bare != text and "\\" in text:
        for line in bare.replace("$", "").split("\n"):
            found |= dict.fromkeys((line, _EQUALS.sub("==", line)))
    for words, sign in _SIGNS:
        bare = words.sub(sign, bare)
    for pattern in (_BOLD, _SPAN, _QUOTED):
        marked = [each[2].strip() for each in pattern.finditer(bare)]
        if len(marked) >= _FEWEST:
            found[" ".join(marked)] = None
    lines = [_BULLET.sub("", line) for line in _BOLD.sub(r"\2", bare).split("\n")]
    found |= dict.fromkeys(_rows(lines))
    found |= dict.fromkeys(_INLINE.sub(" ", line) for line in bare.split("\n") if _numbered(line))
    found |= dict.fromkeys(_columns(lines))
    for line in lines:
        parts = _BETWEEN.split(line)
        if len(parts) > _FEWEST and all(len(part.split()) <= _SHORT for part in parts):
            found[" ".join(parts)] = None
    for line in found:
        yield " ".join(line.replace(_STAR, "*").replace("`", "").split())


def _numbered(line: str) -> bool:
    return len(_INLINE.findall(line)) >= _FEWEST


def _rows(lines: list[str]) -> Iterator[str]:
    """Rows of tables, and short lines below each other."""
    run: list[str] = []
    for line in (*lines, "this line is none of them"):
        if line.count("|") > 1 and not _RULE.match(line):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            yield " ".join(cells)
        words = line.replace("|", " ").split()
        if 0 < len(words) <= _SHORT and not _RULE.match(line):
            run.append(" ".join(words))
        elif words:
            if len(run) >= _FEWEST:
                yield " ".join(run)
            run = []


def _columns(lines: list[str]) -> Iterator[str]:
    """Columns of tables, without and with what stands at their heads."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if "|" in line and not _RULE.match(line)
    ]
    if len(rows) < _FEWEST:
        return
    for number in range(max(map(len, rows))):
        cells = [row[number] for row in rows if number < len(row)]
        yield " ".join(cells)
        yield " ".join(cells[1:])
