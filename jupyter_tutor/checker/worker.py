"""A warm checker process: reads requests from its standard input, writes reports to its output.

It is trusted: it holds check code and solutions and starts nothing of a learner's. It ends when
its standard input does, so it never outlives the server. Messages are framed like those of the
agent; :mod:`jupyter_tutor.checker.pool` is the other end.
"""

import dataclasses
import os
import struct
import sys
import warnings
from typing import Any, BinaryIO

from jupyter_tutor.checker.connection import Address, UnreachableError
from jupyter_tutor.checker.explain import cell_stopped
from jupyter_tutor.checker.foregone import unattempted
from jupyter_tutor.checker.foreseen import Foreseen, foresee
from jupyter_tutor.checker.fresh import FreshProcess
from jupyter_tutor.checker.judge import judge
from jupyter_tutor.core.course import Check, CodeQuestion, Hint, WrongAnswer
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.kernel_agent.agent import pack, unpack

_REMEMBERED = 64
_HEADER = struct.Struct(">I")


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Say that it is ready; then answer requests one by one until there are no more."""
    memory: dict[CodeQuestion, Foreseen] = {}

    def foreseen(question: CodeQuestion) -> Foreseen:
        if question not in memory:
            while len(memory) >= _REMEMBERED:
                del memory[next(iter(memory))]
            memory[question] = foresee(question)
        return memory[question]

    replies.write(pack({"ready": True}))
    replies.flush()
    while True:
        header = requests.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        request = unpack(requests.read(_HEADER.unpack(header)[0]))
        question = _question(request["question"])
        try:
            if request["agent"] is not None:
                agent = Address(**request["agent"])
                report = judge(
                    question,
                    request["source"],
                    request["cell_error"],
                    agent,
                    request["target"],
                    foreseen,
                )
            else:
                report = _judge_fresh(question, request["source"], request["earlier"], foreseen)
            reply: dict[str, Any] = {"report": dataclasses.asdict(report)}
        except UnreachableError as error:
            reply = {"unavailable": error.reason, "detail": error.detail}
        replies.write(pack(reply))
        replies.flush()


def _judge_fresh(question: CodeQuestion, source: str, earlier: list[str], foreseen: Any) -> Report:
    """Judge an answer by its text alone, in a process made for it."""
    early = unattempted(question, source)
    if early is not None:
        return early
    sources = [*question.setup, *earlier, source]
    with FreshProcess(sources, seconds=question.timeout) as process:
        if process.state == "timeout":
            seconds = f"{question.timeout:g} seconds"
            text = f"Your cell was still running after {seconds}. Is there a loop that never ends?"
            return _fresh_report(question, "timeout", text)
        if process.state == "ended":
            text = "Your cell ended Python itself (`sys.exit` or `os._exit`). Leave that out."
            return _fresh_report(question, "error", text)
        cell_error = process.failures.get(len(sources) - 1)
        if cell_error is not None and cell_error.startswith("SystemExit"):
            text = f"{cell_stopped(cell_error)} Leave `exit` out."
            return _fresh_report(question, "error", text)
        return judge(question, source, cell_error, process.address, "fresh", foreseen)


def _fresh_report(question: CodeQuestion, verdict: Any, message: str) -> Report:
    return Report(
        verdict=verdict,
        points=0.0,
        max_points=question.points,
        message=message,
        target="fresh",
    )


def _question(told: dict[str, Any]) -> CodeQuestion:
    """Return the question as :func:`dataclasses.asdict` had it, after a way through JSON."""
    fields: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in told.items()
    }
    fields["hints"] = tuple(Hint(**hint) for hint in told["hints"])
    fields["checks"] = tuple(Check(**check) for check in told["checks"])
    fields["wrong"] = tuple(WrongAnswer(**wrong) for wrong in told["wrong"])
    return CodeQuestion(**fields)


def main() -> None:
    """Be a worker: keep the pipes to the pool to itself, away from an author's ``print``."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    warnings.simplefilter("ignore")
    try:
        serve(requests, replies)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)
