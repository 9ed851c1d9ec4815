"""Comparisons of arrays and tables that give one answer for each place, found by reading them."""

import ast
from collections.abc import Iterator

from jupyter_tutor.checks.names import dotted
from jupyter_tutor.checks.refusal import Refusal, refusal

_MAKERS = {
    "numpy": ("array", "asarray", "arange", "zeros", "ones", "full", "linspace", "eye"),
    "pandas": ("DataFrame", "Series", "Index"),
    "polars": ("DataFrame", "Series"),
}


def data_forms(tree: ast.AST) -> Iterator[Refusal]:
    """Find asserts that compare with ``==`` what a library makes place by place."""
    made = frozenset(_makers(tree))
    asserts = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    tests = (part for node in asserts for part in _parts(node.test))
    for test in tests:
        if not isinstance(test, ast.Compare) or len(test.ops) > 1:
            continue
        sides = (test.left, test.comparators[0])
        ours = any(isinstance(side, ast.Call) and dotted(side.func) in made for side in sides)
        if ours and isinstance(test.ops[0], ast.Eq | ast.NotEq):
            yield refusal(
                test,
                "Arrays and tables are compared place by place, which gives no single answer.",
                "Write expect(f(1), expected) on a line of its own.",
            )


def _parts(test: ast.expr) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) else [test]


def _makers(tree: ast.AST) -> Iterator[str]:
    """Yield what in this check makes an array or a table, as it is written there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                for name in _MAKERS.get(alias.name, ()):
                    yield f"{alias.asname or alias.name}.{name}"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in _MAKERS.get(node.module or "", ()):
                    yield alias.asname or alias.name
