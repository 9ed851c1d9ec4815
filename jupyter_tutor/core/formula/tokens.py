"""What is typed, taken apart into signs, numbers and known words; plain text and LaTeX alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jupyter_tutor.core.formula.names import CONSTANTS, FUNCTIONS, LETTERS, OTHERS, ROOTS
from jupyter_tutor.core.formula.refusal import refuse
from jupyter_tutor.core.quoting import as_code

MOST_DIGITS = 30
WITH_A_POINT = "Write decimals with a point, such as `3.5`, and no comma."

Kind = Literal[
    "number",
    "variable",
    "constant",
    "function",
    "root",
    "other",
    "fraction",
    "frac",
    "open",
    "close",
    "bar",
    "plus",
    "minus",
    "times",
    "over",
    "power",
    "raised",
    "under",
    "comma",
    "end",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A part of what was typed, from ``at`` on. ``text`` is the name by which it is known."""

    kind: Kind
    text: str
    at: int
    end: int


_SIGNS: Mapping[str, tuple[Kind, str]] = {
    "+": ("plus", "+"),
    "-": ("minus", "-"),
    "\u2212": ("minus", "-"),
    "\u2013": ("minus", "-"),
    "**": ("power", "^"),
    "^": ("power", "^"),
    "*": ("times", "*"),
    "·": ("times", "*"),
    "\u22c5": ("times", "*"),
    "\u2219": ("times", "*"),
    "\u00d7": ("times", "*"),
    "/": ("over", "/"),
    "\u00f7": ("over", "/"),
    "\u2215": ("over", "/"),
    "\u2044": ("over", "/"),
    "(": ("open", ")"),
    "[": ("open", "]"),
    "{": ("open", "}"),
    ")": ("close", ")"),
    "]": ("close", "]"),
    "}": ("close", "}"),
    "|": ("bar", "|"),
    "_": ("under", "_"),
    ",": ("comma", ","),
    ";": ("comma", ";"),
    "√": ("root", "2"),
    "∛": ("root", "3"),
    "∜": ("root", "4"),
}
"""The text of an opening bracket is the one that closes it."""

