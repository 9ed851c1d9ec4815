"""Parts of a cell between two marker lines, as nbgrader and otter write them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines of a cell that are all within a region (``inside``) or all without.

    ``indentation`` is that of the line that opened the region.
    """

    inside: bool
    lines: tuple[str, ...]
    indentation: str = ""

    @property
    def text(self) -> str:
        """The lines as text."""
        return "\n".join(self.lines)


def split_regions(source: str, name: str) -> tuple[Part, ...] | None:
    """A source cut at the lines that hold ``BEGIN name`` and ``END name``, which are left out.

    None when a region does not end, or ends without having begun.
    """
    parts: list[Part] = []
    lines: list[str] = []
    inside, indentation = False, ""
    for line in source.split("\n"):
        begins, ends = f"BEGIN {name}" in line, f"END {name}" in line
        if not begins and not ends:
            lines.append(line)
            continue
        if begins == inside:
            return None
        parts.append(Part(inside=inside, lines=tuple(lines), indentation=indentation))
        lines, inside = [], begins
        indentation = line[: len(line) - len(line.lstrip())] if begins else ""
    if inside:
        return None
    parts.append(Part(inside=False, lines=tuple(lines)))
    return tuple(part for part in parts if part.lines or part.inside)


def marked_solution(parts: Sequence[Part]) -> str:
    """The source of an answer cell of ours: each region within our own markers."""
    lines: list[str] = []
    for part in parts:
        if not part.inside:
            lines += part.lines
            continue
        lines.append(f"{part.indentation}### BEGIN SOLUTION")
        lines += part.lines
        lines.append(f"{part.indentation}### END SOLUTION")
    return "\n".join(lines)
