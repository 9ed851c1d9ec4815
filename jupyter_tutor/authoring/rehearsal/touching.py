"""How a check changes a learner's variable: by itself, or by handing it to the learner's code.

A variable that the learner's code changes on its own accord is no affair of the check: some
questions ask for just that.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.checks.names import parse

_READING = frozenset(
    {
        *("copy", "count", "index", "get", "items", "keys", "values", "find", "hex"),
        *("union", "intersection", "difference", "symmetric_difference"),
        *("issubset", "issuperset", "isdisjoint"),
    }
)
"""Methods of lists, dictionaries, sets and byte arrays that only look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """The line of the check, what stands there, and who changes the variable by it."""

    line: int
    code: str
    by: Literal["check", "call"]


def find_touch(source: str, name: str, learner_names: Collection[str]) -> Touch | None:
    """Where a check may change the variable ``name``; None where it only looks at it."""
    tree = parse(source)
    if tree is None:
        return None
    names = {name} | _aliases(tree, name)
    for node, by in _touches(tree, names, frozenset(learner_names)):
        return Touch(line=node.lineno, code=ast.unparse(node), by=by)
    return None


def _aliases(tree: ast.AST, name: str) -> set[str]:
    """Other names that the check gives the same object, or a part of it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(value=value, targets=targets) if _is_part_of(value, {name}):
                found.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.For(iter=value, target=ast.Name(id=item)) if _is_part_of(value, {name}):
                found.add(item)
            case _:
                pass
    return found


def _touches(
    tree: ast.AST, names: set[str], learner: frozenset[str]
) -> Iterator[tuple[ast.expr | ast.stmt, Literal["check", "call"]]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets) | ast.Delete(targets=targets):
                if any(_is_part_of(target, names, within=True) for target in targets):
                    yield node, "check"
            case ast.AugAssign(target=target) if _is_part_of(target, names):
                yield node, "check"
            case ast.Call(func=ast.Attribute(value=value, attr=method)):
                if method not in _READING and _is_part_of(value, names):
                    yield node, "check"
                elif _handed_over(node, names, learner):
                    yield node, "call"
            case ast.Call() if _handed_over(node, names, learner):
                yield node, "call"
            case _:
                pass


def _handed_over(call: ast.Call, names: set[str], learner: frozenset[str]) -> bool:
    """Whether code of the learner's is called with the object itself among its arguments."""
    if not any(isinstance(n, ast.Name) and n.id in learner for n in ast.walk(call.func)):
        return False
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(_is_part_of(argument, names) for argument in arguments)


def _is_part_of(node: ast.expr, names: set[str], *, within: bool = False) -> bool:
    """Whether an expression is one of the objects or, by an index, a part of it.

    ``within``: only a part of it will do, for to give a name another value changes no object.
    """
    match node:
        case ast.Name(id=name):
            return name in names and not within
        case ast.Subscript(value=value) | ast.Starred(value=value) | ast.Attribute(value=value):
            return _is_part_of(value, names)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return any(_is_part_of(part, names, within=within) for part in parts)
        case _:
            return False
