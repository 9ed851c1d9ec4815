"""Judging an answer by its text alone, in a process made for it.

Nothing that happens in there is anybody's doing but the answer's, so that every way in which it
can end is a verdict on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jupyter_tutor.checker.connection import Address, UnreachableError
from jupyter_tutor.checker.explain import (
    ASKED_TO_STOP,
    ENDED_ITSELF,
    GONE,
    SWAMPED,
    still_running,
)
from jupyter_tutor.checker.foregone import unattempted
from jupyter_tutor.checker.fresh import Enclosure, FreshProcess
from jupyter_tutor.checker.leaning import told, unrecorded
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report, Target, Verdict

Judging = Callable[[CodeQuestion, str, str | None, Address, Target], Report]
"""From what the answer left, and the last line of its cell's traceback, to a report."""

_TRIES = 2
"""A process may be ended by a system that is short of memory; twice is no coincidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTrial:
    """An answer, what runs before it, and where.

    ``then`` is called with the address of the process when its cell had run without an error and
    it has been judged.
    """

    question: CodeQuestion
    source: str
    enclosure: Enclosure
    target: Target
    earlier: Sequence[str] = ()
    then: Callable[[Address], None] | None = None

    def judge(self, judging: Judging) -> Report:
        """Return the report. Raises OSError where no process can be started."""
        early = unattempted(self.question, self.source)
        if early is not None:
            return early
        for _ in range(_TRIES):
            try:
                return self._judge(judging)
            except UnreachableError as error:
                if error.reason == "busy":
                    break
        return self._report("error", GONE)

    def _judge(self, judging: Judging) -> Report:
        sources = [*self.question.setup, *self.earlier, self.source]
        seconds = self.question.timeout
        with FreshProcess(sources, seconds=seconds, enclosure=self.enclosure) as process:
            try:
                report = self._what_came_of(process, len(sources) - 1, judging)
            except UnreachableError:
                if process.overrun is None:
                    raise
                report = self._report("error", SWAMPED[process.overrun])
            if process.overrun is not None:
                report = self._report("error", SWAMPED[process.overrun])
            return self._with_what_is_missing(report, sources[:-1])

    def _with_what_is_missing(self, report: Report, before: Sequence[str]) -> Report:
        names = unrecorded(self.source, before) if report.verdict != "correct" else ()
        return replace(report, notes=(*report.notes, told(names))) if names else report

    def _what_came_of(self, process: FreshProcess, place: int, judging: Judging) -> Report:
        if process.state == "timeout":
            return self._report("timeout", still_running(self.question.timeout))
        if process.state == "ended":
            return self._report("error", ENDED_ITSELF)
        cell_error = process.failures.get(place)
        if cell_error is not None and cell_error.startswith("SystemExit"):
            return self._report("error", ASKED_TO_STOP)
        report = judging(self.question, self.source, cell_error, process.address, self.target)
        if cell_error is None and self.then is not None:
            self.then(process.address)
        # Even what was plain from the text alone was found out for this target.
        return replace(report, target=self.target)

    def _report(self, verdict: Verdict, message: str) -> Report:
        return Report(
            verdict=verdict,
            points=0.0,
            max_points=self.question.points,
            message=message,
            target=self.target,
        )
