"""Where an answer first goes another way than one near it that works.

Programs are compared as trees, names of the answer's own apart: only what they do counts, not what
things are called. What works is never shown; an author may allow the differing piece of it.
"""

import ast
import copy
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_tutor.checks.names import parse
from jupyter_tutor.checks.showing import code, shorten
from jupyter_tutor.checks.signs import SIGNS

_NEAR = 0.75
"""How much of two programs has to be alike for a difference between them to mean anything."""

_MOST_NODES = 2000


@dataclass(frozen=True, slots=True)
class _Node:
    """A piece of a program in the order of its text, what it is, and the line it is on."""

    label: str
    node: ast.AST
    line: int


@dataclass(frozen=True, slots=True)
class _Program:
    """A program as a row of pieces; ``names`` are those of its own, by when they first come."""

    nodes: tuple[_Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """The first difference: ``what`` is the answer's piece, ``instead`` the text of the other's.

    ``over``: the other is not there any more, but has come to its end.
    """

    line: int
    source: str
    what: str
    instead: str | None
    over: bool

    def words(self, *, show: bool) -> str:
        """Say where it is; with ``show`` also what stands there in the program that works."""
        said = (
            f"Line {self.line}, {code(self.source)}: up to there your answer is like one that "
            f"works. Look at {self.what}."
        )
        if show and self.instead is not None:
            if self.over:
                return f"{said} In one that works, {code(self.instead)} has ended before that."
            return f"{said} One that works has {code(self.instead)} there."
        return said


def departure(source: str, working: Sequence[str]) -> Departure | None:
    """Return where ``source`` first departs from the nearest of the programs that work.

    None when none is near, when they do not differ, or when it is no Python.
    """
    ours = _read(source)
    others = [_read(other) for other in working]
    rated = [(_likeness(ours, theirs), -place) for place, theirs in enumerate(others)]
    likeness, place = max(rated, default=(0.0, 0))
    if not _NEAR <= likeness < 1.0:
        return None
    theirs = others[-place]
    pairs = zip(ours.nodes, theirs.nodes, strict=False)
    apart = ((mine, other) for mine, other in pairs if mine.label != other.label)
    mine, other = next(apart, (None, None))
    if mine is None or other is None:  # one goes on where the other ends
        return None
    line = shorten(source.splitlines()[mine.line - 1].strip())
    text = _text(other.node, ours, theirs)
    return Departure(mine.line, line, _spoken(mine.node), text, over=other.label == "end")


def _likeness(ours: _Program, theirs: _Program) -> float:
    labels = [node.label for node in ours.nodes], [node.label for node in theirs.nodes]
    return difflib.SequenceMatcher(None, *labels, autojunk=False).ratio()


def _read(source: str) -> _Program:
    tree = parse(source)
    own: dict[str, int] = {}
    if tree is None:
        return _Program((), ())
    bound = set(_bound(tree))
    found: list[_Node] = []
    for node, line, ends in _in_order(tree):
        name = _name(node)
        if ends:
            label = "end"
        elif name is not None and name in bound:
            label = f"{type(node).__name__} {own.setdefault(name, len(own))}"
        else:
            label = f"{type(node).__name__} {_detail(node)}"
        found.append(_Node(label, node, line))
        if len(found) > _MOST_NODES:
            return _Program((), ())
    return _Program(tuple(found), tuple(own))


def _in_order(tree: ast.Module) -> Iterator[tuple[ast.AST, int, bool]]:
    """Every piece with its line, docstrings aside; a statement once more (True) where it ends."""
    pending: list[tuple[ast.AST, int, bool]] = [(node, 1, False) for node in reversed(tree.body)]
    while pending:
        node, above, ends = pending.pop()
        line = getattr(node, "lineno", above)
        if isinstance(node, ast.expr_context) or _is_text(node):
            continue
        yield node, line, ends
        if ends:
            continue
        if isinstance(node, ast.stmt):
            pending.append((node, line, True))
        children = list(ast.iter_child_nodes(node))
        pending += [(child, line, False) for child in reversed(children)]


def _bound(tree: ast.AST) -> Iterator[str]:
    """The names that are the answer's own affair: variables and parameters, not what it defines."""
    defined = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        name = _name(node)
        stored = isinstance(node, ast.arg) or isinstance(getattr(node, "ctx", None), ast.Store)
        if name is not None and stored and name not in defined:
            yield name


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return node.arg if isinstance(node, ast.arg) else None


def _detail(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=value):
            return f"{type(value).__name__} {value!r}"
        case ast.Attribute(attr=name) | ast.keyword(arg=name):
            return str(name)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case _:
            return _name(node) or ""


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a text and no more, as a docstring is."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _text(node: ast.AST, ours: _Program, theirs: _Program) -> str | None:
    """Return the first line of a piece of their program, in the names of ours."""
    if type(node) in SIGNS:
        return SIGNS[type(node)]
    if not isinstance(node, ast.expr | ast.stmt):
        return None
    known = dict(zip(theirs.names, ours.names, strict=False))
    renamed = copy.deepcopy(node)
    for part in ast.walk(renamed):
        if isinstance(part, ast.Name):
            part.id = known.get(part.id, part.id)
    return shorten(ast.unparse(renamed).split("\n")[0])


def _spoken(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(value)):
            return f"the text {code(shorten(repr(value)))}"
        case ast.Constant(value=value):
            return f"the value {code(shorten(repr(value)))}"
        case ast.Name(id=name):
            return f"the name {code(name)}"
        case ast.arg() | ast.arguments():
            return "its parameters"
        case ast.Call(func=function):
            return f"the call of {code(shorten(ast.unparse(function)))}"
        case ast.Attribute(attr=name):
            return f"what stands before and after the dot of {code(name)}"
        case ast.stmt():
            return "the line as a whole, and how far it is indented"
        case ast.expr():
            return code(shorten(ast.unparse(node)))
        case _:
            sign = SIGNS.get(type(node))
            return f"the sign {code(sign)}" if sign is not None else "what stands there"
