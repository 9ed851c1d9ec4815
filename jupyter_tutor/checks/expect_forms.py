"""Uses of ``expect`` that cannot be meant, found by reading the check."""

import ast
import difflib
from collections.abc import Collection, Iterator

from jupyter_tutor.checks.comparing import wanted
from jupyter_tutor.checks.refusal import Refusal, refusal

_FLAGS = ("exact", "unordered", "index")
KEYWORDS = (*_FLAGS, "tolerance")
"""What ``expect`` can be told beside its two values."""

_MEANT = {
    **dict.fromkeys(("rel_tol", "abs_tol", "delta", "places", "rtol", "atol"), "tolerance=0.01"),
    **dict.fromkeys(("order", "ordered", "sort", "check_like"), "unordered=True"),
    **dict.fromkeys(("check_index", "ignore_index"), "index=False"),
    **dict.fromkeys(("strict", "dtype", "check_dtype"), "exact=True"),
}
_SAYS = ("msg", "message", "says", "hint")


def is_expect(node: ast.AST, own: Collection[str]) -> bool:
    """Whether a node is a call of the helper; ``own`` are names with another meaning."""
    match node:
        case ast.Call(func=ast.Name(id="expect")):
            return "expect" not in own
        case _:
            return False


def judging_expects(tree: ast.AST, own: Collection[str]) -> set[ast.AST]:
    """Return the calls of ``expect`` that judge: statements, and conditions of an assert."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=value) if is_expect(value, own):
                found.add(value)
            case ast.Assert(test=ast.BoolOp(op=ast.And(), values=parts)):
                found.update(part for part in parts if is_expect(part, own))
            case ast.Assert(test=test) if is_expect(test, own):
                found.add(test)
            case _:
                pass
    return found


def expect_forms(tree: ast.AST, own: Collection[str]) -> Iterator[Refusal]:
    """Find what ``expect`` is not given or cannot use, and where it stands and judges nothing."""
    judging = judging_expects(tree, own)
    names = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "expect" and "expect" not in own:
            if node not in names:
                yield refusal(node, "expect is not called.", "Write expect(f(1), 2).")
        elif isinstance(node, ast.Call) and _is_plot(node) and "plot" not in own:
            yield from _plot(node)
        elif isinstance(node, ast.Call) and is_expect(node, own):
            if node not in judging:
                yield refusal(
                    node,
                    "expect(...) judges by itself; it gives nothing back to work with.",
                    "Write it on a line of its own. For what should not be: assert f(1) != 2",
                )
            yield from _arguments(node)


def _arguments(call: ast.Call) -> Iterator[Refusal]:
    if len(call.args) != 2 or any(isinstance(arg, ast.Starred) for arg in call.args):
        yield refusal(
            call,
            "expect takes two values: what the answer gives, and what it should be.",
            "Write expect(f(1), 2).",
        )
    for keyword in call.keywords:
        yield from _keyword(keyword)


def _keyword(keyword: ast.keyword) -> Iterator[Refusal]:
    name, value = keyword.arg, keyword.value
    if name is None:
        yield refusal(value, "expect takes no **.", f"Write out what is meant: {_known()}.")
    elif name in _SAYS:
        instead = "Write assert expect(f(1), 2), 'your words'."
        yield refusal(value, f"expect does not take {name}.", instead)
    elif name not in KEYWORDS:
        near = difflib.get_close_matches(name, KEYWORDS, 1)
        instead = f"Did you mean {near[0]}?" if near else f"It takes {_known()}."
        if name in _MEANT:
            instead = f"Write {_MEANT[name]}."
        yield refusal(value, f"expect does not take {name}.", instead)
    elif isinstance(value, ast.Constant):
        yield from _constant(name, value)


def _constant(name: str, value: ast.Constant) -> Iterator[Refusal]:
    given = value.value
    if name in _FLAGS and not isinstance(given, bool):
        yield refusal(value, f"{name} is True or False.", f"Write {name}=True.")
    elif name == "tolerance" and type(given) not in (int, float):
        yield refusal(value, "tolerance is a number.", "Write tolerance=0.01, or leave it out.")


def _is_plot(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "plot"


def _plot(call: ast.Call) -> Iterator[Refusal]:
    """Find what ``plot(…)`` is told and does not know."""
    if call.args or not call.keywords:
        instead = 'Name what is to be seen: plot(kind="bar", title="Sales").'
        yield refusal(call, "plot takes what is to be seen by name.", instead)
    for keyword in call.keywords:
        name, value = keyword.arg, keyword.value
        if name not in wanted.KEYWORDS:
            near = difflib.get_close_matches(str(name), wanted.KEYWORDS, 1)
            known = ", ".join(wanted.KEYWORDS)
            instead = f"Did you mean {near[0]}?" if near else f"It takes {known}."
            yield refusal(value, f"plot does not take {name}.", instead)
        elif name == "kind" and isinstance(value, ast.Constant) and value.value not in wanted.KINDS:
            instead = f"It knows {', '.join(wanted.KINDS)}."
            yield refusal(value, f"plot does not know the kind {value.value!r}.", instead)


def _known() -> str:
    return ", ".join(sorted(KEYWORDS))
