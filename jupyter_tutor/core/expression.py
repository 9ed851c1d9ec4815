"""A small part of Python's expressions, evaluated here: no loops, no names but those given.

What a learner types is never handed to Python's own ``eval``. Whatever is written, evaluating it
takes little time and memory: the text is short, nothing repeats, and each value stays below a
size, all that it holds included. Arithmetic, comparisons, ``and``/``or``/``not``, items and
slices, ``x if c else y``, and a few functions and text methods are known.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LONGEST = 300
"""Characters of an expression."""

MOST_BITS, MOST_ITEMS = 4096, 2_000
"""How large a whole number, a text or a list may grow on the way."""


class NotAnExpressionError(ValueError):
    """It cannot be read as an expression of this kind; the text says why, for a learner."""


class TooLargeError(ArithmeticError):
    """A value on the way grew larger than any answer needs."""


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda item, whole: item in whole,
    ast.NotIn: lambda item, whole: item not in whole,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "max": max,
    "min": min,
    "round": round,
    "len": len,
    "sum": sum,
    "sorted": sorted,
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
}
METHODS = frozenset(
    {"upper", "lower", "strip", "replace", "split", "startswith", "endswith", "count"}
)


class Expression:
    """An expression that has been read; made by :func:`read_expression`."""

    def __init__(self, tree: ast.expr) -> None:
        self._tree = tree

    def value(self, names: Mapping[str, Any]) -> Any:
        """Its value where the names have these; raises what Python would, or TooLargeError."""
        return _evaluate(self._tree, names)


def read_expression(text: str, names: Sequence[str]) -> Expression:
    """Read what was typed; raises NotAnExpressionError, whose words are for the learner."""
    if len(text) > LONGEST:
        raise NotAnExpressionError(f"That is too long: {LONGEST} characters are enough.")
    try:
        with warnings.catch_warnings():
            # Python warns of what it reads all the same, such as "\\d"; nobody would see it here.
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise NotAnExpressionError(_why_unreadable(text)) from None
    try:
        _require_known(tree, frozenset(names))
    except RecursionError:
        raise NotAnExpressionError("That is nested too deeply to be read.") from None
    return Expression(tree)


def literal(text: str) -> Any:
    """The value of a literal (a number, a text, True, a list of them); ValueError if it is none."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        raise ValueError(f"not a literal: {text}") from None


def _why_unreadable(text: str) -> str:
    for wrong, right in (("=>", ">="), ("=<", "<=")):
        if wrong in text:
            return f"Python writes this the other way round: `{right}`, and not `{wrong}`."
    if "=" in text.replace("==", "").replace("<=", "").replace(">=", "").replace("!=", ""):
        return (
            "That gives a name to a value. Write only the expression, without a name and `=`. "
            "(To ask whether two things are equal, write `==`.)"
        )
    if missing := re.search(r"(?<![\w.])(\d+) ?([^\W\d]\w*)", text):
        number, name = missing.groups()
        return f"Python wants a `*` between a number and a name: `{number} * {name}`."
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return "Python cannot read that: a bracket is missing, or there is one too many."
    return "Python cannot read that. Look for a missing sign, bracket or quote."


def _require_known(node: ast.expr, names: frozenset[str]) -> None:
    match node:
        case ast.Constant(value=value):
            if not isinstance(value, bool | int | float | str | None):
                raise NotAnExpressionError("Use numbers and texts only.")
            return
        case ast.Name(id=name):
            if name not in names:
                raise NotAnExpressionError(_unknown_name(name, names))
            return
        case ast.BinOp(op=op) if type(op) not in _BINARY:
            raise NotAnExpressionError("Use only + - * / // % and ** here.")
        case ast.UnaryOp(op=op) if type(op) not in _UNARY:
            raise NotAnExpressionError("Use only + - * / // % and ** here.")
        case ast.Call(func=func, args=args, keywords=keywords):
            if keywords or any(isinstance(arg, ast.Starred) for arg in args):
                raise NotAnExpressionError("Call functions with plain values here.")
            _require_known_function(func, names)
            for arg in args:
                _require_known(arg, names)
            return
        case (
            ast.BinOp()
            | ast.UnaryOp()
            | ast.BoolOp()
            | ast.Compare()
            | ast.IfExp()
            | ast.Subscript()
            | ast.Slice()
            | ast.List()
            | ast.Tuple()
        ):
            pass
        case _:
            raise NotAnExpressionError(
                "Only a calculation with values, names, comparisons and simple calls is read here."
            )
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _require_known(child, names)


