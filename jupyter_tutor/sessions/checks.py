"""Carrying out checks: from an effect to ``FinishCheck`` or ``FailCheck``, whatever happens.

All checks of a server take turns in its task pool, each learner in theirs. A check of code waits a
moment for a kernel first, because a session that is resumed asks again for its check before the
notebook has had time to say which kernel it has. A formula needs none.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from jupyter_tutor.core.answers.prose import judge_prose
from jupyter_tutor.core.basis import Basis
from jupyter_tutor.core.commands import (
    CheckFailure,
    Command,
    FailCheck,
    FinishCheck,
    Rejected,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.effects import CheckEffect, CompareFormula, JudgeProse, RunCheck
from jupyter_tutor.core.ids import LearnerId, QuestionId, RequestId, SessionId
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, ProseQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import CheckUnavailableError, Target
from jupyter_tutor.runtime.jobs import TaskGroup
from jupyter_tutor.runtime.pool import DeadlineError, PoolFullError
from jupyter_tutor.sessions.putting_aside import put_aside
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.wire import clean

log = logging.getLogger(__name__)

ProseJudge = Callable[[JudgeProse, ProseQuestion, Lesson], Awaitable[Report | None]]
"""Judges sentences with a model's help; None: none may help."""

WAIT_FOR_KERNEL = 3.0
"""Seconds that a check waits for the notebook to say which kernel it has."""

WAIT_WHILE_BUSY, LOOK_AGAIN = 2.0, 0.1
"""Seconds that a check waits for the next cell to end (who runs all cells has run the next one
already) before the learner is told that the notebook is busy; and between looks."""

WITHIN = 180.0
"""Seconds for a check, its wait for a turn included. It has deadlines of its own, far shorter."""


