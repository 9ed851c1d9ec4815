"""Which files a piece of Python may read, by the texts in it.

Whether there are such files is for others to see. A name that is put together as the code runs
is not found; where that is plain to see, :func:`hidden_reads` says so.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_tutor.checks.cell_names import plain_python
from jupyter_tutor.checks.names import parse

MOST = 200
"""Names of one answer; what names more is no answer."""

LONGEST = 300

_DEEPEST = 30

_WITHIN = re.compile(r"'([^'\n]{1,300})'|\"([^\"\n]{1,300})\"")
"""A name inside a text, as SQL has it: ``select * from 'orders.csv'``."""

_READS = re.compile(r"open|read_(csv|json|ndjson|excel|parquet|table|pickle|xml)|(load|genfrom)txt")
_JOINING = frozenset(("join", "joinpath", "Path"))
_NO_FILES = frozenset(("StringIO", "BytesIO", "urlopen", "bytes", "getvalue", "input"))


def files_named(sources: Sequence[str]) -> tuple[str, ...]:
    """Return what may be names of files in these sources, modules of the learner's own included."""
    found: dict[str, None] = {}
    for source in sources:
        found.update(dict.fromkeys(_told_by(source).names))
    return tuple(found)[:MOST]


def hidden_reads(sources: Sequence[str], *, any_found: bool) -> bool:
    """Whether a file is read at once, and not in a function, by a name that no text has.

    ``any_found``: there is a file that these sources name, and a variable may well hold its name.
    """
    told = [_told_by(source) for source in sources]
    return any(each.hidden or (each.by_variable and not any_found) for each in told)


@dataclass(frozen=True, slots=True)
class _Told:
    names: tuple[str, ...] = ()
    hidden: bool = False
    by_variable: bool = False


@lru_cache(maxsize=1024)
def _told_by(source: str) -> _Told:
    tree = parse(plain_python(source))
    if tree is None:
        return _Told()
    joined = _Joined()
    found: dict[str, None] = {}
    hidden = by_variable = False
    pending: list[tuple[ast.AST, bool]] = [(tree, True)]
    while pending:
        node, at_once = pending.pop()
        found.update(dict.fromkeys(name for name in _named(node, joined) if _may_be(name)))
        if at_once and isinstance(node, ast.Call) and _reads(node):
            given = node.args[0]
            if isinstance(given, ast.Name):
                by_variable = by_variable or _called(node.func) == "open"
            elif joined.text(given) is None and not _is_no_file(given):
                hidden = True
        within = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        pending.extend((child, at_once and within) for child in ast.iter_child_nodes(node))
    return _Told(tuple(found), hidden, by_variable)


def _may_be(name: str) -> bool:
    return 0 < len(name) <= LONGEST and "\0" not in name and "\n" not in name


def _named(node: ast.AST, joined: "_Joined") -> Iterator[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
            for match in _WITHIN.finditer(node.value):
                yield match[1] or match[2]
    elif isinstance(node, ast.BinOp | ast.Call):
        text = joined.text(node)
        if text is not None:
            yield text
    elif isinstance(node, ast.Import):
        for each in node.names:
            yield from _module(each.name)
    elif isinstance(node, ast.ImportFrom) and node.module is not None:
        yield from _module(node.module)
        for each in node.names:
            yield f"{node.module.replace('.', '/')}/{each.name}.py"


def _module(name: str) -> Iterator[str]:
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        path = "/".join(parts[:count])
        yield f"{path}.py"
        yield f"{path}/__init__.py"


class _Joined:
    """Texts that are put together from texts alone, each part looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, str | None] = {}

    def text(self, node: ast.AST, depth: int = 0) -> str | None:
        """Return what comes of it, None where that is not to be told."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if not isinstance(node, ast.BinOp | ast.Call) or depth > _DEEPEST:
            return None
        if id(node) not in self._known:
            if isinstance(node, ast.BinOp):
                text = self._operated(node, depth + 1)
            else:
                text = self._given(node, depth + 1)
            self._known[id(node)] = text if text is not None and len(text) <= LONGEST else None
        return self._known[id(node)]

    def _operated(self, node: ast.BinOp, depth: int) -> str | None:
        if not isinstance(node.op, ast.Div | ast.Add):
            return None
        right = self.text(node.right, depth)
        left = self.text(node.left, depth) if right is not None else None
        if left is None or right is None:
            return None
        return f"{left}/{right}" if isinstance(node.op, ast.Div) else left + right

    def _given(self, node: ast.Call, depth: int) -> str | None:
        if node.keywords or not node.args or _called(node.func) not in _JOINING:
            return None
        parts = [self.text(each, depth) for each in node.args]
        return "/".join(part for part in parts if part) if None not in parts else None


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _reads(call: ast.Call) -> bool:
    return bool(call.args) and _READS.fullmatch(_called(call.func)) is not None


def _is_no_file(given: ast.expr) -> bool:
    return isinstance(given, ast.Call) and _called(given.func) in _NO_FILES
