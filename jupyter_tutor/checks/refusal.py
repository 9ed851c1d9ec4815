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


NO_JUDGEMENT = (
    "This check judges nothing: it has no assert, no expect(...) and no raises(...).",
    "Add an assert on what the learner's code should give.",
)


def not_python(source: str) -> Refusal:
    """Return the refusal of a source that is not Python."""
    try:
        compile(source, "<check>", "exec", dont_inherit=True)
        line, said = 1, "it could not be read"
    except SyntaxError as error:
        line, said = error.lineno or 1, error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        line, said = 1, str(error)
    return Refusal(
        line=line,
        message=f"This is not Python: {said}.",
        instead="Correct the line; the cell should run by itself under the solution.",
    )
