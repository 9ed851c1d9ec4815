"""Code that is not quite Python, as whoever copies it would put it right.

A colon that is missing, a bracket left open, a line number or an arrow beside it, the arrows and
braces of another language: none of these keeps a learner from the answer.
"""

import difflib
import itertools
import re
from collections.abc import Callable, Iterator

from jupyter_tutor.dialogue.guard.parsing import parse_loosely

BLANK = "BLANK"
"""The name that stands where code has a gap to be filled."""

_LONGEST = 4_000
_NUMBER = re.compile(r"^\s*(\d{1,3})\s?[|:.)]?(?:\s|$)")
_BESIDE = re.compile(r"\s*(?:[^\x00-\x7f]|<-{2,}|<={2,}|--+>).*$")
_GAP = re.compile(r"\?+|<[a-z][a-z _-]*>|\[\s*(?:\.\.\.|_+|\?)\s*\]|\u25a1|\u25a2|\u2026")
_OPENS = re.compile(r"^(\s*)(def|class|for|while|if|elif|else|with|try|except|finally)\b(.*)$")
_ENDS = re.compile(r"^\s*(?:end\s?\w*|done|fi|[{}]\s*[;)]*|begin)\s*;?\s*$", re.IGNORECASE)
_FIRST = re.compile(r"^(\s*)([A-Za-z]{2,8})\b")
_KEYWORDS = ("return", "def", "for", "while", "if", "elif", "else", "print", "import", "class")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_OTHER = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (r"\b(?:const|let|var|int|float|double|auto)\s+(?=[A-Za-z_]\w*\s*=)", ""),
        (r"\}\s*(?=else\b|elif\b)", ""),
        (r"\belse\s*if\b|\belseif\b|\belsif\b", "elif"),
        (r"(?i:\b(?:function|func|fn|fun|sub|procedure)\s+)(?=[A-Za-z_]\w*\s*\()", "def "),
        (
            r"\bfor\s*\(\s*(?:const|let|var)?\s*(\w+)\s+(?:of|in)\s+(.+)\)\s*(?=[{:]|$)",
            r"for \1 in \2",
        ),
        (r"\bfor\s+each\s+(\w+)", r"for \1"),
        (r"\bforeach\b", "for"),
        (r"(\w+(?:\[\w+\])?)\.length\b(?:\(\))?", r"len(\1)"),
        (r"\bMath\.(max|min|abs|round|pow)\b", r"\1"),
        (r"\bconsole\.log\b|\bSystem\.out\.println\b|\becho\b|\bputs\b", "print"),
        (r"\.push\(", ".append("),
        (r"\.toLowerCase\(\)", ".lower()"),
        (r"\.toUpperCase\(\)", ".upper()"),
        (r"\.trim\(\)", ".strip()"),
        (r"===", "=="),
        (r"!==", "!="),
        (r"&&", " and "),
        (r"\|\|", " or "),
        (r"!(?=[A-Za-z_(])", "not "),
        (r"(\w+)\+\+", r"\1 += 1"),
        (r"\btrue\b", "True"),
        (r"\bfalse\b", "False"),
        (r"\b(?:null|nil|undefined)\b", "None"),
        (r"(?:\s+(?:do|then|begin))?\s*[{:]?\s*$", ""),
    )
)
_ARROW = re.compile(r"(?:\(([\w\s,]*)\)|\b(\w+))\s*=>\s*(?:\{\s*return\b)?\s*")
_PASSED_ON = re.compile(r"(\w+)\.(filter|map)\((lambda .*)\)\s*$")
_COMPARED = re.compile(r"(\b(?:if|while|elif)\b[^=\n]*?[^=!<>\s])\s*=\s*(?=[^=\s])")
_UNCALLED = re.compile(
    r"\.(strip|lower|upper|title|capitalize|split|copy|keys|values|items|sort|sum|mean|max|min)\b"
    r"(?!\s*[(=])"
)
_MOST_INSERTED = 8
_LONGEST_LINE = 100


def repaired(code: str) -> Iterator[str]:
    """The code put right in the ways that make Python of it; nothing where it is that already."""
    if len(code) > _LONGEST:
        return
    if parse_loosely(code) is not None:
        called = _UNCALLED.sub(r".\1()", code)
        if called != code:
            yield called
        return
    found: dict[str, None] = {}
    for route in _ROUTES:
        lines = code.split("\n")
        for step in route:
            lines = step(lines)
            made = "\n".join(lines)
            if made.strip() and parse_loosely(made) is not None:
                found[made] = None
                break
    yield from found
    if len(code.strip().split("\n")) > 1 or any(sign in code for sign in "([{=.'\""):
        yield from itertools.islice(_with_one_more(code), _MOST_INSERTED)


