"""Asking a language model within limits: of a learner, of a course, of time and of patience.

In this order: the course's budget, the learner's share, the breaker, and then the model; once more
at most, within the same limits. Every real call is noted, and what it used is added to what the
course has spent.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import stamina

from jupyter_tutor.core.ids import CourseId
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import (
    AroundModel,
    Asker,
    Budget,
    Completion,
    Model,
    ModelError,
    Prompt,
    Spending,
    SpendingError,
    tokens_used,
)
from jupyter_tutor.runtime.breaker import Breaker, BreakerOpenError

log = logging.getLogger(__name__)

SECONDS = 30.0
FAILURES = 5
OTHERS = "*"
"""The budget of each course that has none of its own stands under this name."""

ATTEMPTS = 2
RETRIED = frozenset({"unreachable", "broken", "limited", "cut", "garbled"})

PAUSE_SECONDS = 0.3
"""About how long to wait before asking again, where the service does not say."""


class MeteredModel(AroundModel):
    """A model that is asked within limits. ``within`` is the deadline of all attempts together.

    ``now`` gives monotonic seconds, for the breaker, which rests for ``rest`` of them.
    """

    def __init__(
        self,
        model: Model,
        *,
        spending: Spending,
        budgets: Mapping[str, Budget],
        within: float = SECONDS,
        failures: int = FAILURES,
        rest: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(model)
        self._spending = spending
        self._budgets = budgets
        self._within = within
        self._breaker = Breaker(failures=failures, seconds=rest, ignore=(_NoSignError,), now=now)
        self._spends: set[asyncio.Task[None]] = set()

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """The whole answer; raises ModelError.

        It is asked once more where that may help, unless any of an answer has come: whoever
        ``hear``s would be given it twice.
        """
        asking = _Asking(prompt, asker, hear, prompt.seconds(self._within))
        await self._admit(asking)

        async for attempt in stamina.retry_context(
            on=lambda _: asking.again,
            attempts=ATTEMPTS,
            timeout=None,
            wait_initial=PAUSE_SECONDS,
            wait_max=PAUSE_SECONDS,
            wait_jitter=PAUSE_SECONDS,
        ):
            with attempt:
                try:
                    return await self._attempt(asking)
                except ModelError as error:
                    asking.again = await self._again(error, asking, attempt.num)
                    raise
        raise AssertionError("it returns or raises")

    async def _admit(self, asking: "_Asking") -> None:
        asker = asking.asker
        try:
            async with asyncio.timeout(asking.left()):
                budget = self._budgets.get(asker.course) or self._budgets.get(OTHERS)
                if budget and _reached(budget, *await self._spending.spent(asker.course)):
                    raise ModelError("spent")
                wait = await self._spending.take(asker.learner)
        except TimeoutError:
            log.error("No language model is asked: what is spent was not counted in time")
            raise ModelError("resting", detail="what is spent was not counted in time") from None
        except SpendingError as error:
            log.error("No language model is asked: %s", error)
            raise ModelError("resting", detail="what is spent cannot be counted") from None
        if wait > 0:
            raise ModelError("too_often", again_in=wait)

    async def _again(self, error: ModelError, asking: "_Asking", attempts: int) -> bool | float:
        """Whether to ask once more, and after how many seconds if the service told that.

        Then that is admitted like the first time: it is a call like any other.
        """
        if attempts == ATTEMPTS or error.reason not in RETRIED or asking.said:
            return False
        if self._breaker.state == "open":
            return False
        wait = error.again_in
        if asking.left() <= (2 * PAUSE_SECONDS if wait is None else wait):
            return False
        try:
            await self._admit(asking)
        except ModelError:
            # What went wrong first is what the learner is to hear of.
            return False
        return True if wait is None else wait

    async def _attempt(self, asking: "_Asking") -> Completion:
        try:
            return await self._breaker.call(lambda: self._call(asking))
        except _NoSignError as unchanged:
            error = unchanged.error
        except BreakerOpenError as closed:
            error = ModelError("resting", again_in=closed.again_in)
        raise error

    async def _call(self, asking: "_Asking") -> Completion:
        """One call, as the breaker is to judge it."""
        try:
            return await self._in_time(asking)
        except ModelError as error:
            if _is_sign(error, asking):
                raise
            raise _NoSignError(error) from None

    async def _in_time(self, asking: "_Asking") -> Completion:
        calls: list[ModelCall] = []
        asker = replace(asking.asker, note=calls.append)
        bound = asyncio.timeout_at(asking.deadline)
        try:
            async with bound:
                return await self._model.ask(asking.prompt, asker, asking.hear)
        except TimeoutError:
            if not bound.expired():
                raise
            raise ModelError("slow", detail=f"not within {asking.within:g} s") from None
        finally:
            for call in calls:
                # The model cannot know why it was given up.
                await self._settle(
                    replace(call, outcome="slow") if bound.expired() else call, asking
                )

    async def _settle(self, call: ModelCall, asking: "_Asking") -> None:
        asking.asker.note(call)
        tokens = sum(tokens_used(asking.prompt, call, asking.said))
        if tokens or call.cost:
            spend = asyncio.create_task(self._spend(asking.asker.course, tokens, call.cost or 0.0))
            self._spends.add(spend)
            spend.add_done_callback(self._spends.discard)
            # It is spent, also when whoever asked is gone by now.
            await asyncio.shield(spend)

    async def _spend(self, course: CourseId, tokens: int, cost: float) -> None:
        try:
            await self._spending.spend(course, tokens, cost)
        except SpendingError as error:
            # The answer is there and is not lost for that; the next call will be refused.
            log.error("%d tokens of a language model were not counted: %s", tokens, error)


class _Asking:
    """One question, over all attempts."""

    def __init__(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None, within: float
    ) -> None:
        self.prompt = prompt
        self.asker = asker
        self.within = within
        self.deadline = asyncio.get_running_loop().time() + within
        self._hear = hear
        self.again: bool | float = False
        self._pieces: list[str] = []

    @property
    def said(self) -> str:
        """What has come of an answer."""
        return "".join(self._pieces)

    def hear(self, piece: str) -> None:
        """Pass it on."""
        self._pieces.append(piece)
        if self._hear is not None:
            self._hear(piece)

    def left(self) -> float:
        """The seconds that are left."""
        return self.deadline - asyncio.get_running_loop().time()


class _NoSignError(Exception):
    """A failure that says nothing of how the service is."""

    def __init__(self, error: ModelError) -> None:
        super().__init__()
        self.error = error


def _is_sign(error: ModelError, asking: _Asking) -> bool:
    """Whether a failure tells that the service is not well.

    ``refused`` does not: it may be this one question, say too long, and five such would shut out
    everyone; and what is refused is refused at once, so nobody waits for it. Nor does ``cut`` once
    text has come: mostly the answer is longer than was allowed. ``misconfigured`` does: a wrong key
    is wrong for everyone, and does not mend itself.
    """
    return error.reason != "refused" and not (error.reason == "cut" and asking.said)


def _reached(budget: Budget, tokens: int, money: float) -> bool:
    return (budget.tokens is not None and tokens >= budget.tokens) or (
        budget.money is not None and money >= budget.money
    )
