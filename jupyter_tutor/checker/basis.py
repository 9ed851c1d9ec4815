"""What an answer stood on in a live kernel: worked out by texts, and then looked at in a copy.

Nothing of it changes a verdict. What is asked of the kernel is a learner's word: it is checked
for form, and believed no further than that.
"""

import base64
import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from jupyter_tutor.checker.connection import (
    AgentAddress,
    Connection,
    EndedError,
    UnreachableError,
)
from jupyter_tutor.checks.cells_used import Used, cells_used
from jupyter_tutor.checks.files_named import files_named, hidden_reads
from jupyter_tutor.checks.names import names_used
from jupyter_tutor.checks.showing import code
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.pedagogy import bare
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CellSeen

MOST_OF_CELLS = 64 << 10
MOST_OF_FILES = 256 << 10
"""Bytes of cells and of files that are taken along with an answer."""

_SECONDS = 3.0
_MOST_NAMED = 3
_SAFE_NAME = re.compile(r"(?!\.)[^/\0\\]+(/(?!\.)[^/\0\\]+)*")
_BLIND = frozenset(("globals", "exec"))

NOT_ENOUGH = "The record alone is not enough to look at this answer again."
OTHER_TEXT = (
    "Your answer cell has other text than when it last ran. Run it once more, then check again."
)
TOO_LONG = "The cells that it builds on are too long to be kept."
HIDDEN = "It reads a file whose name is put together as the code runs, so that file is not kept."
MOVED = "Your notebook works in another folder than the one it began in."
BLIND = "What `globals()` and `exec` do cannot be told from the text of a cell."


def with_basis(
    report: Report,
    question: CodeQuestion,
    source: str,
    ran: Sequence[CellSeen],
    agent: AgentAddress,
) -> Report:
    """Return the report with its basis, and a note where that is not all that the answer uses.

    ``ran`` are the cells that are known to have run, in order. Sources nested too deeply to be
    looked through have no basis.
    """
    try:
        basis = _basis(question, source, ran, agent)
    except (RecursionError, MemoryError):
        return report
    if not basis.leans:
        return replace(report, basis=basis)
    note = " ".join((NOT_ENOUGH, *basis.leans))
    return replace(report, basis=basis, notes=(*report.notes, note))


def _basis(
    question: CodeQuestion,
    source: str,
    ran: Sequence[CellSeen],
    agent: AgentAddress,
) -> Basis:
    place, leans = _place(question, source, ran)
    others = [cell for number, cell in enumerate(ran) if number != place]
    wanted = _wanted(question)
    used = cells_used(source, others, place, wanted, question.setup)
    cells = tuple(others[number].source for number in used.cells)
    sources = (*cells, source)
    told = _ask(agent, used, files_named(sources))
    there = [name for name in used.unmade if name in told["there"]]
    leans += [_unmade(there)] if there else []
    leans += [_changed(used.changed)] if used.changed else []
    leans += [BLIND] if any(_BLIND & names_used(each) for each in sources) else []
    files, about = _files(told)
    leans += about
    leans += [MOVED] if told["moved"] and files else []
    leans += [HIDDEN] if hidden_reads(sources, any_found=bool(told["files"])) else []
    if sum(len(cell.encode(errors="replace")) for cell in cells) > MOST_OF_CELLS:
        cells, leans = (), [*leans, TOO_LONG]
    basis = Basis(cells=cells, files=files, leans=tuple(leans))
    return replace(basis, digest=_digest(basis))


def _digest(basis: Basis) -> str:
    text = json.dumps(asdict(basis), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _place(question: CodeQuestion, source: str, ran: Sequence[CellSeen]) -> tuple[int, list[str]]:
    """Return where the answer ran last, and what there is to say of that."""
    answered = [number for number, cell in enumerate(ran) if cell.answers == question.id]
    if not answered:
        return len(ran), []
    last = answered[-1]
    same = bare(ran[last].source) == bare(source)
    return last, [] if same else [OTHER_TEXT]


def _wanted(question: CodeQuestion) -> frozenset[str]:
    """Return the learner's names that the checks look at."""
    used = frozenset().union(*(names_used(check.source) for check in question.checks))
    return used & set(question.learner_names)


def _ask(agent: AgentAddress, used: Used, files: Sequence[str]) -> dict[str, Any]:
    """Return what the kernel tells, in the form it has to have; nothing where it does not tell."""
    nothing: dict[str, Any] = {"there": [], "files": [], "moved": False}
    if not used.unmade and not files:
        return nothing
    try:
        connection = Connection(agent, time.monotonic() + _SECONDS)
    except UnreachableError:
        return nothing
    try:
        told = connection.stand(used.unmade, files, MOST_OF_FILES)
        return {
            "there": [name for name in told["there"] if type(name) is str],
            "files": [one for one in told["files"] if type(one["name"]) is str],
            "moved": told["moved"] is True,
        }
    except (EndedError, KeyError, TypeError):
        return nothing
    finally:
        connection.close()


def _files(told: dict[str, Any]) -> tuple[tuple[UsedFile, ...], list[str]]:
    found: dict[str, UsedFile] = {}
    leans: dict[str, None] = {}
    for one in told["files"]:
        name = one["name"]
        if one.get("outside") or not _SAFE_NAME.fullmatch(name):
            leans[f"{code(name)} is not a file in your notebook's folder, so it is not kept."] = (
                None
            )
            continue
        file = _read(name, one)
        if file is not None:
            found[name] = file
            if file.content is None:
                leans[f"{code(name)} is too large to be kept."] = None
    return tuple(found[name] for name in sorted(found)), list(leans)


def _read(name: str, told: dict[str, Any]) -> UsedFile | None:
    """Return a file as it was told of, or None where that does not hold together."""
    content, size, sha256 = told.get("content"), told.get("size"), told.get("sha256")
    if content is None:
        if type(size) is not int or type(sha256) is not str or len(sha256) not in (0, 64):
            return None
        return UsedFile(name=name, size=size, sha256=sha256)
    try:
        data = base64.b64decode(content, validate=True)
    except (ValueError, TypeError):
        return None
    if len(data) > MOST_OF_FILES:
        return None
    return UsedFile(
        name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), content=content
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = [code(name) for name in names[:_MOST_NAMED]]
    return f"{', '.join(first)} and {last}" if first else last


def _unmade(names: Sequence[str]) -> str:
    return (
        f"It uses {_listed(names)}, and the tutor has seen no cell that makes "
        f"{'it' if len(names) == 1 else 'them'}. Run that cell once more, then check again."
    )


def _changed(names: Sequence[str]) -> str:
    return (
        f"A cell that ran after your answer may have changed {_listed(names)}. "
        "Run your answer cell once more, then check again."
    )