_COMMANDS: Mapping[str, tuple[Kind, str]] = {
    "cdot": ("times", "*"),
    "times": ("times", "*"),
    "ast": ("times", "*"),
    "div": ("over", "/"),
    "frac": ("frac", "frac"),
    "dfrac": ("frac", "frac"),
    "tfrac": ("frac", "frac"),
    "cfrac": ("frac", "frac"),
    "vert": ("bar", "|"),
    "mid": ("bar", "|"),
    "lvert": ("open", "|"),
    "rvert": ("close", "|"),
    "lbrace": ("open", "}"),
    "rbrace": ("close", "}"),
}
_SILENT = frozenset(
    ["quad", "qquad", "displaystyle", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "mathrm", "rm"]
)
"""Commands that change nothing but the look."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FRACTIONS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅛": "1/8",
}

_SPACE = re.compile(r"[ \t\n\r\u00a0\u2009\u202f~]+|\\[ ,;:!]|\$+|\\[()\[\]]")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_WORD = re.compile(f"[A-Za-z{''.join(LETTERS)}]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SIDE = re.compile(r"\\(left|right)\s*(\\[lr]?vert|[|()\[\].])")
_INDEX = re.compile(r"_(?:\{\s*([A-Za-z0-9]{1,4})\s*\}|([0-9]{1,4}|[A-Za-z]))")
_POWER_OF_TEN = re.compile(r"[0-9.]+[eE][+\-\u2212]?[0-9]")
_RELATION = re.compile(r"[=<>≤≥≠]|\\(?:leq?|geq?|neq?)\b")


def tokens_of(text: str, variables: Sequence[str]) -> list[Token]:
    """The tokens of a text, with one at its end; NotAFormulaError for what is none."""
    reader = _Tokens(text, tuple(variables))
    return [*reader.all(), Token("end", "", len(text), len(text))]


class _Tokens:
    def __init__(self, text: str, variables: tuple[str, ...]) -> None:
        self._text = text
        self._variables = frozenset(variables)
        self._words = _words(tuple(sorted({name.partition("_")[0] for name in variables})))
        self._at = 0

    def all(self) -> list[Token]:
        """Each of them, from the first to the last."""
        found: list[Token] = []
        while self._at < len(self._text):
            if space := _SPACE.match(self._text, self._at):
                self._at = space.end()
            else:
                found += self._next()
        return found

    def _next(self) -> list[Token]:
        text, at = self._text, self._at
        if text[at] == "\\":
            return self._command()
        if found := _NUMBER.match(text, at):
            return [self._number(found)]
        if found := _WORD.match(text, at):
            return self._word(found[0])
        sign = text[at : at + 2] if text[at : at + 2] in _SIGNS else text[at]
        if sign in _SIGNS:
            kind, name = _SIGNS[sign]
            return [self._token(kind, name, len(sign))]
        if sign in _FRACTIONS:
            return [self._token("fraction", _FRACTIONS[sign], 1)]
        raised = re.match(r"⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", text[at:])
        if raised:
            return [self._token("raised", raised[0].translate(_RAISED), raised.end())]
        raise refuse(_unknown_sign(text, at), text, at)

    def _token(self, kind: Kind, name: str, length: int) -> Token:
        at, self._at = self._at, self._at + length
        return Token(kind, name, at, self._at)

    def _number(self, found: "re.Match[str]") -> Token:
        text, at = self._text, self._at
        if _POWER_OF_TEN.match(text, at):
            why = "Write powers of ten as such: `2*10^3`, not `2e3`."
            raise refuse(why, text, at)
        if text.startswith("{,}", found.end()):
            raise refuse(WITH_A_POINT, text, found.end())
        if len(found[0]) > MOST_DIGITS:
            raise refuse(f"That number is too long: {MOST_DIGITS} digits are enough.", text, at)
        return self._token("number", _plain_digits(found[0]), len(found[0]))

    def _command(self) -> list[Token]:
        text, at = self._text, self._at
        if side := _SIDE.match(text, at):
            return self._side(side)
        command = _COMMAND.match(text, at)
        if command is None:
            if text.startswith(("\\{", "\\}", "\\|"), at):
                kind, name = _SIGNS[text[at + 1]]
                return [self._token(kind, name, 2)]
            raise refuse("I do not know what `\\` means here.", text, at)
        name, length = command[1], len(command[0])
        if name in _SILENT:
            self._at += length
            return []
        if name == "operatorname":
            word = re.match(r"\s*\{\s*([A-Za-z]+)\s*\}", text[command.end() :])
            if word is not None:
                name, length = word[1], length + word.end()
        if name in _COMMANDS:
            kind, known = _COMMANDS[name]
            return [self._token(kind, known, length)]
        if name in self._words and not (name in CONSTANTS and len(name) == 1):
            kind, known = self._words[name]
            return self._indexed([(kind, known, length)])
        raise refuse(f"I do not know {as_code(command[0])}.", text, at)

    def _side(self, side: "re.Match[str]") -> list[Token]:
        opens, sign = side[1] == "left", side[2].replace("\\lvert", "|").replace("\\rvert", "|")
        sign = sign.replace("\\vert", "|")
        if sign == ".":
            raise refuse("Write both brackets.", self._text, self._at)
        closing = {"(": ")", "[": "]"}.get(sign, sign)
        return [self._token("open" if opens else "close", closing, len(side[0]))]

    def _word(self, run: str) -> list[Token]:
        """The names that make up a run of letters: `xy` are two where `x` and `y` are given."""
        plain = [LETTERS.get(letter, letter) for letter in run]
        split = _split(run, plain, self._words)
        if split is None:
            raise refuse(self._unknown_word(run), self._text, self._at)
        return self._indexed(split)

    def _indexed(self, split: list[tuple[Kind, str, int]]) -> list[Token]:
        """The tokens of these names, the last with the index that follows it, if one does."""
        made = [self._token(kind, name, length) for kind, name, length in split]
        last = made[-1]
        found = _INDEX.match(self._text, self._at)
        if found and last.text != "log":
            name = f"{last.text}_{found[1] or found[2]}"
            if name in self._variables:
                made[-1] = Token("variable", name, last.at, found.end())
                self._at = found.end()
                return made
        if last.kind == "variable" and last.text not in self._variables:
            end = found.end() if found else self._at
            raise refuse(self._unknown_word(self._text[last.at : end]), self._text, last.at)
        return made

    def _unknown_word(self, word: str) -> str:
        known = ", ".join(as_code(name) for name in sorted(self._variables))
        use = f" Use {known}." if known else " Use numbers only."
        return f"There is no {as_code(word[:20])} here.{use}"


@cache
def _words(heads: tuple[str, ...]) -> Mapping[str, tuple[Kind, str]]:
    """Every word that may stand in a formula over variables with these heads, and its meaning."""
    known: dict[str, tuple[Kind, str]] = {}
    known |= {word: ("constant", name) for word, name in CONSTANTS.items()}
    known |= {word: ("function", name) for word, name in FUNCTIONS.items()}
    known |= {word: ("root", str(degree)) for word, degree in ROOTS.items()}
    known |= {word: ("other", word) for word in OTHERS}
    known |= {head: ("variable", head) for head in heads}
    return known


def _split(
    run: str, plain: list[str], words: Mapping[str, tuple[Kind, str]]
) -> list[tuple[Kind, str, int]] | None:
    """The run as known words, each as long as can be; None where it cannot be split so."""
    ends: list[list[tuple[Kind, str, int]] | None] = [None] * len(run) + [[]]
    longest = max(map(len, words))
    for start in range(len(run) - 1, -1, -1):
        for end in range(min(len(run), start + longest), start, -1):
            rest = ends[end]
            word = run[start:end] if end - start > 1 else plain[start]
            if rest is not None and word in words:
                ends[start] = [(*words[word], end - start), *rest]
                break
    return ends[0]


def _plain_digits(written: str) -> str:
    whole, _, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole


def _unknown_sign(text: str, at: int) -> str:
    if _RELATION.match(text, at):
        return "Write only the formula, without `=` or another comparison."
    if text[at] == "!":
        return "`!` cannot be read here."
    if text[at] == "%":
        return "Write hundredths as a number, such as `0.05` for five per cent."
    sign = text[at] if text[at].isprintable() else f"U+{ord(text[at]):04X}"
    return f"I do not know the sign {as_code(sign)}."
