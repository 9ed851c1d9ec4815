"""The answers that pieces of code make when they are put together, with others between them."""

import builtins
import keyword
import re
from collections.abc import Iterator, Sequence

from jupyter_tutor.checks.names import parse
from jupyter_tutor.dialogue.guard.answers import answers_of
from jupyter_tutor.dialogue.guard.task import Task

_MOST_TOGETHER = 6
_SHORT = 2
_NAME = re.compile(r"[A-Za-z_]\w*")
_COMMON = frozenset(dir(builtins)) | frozenset(keyword.kwlist)


def answers_together(task: Task, pieces: Sequence[str]) -> Iterator[str]:
    """The answers that the last of these pieces make with those before them, put in order."""
    found: dict[str, None] = {}
    for some in dict.fromkeys(_runs(task, pieces)):
        for manner in ("deeper", "out", "single"):
            source = _together(some, manner)
            if parse(source) is not None:
                found |= dict.fromkeys(answers_of(task, source, loosely=True))
        if len(some) > 2 and all(len(piece.split()) <= _SHORT for piece in some):
            found |= dict.fromkeys(answers_of(task, " ".join(some), loosely=True))
    yield from found


def _runs(task: Task, pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All of them, the last few, and as much without those that have to do with something else."""
    for kept in (tuple(pieces), _related(task, pieces)):
        for count in (len(kept), *range(2, min(_MOST_TOGETHER, len(kept) - 1) + 1)):
            if count > 1:
                yield kept[-count:]


def _related(task: Task, pieces: Sequence[str]) -> tuple[str, ...]:
    """Those that share a name with the task, or with one of those that do; the last one is kept."""
    names = [set(_NAME.findall(piece)) - _COMMON for piece in pieces]
    reached = {*task.inputs, *task.wanted} | (names[-1] if names else set())
    while True:
        more = set[str]().union(*(each for each in names if each & reached)) - reached
        if not more:
            break
        reached |= more
    kept = (piece for piece, own in zip(pieces, names, strict=True) if own & reached or not own)
    return tuple(kept)


def _together(pieces: Sequence[str], manner: str) -> str:
    """Pieces below each other, each as deep as the ones before it leave it."""
    rows: list[str] = []
    level = base = 0
    for piece in pieces:
        lines = [line for line in piece.split("\n") if line.strip() not in ("", "...", "pass")]
        if not lines:
            continue
        begins = lines[0].split()[0]
        if begins in ("def", "class", "import", "from") or begins.startswith("@"):
            level, base = 0, int(begins in ("def", "class"))
        elif begins.rstrip(":") in ("else", "elif", "except", "finally"):
            level = max(level - 1, 0)
        elif begins == "return" and manner == "out":
            level = base
        rows += [" " * 4 * level + line for line in lines]
        inner = (len(lines[-1]) - len(lines[-1].lstrip())) // 4
        if lines[-1].rstrip().endswith(":"):
            level += inner + 1
        elif manner == "single" and len(lines) == 1:
            level = max(level - 1, base)
    return "\n".join(rows)
