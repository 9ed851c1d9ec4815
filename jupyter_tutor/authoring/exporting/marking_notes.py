"""The cells of a question within one Markdown text, to be read by people and read back by us.

Where a tool has no words for a kind of question, whoever grades it by hand is given these: the
prompt, the right answer, the wrong ones and what to say to them. Markdown cells stand as they are,
code cells in blocks, and what a cell shows in a block below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.quoting import as_block

_CELL = re.compile(r"<!-- tutor: \w+")
_FENCE = re.compile(r"(?P<fence>`{3,})(?P<language>python|output)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedCell:
    """A cell with its head; ``shown`` is what stands below a code cell that was run."""

    type: Literal["markdown", "code"]
    source: str
    shown: str = ""


def write_notes(cells: Sequence[NotedCell]) -> str | None:
    """The text of cells that each begin with a head of ours; None if it could not be read back."""
    parts: list[str] = []
    for cell in cells:
        parts.append(cell.source if cell.type == "markdown" else as_block(cell.source, "python"))
        if cell.shown:
            parts.append(as_block(cell.shown, "output"))
    text = "\n\n".join(parts)
    return text if read_notes(text) == tuple(cells) else None


def read_notes(text: str) -> tuple[NotedCell, ...]:
    """The cells of such a text; empty when it is none."""
    cells: list[NotedCell] = []
    lines = text.strip("\n").split("\n")
    if not _begins(lines, 0):
        return ()
    at = 0
    while at < len(lines):
        fence = _FENCE.fullmatch(lines[at])
        if fence is None or (fence["language"] == "python" and not _begins(lines, at)):
            end = next((n for n in range(at + 1, len(lines)) if _begins(lines, n)), len(lines))
            source = "\n".join(lines[at:end]).strip("\n")
            cells.append(NotedCell(type="markdown", source=source))
            at = end
            continue
        end = next((n for n in range(at + 1, len(lines)) if lines[n] == fence["fence"]), len(lines))
        inner = "\n".join(lines[at + 1 : end])
        if fence["language"] == "python":
            cells.append(NotedCell(type="code", source=inner))
        elif cells and cells[-1].type == "code" and not cells[-1].shown:
            cells[-1] = NotedCell(type="code", source=cells[-1].source, shown=inner)
        at = end + 1
        while at < len(lines) and not lines[at].strip():
            at += 1
    return tuple(cells)


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a cell, or what one shows, begins on a line."""
    if _CELL.match(lines[at]):
        return True
    fence = _FENCE.fullmatch(lines[at])
    if fence is None:
        return False
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return fence["language"] == "output" or below.startswith("#| tutor:")
