"""Which files a piece of Python may read, by the texts in it.

Whether there are such files is for others to see. A name that is put together as the code runs
is not found; where that is plain to see, :func:`hidden_reads` says so.
"""

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_tutor.checks.cell_names import plain_python
from jupyter_tutor.checks.names import parse

MOST = 200
"""Names of one answer; what names more is no answer."""

LONGEST = 300

_WITHIN = re.compile(r"'([^'\n]{1,300})'|\"([^\"\n]{1,300})\"")
"""A name inside a text, as SQL has it: ``select * from 'orders.csv'``."""

_READS = re.compile(r"open|read_(csv|json|ndjson|excel|parquet|table|pickle|xml)|(load|genfrom)txt")
_NO_FILES = frozenset(("StringIO", "BytesIO", "urlopen", "bytes", "getvalue", "input"))


def files_named(sources: Sequence[str]) -> tuple[str, ...]:
    """Return what may be names of files in these sources, modules of the learner's own included."""
    found: dict[str, None] = {}
    for source in sources:
        tree = parse(plain_python(source))
        for node in ast.walk(tree) if tree is not None else ():
            found.update(dict.fromkeys(name for name in _named(node) if _may_be(name)))
    return tuple(found)[:MOST]


def hidden_reads(sources: Sequence[str], *, any_found: bool) -> bool:
    """Whether a file is read at once, and not in a function, by a name that no text has.

    ``any_found``: there is a file that these sources name, and a variable may well hold its name.
    """
    for source in sources:
        tree = parse(plain_python(source))
        if tree is not None and any(_is_hidden(call, any_found) for call in _calls_at_once(tree)):
            return True
    return False


def _may_be(name: str) -> bool:
    return 0 < len(name) <= LONGEST and "\0" not in name and "\n" not in name


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
            for match in _WITHIN.finditer(text[:100_000]):
                yield match[1] or match[2]
        case ast.BinOp() | ast.Call():
            joined = _joined(node)
            if joined is not None:
                yield joined
        case ast.Import(names=names):
            for each in names:
                yield from _module(each.name)
        case ast.ImportFrom(module=str() as module, names=names):
            yield from _module(module)
            for each in names:
                yield f"{module.replace('.', '/')}/{each.name}.py"


def _module(name: str) -> Iterator[str]:
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        path = "/".join(parts[:count])
        yield f"{path}.py"
        yield f"{path}/__init__.py"


def _joined(node: ast.AST) -> str | None:
    """Return a path that is put together from texts alone."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.BinOp(left=left, op=ast.Div() | ast.Add() as sign, right=right):
            first, second = _joined(left), _joined(right)
            if first is None or second is None:
                return None
            return f"{first}/{second}" if isinstance(sign, ast.Div) else first + second
        case ast.Call(func=function, args=[*_, _] as args, keywords=[]) if _called(function) in (
            "join",
            "joinpath",
            "Path",
        ):
            parts = [_joined(each) for each in args]
            return "/".join(part for part in parts if part) if None not in parts else None
    return None


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _calls_at_once(tree: ast.AST) -> Iterator[ast.Call]:
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def _is_hidden(call: ast.Call, any_found: bool) -> bool:
    if not _READS.fullmatch(_called(call.func)) or not call.args:
        return False
    given = call.args[0]
    if _joined(given) is not None:
        return False
    if isinstance(given, ast.Name):
        return _called(call.func) == "open" and not any_found
    return not (isinstance(given, ast.Call) and _called(given.func) in _NO_FILES)
