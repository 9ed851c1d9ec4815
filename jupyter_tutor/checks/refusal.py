"""What is said of a form that a check may not use."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A form that cannot be used. ``line`` counts from 1 in the check's source.

    ``message`` says what is refused and why, ``instead`` how to write it.
    """

    line: int
    message: str
    instead: str


def refusal(node: ast.AST | None, message: str, instead: str) -> Refusal:
    """Return the refusal of a piece of the check's syntax tree."""
    return Refusal(line=getattr(node, "lineno", 1), message=message, instead=instead)
