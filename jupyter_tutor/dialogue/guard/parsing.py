"""Pieces of a program as trees, also where they begin or end in the middle of one."""

import ast
import textwrap

from jupyter_tutor.checks.names import parse


def parse_loosely(code: str) -> ast.Module | None:
    """The tree of a piece of a program, even where it begins or ends in the middle of one."""
    lines = textwrap.dedent(code).strip("\n")
    if lines.rstrip().endswith(":"):
        last = lines.rstrip().rsplit("\n", 1)[-1]
        lines = f"{lines.rstrip()}\n{last[: len(last) - len(last.lstrip())]}    pass"
    if lines.startswith(("elif", "else")):
        lines = f"if 1:\n    pass\n{lines}"
    return parse(lines)
