"""The warm checker processes of a server, as an asyncio API.

A worker judges one answer at a time. One that hangs, dies or is no longer wanted is killed and
another takes its place; nothing it had begun is left, for the agent at the other end kills what
it forked as soon as the connection is gone.
"""

import asyncio
import dataclasses
import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_tutor.checker.closely import CheckRun
from jupyter_tutor.checker.connection import AgentAddress
from jupyter_tutor.checker.outcomes import OUR_MISTAKE, Stage
from jupyter_tutor.checker.process import Worker, WorkerLostError
from jupyter_tutor.checker.sandbox import Sandbox
from jupyter_tutor.checker.workers import Workers
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import LiveTarget, Report, Target, Verdict
from jupyter_tutor.kernel_agent.agent import pack
from jupyter_tutor.ports import CellSeen, CheckUnavailableError, KernelNotCopiedError

SLACK = 4.0
"""Seconds beyond a question's timeout until a worker that is stuck in C is ended. Longer than
what ends everything else: see :data:`jupyter_tutor.checker.limits.GRACE`."""

STARTING = 15.0
"""Seconds beyond it for what is not the answer's doing: starting, forking, the author's own."""

ENDLESS = (
    "Looking through what your code gave back did not come to an end. "
    "Is it far more than was asked for?"
)
MONSTROUS = (
    "What your code gave back could not be looked at. "
    "Is it far larger, or nested far more deeply, than was asked for?"
)


class CheckerPool:
    """At most ``size`` workers, started before they are needed and replaced when they are gone.

    ``start`` is optional: a worker that is not there yet is started by the first check. Workers,
    and the fresh processes that they start, run in ``folder`` (None: where this process does) and
    go through sets of texts in the order that ``hash_seed`` makes (None: each in its own).
    """

    def __init__(
        self,
        size: int = 2,
        python: str = sys.executable,
        *,
        hash_seed: int | None = None,
        folder: Path | None = None,
    ) -> None:
        start_one = functools.partial(Worker.start, python, hash_seed=hash_seed, folder=folder)
        self._workers = Workers(size, start_one)
        self._finding = asyncio.Lock()
        self._sandbox: Sandbox | None = None

    async def start(self) -> None:
        """Return once the workers are warm; OSError when none can be started."""
        await self._workers.start()

    async def close(self) -> None:
        """End all workers; checks under way are given up as internal errors."""
        await self._workers.close()

    async def check(
        self,
        question: CodeQuestion,
        source: str,
        cell_error: str | None,
        agent: AgentAddress | None,
        target: LiveTarget,
        ran: Sequence[CellSeen] | None = None,
    ) -> Report:
        """Judge what an answer left in the namespace of that agent.

        ``source`` is the learner's answer cell, ``cell_error`` the last line of the traceback of
        its last run or None. ``ran`` are the cells that are known to have run there, in order, the
        answer's own among them: from these comes the report's basis (None: it has none).

        Raises CheckUnavailableError: ``no_kernel`` without an agent, ``kernel_died`` when it does
        not answer, ``busy`` when it does not get to it, ``internal`` when the checker did not get
        to the answer, as KernelNotCopiedError when a copy of the kernel would hang. Cancelling
        ends everything that was begun.
        """
        if agent is None:
            raise CheckUnavailableError("no_kernel")
        request = {
            "wanted": "live",
            "source": source,
            "cell_error": cell_error,
            "agent": {"address": agent.address, "secret": agent.secret},
            "target": target,
            "ran": _told(ran),
        }
        return (await self._ask(question, request))[0]

    async def check_fresh(
        self, question: CodeQuestion, source: str, earlier: Sequence[str] = ()
    ) -> Report:
        """Judge an answer by its text, in a new Python process that is gone afterwards.

        The question's setup and the ``earlier`` answers run first, in order. Otherwise like
        :meth:`check`.
        """
        request = {"wanted": "fresh", "source": source, "earlier": list(earlier)}
        return (await self._ask(question, request))[0]

    async def check_sandboxed(
        self,
        question: CodeQuestion,
        source: str,
        earlier: Sequence[str] = (),
        *,
        files: Path | None = None,
        hide: Sequence[Path] = (),
    ) -> Report:
        """Judge an answer by its text, like :meth:`check_fresh`, in :meth:`sandbox`.

        It finds copies of the files below the folder ``files`` where it runs, and is to see nothing
        of the folders ``hide``. CheckUnavailableError also when there are too many files.
        """
        sandbox = await self.sandbox()
        request = {
            "wanted": "sandboxed",
            "source": source,
            "earlier": list(earlier),
            "sandbox": dataclasses.asdict(sandbox),
            "target": sandbox.target,
            "files": None if files is None else str(files),
            "hide": [str(path) for path in hide],
        }
        return (await self._ask(question, request))[0]

    async def sandbox(self) -> Sandbox:
        """How answers are shut in here; it is tried once. CheckUnavailableError if it cannot be."""
        async with self._finding:
            if self._sandbox is None:
                async with self._workers.turns:
                    message = pack({"wanted": "sandbox"})
                    try:
                        reply = await self._workers.answer(message, {"start": 2 * STARTING})
                    except WorkerLostError as lost:
                        raise CheckUnavailableError("internal", str(lost)) from lost
                self._sandbox = Sandbox(**reply["sandbox"])
            return self._sandbox

    async def rehearse(
        self, question: CodeQuestion, source: str, *, closely: bool
    ) -> tuple[Report, tuple[CheckRun, ...]]:
        """Judge an author's own answer like :meth:`check_fresh`, in an empty folder of its own.

        That is made below the folder of the workers. ``closely``: each check is looked at by
        itself, too.
        """
        request = {"wanted": "rehearsed", "source": source, "closely": closely}
        report, reply = await self._ask(question, request)
        return report, tuple(_check_run(told) for told in reply.get("checks", ()))

    async def _ask(
        self, question: CodeQuestion, request: dict[str, Any]
    ) -> tuple[Report, dict[str, Any]]:
        """Return the report, and the worker's reply with whatever else it holds."""
        message = _message(question, request)
        async with self._workers.turns:
            try:
                reply = await self._workers.answer(message, _patience(question))
                return _read(reply), reply
            except WorkerLostError as lost:
                if lost.stage == "start":
                    raise CheckUnavailableError("internal", str(lost)) from lost
                ours = lost.stage == "foresee" or not await self._is_sound(question)
                return _given_up(question, request.get("target", "fresh"), lost, ours), {}

    async def _is_sound(self, question: CodeQuestion) -> bool:
        """Whether the solution passes every check; if it does, they are not to blame."""
        try:
            message = _message(question, {"wanted": "sound"})
            sound = (await self._workers.answer(message, _patience(question), tries=1))["sound"]
        except WorkerLostError:
            return False
        return set(sound) == {check.id for check in question.checks}