class CheckRunner:
    """Perform a session's effects.

    Results go to ``deliver`` as commands; it returns once they have arrived, or never will. One
    that fails for no reason of the learner's is put aside as well, for an instructor to look at.
    """

    __slots__ = ("_attached", "_deliver", "_jobs", "_learner", "_services", "_session", "_target")

    def __init__(
        self,
        session: SessionId,
        learner: LearnerId,
        services: Services,
        deliver: Callable[[Command], Awaitable[None]],
    ) -> None:
        self._session = session
        self._learner = learner
        self._services = services
        self._deliver = deliver
        self._jobs: TaskGroup[RequestId] = TaskGroup()
        self._target: Target | None = None
        self._attached: asyncio.Event | None = None

    def attach(self, target: Target | None) -> None:
        """Judge there from now on; None: there is no kernel."""
        self._target = target
        if target is not None and self._attached is not None:
            self._attached.set()
            self._attached = None

    def perform(self, effect: CheckEffect, lesson: Lesson, judge: ProseJudge | None = None) -> None:
        """Start what an effect asks for; ``judge`` is asked first where it is prose."""
        self._jobs.start(effect.request, self._check(effect, lesson, judge))

    def give_up(self, request: RequestId) -> None:
        """Give a check up."""
        self._jobs.cancel(request)

    def cancel(self) -> None:
        """Give up all checks; nothing is delivered any more."""
        self._jobs.cancel_all()

    async def close(self) -> None:
        """Give up all checks and wait until they have ended."""
        await self._jobs.close()

    async def _check(self, effect: CheckEffect, lesson: Lesson, judge: ProseJudge | None) -> None:
        await self._deliver(await self._outcome(effect, lesson, judge))

    async def _outcome(
        self, effect: CheckEffect, lesson: Lesson, judge: ProseJudge | None
    ) -> FinishCheck | FailCheck:
        try:
            report = await self._judge(effect, lesson, judge)
        except CheckUnavailableError as error:
            if error.reason == "crowded":
                fields = self._fields(lesson, effect.question)
                log.warning("a check did not get its turn in time", extra=fields)
            if error.reason == "internal":
                await self._put_aside(effect.question, error)
            return self._failed(effect.request, error.reason)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            # Something below was cancelled, not this check: the learner must not wait for ever.
            return self._failed(effect.request, "internal")
        except Exception as error:
            fields = self._fields(lesson, effect.question)
            log.exception("a check could not be carried out", extra=fields)
            await self._put_aside(effect.question, error)
            return self._failed(effect.request, "internal")
        return FinishCheck(
            at=self._services.clock.now(), request=effect.request, report=_clean(report)
        )

    async def _judge(self, effect: CheckEffect, lesson: Lesson, judge: ProseJudge | None) -> Report:
        question = lesson.known_question(effect.question)
        match effect, question:
            case RunCheck(), CodeQuestion():
                report = await self._when_free(await self._awaited_target(), question, effect)
            case CompareFormula(), FormulaQuestion():
                report = await self._in_turn(
                    lambda: self._services.formulas.judge(question, effect.text)
                )
            case JudgeProse(), ProseQuestion():
                report = await self._judge_prose(question, effect, lesson, judge)
            case _:
                raise TypeError(f"{effect.question} is not answered like that")
        if report.fault is not None:
            # The fault is in the record; it may quote the learner's values, so not in the log.
            fields = self._fields(lesson, question.id)
            log.error("a check itself failed; the record has the fault", extra=fields)
        return report

    async def _judge_prose(
        self, question: ProseQuestion, effect: JudgeProse, lesson: Lesson, judge: ProseJudge | None
    ) -> Report:
        """By ``judge``; by the rubric alone where there is none, or it may not."""
        helped = None if judge is None else await judge(effect, question, lesson)
        if helped is not None:
            return helped
        report = judge_prose(question, effect.text)
        if isinstance(report, Rejected):
            raise CheckUnavailableError("internal", report.reason)
        return report

    async def _when_free(self, target: Target, question: CodeQuestion, effect: RunCheck) -> Report:
        until = asyncio.get_running_loop().time() + WAIT_WHILE_BUSY
        while True:
            try:
                return await self._in_turn(
                    lambda: target.check(question, effect.source, effect.cell_error)
                )
            except CheckUnavailableError as error:
                if error.reason != "busy" or asyncio.get_running_loop().time() > until:
                    raise
                await asyncio.sleep(LOOK_AGAIN)

    async def _in_turn(self, work: Callable[[], Awaitable[Report]]) -> Report:
        try:
            return await self._services.tasks.run(work, owner=self._learner, within=WITHIN)
        except (PoolFullError, DeadlineError) as error:
            raise CheckUnavailableError("crowded", str(error)) from error

    async def _awaited_target(self) -> Target:
        if self._target is None:
            # Made only when a check waits: a session that rests holds none.
            self._attached = self._attached or asyncio.Event()
            try:
                await asyncio.wait_for(self._attached.wait(), WAIT_FOR_KERNEL)
            except TimeoutError:
                raise CheckUnavailableError("no_kernel") from None
        if self._target is None:
            raise CheckUnavailableError("no_kernel")
        return self._target

    async def _put_aside(self, question: QuestionId, error: Exception) -> None:
        """Tell an instructor; the answer itself is in the record."""
        cause = error.__cause__ or error
        fields = {"session": self._session, "question": question, "error": type(cause).__name__}
        log.warning("a check was put aside, for an instructor to look at", extra=fields)
        await put_aside(
            self._services,
            self._session,
            job="check",
            name=question,
            about={"question": question},
            error=type(cause).__name__,
        )

    def _fields(self, lesson: Lesson, question: QuestionId) -> dict[str, str]:
        """What the log has to say of which check it was."""
        where = {"course": lesson.course_id, "lesson": lesson.id, "question": question}
        return {"session": self._session, **where}

    def _failed(self, request: RequestId, reason: CheckFailure) -> FailCheck:
        return FailCheck(at=self._services.clock.now(), request=request, reason=reason)


def _clean(report: Report) -> Report:
    """A report whose texts, which quote the learner's values, any encoding can hold."""

    def cleaned(text: str | None) -> str | None:
        return None if text is None else clean(text)

    return replace(
        report,
        message=clean(report.message),
        ran=cleaned(report.ran),
        seen=cleaned(report.seen),
        expected=cleaned(report.expected),
        notes=tuple(clean(note) for note in report.notes),
        fault=cleaned(report.fault),
        basis=None if report.basis is None else _clean_basis(report.basis),
    )


def _clean_basis(basis: Basis) -> Basis:
    return replace(
        basis,
        cells=tuple(clean(cell) for cell in basis.cells),
        leans=tuple(clean(each) for each in basis.leans),
    )
