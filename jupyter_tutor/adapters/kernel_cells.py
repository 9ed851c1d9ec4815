"""Owns what a kernel's broadcasts say about cells: which run now, and what came of answer cells.

Pure: broadcasts in, facts out. The newest cells of all kinds are kept in memory, so that those on
which an answer builds can go into the record with it. All others may hold secrets, and stay out.
"""

import re
from dataclasses import replace

from jupyter_tutor.adapters.cells_seen import CellsSeen
from jupyter_tutor.adapters.kernel_channels import KernelMessage
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.ports import CellRun, CellSeen

# Requests that run Python of the learner's in the kernel: cells, and the callbacks of widgets.
_RUNS_CODE = frozenset({"execute_request", "comm_open", "comm_msg", "comm_close"})

_HEADER_LINE = re.compile(r"#\|\s*(?P<key>[A-Za-z][\w-]*)\s*:(?:\s+(?P<value>.*))?$")

_LONGEST_ERROR_LINE = 500

KERNEL_STOPPED = "The kernel stopped while this cell ran."


def answer_header(source: str) -> QuestionId | None:
    """The question that a cell answers by its ``#|`` lines, or None when it is no answer cell.

    The header is the ``#|`` lines before the cell's first other line; blank lines are allowed,
    order is not important, and a value may be quoted.
    """
    said: dict[str, str] = {}
    for line in source.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        match = _HEADER_LINE.match(stripped)
        if match is None:
            if not stripped.startswith("#|"):
                break
            continue
        said.setdefault(match["key"], _unquoted((match["value"] or "").strip()))
    if said.get("tutor") != "answer" or not said.get("for"):
        return None
    return QuestionId(said["for"])


class CellWatcher:
    """Follows the cells of one kernel process. ``own_session`` names requests to leave out."""

    def __init__(self, own_session: str) -> None:
        self._own_session = own_session
        self._running: set[str] = set()
        self._answers: dict[str, CellRun] = {}
        self._seen = CellsSeen()

    @property
    def seen(self) -> tuple[CellSeen, ...]:
        """The cells that have begun to run, in that order, as far as they are kept."""
        return self._seen.cells

    @property
    def busy(self) -> bool:
        """Whether code of the learner's is running now, as far as broadcasts tell."""
        return bool(self._running)

    @property
    def running(self) -> frozenset[str]:
        """The requests under way, for :meth:`forget`."""
        return frozenset(self._running)

    def hear(self, message: KernelMessage) -> CellRun | None:
        """Take in a broadcast; the run of an answer cell when this one ends it, else None."""
        if message.parent_session == self._own_session or message.parent_kind not in _RUNS_CODE:
            return None
        parent = message.parent_id
        match message.kind:
            case "status":
                if message.content.get("execution_state") == "busy":
                    self._running.add(parent)
                elif message.content.get("execution_state") == "idle":
                    self._running.discard(parent)
                    return self._answers.pop(parent, None)
            case "execute_input":
                self._begin(parent, str(message.content.get("code", "")))
            case "error":
                self._fail(parent, message)
            case _:
                pass
        return None

    def forget(self, requests: frozenset[str]) -> None:
        """These are known to have ended, though the kernel's word of it was lost on the way."""
        self._running -= requests
        for request in requests:
            self._answers.pop(request, None)

    def abandoned(self) -> tuple[CellRun, ...]:
        """The answer cells under way, as they are told of when the kernel's process has gone."""
        return tuple(
            replace(run, outcome="interrupted", error=KERNEL_STOPPED)
            for run in self._answers.values()
        )

    def _begin(self, parent: str, source: str) -> None:
        question = answer_header(source)
        self._seen.add(CellSeen(source=source, answers=question), parent)
        if question is not None:
            self._answers[parent] = CellRun(
                question=question, source=source, outcome="ok", error=None
            )

    def _fail(self, parent: str, message: KernelMessage) -> None:
        self._seen.fail(parent)
        run = self._answers.get(parent)
        if run is None:
            return
        name = str(message.content.get("ename", "Error"))
        text = str(message.content.get("evalue", "")).strip()
        line = f"{name}: {text.splitlines()[0]}" if text else name
        self._answers[parent] = replace(
            run,
            outcome="interrupted" if name == "KeyboardInterrupt" else "error",
            error=line[:_LONGEST_ERROR_LINE],
        )


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
