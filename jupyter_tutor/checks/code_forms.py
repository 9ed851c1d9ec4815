"""Questions to ``code`` that it cannot answer, found by reading the check."""

import ast
import difflib
from collections.abc import Collection, Iterator

from jupyter_tutor.checks.answer_code import KINDS, Code
from jupyter_tutor.checks.refusal import Refusal, refusal

_KNOWN = frozenset(name for name in dir(Code) if not name.startswith("_")) | {"text"}


def code_forms(tree: ast.AST, own: Collection[str]) -> Iterator[Refusal]:
    """Find what is asked of ``code`` and is not there; ``own`` are names with another meaning."""
    if "code" in own:
        return
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=value, attr=name) if _is_code(value) and name not in _KNOWN:
                yield refusal(node, f"code has no {name}.", _nearest(name, _KNOWN, "code."))
            case ast.Call(func=ast.Attribute(value=value, attr="count" | "has"), args=args) if (
                _is_code(value)
            ):
                for arg in args:
                    match arg:
                        case ast.Constant(value=str(kind)) if kind not in KINDS:
                            instead = _nearest(kind, KINDS, "")
                            yield refusal(arg, f"code does not know {kind!r}.", instead)
                        case _:
                            pass
            case _:
                pass


def _is_code(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "inside" and _is_code(node.func.value)
    return isinstance(node, ast.Name) and node.id == "code"


def _nearest(name: str, known: Collection[str], before: str) -> str:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return f"Did you mean {before}{near[0]}?"
    return f"It knows {', '.join(sorted(known))}."
