"""What the blocks of code in a reply define, for what is said of it afterwards.

Only what is plain counts: names that are given a value once, by statements that show nothing and
are the same each time they run. Of all else nobody can tell what a name stands for further down,
nor where the words between change it. Told of in the order of the reply, each part once.
"""

import ast
import builtins
import re
from collections.abc import Collection, Iterator

from jupyter_tutor.checks.names import (
    names_bound,
    names_declared,
    names_used,
    parse,
    top_level_names,
)

LONGEST = 200
"""Characters of a piece of code within a line that is looked through."""

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
    """What a reply has defined so far.

    ``taken`` are names that may stand for something else than Python's own where the learner is;
    a block that defines one says what it stands for.
    """

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self._taken = taken
        self._programs: list[str] = []
        self._bound: set[str] = set()
        self._doubtful: set[str] = set()
        self._handed_over: set[str] = set()

    def add(self, code: str, *, python: bool) -> None:
        """Take in one more block; ``python``: it says that it is Python."""
        try:
            plain = python and ">>>" not in code and self._added(code)
        except (RecursionError, MemoryError, ValueError):
            # Deeper, or a longer number, than can be written down anew.
            plain = False
        if not plain:
            self._doubtful.update(_WORD.findall(code))

    def doubt(self, name: str) -> None:
        """Words have given this name another value."""
        self._doubtful.add(name)

    def speak_of(self, code: str) -> None:
        """A piece of code stands in a line: it may change names, or what they stand for."""
        if len(code) > LONGEST:
            self._doubtful.update(_WORD.findall(code))
            return
        expression = expression_of(code)
        if expression is None:
            self._doubtful.update(top_level_names(code, imports=True))
            self._handed_over.update(_WORD.findall(code))
        else:
            for node in ast.walk(expression):
                self._handed_over.update(_handed_over(node))

    def names_in(self, code: str) -> frozenset[str]:
        """Those names of a piece of code that are none of Python's own."""
        return names_used(code) - (_BUILTINS - self._taken - self._bound - self._doubtful)

    def program(self, code: str) -> str | None:
        """The code behind what defines its names; None: that is not plain."""
        names = self.names_in(code)
        if not names <= self._bound - self._doubtful - self._handed_over:
            return None
        return "\n".join([*self._programs, code]) if names else code

    def _added(self, code: str) -> bool:
        tree = parse(code)
        kept = None if tree is None else _kept(tree)
        if kept is None or not self._plain(kept):
            return False
        program = ast.unparse(kept)
        for statement in kept.body:
            self._bind(statement)
        self._doubtful |= names_bound(code, inside=True)
        self._programs.append(program)
        return True

    def _plain(self, kept: ast.Module) -> bool:
        source = ast.unparse(kept)
        used = names_used(source) - self._bound
        known = _BUILTINS - self._taken - self._doubtful
        known |= set(top_level_names(source, imports=True))
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


def is_builtin(expression: ast.expr) -> bool:
    """Whether it is the bare name of something of Python's own."""
    return isinstance(expression, ast.Name) and expression.id in _BUILTINS


def expression_of(code: str) -> ast.expr | None:
    """The one expression that a piece of code is, without anything odd in it; None: it is none."""
    tree = parse(code.strip())
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    expression = tree.body[0].value
    odd = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
    return None if any(isinstance(node, odd) for node in ast.walk(expression)) else expression


def _handed_over(node: ast.AST) -> Collection[str]:
    """The names that a call is given, or that are called upon."""
    if not isinstance(node, ast.Call):
        return ()
    given: list[ast.AST] = [*node.args, *node.keywords]
    given += [node.func] if isinstance(node.func, ast.Attribute) else []
    return {one.id for part in given for one in ast.walk(part) if isinstance(one, ast.Name)}


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
