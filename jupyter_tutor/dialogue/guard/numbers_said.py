"""Numbers in a text: in figures, in words, and as calculations that come to them."""

import ast
import re
from collections.abc import Iterator
from fractions import Fraction

from jupyter_tutor.checks.names import parse

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_SPELLED = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[ -]({'|'.join(_ONES[1:10])})|({'|'.join(_WORDS)}))\b", re.IGNORECASE
)
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_SCALED = re.compile(
    rf"\b(?:an?|\d+(?:\.\d+)?) (?:{'|'.join(_SCALES)})\b"
    rf"(?:(?:,? and |, | )(?:\d+(?: (?:{'|'.join(_SCALES)}))?\b(?!\.?\d)))*",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(r"\b0(?:x[\da-f]+|b[01]+|o[0-7]+)\b", re.IGNORECASE)
_ROMAN = re.compile(
    r"(?<![\w.])(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w])"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1_000}
_DIGIT_WORD = r"(?:(?:an?|the|digits?|followed by|then|and|finally|lastly|another)\s+)*"
_DIGITS = re.compile(
    rf"(?<![\w.])\d(?:\s*(?:,|;|-|\s)\s*{_DIGIT_WORD}\d(?![\w.]*\w))+", re.IGNORECASE
)
_BY_DIGIT = re.compile(
    r"^\W*\d(?:\W+\d)+\W*$|\b(?:digits?|figures?|keys?|press|type|an? \d)\b", re.IGNORECASE
)
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_SAID = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (r"\bhalf (?:a|1) dozen\b", "6"),
        (r"\b(?:a|1) dozen\b", "12"),
        (rf"\b{_NUMBER} dozens?\b", r"(\1 * 12)"),
        (r"\b(?:a|1) score\b", "20"),
        (rf"\b{_NUMBER} score\b", r"(\1 * 20)"),
        (rf"\b(?:double|twice)(?: of)? {_NUMBER}", r"2 * \1"),
        (rf"\b(?:treble|triple|thrice)(?: of)? {_NUMBER}", r"3 * \1"),
        (rf"\b{_NUMBER} (?:doubled|twice over)\b", r"2 * \1"),
        (rf"\b{_NUMBER} (?:tripled)\b", r"3 * \1"),
        (rf"\b{_NUMBER} (?:halved)\b", r"\1 / 2"),
        (rf"\bhalf(?: of)? {_NUMBER}", r"\1 / 2"),
        (rf"\b(?:a |1 )?quarter of {_NUMBER}", r"\1 / 4"),
        (rf"\b(?:a |1 )?third of {_NUMBER}", r"\1 / 3"),
        (rf"\b{_NUMBER} (?:less than|below|short of|before|fewer than) {_NUMBER}", r"\2 - \1"),
        (rf"\b{_NUMBER} (?:more than|above|after|over|greater than) {_NUMBER}", r"\2 + \1"),
        (
            rf"\b{_NUMBER} and {_NUMBER}(?: again| more)?,? (?:added|together|make|in all)",
            r"\1 + \2",
        ),
        (rf"\bsum of {_NUMBER} and {_NUMBER}", r"\1 + \2"),
        (rf"\bproduct of {_NUMBER} and {_NUMBER}", r"\1 * \2"),
        (rf"\bdifference (?:of|between) {_NUMBER} and {_NUMBER}", r"\1 - \2"),
        (rf"\b{_NUMBER} squared\b|\bsquare of {_NUMBER}", r"\1\2 * \1\2"),
        (rf"\b{_NUMBER} taken from {_NUMBER}", r"\2 - \1"),
        (rf"\b{_NUMBER} added to {_NUMBER}", r"\2 + \1"),
    )
)
_POINT = re.compile(r"(\d+) point((?: \d)+)\b")
_IS = r"(?:(?:is|are|(?:should|must|has to) be) )?"
_SPOKEN = (
    (rf"{_IS}(?:greater|more|larger|bigger) than or equal to", ">="),
    (rf"{_IS}(?:less|smaller|fewer) than or equal to", "<="),
    (r"(?:is )?(?:greater|more|larger|bigger) than", ">"),
    (r"(?:is )?(?:less|smaller|fewer) than", "<"),
    (rf"double equals|{_IS}equal to|equals(?: sign)?|(?:should|must|has to) be", "=="),
    (r"times|multiplied by", "*"),
    (r"divided by", "/"),
    (r"modulo|mod|percent(?: sign)?", "%"),
    (r"plus", "+"),
    (r"minus", "-"),
)
_CALCULATION = re.compile(r"[\d.(][\d.\s()+*/%-]*[\d)]")
_LONGEST = 60


def in_figures(text: str) -> str:
    """The text with its numbers in figures, and these decimal."""
    text = _SPELLED.sub(lambda m: str(sum(_WORDS[w.lower()] for w in m.groups() if w)), text)
    text = _SCALED.sub(_scaled, text)
    text = _OTHER_BASE.sub(lambda m: str(int(m[0], 0)), text)
    text = _ROMAN.sub(_from_roman, text)
    return _POINT.sub(lambda m: f"{m[1]}.{m[2].replace(' ', '')}", text)


def _scaled(found: re.Match[str]) -> str:
    """The figures of “2 thousand 3 hundred and 4”."""
    total, part = Fraction(0), Fraction(0)
    for word in re.findall(r"[\w.]+", found[0].lower()):
        if word in _SCALES:
            part = (part or Fraction(1)) * _SCALES[word]
            if part >= 1_000:
                total, part = total + part, Fraction(0)
        elif word[0].isdigit():
            part += Fraction(word.rstrip("."))
    value = total + part
    return str(int(value)) if value.denominator == 1 else str(float(value))


def _from_roman(found: re.Match[str]) -> str:
    digits = [_ROMAN_DIGITS[letter] for letter in found[0]]
    following = [*digits[1:], 0]
    return str(sum(-d if d < n else d for d, n in zip(digits, following, strict=True)))


def digits_in_a_row(text: str) -> list[str]:
    """Numbers that are told digit by digit."""
    told = (s for s in re.split(r"(?<=[.!?])\s|\n", in_figures(text)) if _BY_DIGIT.search(s))
    found = (each for sentence in told for each in _DIGITS.findall(sentence))
    return ["".join(re.findall(r"\d", each)) for each in found]


def in_signs(text: str) -> str:
    """The text with what is said of calculations and comparisons in Python's signs."""
    text = in_figures(text)
    for said, made in _SAID:
        text = said.sub(made, text)
    for words, sign in _SPOKEN:
        text = re.sub(rf"(?:,\s*)?\b(?:{words})\b", f" {sign} ", text, flags=re.IGNORECASE)
    return text


def calculations(text: str) -> Iterator[tuple[str, Fraction]]:
    """What is worked out of numbers alone in a text, and what each comes to."""
    for found in _CALCULATION.findall(text):
        code = " ".join(found.split())
        if len(code) > _LONGEST or not re.search(r"[+*/%-]", code):
            continue
        value = _worth(code)
        if value is not None:
            yield code, value


def _worth(code: str) -> Fraction | None:
    tree = parse(code)
    match tree.body if tree else []:
        case [ast.Expr(value=value)]:
            try:
                return _value(value)
            except (ValueError, ZeroDivisionError):
                return None
        case _:
            return None


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as value):
            return Fraction(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left) + _value(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left) - _value(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left) * _value(right)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left) / _value(right)
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            return Fraction(_value(left) // _value(right))
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return _value(left) % _value(right)
        case _:
            raise ValueError(ast.unparse(node))
