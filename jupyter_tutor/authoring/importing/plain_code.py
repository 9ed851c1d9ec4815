"""Code of theirs as plain Python: without the commands that only a notebook understands."""

import ast
import re
from dataclasses import dataclass

from jupyter_tutor.authoring.python_text import parse

_COMMAND = re.compile(r"\s*(?:[%!].*|\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*")
_HARMLESS = re.compile(r"\s*%+\s*(?:time|timeit|capture|matplotlib|load_ext|autoreload|config)\b.*")
_CELL_COMMAND = re.compile(r"\s*%%")

TOO_DEEP = SyntaxError("it is nested too deeply to be read")
_DEEPEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCode:
    """Python that parses. ``dropped`` are the commands that were taken out and may be missed."""

    text: str
    tree: ast.Module
    dropped: tuple[str, ...] = ()


def plain_code(source: str) -> PlainCode | SyntaxError:
    """The source without notebook commands, or why it is not Python even so.

    A cell that Python reads as it is stays as it is, so that `%` within a text is not touched.
    """
    tree = parse(source)
    if not isinstance(tree, SyntaxError):
        return TOO_DEEP if is_deep(tree) else PlainCode(text=source, tree=tree)
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if _CELL_COMMAND.match(first) and not _HARMLESS.fullmatch(first):
        return SyntaxError(f"`{first.strip()}` hands the cell to something other than Python")
    kept = [line for line in lines if not _COMMAND.fullmatch(line)]
    text = "\n".join(kept).strip("\n")
    cleaned = parse(text)
    if isinstance(cleaned, SyntaxError):
        return tree if len(kept) == len(lines) else cleaned
    if is_deep(cleaned):
        return TOO_DEEP
    gone = (line.strip() for line in lines if _COMMAND.fullmatch(line))
    return PlainCode(
        text=text,
        tree=cleaned,
        dropped=tuple(line for line in gone if not _HARMLESS.fullmatch(line)),
    )


def is_deep(tree: ast.AST) -> bool:
    """Whether it is nested more deeply than what goes through trees can follow."""
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True
