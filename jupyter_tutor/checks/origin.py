"""Which parts of a check have to do with the learner's code, as far as its text shows."""

import ast
from collections.abc import Iterator

from jupyter_tutor.checks.names import dotted
from jupyter_tutor.checks.vocabulary import HELPERS


class Origin:
    """What comes of the learner in one check.

    ``derived`` are names of the check's own that were given something made of the learner's.
    """

    def __init__(self, tree: ast.AST, learner: frozenset[str]) -> None:
        self.learner = learner
        self.derived: frozenset[str] = frozenset()
        given = list(_given(tree))
        while True:
            more = {
                name
                for names, value in given
                if self.touches(value)
                for name in names
                if name not in learner
            }
            if more <= self.derived:
                return
            self.derived |= more

    def is_learner(self, node: ast.expr) -> bool:
        """Whether an expression gives, as far as can be seen, an object of the learner's."""
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self.learner

    def mentions(self, node: ast.AST) -> bool:
        """Whether a name of the learner's occurs in it."""
        return any(isinstance(n, ast.Name) and n.id in self.learner for n in ast.walk(node))

    def touches(self, node: ast.AST) -> bool:
        """Whether a name of the learner's, or one derived from it, occurs in it."""
        known = self.learner | self.derived
        return any(isinstance(n, ast.Name) and n.id in known for n in ast.walk(node))

    def reaches(self, function: ast.expr) -> bool:
        """Whether calling this expression runs the learner's code."""
        if self.is_learner(function):
            return True
        helper = isinstance(function, ast.Call) and (
            dotted(function.func) in HELPERS or isinstance(function.func, ast.Call)
        )
        return helper and self.mentions(function)


def names_in(node: ast.AST) -> set[str]:
    """Return every name that occurs in it."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def assigned_names(tree: ast.AST) -> frozenset[str]:
    """Return every name that a check itself binds, in whatever way and scope."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=alias):
                names.add(alias or name.split(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                names.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                names.add(name)
            case _:
                pass
    return frozenset(names)


def _given(tree: ast.AST) -> Iterator[tuple[set[str], ast.expr]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield names_in(target), value
            case (
                ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.For(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                yield names_in(target), value
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                yield names_in(target), value
            case _:
                pass
