"""The code in a text as a learner would find it: marked as code or not, with or without prompts.

More is read than is meant as code. What comes of it is judged by what it does.
"""

import ast
import functools
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_tutor.checks.names import parse
from jupyter_tutor.dialogue.giveaway.code import size
from jupyter_tutor.dialogue.guard.parsing import parse_loosely
from jupyter_tutor.dialogue.guard.repairing import repaired
from jupyter_tutor.dialogue.guard.tokens import joined_words

_MARK = re.compile(
    r"\s*(?:>>>|\.\.\.(?=\s)|In ?\[[\d\s*]*\]:|\.\.\.:|Out ?\[\d*\]:|\(?\d{1,3}[.):|](?=\s)"
    r"|Line \d+:(?=\s)|[>|*\u2022-](?=\s|$)|>(?=\S)|\+(?!\+|\s*=)) ?"
)
_COMMENT = re.compile(r"\s*#+!?\s?")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_OPENS = re.compile(
    r"(?:return|def|lambda|for|while|if|elif|print|from|import|del|global|class|exec)\b"
    r"|[A-Za-z_][\w.]*(?:[(\[<>%*/+]|[=!]=)|[A-Za-z_]\w*(?:\.\w+)*$"
)
_SIGN = re.compile(r"[=(\[+*/%<>]|\s-\s")
_JOINED = re.compile(r"(?:,|;|\.|:)$")
_BEGINNINGS = ("return ", "for ", "if ", "elif ", "while ", "with ", "import ", "from ")
_LONGEST_LINE = 80
_NOTHING = ast.Module(body=[], type_ignores=[])
_MOST_OPENINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was found in a text: pieces of code in order, each once, and the words between them.

    ``rows`` are those of the pieces that one would copy to have all of the code, once.
    """

    pieces: tuple[str, ...]
    rows: tuple[str, ...]
    words: str


@functools.lru_cache(64)
def read(text: str) -> Read:
    """Look through a text that was made plain (:mod:`jupyter_tutor.dialogue.guard.unmasking`)."""
    pieces: dict[str, None] = {}
    rows: list[str] = []
    words: list[str] = []
    for fenced, lines in _parts(text):
        whole = list(_in_fence(lines)) if fenced else []
        single = [] if any(map(parse_loosely, whole)) else list(_in_prose(lines, words, fenced))
        pieces |= dict.fromkeys(piece for piece in (*whole, *single) if piece.strip())
        rows += _best(whole) if fenced and not single else _all_of(single)
    for piece in tuple(pieces):
        pieces |= dict.fromkeys(_within(piece))
    for line in joined_words(text):
        pieces |= dict.fromkeys([line] if _is_code(line) else _within_sentence(line))
    return Read(pieces=tuple(pieces), rows=tuple(rows), words="\n".join(words))


def _parts(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines, in fences (True) and out of them."""
    fenced, lines = False, list[str]()
    for line in text.split("\n"):
        if _FENCE.match(_bare(line)):
            yield fenced, lines
            fenced, lines = not fenced, []
        else:
            lines.append(line)
    yield fenced, lines


def _bare(line: str) -> str:
    """A line without the signs before it: of a list, a quotation, a prompt, a change."""
    while (found := _MARK.match(line)) is not None and found.end() > 0:
        line = line[found.end() :]
    return line


def _undecorated(lines: Sequence[str]) -> list[str]:
    added = any(line.lstrip().startswith("+") for line in lines)
    kept = [line for line in lines if not (added and line.lstrip().startswith("-"))]
    bare = [_bare(line) for line in kept]
    # In a comparison of two versions, lines that stay have a space where others have a sign.
    if added:
        bare = [
            b[1:] if b == k and b.startswith(" ") else b for b, k in zip(bare, kept, strict=True)
        ]
    return bare


def _in_fence(lines: Sequence[str]) -> Iterator[str]:
    whole = _dedent(lines)
    yield whole
    bare = _dedent(_undecorated(lines))
    if bare != whole:
        yield bare
    yield from _uncommented(bare)
    for code in dict.fromkeys((whole, bare)):
        yield from map(str.rstrip, repaired(code))


