"""A warm checker process: reads requests from its standard input, writes reports to its output.

It is trusted: it holds check code and solutions and starts nothing of a learner's. It ends when
its standard input does, so it never outlives the server. Messages are framed like those of the
agent; :mod:`jupyter_tutor.checker.process` is the other end. Before a reply come any number of
``{"stage": …}``, so that who has to end this process knows what it was at.
"""

import dataclasses
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from jupyter_tutor.checker.ahead import Sandboxes
from jupyter_tutor.checker.basis import with_basis
from jupyter_tutor.checker.belongings import TooMuchError
from jupyter_tutor.checker.by_text import TextTrial
from jupyter_tutor.checker.closely import CheckRun, look_closely
from jupyter_tutor.checker.connection import Address, UnreachableError
from jupyter_tutor.checker.foreseen import Foreseen, foresee
from jupyter_tutor.checker.fresh import Plain
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.checker.limits import leave_no_core
from jupyter_tutor.checker.outcomes import Stage
from jupyter_tutor.checker.pipes import Pipes
from jupyter_tutor.checker.sandbox import Sandbox, find_sandbox
from jupyter_tutor.core.questions import Check, CodeQuestion, Hint, WrongAnswer
from jupyter_tutor.core.verdict import Report, Target
from jupyter_tutor.kernel_agent.agent import adopt_orphans, end_children
from jupyter_tutor.ports import CellSeen

_REMEMBERED = 64
_THREADS = (
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"),
    "POLARS_MAX_THREADS",
)
"""How many threads libraries start when they are imported, each with memory set aside for it."""


class _Server:
    """Answers the pool. What it works out of a question it remembers."""

    def __init__(self, pipes: Pipes) -> None:
        self._pipes = pipes
        self._memory: dict[CodeQuestion, Foreseen] = {}
        self._ahead = Sandboxes()

    def serve(self) -> None:
        """Say that it is ready; then answer requests one by one until there are no more."""
        self._send({"ready": True})
        while (request := self._pipes.next_request()) is not None:
            try:
                self._send(self._answer(request))
            except UnreachableError as error:
                self._send({"unavailable": error.reason, "detail": error.detail})
            except TooMuchError as error:
                self._send({"unavailable": "internal", "detail": str(error)})
            # A fresh process that was killed leaves here what it had started.
            end_children(spared=self._ahead.waiting)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["wanted"] == "sandbox":
            return {"sandbox": dataclasses.asdict(find_sandbox())}
        question = _question(request["question"])
        match request["wanted"]:
            case "sound":
                return {"sound": sorted(self._foreseen(question).sound)}
            case "rehearsed":
                return self._rehearse(question, request)
            case "fresh":
                report = self._judge_fresh(question, request)
            case "sandboxed":
                report = self._judge_sandboxed(question, request)
            case _:
                agent = Address(**request["agent"])
                source, cell_error = request["source"], request["cell_error"]
                report = self._judge(question, source, cell_error, agent, request["target"])
                if request["ran"] is not None and report.verdict != "unattempted":
                    self._tell("start")
                    report = with_basis(report, question, source, _ran(request["ran"]), agent)
        return {"report": dataclasses.asdict(report)}

    def _judge_fresh(self, question: CodeQuestion, request: dict[str, Any]) -> Report:
        trial = TextTrial(
            question=question,
            source=request["source"],
            enclosure=Plain(),
            target="fresh",
            earlier=request["earlier"],
        )
        return trial.judge(self._judge)

    def _judge(
        self,
        question: CodeQuestion,
        source: str,
        cell_error: str | None,
        agent: Address,
        target: Target,
    ) -> Report:
        return judge(question, source, cell_error, agent, target, self._foreseen, self._tell)

    def _rehearse(self, question: CodeQuestion, request: dict[str, Any]) -> dict[str, Any]:
        """Judge an answer in an empty folder, which is gone afterwards."""
        source: str = request["source"]
        runs: list[CheckRun] = []

        def look(address: Address) -> None:
            runs[:] = look_closely(question, source, address, Path(folder), self._look_again)

        with tempfile.TemporaryDirectory(prefix="run-", dir=".") as folder:
            trial = TextTrial(
                question=question,
                source=source,
                enclosure=Plain(folder=Path(folder)),
                target="fresh",
                then=look if request["closely"] else None,
            )
            report = trial.judge(self._judge)
        return {
            "report": dataclasses.asdict(report),
            "checks": [dataclasses.asdict(run) for run in runs],
        }

    def _look_again(self) -> None:
        self._tell("answer")

    def _judge_sandboxed(self, question: CodeQuestion, request: dict[str, Any]) -> Report:
        """Judge an answer in a sandbox, in which the next one for the same files waits already."""
        sandbox = Sandbox(**request["sandbox"])
        files = None if request["files"] is None else Path(request["files"])
        trial = TextTrial(
            question=question,
            source=request["source"],
            enclosure=self._ahead.enclosure(sandbox, files, tuple(map(Path, request["hide"]))),
            target=sandbox.target,
            earlier=request["earlier"],
        )
        return trial.judge(self._judge)

    def _foreseen(self, question: CodeQuestion) -> Foreseen:
        self._tell("foresee")
        if question not in self._memory:
            while len(self._memory) >= _REMEMBERED:
                del self._memory[next(iter(self._memory))]
            self._memory[question] = foresee(question, lambda: self._tell("foresee"))
        return self._memory[question]

    def _tell(self, stage: Stage) -> None:
        self._send({"stage": stage})

    def _send(self, message: dict[str, Any]) -> None:
        self._pipes.send(message)


def _question(told: dict[str, Any]) -> CodeQuestion:
    """Return the question as :func:`dataclasses.asdict` had it, after a way through JSON."""
    fields: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in told.items()
    }
    fields["hints"] = tuple(Hint(**hint) for hint in told["hints"])
    fields["checks"] = tuple(
        Check(**{**check, "requires": tuple(check["requires"])}) for check in told["checks"]
    )
    fields["wrong"] = tuple(WrongAnswer(**wrong) for wrong in told["wrong"])
    return CodeQuestion(**fields)


def _ran(told: Sequence[Any]) -> list[CellSeen]:
    return [
        CellSeen(source=source, failed=failed, answers=answers) for source, failed, answers in told
    ]


def main(scratch: str) -> None:
    """Be a worker, whose temporary folder is ``scratch``, until there are no more requests.

    The pipes to the pool it keeps to itself, away from an author's ``print``.
    """
    pipes = Pipes()
    warnings.simplefilter("ignore")
    tempfile.tempdir = scratch
    leave_no_core()
    adopt_orphans()
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    try:
        signal.signal(signal.SIGTERM, _end)
        _Server(pipes).serve()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Leave off, and end on the way what runs an answer."""
    raise KeyboardInterrupt