def _with_one_more(code: str) -> Iterator[str]:
    """The code with a sign put in where one may be missing, wherever that makes Python of it."""
    lines = code.split("\n")
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or not (_unbalanced(line) or line.count("'") % 2):
            continue
        closers = [closer for opener, closer in _CLOSERS.items() if opener in line]
        signs = ["'"] if line.count("'") % 2 else ['"'] if line.count('"') % 2 else closers
        ends = [found.end() for found in re.finditer(r"[\w)\]}]+", line)]
        for at, sign in itertools.product(ends, signs):
            made = "\n".join([*lines[:number], line[:at] + sign + line[at:], *lines[number + 1 :]])
            if parse_loosely(made) is not None:
                yield made


def _unbalanced(line: str) -> bool:
    pairs = _CLOSERS.items()
    return any(line.count(opener) != line.count(closer) for opener, closer in pairs)


def _compared(lines: list[str]) -> list[str]:
    """Comparisons with the sign that is meant."""
    return [_COMPARED.sub(r"\1 == ", line) for line in lines]


def _unnumbered(lines: list[str]) -> list[str]:
    numbered = [_NUMBER.match(line) for line in lines if line.strip()]
    numbers = [int(each[1]) for each in numbered if each]
    if len(numbers) < len(numbered) or numbers != sorted(set(numbers)):
        return lines
    return [re.sub(r"^\s*\d{1,3}(?:\s?[|:.)])?\s?", "", line) for line in lines]


def _nothing_beside(lines: list[str]) -> list[str]:
    return [_BESIDE.sub("", line) for line in lines]


def _assigned(lines: list[str]) -> list[str]:
    return [re.sub(r"\s*(?:<-|\u2190|:=|\u2254)\s*", " = ", line) for line in lines]


def _of_another_language(lines: list[str]) -> list[str]:
    made: list[str] = []
    for line in lines:
        if _ENDS.match(line):
            continue
        line = line.rstrip().removesuffix(";")
        for pattern, instead in _OTHER:
            line = pattern.sub(instead, line)
        line = _ARROW.sub(lambda m: f"lambda {m[1] or m[2] or ''}: ", line)
        line = re.sub(r"^(.*lambda .*?)\s*;?\s*\}\s*$", r"\1", line)
        line = _PASSED_ON.sub(r"list(\2(\3, \1))", line)
        line = re.sub(r"(?<=\w)\s+x\s+(?=\w)", " * ", line)
        made.append(re.sub(r"^(\s*)print\s+(?![=(])(.+)$", r"\1print(\2)", line))
    return made


def _spelled(lines: list[str]) -> list[str]:
    """Python's words at the beginnings of lines: in small letters, without slips of the pen."""

    def word(found: re.Match[str]) -> str:
        near = difflib.get_close_matches(found[2].lower(), _KEYWORDS, 1, 0.8)
        return found[1] + (near[0] if near else found[2])

    return [_FIRST.sub(word, line) for line in lines]


def _with_colons(lines: list[str]) -> list[str]:
    made: list[str] = []
    for line in lines:
        opens = _OPENS.match(line)
        whole = parse_loosely(line.strip()) is not None
        made.append(f"{line.rstrip().rstrip(':')}:" if opens and not whole else line)
    return made


def _with_gaps(lines: list[str]) -> list[str]:
    return [_GAP.sub(BLANK, line) for line in lines]


def _balanced(lines: list[str]) -> list[str]:
    return [_closed(line) for line in lines]


def _closed(line: str) -> str:
    """The line with its brackets and quotation marks closed, and none closed that is not open."""
    made, stack, quote = "", list[str](), ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in _CLOSERS:
            stack.append(_CLOSERS[sign])
        elif sign in ")]}":
            if sign not in stack:
                continue
            while stack[-1] != sign:
                made += stack.pop()
            stack.pop()
        elif sign == ":" and stack and not line[at + 1 :].strip() and _OPENS.match(line):
            made += "".join(reversed(stack))
            stack.clear()
        made += sign
    if quote:
        text = made.rstrip(")]")
        made = text + quote + made[len(text) :]
        stack = stack[: len(stack) - (len(made) - len(text) - 1)]
    return made + "".join(reversed(stack))


def _indented(lines: list[str]) -> list[str]:
    """Each line below one that opens a block at least as deep as that takes."""
    made: list[str] = []
    least = 0
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.strip():
            made.append(" " * max(0, least - depth) + line)
            depth = max(depth, least)
            least = depth + 4 if line.rstrip().endswith(":") else 0
    return made


_Step = Callable[[list[str]], list[str]]
_LAST: tuple[_Step, ...] = (
    _with_gaps,
    _of_another_language,
    _with_colons,
    _spelled,
    _balanced,
    _with_colons,
    _indented,
    _compared,
)
_ROUTES: tuple[tuple[_Step, ...], ...] = (
    (_unnumbered, _nothing_beside, _balanced),
    (_unnumbered, _nothing_beside, _assigned, *_LAST),
    (_unnumbered, _assigned, *_LAST),
    (_unnumbered, _nothing_beside, _spelled, _with_colons, _balanced, _indented),
)