def _in_prose(lines: Sequence[str], words: list[str], fenced: bool) -> Iterator[str]:
    """Code among words; what is no code of itself goes to ``words``, unless it is in a fence."""
    run: list[str] = []
    for line in _undecorated(lines):
        if _is_code(line):
            run.append(line)
            continue
        if not line.strip():
            continue
        yield from _copied(run)
        run = []
        if not fenced:
            words.append(line)
        for found in _SPAN.finditer(line):
            yield found[2].strip()
            yield from repaired(found[2].strip())
        yield from _within_sentence(_SPAN.sub(" ; ", line))
    yield from _copied(run)
    text = "\n".join(_undecorated(lines))
    for found in _SPAN.finditer(text):
        if "\n" in found[2]:
            yield found[2].strip()
    yield from _uncommented(text)


def _copied(run: Sequence[str]) -> Iterator[str]:
    """Lines of code among words, and as they are put right: a list has lost their indentation."""
    if run:
        code = _dedent(run)
        yield code
        if len(run) > 1:
            yield from repaired(code)


def _is_code(line: str) -> bool:
    bare = line.strip().rstrip(";")
    if not bare or bare.startswith("#"):
        return False
    if bare in ("else:", "try:", "finally:", "pass", "break", "continue"):
        return True
    if _SIGN.search(bare) is None and not bare.startswith(_BEGINNINGS):
        return False
    tree = parse_loosely(bare)
    return tree is not None and bool(tree.body) and size(tree) >= 2


def _within_sentence(line: str) -> Iterator[str]:
    """Code that stands in a sentence as if it were words."""
    words = line.split()[:_LONGEST_LINE]
    at = openings = 0
    while at < len(words) and openings < _MOST_OPENINGS:
        opens = _OPENS.match(words[at]) is not None
        assigns = at + 1 < len(words) and re.fullmatch(r"[+*/-]?=", words[at + 1])
        signs = words[at] == "return" or _SIGN.search(" ".join(words[at:]))
        if not (opens or assigns) or not signs:
            at += 1
            continue
        openings += 1
        for end in range(len(words), at, -1):
            code = " ".join(words[at:end]).strip()
            for made in dict.fromkeys((code, _JOINED.sub("", code), code.rstrip(".,;:!?)'\""))):
                least = 2 if made.startswith("return ") else 3
                if _is_code(made) and size(parse_loosely(made) or _NOTHING) >= least:
                    yield made
                    break
        at += 1


def _uncommented(text: str) -> Iterator[str]:
    """Comments as code: those on lines of their own, and those at the ends of lines."""
    run = [line for line in text.split("\n") if line.lstrip().startswith("#")]
    code = [_COMMENT.sub("", line, count=1) for line in run]
    if any(_is_code(line) for line in code):
        yield _dedent(code)
        yield _dedent([line for line in code if _is_code(line)])
    if "#" in text and run:
        lines = text.split("\n")
        made = [re.sub(r"^(\s*)#+ ?", r"\1", line) for line in lines]
        yield _dedent(made)


def _within(piece: str) -> Iterator[str]:
    """Code in the texts of a program, and what it defines on the inside."""
    tree = parse_loosely(piece)
    if tree is None:
        return
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for text in dict.fromkeys((*texts, "".join(texts), "\n".join(texts))):
        inner = parse(textwrap.dedent(text).strip("\n"))
        if inner is not None and inner.body and size(inner) >= 3 and _SIGN.search(text):
            yield _dedent(text.split("\n"))
    for outer in ast.walk(tree):
        if isinstance(outer, ast.ClassDef | ast.FunctionDef | ast.If | ast.With | ast.Try):
            for node in outer.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield ast.unparse(node)


def _best(found: Sequence[str]) -> list[str]:
    """What one would copy of a fence: its best form, or line by line where nothing is indented."""
    flat = [line.strip() for line in found[0].split("\n")] if found else []
    if len(flat) > 1 and parse_loosely(found[0]) is None and "\n".join(flat) == found[0]:
        return flat
    best = max(found, key=lambda code: (parse_loosely(code) is not None, len(code)), default="")
    return [best] if best else []


def _all_of(found: Sequence[str]) -> list[str]:
    """What one would copy where there are words between: all that was found, in order."""
    kept: list[str] = []
    for piece in found:
        if not any(piece in other for other in kept):
            kept.append(piece)
    return kept


def _dedent(lines: Sequence[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip("\n").rstrip()