def _told(ran: Sequence[CellSeen] | None) -> list[tuple[str, bool, str | None]] | None:
    return None if ran is None else [(cell.source, cell.failed, cell.answers) for cell in ran]


def _read(reply: dict[str, Any]) -> Report:
    if reply.get("unavailable") == "unforkable":
        raise KernelNotCopiedError(reply["detail"])
    if "unavailable" in reply:
        raise CheckUnavailableError(reply["unavailable"], reply["detail"])
    told = reply["report"]
    basis = None if told["basis"] is None else _basis(told["basis"])
    # Only answers in words have evidence, and none of these is judged there.
    return Report(**{**told, "notes": tuple(told["notes"]), "basis": basis, "evidence": ()})


def _basis(told: dict[str, Any]) -> Basis:
    files = tuple(UsedFile(**file) for file in told["files"])
    cells, leans = tuple(told["cells"]), tuple(told["leans"])
    return Basis(cells=cells, files=files, leans=leans, digest=told["digest"])


def _check_run(told: dict[str, Any]) -> CheckRun:
    return CheckRun(**{**told, "changed": tuple(told["changed"]), "files": tuple(told["files"])})


def _message(question: CodeQuestion, request: dict[str, Any]) -> bytes:
    return pack({"question": dataclasses.asdict(question), **request})


def _patience(question: CodeQuestion) -> dict[Stage, float]:
    return {
        "start": STARTING + question.timeout,
        "answer": SLACK + question.timeout,
        "foresee": STARTING + question.timeout,
    }


def _given_up(
    question: CodeQuestion,
    target: Target,
    lost: WorkerLostError,
    ours: bool,
) -> Report:
    """Return the report of an answer that was reached, and over which the checker was lost."""
    verdict: Verdict = "timeout" if lost.stalled else "error"
    message = ENDLESS if lost.stalled else MONSTROUS
    if ours:
        verdict, message = "undecided", OUR_MISTAKE
    return Report(
        verdict=verdict,
        points=0.0,
        max_points=question.points,
        message=message,
        target=target,
        fault=str(lost) if ours else None,
    )
