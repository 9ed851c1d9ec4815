"""An author's Python as text: does it parse, what does it bind, are two of them the same.

Parses only; nothing of an author's code is ever compiled to run or run here.
"""

import ast
import contextlib

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.markers import Marked


def parse(source: str) -> ast.Module | SyntaxError:
    """The syntax tree of a source, or why there is none; the line counts from 1."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return SyntaxError("it holds characters or nesting that Python cannot read")


def explain(error: SyntaxError, source: str) -> tuple[str, str]:
    """What is wrong with a source that does not parse, and how to fix it."""
    lines = source.split("\n")
    number = error.lineno or 0
    line = lines[number - 1].lstrip() if 0 < number <= len(lines) else ""
    if line.startswith(("%", "!")):
        return (
            f"`{line[0]}` commands are not Python, and this is run outside a notebook too.",
            "Write plain Python.",
        )
    return f"This is not Python that can be run: {error.msg}.", "Correct the code."


def parse_body(marked: Marked, faults: Faults) -> ast.Module | None:
    """The syntax tree of a cell's body; None when it has none (then a fault says why)."""
    if not marked.body.strip():
        faults.error(marked.place, f"The {marked.role} cell is empty.", "Write its code.")
        return None
    return parse_at(marked.body, marked.place, marked.body_line, faults)


def parse_at(source: str, place: Place, first_line: int, faults: Faults) -> ast.Module | None:
    """The syntax tree of a source that begins on a line of a cell; None as above."""
    tree = parse(source)
    if isinstance(tree, SyntaxError):
        what, fix = explain(tree, source)
        line = None if tree.lineno is None else first_line + tree.lineno - 1
        faults.error(place.at(line), what, fix)
        return None
    return tree


def same_code(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees are the same program, layout and comments aside."""
    pending: list[tuple[object, object]] = [(one, other)]
    while pending:
        mine, theirs = pending.pop()
        if type(mine) is not type(theirs):
            return False
        if isinstance(mine, ast.AST):
            pending += ((getattr(mine, f, None), getattr(theirs, f, None)) for f in mine._fields)
        elif isinstance(mine, list) and isinstance(theirs, list):
            if len(mine) != len(theirs):
                return False
            pending += zip(mine, theirs, strict=True)
        elif repr(mine) != repr(theirs):
            return False
    return True


class _Binder(ast.NodeVisitor):
    """Collects what a module binds among its global names; ``imported`` are kept apart."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.imported: set[str] = set()
        self._inside = False

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store) and not self._inside:
            self.names.add(node.id)

    def visit_Global(self, node: ast.Global) -> None:
        self.names.update(node.names)

    def _visit_scope(self, node: ast.AST) -> None:
        # A function's own names are not global, but a `global` statement in it binds some.
        outer, self._inside = self._inside, True
        self.generic_visit(node)
        self._inside = outer

    def _visit_definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> None:
        if not self._inside:
            self.names.add(node.name)
        self._visit_scope(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_definition(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_definition(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_scope(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        # The loop variable of a comprehension is its own; a walrus in it binds outside.
        self.visit(node.iter)
        for condition in node.ifs:
            self.visit(condition)

    def _visit_import(self, node: ast.Import | ast.ImportFrom) -> None:
        if not self._inside:
            for alias in node.names:
                self.imported.add(alias.asname or alias.name.partition(".")[0])

    def visit_Import(self, node: ast.Import) -> None:
        self._visit_import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._visit_import(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._bind_pattern(node, node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._bind_pattern(node, node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._bind_pattern(node, node.rest)

    def _bind_pattern(self, node: ast.AST, name: str | None) -> None:
        if name is not None and not self._inside:
            self.names.add(name)
        self.generic_visit(node)


def bound_names(tree: ast.Module) -> frozenset[str]:
    """The global names a module makes: by assignment, definition, `for`, `with` or `:=`.

    Those of a `match` count too; that of an `except … as` does not, for Python unbinds it itself.
    Imports are in :func:`imported_names`.
    """
    return frozenset(_bindings(tree).names)


def imported_names(tree: ast.Module) -> frozenset[str]:
    """The global names a module binds by importing; nothing is known of `import *`."""
    return frozenset(_bindings(tree).imported - {"*"})


def _bindings(tree: ast.Module) -> _Binder:
    binder = _Binder()
    with contextlib.suppress(RecursionError):
        binder.visit(tree)
    return binder
