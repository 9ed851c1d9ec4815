"""The processes that compare formulas, as an asyncio API; nothing heavy is loaded here.

A worker is started by the first formula that somebody hands in, and stays. One that does not come
to an end in time is killed.
"""

import dataclasses
import functools
import sys
from typing import Any

from jupyter_tutor.checker.outcomes import Stage
from jupyter_tutor.checker.process import Worker, WorkerLostError
from jupyter_tutor.checker.workers import Workers
from jupyter_tutor.core.commands import CheckFailure
from jupyter_tutor.core.questions import FormulaQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.kernel_agent.agent import pack
from jupyter_tutor.ports import CheckUnavailableError

SECONDS = 5.0
"""How long one formula may take; nearly all take some hundredths."""
SLACK = 3.0
"""Seconds beyond it until a worker that does not heed its own alarm is killed."""

_PROGRAM = "jupyter_tutor.checker.algebra.worker"


class FormulaPool:
    """At most ``size`` workers, each with ``seconds`` for a formula and ``slack`` until its end."""

    def __init__(
        self,
        size: int = 2,
        python: str = sys.executable,
        *,
        seconds: float = SECONDS,
        slack: float = SLACK,
    ) -> None:
        self._workers = Workers(size, functools.partial(Worker.start, python, program=_PROGRAM))
        self._seconds = seconds
        self._slack = slack

    async def judge(self, question: FormulaQuestion, text: str) -> Report:
        """The verdict on a formula that the core has read.

        Raises CheckUnavailableError: ``too_long`` when comparing it did not come to an end,
        ``internal`` when no worker could be had. Cancelling ends the worker.
        """
        reply = await self._ask(question, {"wanted": "verdict", "text": text})
        told = reply["report"]
        return Report(**{**told, "notes": tuple(told["notes"]), "evidence": ()})

    async def flaw(self, question: FormulaQuestion) -> str | None:
        """Why formulas cannot be compared with the right one, for its author; None: they can."""
        flaw: str | None = (await self._ask(question, {"wanted": "flaw"}))["flaw"]
        return flaw

    async def close(self) -> None:
        """End all workers; comparisons under way are given up as internal errors."""
        await self._workers.close()

    async def _ask(self, question: FormulaQuestion, request: dict[str, Any]) -> dict[str, Any]:
        told = {"question": dataclasses.asdict(question), "seconds": self._seconds, **request}
        limit = self._seconds + self._slack
        patience: dict[Stage, float] = {"start": limit}
        async with self._workers.turns:
            try:
                reply = await self._workers.answer(pack(told), patience)
            except WorkerLostError as lost:
                reason: CheckFailure = "too_long" if lost.stalled else "internal"
                raise CheckUnavailableError(reason, str(lost)) from lost
        if "unavailable" in reply:
            raise CheckUnavailableError(reply["unavailable"])
        return reply
