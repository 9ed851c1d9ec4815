"""What the blocks of code in a reply define, for what is said of it afterwards.

Only what is plain counts: names that are given a value once, by statements that show nothing and
are the same each time they run. Of all else nobody can tell what a name stands for further down.
"""

import ast
import builtins
import re
from collections.abc import Iterator

from jupyter_tutor.checks.names import names_declared, names_used, parse, top_level_names

_STEADY_MODULES = frozenset(
    (
        *("math", "string", "statistics", "fractions", "decimal", "itertools", "functools"),
        *("collections", "operator", "re", "json", "textwrap", "bisect", "heapq"),
    )
)
_UNSTEADY = frozenset(
    (
        *("input", "open", "id", "hash", "object", "exec", "eval", "compile", "exit", "quit"),
        *("help", "globals", "locals", "vars", "dir", "breakpoint", "memoryview", "copyright"),
        *("credits", "license"),
    )
)
"""What they give is another each time, or elsewhere, or they wait for somebody."""
_BUILTINS = frozenset(n for n in dir(builtins) if not n.startswith("_")) - _UNSTEADY
_DEFINING = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.ClassDef),
    *(ast.Import, ast.ImportFrom, ast.Pass),
)
_WORD = re.compile(r"[^\W\d]\w*")


class Defined:
    """What the blocks before some words define."""

    def __init__(self) -> None:
        self._programs: list[str] = []
        self._bound: set[str] = set()
        self._doubtful: set[str] = set()

    def add(self, code: str, *, python: bool) -> None:
        """Take in one more block; ``python``: it says that it is Python."""
        tree = parse(code) if python and ">>>" not in code else None
        kept = None if tree is None else _kept(tree)
        if kept is None or not self._plain(kept):
            self._doubtful.update(_WORD.findall(code))
            return
        for statement in kept.body:
            self._bind(statement)
        self._programs.append(ast.unparse(kept))

    def doubt(self, text: str) -> None:
        """Something is said or done with the names in this that is in no block."""
        self._doubtful.update(_WORD.findall(text))

    def names_in(self, code: str) -> frozenset[str]:
        """Those names of a piece of code that are none of Python's own."""
        return names_used(code) - (_BUILTINS - self._bound - self._doubtful)

    def program(self, code: str) -> str | None:
        """The code behind what defines its names; None: that is not plain."""
        names = self.names_in(code)
        if not names <= self._bound - self._doubtful:
            return None
        return "\n".join([*self._programs, code]) if names else code

    def _plain(self, kept: ast.Module) -> bool:
        source = ast.unparse(kept)
        used = names_used(source) - self._bound
        known = _BUILTINS | set(top_level_names(source, imports=True))
        return used <= known and "print" not in used and not names_declared(source)

    def _bind(self, statement: ast.stmt) -> None:
        names = set(top_level_names(ast.unparse(statement), imports=True))
        self._doubtful |= names & self._bound
        self._doubtful.update(_changed(statement))
        self._bound |= names


def _kept(tree: ast.Module) -> ast.Module | None:
    """A block without what it prints; None: it does more than to define."""
    body = [statement for statement in tree.body if not _prints(statement)]
    if not all(isinstance(statement, _DEFINING) for statement in body):
        return None
    if any(not _steady(statement) for statement in body):
        return None
    return ast.Module(body=body, type_ignores=[])


def _prints(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and is_print(statement.value)


def is_print(expression: ast.expr) -> bool:
    """Whether it is a call of print."""
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Name)
        and expression.func.id == "print"
    )


def _steady(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return all(alias.name in _STEADY_MODULES for alias in statement.names)
    if isinstance(statement, ast.ImportFrom):
        return statement.module in _STEADY_MODULES and statement.level == 0
    return True


def _changed(statement: ast.stmt) -> Iterator[str]:
    """The names whose objects an assignment changes."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    else:
        return
    for target in targets:
        if isinstance(target, ast.Subscript | ast.Attribute):
            yield from names_used(ast.unparse(target))
