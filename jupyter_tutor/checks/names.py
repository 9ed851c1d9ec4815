"""What names a piece of Python binds and uses, by its syntax alone."""

import ast
import symtable
import warnings
from collections.abc import Iterator


def parse(source: str) -> ast.Module | None:
    """Return the syntax tree of a source, or None when it is not Python. Warns of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def top_level_names(source: str, *, imports: bool = False) -> tuple[str, ...]:
    """Return the names a cell binds at its top level, in order; empty if it is not Python.

    Names bound by an import are left out unless ``imports`` is True: they are not the learner's
    making. Those starting with an underscore count like any other.
    """
    tree = parse(source)
    found: dict[str, None] = {}
    for statement in tree.body if tree is not None else ():
        for name in _bound_by(statement, imports):
            found[name] = None
    return tuple(found)


def _bound_by(statement: ast.stmt, imports: bool) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [a.asname or a.name.split(".")[0] for a in statement.names] if imports else []
    names: list[str] = []
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.append(node.name)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                names.extend(_bound_by(child, imports))
            elif not isinstance(child, ast.Lambda | ast.comprehension):
                pending.append(child)
    return names


def names_used(source: str) -> frozenset[str]:
    """Return the names a cell looks up outside its own functions, builtins among them.

    Those it binds itself are included. Empty if it is not Python.
    """
    return frozenset(
        symbol.get_name()
        for table in _scopes(source)
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global())
    )


def names_declared(source: str) -> frozenset[str]:
    """Return the names that functions of a cell bind outside themselves, by ``global``."""
    return frozenset(
        symbol.get_name()
        for table in _scopes(source)
        for symbol in table.get_symbols()
        if symbol.is_declared_global() and symbol.is_assigned()
    )


def names_bound(source: str, *, inside: bool = False) -> frozenset[str]:
    """Return the names a cell binds anywhere: in its functions too, as parameters and by imports.

    With ``inside`` only those bound within its functions, classes and comprehensions.
    """
    return frozenset(
        symbol.get_name()
        for table in _scopes(source)
        for symbol in table.get_symbols()
        if not (inside and table.get_type() == "module")
        and (symbol.is_assigned() or symbol.is_parameter() or symbol.is_imported())
    )


def _scopes(source: str) -> Iterator[symtable.SymbolTable]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pending = [symtable.symtable(source, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    while pending:
        table = pending.pop()
        yield table
        pending.extend(table.get_children())


def same_code(one: str, other: str) -> bool:
    """Whether two sources are the same program, comments and layout aside."""
    ours, theirs = parse(one), parse(other)
    return ours is not None and theirs is not None and ast.dump(ours) == ast.dump(theirs)


def is_blank(source: str) -> bool:
    """Whether a source has no statement in it: nothing, or only comments."""
    tree = parse(source)
    return tree is not None and not tree.body


def dotted(node: ast.expr | None) -> str:
    """Return ``a.b.c`` for names and attributes; ``?`` stands for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"
