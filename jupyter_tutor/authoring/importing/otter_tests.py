"""otter's test cells: expressions with the output that was saved, or a function of asserts.

The saved output is what otter expects; here it becomes the other side of an assert.
"""

import ast
import math
import re
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tutor.authoring.importing.foreign import ForeignCell
from jupyter_tutor.authoring.importing.otter_blocks import read_config
from jupyter_tutor.authoring.importing.otter_solution import without_ignored
from jupyter_tutor.authoring.importing.plain_code import is_deep
from jupyter_tutor.authoring.notebook import shown_by
from jupyter_tutor.checks.names import parse

_BEGIN_CONFIG = re.compile(r"\s*(?:\"\"\"|''')\s*#\s*BEGIN\s*TEST\s*CONFIG\s*", re.IGNORECASE)
_END_CONFIG = re.compile(r"\s*(?:\"\"\"|''');?\s*#\s*END\s*TEST\s*CONFIG\s*", re.IGNORECASE)
_HIDDEN = re.compile(r"\s*#.*\bhidden\b.*", re.IGNORECASE)
_HEADER = re.compile(r"\s*#+\s*(?:hidden\s+)?tests?\s*#*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtterTest:
    """A test as plain asserts. ``points`` None: it has its share of the question's."""

    source: str
    hidden: bool
    points: float | None
    says: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTest:
    """Why a test cell cannot be turned into asserts, and how to write it."""

    what: str
    fix: str
    points: float | None = None


def read_test(cell: ForeignCell, learner: Collection[str]) -> OtterTest | NoTest | None:
    """Read a test cell; None when it tests nothing.

    ``learner`` are the names that the answers define.
    """
    lines = without_ignored(cell.source).split("\n")
    hidden = bool(_HIDDEN.fullmatch(lines[0]))
    if hidden or _HEADER.fullmatch(lines[0]):
        del lines[0]
    config, lines = _config(lines)
    points = number(config.get("points"))
    body = "\n".join(lines).strip("\n")
    tree = parse(body)
    if tree is None or is_deep(tree):
        return NoTest(what="This test is not Python.", fix="Correct the code.", points=points)
    source = _asserts(tree, body, cell.outputs, learner)
    if isinstance(source, NoTest):
        return NoTest(what=source.what, fix=source.fix, points=points)
    if source is None:
        return None
    says = config.get("failure_message")
    return OtterTest(
        source=source,
        hidden=hidden or config.get("hidden") in ("true", "True", "yes"),
        points=points,
        says=" ".join(says.split()) if isinstance(says, str) and says.strip() else None,
    )


def number(value: Any) -> float | None:
    """A number of points as YAML has it; None for what is none."""
    try:
        points = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return None
    return points if math.isfinite(points) and points >= 0 else None


def _config(lines: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The configuration in the text at the top of a cell, and the lines below it."""
    if not lines or not _BEGIN_CONFIG.fullmatch(lines[0]):
        return {}, lines
    ends = (n for n, line in enumerate(lines) if n and _END_CONFIG.fullmatch(line))
    end = next(ends, None)
    if end is None:
        return {}, lines
    return read_config("\n".join(lines[1:end])) or {}, lines[end + 1 :]


def _asserts(
    tree: ast.Module, body: str, outputs: Sequence[Any], learner: Collection[str]
) -> str | NoTest | None:
    function = _test_function(tree)
    if function is not None:
        return _unwrapped(function, body)
    if not tree.body:
        return None
    last = tree.body[-1]
    shown = shown_by(list(outputs))
    if not isinstance(last, ast.Expr):
        return body
    printed = _printed(outputs)
    before = _before(tree, body, last)
    made = _as_assert(last.value, shown, printed, learner)
    if isinstance(made, NoTest):
        has_assert = any(isinstance(node, ast.Assert) for node in ast.walk(tree))
        return body if has_assert and not shown else made
    return None if made is None else "\n".join([*before, made])


def _test_function(tree: ast.Module) -> ast.FunctionDef | None:
    """The one function of an exception-based test, which a call may follow."""
    match tree.body:
        case [ast.FunctionDef() as function]:
            return function
        case [ast.FunctionDef(name=name) as function, ast.Expr(value=ast.Call() as call)]:
            called = isinstance(call.func, ast.Name) and call.func.id == name
            asserts = any(isinstance(node, ast.Assert) for node in ast.walk(function))
            return function if called and asserts else None
        case [ast.FunctionDef(name=name) as function, *_] if name.startswith("test"):
            return function
        case _:
            return None


def _unwrapped(function: ast.FunctionDef, body: str) -> str | NoTest:
    """The body of a test function: its parameters are names of the notebook."""
    if any(isinstance(node, ast.Return | ast.Yield) for node in _own_nodes(function)):
        return NoTest(
            what="This test returns before its end.", fix="Write it as asserts, one after another."
        )
    first = function.body[0]
    if first.lineno == function.lineno:
        text = "\n".join(ast.unparse(statement) for statement in function.body)
    else:
        above = first.lineno - 1
        lines = body.split("\n")
        while above > function.lineno and lines[above - 1].lstrip().startswith("#"):
            above -= 1
        text = textwrap.dedent("\n".join(lines[above : function.end_lineno]))
    tree = parse(text)
    if tree is not None and any(arg.arg == "env" for arg in function.args.args):
        return ast.unparse(ast.fix_missing_locations(_Environment().visit(tree)))
    return text


def _own_nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """What stands in a function, but not in functions within it."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(node)
    return found


class _Environment(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Subscript(value=ast.Name(id="env"), slice=ast.Constant(value=str(name))):
                return ast.copy_location(ast.Name(name, node.ctx), node)
            case _:
                return node


def _before(tree: ast.Module, body: str, last: ast.stmt) -> list[str]:
    """The statements before the last one, as they were written where that can be."""
    if len(tree.body) > 1 and (tree.body[-2].end_lineno or 0) >= last.lineno:
        return [ast.unparse(statement) for statement in tree.body[:-1]]
    return body.split("\n")[: last.lineno - 1]


def _printed(outputs: Sequence[Any]) -> str:
    """What was printed, line ends and all; empty when a value was shown as well."""
    texts = []
    for output in outputs:
        match output:
            case {"output_type": "stream", "name": "stdout", "text": str() | list() as text}:
                texts.append(text if isinstance(text, str) else "".join(map(str, text)))
            case _:
                return ""
    return "".join(texts)


def _as_assert(
    value: ast.expr, shown: str, printed: str, learner: Collection[str]
) -> str | NoTest | None:
    """What says that an expression has to show what it showed when it was saved."""
    source = ast.unparse(value)
    if isinstance(value, ast.Constant) and not shown:
        return None
    if not shown:
        return NoTest(
            what=f"No output of `{_short(source)}` is saved, so it is not known what it expects.",
            fix="Run the notebook from its top, save it with its outputs, and bring it over again.",
        )
    match value:
        case ast.Call(func=ast.Name(id="print"), args=[one], keywords=[]) if printed:
            return f"assert str({ast.unparse(one)}) == {printed.removesuffix(chr(10))!r}"
        case ast.Call(func=ast.Name(id=name)) if printed and name in learner:
            value.func = ast.Call(
                func=ast.Name("output_of", ast.Load()), args=[value.func], keywords=[]
            )
            return f"assert {ast.unparse(value)} == {printed!r}"
        case _:
            pass
    try:
        expected = ast.literal_eval(shown)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return NoTest(
            what=f"What `{_short(source)}` has to show is no plain value: `{_short(shown)}`.",
            fix="Write what is expected as an assert.",
        )
    if expected is True and isinstance(value, ast.Compare | ast.BoolOp | ast.UnaryOp):
        return f"assert {source}"
    if expected is True and isinstance(value, ast.Call) and not _of_learner(value, learner):
        return f"assert {source}"
    left = source if isinstance(value, _TIGHT) else f"({source})"
    if expected is None or isinstance(expected, bool):
        return f"assert {left} is {expected}"
    return f"assert {left} == {shown}"


_TIGHT = (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.List)


def _of_learner(call: ast.Call, learner: Collection[str]) -> bool:
    node: ast.expr = call
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id in learner


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
