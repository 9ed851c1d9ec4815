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
_POINT = re.compile(r"(\d+) point((?: \d)+)\b")
_SPOKEN = (
    (r"(?:is )?(?:greater|more|larger|bigger) than or equal to", ">="),
    (r"(?:is )?(?:less|smaller|fewer) than or equal to", "<="),
    (r"(?:is )?(?:greater|more|larger|bigger) than", ">"),
    (r"(?:is )?(?:less|smaller|fewer) than", "<"),
    (r"double equals|is equal to|equals(?: sign)?|equal to", "=="),
    (r"times|multiplied by", "*"),
    (r"divided by", "/"),
    (r"modulo|mod|percent(?: sign)?", "%"),
    (r"plus", "+"),
    (r"minus", "-"),
)
_CALCULATION = re.compile(r"[\d.(][\d.\s()+*/%-]*[\d)]")
_LONGEST = 60


def in_figures(text: str) -> str:
    """The text with numbers up to 99 in figures."""
    text = _SPELLED.sub(lambda m: str(sum(_WORDS[w.lower()] for w in m.groups() if w)), text)
    return _POINT.sub(lambda m: f"{m[1]}.{m[2].replace(' ', '')}", text)


def in_signs(text: str) -> str:
    """The text with what is said of calculations and comparisons in Python's signs."""
    text = in_figures(text)
    for words, sign in _SPOKEN:
        text = re.sub(rf"\b(?:{words})\b", f" {sign} ", text, flags=re.IGNORECASE)
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
