"""otter's master notebooks as blocks: raw cells say where a question and its parts begin and end.

Knows the notation of `otter assign` since its version 1, with the fenced Markdown cells that stand
for raw ones. What the parts mean is the affair of :mod:`.otter`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import yaml

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.importing.draft import Remark
from jupyter_tutor.authoring.importing.foreign import ForeignCell, ForeignNotebook

PartName = Literal["prompt", "solution", "tests"]
_BOUNDARY = re.compile(r"#\s+(begin|end)\s+(question|prompt|solution|tests)\b", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"#\s+assignment\s+config\b", re.IGNORECASE)
_IGNORED = re.compile(r"(?:##\s*ignore\s*##|#\s*ignore\b)", re.IGNORECASE)
_OLD = re.compile(r"^```\s*\nBEGIN (?:QUESTION|ASSIGNMENT)\b", re.MULTILINE)
_MOST_NODES = 500


@dataclass(slots=True)
class Question:
    """A question of theirs: its configuration, the cells of its text and those of its parts."""

    begin: ForeignCell
    config: dict[str, Any] | None
    text: list[ForeignCell] = field(default_factory=list)
    parts: dict[PartName, list[ForeignCell]] = field(default_factory=dict)

    def of(self, part: PartName) -> list[ForeignCell]:
        """The cells of a part; none where the question has no such part."""
        return self.parts.get(part, [])


@dataclass(slots=True)
class Blocks:
    """A notebook in blocks: questions, and the cells that belong to none, in order."""

    config: dict[str, Any] = field(default_factory=dict)
    items: list[Question | ForeignCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def is_old_format(notebook: ForeignNotebook) -> bool:
    """Whether it is written as otter wanted it before version 1 of the format."""
    return any(cell.type == "markdown" and _OLD.search(cell.source) for cell in notebook.cells)


def read_blocks(notebook: ForeignNotebook) -> Blocks:
    """Sort the cells; a boundary in the wrong place is told of and not followed."""
    blocks = Blocks()
    question: Question | None = None
    part: PartName | None = None
    for cell in (piece for whole in notebook.cells for piece in _unfenced(whole)):
        first = cell.source.split("\n", 1)[0]
        boundary = _BOUNDARY.match(first) if cell.type == "raw" else None
        if cell.type == "raw" and _ASSIGNMENT.match(first):
            _configure(blocks, cell)
        elif _IGNORED.match(first):
            continue
        elif boundary is not None:
            question, part = _step(blocks, question, part, cell, boundary)
        elif question is None:
            blocks.items.append(cell)
        elif part is None:
            question.text.append(cell)
        else:
            question.parts[part].append(cell)
    if question is not None:
        _changed(blocks, question.begin.place, "The question that begins here never ends.")
    return blocks


def _step(
    blocks: Blocks,
    question: Question | None,
    part: PartName | None,
    cell: ForeignCell,
    boundary: re.Match[str],
) -> tuple[Question | None, PartName | None]:
    """The question and the part one is in after a boundary."""
    begins, what = boundary[1].lower() == "begin", boundary[2].lower()
    if what == "question" and begins:
        if question is not None:
            _changed(blocks, question.begin.place, "The question that begins here never ends.")
        begun = Question(begin=cell, config=read_config(cell.source))
        blocks.items.append(begun)
        return begun, None
    if question is None:
        _changed(blocks, cell.place, f"`{boundary[0]}` stands outside of any question.")
        return None, None
    if what == "question":
        return None, None
    named: PartName = (
        "prompt" if what == "prompt" else "solution" if what == "solution" else "tests"
    )
    if begins:
        if part is not None:
            _changed(blocks, cell.place, f"The {part} part above never ends.")
        question.parts.setdefault(named, [])
        return question, named
    if part != named:
        _changed(blocks, cell.place, f"`{boundary[0]}` ends what did not begin.")
    return question, None


def _changed(blocks: Blocks, place: Place, what: str) -> None:
    fix = "Look whether each cell has come to the right place."
    blocks.remarks.append(Remark(kind="changed", place=place, what=what, fix=fix))


def _configure(blocks: Blocks, cell: ForeignCell) -> None:
    config = read_config(cell.source)
    if config is None:
        what, fix = "The assignment's configuration cannot be read as YAML.", "Mend it."
        blocks.remarks.append(Remark(kind="left out", place=cell.place, what=what, fix=fix))
    else:
        blocks.config.update(config)


def _unfenced(cell: ForeignCell) -> Iterator[ForeignCell]:
    """The cell, or, where blocks fenced as `otter` stand in it, the raw cells they stand for."""
    if cell.type != "markdown" or "```otter" not in cell.source:
        yield cell
        return
    lines: list[str] = []
    fenced = False
    for line in cell.source.split("\n"):
        opens, closes = line.strip() == "```otter", line.strip() == "```"
        if (opens and not fenced) or (closes and fenced):
            yield from _piece(cell, lines, raw=fenced)
            lines, fenced = [], opens
        else:
            lines.append(line)
    yield from _piece(cell, lines, raw=fenced)


def _piece(cell: ForeignCell, lines: list[str], *, raw: bool) -> Iterator[ForeignCell]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield replace(cell, source=text, type="raw" if raw else "markdown")


def read_config(text: str) -> dict[str, Any] | None:
    """A YAML mapping of texts, lists and mappings; None when it is none.

    Values are kept as they are written: whoever needs a number reads one.
    """
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        return None
    made = _Plain().of(node)
    return made if isinstance(made, dict) else None


class _Plain:
    """Nodes as values; what is nested or repeated beyond all measure is left out."""

    def __init__(self) -> None:
        self._left = _MOST_NODES

    def of(self, node: yaml.Node, depth: int = 0) -> Any:
        self._left -= 1
        if self._left < 0 or depth > 4:
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.of(child, depth + 1) for child in node.value]
        if isinstance(node, yaml.MappingNode):
            return {
                key.value: self.of(value, depth + 1)
                for key, value in node.value
                if isinstance(key, yaml.ScalarNode)
            }
        return node.value
