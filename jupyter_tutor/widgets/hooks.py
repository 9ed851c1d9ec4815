"""What IPython tells of the learner's cells, handed on to a host.

Only where a host is in use: a server sees the cells of its kernels itself. The host keeps them in
memory; what an answer builds on goes into the record, and nothing of any other.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from jupyter_tutor.adapters.kernel_cells import answer_header
from jupyter_tutor.core.commands import CellOutcome
from jupyter_tutor.core.state import Message
from jupyter_tutor.widgets.checking import cell_ran
from jupyter_tutor.widgets.client import Client
from jupyter_tutor.widgets.errors import LineLostError, TutorError
from jupyter_tutor.widgets.line import Line
from jupyter_tutor.widgets.shell import name_of, shell, show
from jupyter_tutor.widgets.shown import Shown
from jupyter_tutor.widgets.steps import told
from jupyter_tutor.wire import clean

log = logging.getLogger(__name__)

VERDICT_SECONDS = 300.0
"""A check ends by itself, at its question's own deadline; this is for what should never be."""

LONGEST_ERROR_LINE = 500
LONGEST_CELL = 100_000


class CellHooks:
    """The callbacks in IPython's events. ``tutors`` gives the Tutors there are, for their names."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._named: dict[Line, object] = {}

    def install(self) -> None:
        """Listen from now on, where there is an IPython."""
        here = shell()
        if here is not None:
            here.events.register("pre_run_cell", self._before)
            here.events.register("post_run_cell", self._after)

    def know(self, line: Line, tutor: object) -> None:
        """The learner holds this line in a Tutor."""
        self._named.setdefault(line, tutor)

    def _before(self, _info: Any) -> None:
        self._tell_activity(busy=True)

    def _after(self, result: Any) -> None:
        try:
            question = answer_header(result.info.raw_cell or "")
            line = None if question is None else self._line_of(question)
            if question is not None and line is not None:
                self._report(line, question, result)
            else:
                self._tell_ran(result)
        finally:
            self._tell_activity(busy=False)

    def _report(self, line: Line, question: str, result: Any) -> None:
        outcome, error = _ended(result.error_before_exec or result.error_in_exec)
        work = cell_ran(line, question, result.info.raw_cell, outcome, error)
        try:
            came = self._client.background.call(work, VERDICT_SECONDS)
        except TutorError as trouble:
            show(Shown(str(trouble)))
        except KeyboardInterrupt:
            # The learner does not want to wait; the tutor was told so.
            return
        else:
            place = (line.entry.course, line.entry.lesson)
            if came and not self._client.pages[place]:
                self._display_verdict(line, came)

    def _display_verdict(self, line: Line, came: Sequence[Message]) -> None:
        name = name_of(self._named[line], "t")
        show(Shown(told(came, line.head, name)))

    def _line_of(self, question: str) -> Line | None:
        """The line of the lesson that has this question; the one where it is open, of several."""
        lines = [
            line
            for line in self._client.host_lines
            if any(item.id == question for item in line.head.progress.items)
        ]
        lines.sort(key=lambda line: line.head.question is None or line.head.question.id != question)
        return lines[0] if lines else None

    def _tell_ran(self, result: Any) -> None:
        source = result.info.raw_cell or ""
        if source.strip() and len(source) <= LONGEST_CELL:
            failed = (result.error_before_exec or result.error_in_exec) is not None
            self._tell({"type": "ran", "source": clean(source), "failed": failed})

    def _tell_activity(self, *, busy: bool) -> None:
        self._tell({"type": "activity", "busy": busy})

    def _tell(self, frame: dict[str, Any]) -> None:
        line = next((line for line in self._client.host_lines if line.is_open), None)
        if line is not None:
            self._client.background.soon(_send(line, frame))


async def _send(line: Line, frame: dict[str, Any]) -> None:
    with suppress(LineLostError):
        await line.send(frame)


def _ended(error: BaseException | None) -> tuple[CellOutcome, str | None]:
    """How a cell ended, and the last line of its traceback, as a server sees it on iopub."""
    if error is None:
        return "ok", None
    text = str(error).strip()
    name = type(error).__name__
    line = f"{name}: {text.splitlines()[0]}" if text else name
    interrupted = isinstance(error, KeyboardInterrupt)
    return "interrupted" if interrupted else "error", line[:LONGEST_ERROR_LINE]
