"""A warm process that compares formulas; :mod:`jupyter_tutor.checker.algebra.pool` is its pool.

What a learner types is only ever read by our own reader. It can still be more than can be worked
out: an alarm ends that in most cases, the pool in all others.
"""

import dataclasses
import math
import shutil
import sys
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jupyter_tutor.checker.algebra.judging import flaw_of, judge_formula
from jupyter_tutor.checker.limits import OverdueError, leave_no_core, within
from jupyter_tutor.checker.pipes import Pipes
from jupyter_tutor.core.questions import ForeseenText, FormulaQuestion, FormulaVariable

_SPARE = 20
"""Seconds of processor time beyond a request's own after which the system ends this process."""


def main(scratch: str) -> None:
    """Be a worker, whose temporary folder is ``scratch``, until there are no more requests."""
    pipes = Pipes()
    warnings.simplefilter("ignore")
    leave_no_core()
    try:
        pipes.send({"ready": True})
        while (request := pipes.next_request()) is not None:
            pipes.send(_answer(request))
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    question = _question(request["question"])
    seconds: float = request["seconds"]

    def work() -> dict[str, Any]:
        if request["wanted"] == "flaw":
            return {"flaw": flaw_of(question)}
        return {"report": dataclasses.asdict(judge_formula(question, request["text"]))}

    _end_after(seconds)
    try:
        return within(time.monotonic() + seconds, work)
    except (OverdueError, MemoryError, RecursionError):
        return {"unavailable": "too_long"}


def _end_after(seconds: float) -> None:
    """Have the system end this process if it is stuck, even when nobody is left to do so."""
    if sys.platform == "win32":
        return
    import resource

    used = time.process_time()
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = math.ceil(used + seconds) + _SPARE
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _question(told: Mapping[str, Any]) -> FormulaQuestion:
    """What matters of the question, as :func:`dataclasses.asdict` had it, after JSON."""
    return FormulaQuestion(
        id=told["id"],
        title=told["title"],
        prompt=told["prompt"],
        points=told["points"],
        answer=told["answer"],
        variables=tuple(FormulaVariable(**variable) for variable in told["variables"]),
        forms=tuple(told["forms"]),
        wrong=tuple(ForeseenText(**wrong) for wrong in told["wrong"]),
    )
