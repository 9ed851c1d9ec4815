"""The head of a cell: `#|` lines in code, an HTML comment in Markdown, YAML in both.

Owns the notation only. What roles and keys mean is in :mod:`jupyter_tutor.authoring.roles`.
Every value is read as text (or a list of texts) with its line, so that `says: No` is the word
an author wrote and not YAML's idea of it.
"""

import difflib
import re
import textwrap
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.notebook import Cell
from jupyter_tutor.authoring.yaml_text import Entry, read_mapping

_COMMENT = re.compile(r"\s*<!--\s*(?P<word>\w+)[ \t]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A cell with a role. ``entries`` are its other keys; ``body`` is the cell below its head.

    ``body_line`` is the line of the cell on which the body begins, counted from 1.
    """

    cell: Cell
    role: str
    role_line: int
    entries: dict[str, Entry]
    body: str
    body_line: int

    @property
    def place(self) -> Place:
        """The whole cell."""
        return self.cell.place

    def line_of(self, key: str) -> Place:
        """Where a key stands; the line of the role when the key is not there."""
        entry = self.entries.get(key)
        return self.place.at(entry.line if entry else self.role_line)

    def body_place(self, line: int | None) -> Place:
        """The place of a line of the body, which counts from 1."""
        return self.place.at(None if line is None else self.body_line + line - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A cell without a role: exposition or an example."""

    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A cell whose head is at fault, which has been noted."""

    cell: Cell


def read_head(cell: Cell, faults: Faults) -> Marked | Plain | Unreadable:
    """Split a cell into its head and its body."""
    return _code_head(cell, faults) if cell.type == "code" else _markdown_head(cell, faults)


def _code_head(cell: Cell, faults: Faults) -> Marked | Plain | Unreadable:
    lines = cell.source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    end = first
    while end < len(lines) and lines[end].startswith("#|"):
        end += 1
    if first == end:
        return Plain(cell=cell)
    head = "\n".join(line[2:].removeprefix(" ") for line in lines[first:end])
    while end < len(lines) and not lines[end].strip():
        end += 1
    return _marked(cell, head, first + 1, "\n".join(lines[end:]), end + 1, faults)


def _markdown_head(cell: Cell, faults: Faults) -> Marked | Plain | Unreadable:
    opening = _COMMENT.match(cell.source)
    if opening is None or not _like_tutor(opening["word"]):
        return Plain(cell=cell)
    start = cell.source.index("<!--") + 4
    first_line = cell.source[:start].count("\n") + 1
    stop = cell.source.find("-->", start)
    if stop < 0:
        faults.error(
            cell.place.at(first_line),
            "The comment that begins with `<!-- tutor:` is never closed.",
            "Write `-->` on a line of its own below its last key.",
        )
        return Unreadable(cell=cell)
    # The first line of the YAML stands behind `<!--`; the others have an indentation of their own.
    top, _, rest = cell.source[start:stop].partition("\n")
    head = top.strip() + "\n" + textwrap.dedent(rest)
    after = cell.source[stop + 3 :]
    body = after.lstrip(" \t\n")
    skipped = cell.source[: len(cell.source) - len(body)].count("\n")
    return _marked(cell, head, first_line, body, skipped + 1, faults)


def _marked(
    cell: Cell, head: str, line: int, body: str, body_line: int, faults: Faults
) -> Marked | Plain | Unreadable:
    entries = read_mapping(head, cell.place, line, faults)
    if entries is None:
        return Unreadable(cell=cell)
    entry = entries.pop("tutor", None)
    if entry is None:
        return _without_role(cell, entries, faults)
    if not isinstance(entry.value, str) or not entry.value:
        faults.error(
            cell.place.at(entry.line),
            "`tutor:` does not name a role.",
            "Write one after it, such as `tutor: question`.",
        )
        return Unreadable(cell=cell)
    return Marked(
        cell=cell,
        role=entry.value,
        role_line=entry.line,
        entries=entries,
        body=body,
        body_line=body_line,
    )


def _without_role(cell: Cell, entries: dict[str, Entry], faults: Faults) -> Plain | Unreadable:
    """A head that is not ours (Quarto has many) is left alone, unless it seems meant for us."""
    for key, entry in entries.items():
        if _like_tutor(key):
            what = f"`{key}:` is not a word of the tutor. Did you mean `tutor`?"
            faults.error(cell.place.at(entry.line), what, "Write `tutor:` and the cell's role.")
            return Unreadable(cell=cell)
        if key == "for":
            what = "The cell says what it is for, but not its role."
            fix = "Add a line such as `#| tutor: check` above it."
            faults.error(cell.place.at(entry.line), what, fix)
            return Unreadable(cell=cell)
    return Plain(cell=cell)


def _like_tutor(word: str) -> bool:
    return bool(difflib.get_close_matches(word.lower(), ["tutor"], cutoff=0.75))
