"""What an expression of a module is worth, as far as its text says so: nothing is run.

Constants, containers, names of constants and arithmetic with them; everything else is not known.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

_MOST = 10_000
_LONGEST = 100_000
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


class UnknownError(Exception):
    """The text alone does not say what an expression is worth."""


def value_of(node: ast.expr, names: Mapping[str, ast.expr]) -> Any:
    """The value of an expression; raises UnknownError.

    ``names`` are what the names it may use were assigned.
    """
    return _Reckoner(names).value(node, 0)


class _Reckoner:
    """Works an expression out, within a number of steps: names may stand for each other."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self._names = names
        self._left = _MOST

    def value(self, node: ast.expr, depth: int) -> Any:
        self._left -= 1
        if depth > 50 or self._left < 0:
            raise UnknownError

        def inner(part: ast.expr) -> Any:
            return self.value(part, depth + 1)

        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if name in self._names:
                return inner(self._names[name])
            case ast.List(elts=parts):
                return [inner(part) for part in parts]
            case ast.Tuple(elts=parts):
                return tuple(inner(part) for part in parts)
            case ast.Set(elts=parts):
                return _made(lambda: {inner(part) for part in parts})
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                return _made(lambda: {inner(_known(key)): inner(value) for key, value in pairs})
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return _made(lambda: -inner(part))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return not inner(part)
            case ast.BinOp(left=left, op=op, right=right):
                return _calculated(inner(left), op, inner(right))
            case ast.Call(func=ast.Name(id="list"), args=[part], keywords=[]):
                return _made(lambda: list(inner(part)))
            case ast.Call(func=ast.Name(id="range"), args=[_, *_] as parts, keywords=[]):
                made = _made(lambda: range(*(inner(part) for part in parts)))
                if len(made) > _MOST:
                    raise UnknownError
                return made
            case _:
                raise UnknownError


def _known(key: ast.expr | None) -> ast.expr:
    if key is None:
        raise UnknownError
    return key


def _calculated(left: Any, op: ast.operator, right: Any) -> Any:
    """The result of an operation that cannot grow beyond measure."""
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    joined = isinstance(op, ast.Add) and type(left) is type(right)
    if type(op) not in _OPERATORS or not (numbers or (joined and isinstance(left, str | list))):
        raise UnknownError
    if numbers and isinstance(op, ast.Pow) and (abs(right) > 64 or abs(left) > _MOST):
        raise UnknownError
    return _made(lambda: _OPERATORS[type(op)](left, right))


def _made(make: Callable[[], Any]) -> Any:
    try:
        made = make()
    except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
        raise UnknownError from error
    if isinstance(made, int) and abs(made) > 10**100:
        raise UnknownError
    if isinstance(made, str | list) and len(made) > _LONGEST:
        raise UnknownError
    return made
