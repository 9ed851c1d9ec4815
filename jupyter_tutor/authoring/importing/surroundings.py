"""What the code above a check defines that the check needs: imports, data and helpers of theirs.

Their tests run where the notebook ran and see all of it; a check of ours runs by itself and has to
bring it along. Statements are copied, never run.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jupyter_tutor.checks.names import top_level_names

_OUTSIDE = ("read", "load", "open", "request", "fetch", "download", "input", "connect", "urlopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    position: int
    text: str
    uses: frozenset[str]


class Surroundings:
    """The definitions met so far, by name; of a name that is given anew, the last one."""

    def __init__(self) -> None:
        self._known: dict[str, _Definition | None] = {}
        self._count = 0

    @property
    def names(self) -> Collection[str]:
        """All names that were given a meaning, also those that take more than one statement."""
        return self._known.keys()

    def take(self, tree: ast.Module) -> None:
        """Take in the next cell."""
        for statement in tree.body:
            self._count += 1
            for name, text in _defined(statement):
                uses = _used(statement)
                definition = _Definition(position=self._count, text=text, uses=uses)
                # Made of what it was before: that takes more than one statement.
                again = name in uses and not isinstance(statement, ast.FunctionDef | ast.ClassDef)
                self._known[name] = definition if text and not again else None

    def lines_for(self, wanted: Collection[str], own: Collection[str]) -> list[str]:
        """The statements that define the wanted names, and what those need, in their order.

        ``own`` are names that need none. A name that no single statement defines has none.
        """
        found: dict[int, dict[str, None]] = {}
        pending, seen = list(wanted), set(own)
        while pending:
            name = pending.pop()
            definition = self._known.get(name) if name not in seen else None
            seen.add(name)
            if definition is not None:
                found.setdefault(definition.position, {})[definition.text] = None
                pending += sorted(definition.uses - seen)
        return [text for position in sorted(found) for text in found[position]]


def _used(statement: ast.stmt) -> frozenset[str]:
    return frozenset(
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _defined(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """The names a statement defines, each with the text that does so; empty: it takes more."""
    match statement:
        case ast.Import(names=names):
            for alias in names:
                name = alias.asname or alias.name.split(".")[0]
                yield name, ast.unparse(ast.Import(names=[alias]))
        case ast.ImportFrom(names=names):
            for alias in names:
                one = ast.ImportFrom(statement.module, [alias], statement.level)
                if alias.name != "*":
                    yield alias.asname or alias.name, ast.unparse(one)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, ast.unparse(statement)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if not _from_outside(value):
            yield name, ast.unparse(statement)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            yield name, ""  # such as `numbers.append(4)`, which changes what it was
        case _:
            text = ast.unparse(statement)
            for name in top_level_names(text):
                yield name, ""


def _from_outside(value: ast.expr) -> bool:
    """Whether it is read from a file or the like, which a check does not have."""
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2].lower()
            if called.startswith(_OUTSIDE):
                return True
    return False