def _require_known_function(func: ast.expr, names: frozenset[str]) -> None:
    match func:
        case ast.Name(id=name) if name in FUNCTIONS and name not in names:
            return
        case ast.Attribute(value=value, attr=attr) if attr in METHODS:
            _require_known(value, names)
        case ast.Name(id=name):
            raise NotAnExpressionError(f"There is no function `{name}` to use here.")
        case ast.Attribute(attr=attr):
            raise NotAnExpressionError(f"`.{attr}` cannot be used here.")
        case _:
            raise NotAnExpressionError("Only functions with a name can be called here.")


def _unknown_name(name: str, names: frozenset[str]) -> str:
    if name in FUNCTIONS:
        return f"`{name}` is a function: write brackets behind it, with what it is to work on."
    known = ", ".join(f"`{known}`" for known in sorted(names))
    return f"There is no `{name}` here. Use {known}." if known else f"There is no `{name}` here."


def _evaluate(node: ast.expr | None, names: Mapping[str, Any]) -> Any:
    match node:
        case None:
            return None
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=unary, operand=operand):
            return _UNARY[type(unary)](_evaluate(operand, names))
        case ast.BinOp(left=left, op=binary, right=right):
            return _combine(binary, _evaluate(left, names), _evaluate(right, names))
        case ast.BoolOp(op=junction, values=values):
            result: Any = None
            for part in values:
                result = _evaluate(part, names)
                if bool(result) == isinstance(junction, ast.Or):
                    break
            return result
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            return _compare(_evaluate(left, names), ops, comparators, names)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _evaluate(body if _evaluate(test, names) else orelse, names)
        case ast.Subscript(value=whole, slice=index):
            return _evaluate(whole, names)[_evaluate(index, names)]
        case ast.Slice(lower=lower, upper=upper, step=step):
            return slice(*(_evaluate(part, names) for part in (lower, upper, step)))
        case ast.List(elts=items):
            return _bounded([_evaluate(item, names) for item in items])
        case ast.Tuple(elts=items):
            return _bounded(tuple(_evaluate(item, names) for item in items))
        case ast.Call(func=func, args=args):
            call = _callable(func, names)
            return _bounded(call(*[_evaluate(arg, names) for arg in args]))
        case _:
            raise TypeError(f"not an expression of this kind: {type(node).__name__}")


def _compare(
    left: Any, ops: Sequence[ast.cmpop], comparators: Sequence[ast.expr], names: Mapping[str, Any]
) -> Any:
    result: Any = True
    for op, comparator in zip(ops, comparators, strict=True):
        right = _evaluate(comparator, names)
        result = _COMPARE[type(op)](left, right)
        if not result:
            return result
        left = right
    return result


def _combine(op: ast.operator, left: Any, right: Any) -> Any:
    match op:
        case ast.Pow() if isinstance(left, int) and isinstance(right, int):
            if abs(left) > 1 and left.bit_length() * right > MOST_BITS:
                raise TooLargeError
        case ast.Mult():
            for whole, times in ((left, right), (right, left)):
                if isinstance(whole, str | list | tuple) and isinstance(times, int):
                    _require_size((_size(whole) - 1) * times)
        case ast.Mod() if isinstance(left, str):
            # Formatting can ask for any width.
            raise TypeError("texts are not formatted with % here")
        case _:
            pass
    return _bounded(_BINARY[type(op)](left, right))


def _callable(func: ast.expr, names: Mapping[str, Any]) -> Callable[..., Any]:
    match func:
        case ast.Name(id="round"):
            return _round
        case ast.Name(id=name):
            return FUNCTIONS[name]
        case ast.Attribute(value=value, attr=attr):
            whole = _evaluate(value, names)
            if not isinstance(whole, str) and attr != "count":
                raise AttributeError(attr)
            method: Callable[..., Any] = getattr(whole, attr)
            return method if attr != "replace" else lambda *args: _replace(whole, *args)
        case _:
            raise TypeError("only functions with a name can be called")


def _round(*args: Any) -> Any:
    if any(isinstance(places, int) and abs(places) > MOST_BITS for places in args[1:]):
        # Python would work out ten to that power.
        raise TooLargeError
    return round(*args)


def _replace(whole: str, *args: Any) -> str:
    if args[1:] and all(isinstance(arg, str) for arg in args[:2]):
        _require_size(whole.count(args[0]) * len(args[1]))
    return whole.replace(*args)


def _bounded(value: Any) -> Any:
    _require_size(_size(value))
    return value


def _size(value: Any) -> int:
    """How large a value is, all that it holds included; it is counted no further than needed."""
    size, left = 0, [value]
    while left and size <= MOST_ITEMS:
        one = left.pop()
        size += 1
        if isinstance(one, int):
            if one.bit_length() > MOST_BITS:
                raise TooLargeError
            size += one.bit_length() // 64
        elif isinstance(one, str):
            size += len(one)
        elif isinstance(one, list | tuple):
            left += one
    return size


def _require_size(items: int) -> None:
    if items > MOST_ITEMS:
        raise TooLargeError
