"""Whether a program's statements have all been shown, whatever its names are and in any order.

Pieces of a program that lie apart are the program all the same to whoever puts them together.
"""

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_BODIES = ("body", "orelse", "finalbody", "handlers", "cases", "decorator_list", "type_comment")
_MOST_STEPS = 5_000

Sign = tuple[str, str]
Shape = tuple[Sign, ...]
"""A statement, without those inside it, as a row of signs; those of kind `name` may differ."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement that was shown; ``new``: nobody had it before them anyway."""

    shape: Shape
    new: bool


def shapes(tree: ast.Module) -> tuple[Shape, ...]:
    """The statements of a program that do something, each by itself."""
    return tuple(
        tuple(_signs(_spelled(node)))
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and not _says_nothing(node)
    )


def all_shown(wanted: Sequence[Shape], shown: Sequence[Seen]) -> bool:
    """Whether each of these statements is among the shown ones, at least one of them a new one.

    Names may be others, as long as each stands for one and the same throughout.
    """
    if not wanted or not any(seen.new for seen in shown):
        return False
    by_kind: dict[Shape, list[Seen]] = {}
    for seen in shown:
        same = by_kind.setdefault(_nameless(seen.shape), [])
        if seen not in same:
            same.append(seen)
    options = [[*by_kind.get(_nameless(shape), ()), *_as_value(shape, by_kind)] for shape in wanted]
    if not all(options):
        return False
    order = sorted(range(len(wanted)), key=lambda place: len(options[place]))
    return _Search([(wanted[place], options[place]) for place in order]).found()


def _as_value(shape: Shape, by_kind: Mapping[Shape, list[Seen]]) -> list[Seen]:
    """Where a value alone was shown that is handed back, without the word `return`."""
    if len(shape) < 5 or shape[0] != ("Return", ""):
        return []
    return by_kind.get(_nameless((("Expr", ""), *shape[1:])), [])


class _Search:
    def __init__(self, left: Sequence[tuple[Shape, Sequence[Seen]]]) -> None:
        self._left = left
        self._steps = 0

    def found(self) -> bool:
        return self._from(0, {}, new=False)

    def _from(self, place: int, names: Mapping[str, str], *, new: bool) -> bool:
        if place == len(self._left):
            return new
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return True
        shape, options = self._left[place]
        for seen in options:
            more = _matched(shape, seen.shape, names)
            if more is not None and self._from(place + 1, more, new=new or seen.new):
                return True
        return False


def _matched(shape: Shape, other: Shape, names: Mapping[str, str]) -> Mapping[str, str] | None:
    """The names, with those that these two statements say belong together; None: they do not."""
    found = dict(names)
    pairs = zip(shape[-len(other) + 1 :], other[1:], strict=True)
    for (kind, name), (_, theirs) in pairs:
        if kind == "name" and found.setdefault(name, theirs) != theirs:
            return None
    return found if len(set(found.values())) == len(found) else None


def _nameless(shape: Shape) -> Shape:
    return tuple((kind, "" if kind == "name" else detail) for kind, detail in shape)


def _says_nothing(node: ast.stmt) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    kinds = (ast.Pass, ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Try)
    return text or isinstance(node, kinds)


def _spelled(node: ast.stmt) -> ast.stmt:
    """`x += y` as `x = x + y`."""
    if isinstance(node, ast.AugAssign):
        return ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value))
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return ast.Assign([node.target], node.value)
    return node


def _signs(node: ast.AST) -> Iterator[Sign]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) if not hasattr(builtins, name):
            yield "name", name
            return
        case ast.Name(id=name):
            yield "builtin", name
            return
        case ast.Constant(value=value):
            yield type(value).__name__, repr(value)
            return
        case ast.Attribute(attr=detail) | ast.keyword(arg=detail):
            yield type(node).__name__, str(detail)
        case _:
            yield type(node).__name__, ""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(node, ast.stmt) and field in _BODIES:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.expr_context):
                yield from _signs(child)
