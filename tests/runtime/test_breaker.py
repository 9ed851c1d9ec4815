"""A breaker asks, refuses, and asks once whether it may ask again."""

import asyncio
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jupyter_tutor.runtime.breaker import Breaker, BreakerOpenError
from tests.runtime.virtual import VirtualLoop, rest, virtual

MOST, SECONDS = 3, 10.0


class Breaking(RuleBasedStateMachine):
    """Calls begin, and end later in any order and any way; the rules are told again in words."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.runner = asyncio.Runner(loop_factory=VirtualLoop)
        self.breaker = Breaker(
            failures=MOST, seconds=SECONDS, ignore=(KeyError,), now=lambda: self.now
        )
        self.calls: list[tuple[asyncio.Task[str], asyncio.Future[str], bool]] = []
        self.failed_in_a_row = 0
        self.opened: float | None = None
        self.probing = False

    def teardown(self) -> None:
        async def end() -> None:
            for call, _, _ in self.calls:
                call.cancel()
            await rest()

        self.runner.run(end())
        self.runner.close()

    def expected_state(self) -> str:
        if self.opened is None:
            return "closed"
        return "open" if self.now < self.opened + SECONDS else "half_open"

    @rule()
    def begin(self) -> None:
        state = self.expected_state()
        asked: list[asyncio.Future[str]] = []

        async def play() -> asyncio.Task[str]:
            async def ask() -> str:
                asked.append(asyncio.get_running_loop().create_future())
                return await asked[0]

            call = asyncio.create_task(self.breaker.call(ask))
            await rest()
            return call

        call = self.runner.run(play())
        if state == "open" or (state == "half_open" and self.probing):
            error = call.exception()
            assert isinstance(error, BreakerOpenError)
            assert self.opened is not None
            assert error.again_in == max(0.0, self.opened + SECONDS - self.now)
            assert asked == []
            return
        probe = state == "half_open"
        self.probing = self.probing or probe
        self.calls.append((call, asked[0], probe))

    @rule(
        number=st.integers(0, 9),
        how=st.sampled_from(["works", "fails", "fails", "ignored", "cancel"]),
    )
    def end(self, number: int, how: str) -> None:
        if not self.calls:
            return
        call, answer, probe = self.calls.pop(number % len(self.calls))
        errors: dict[str, Exception] = {"fails": OSError(how), "ignored": KeyError(how)}

        async def play() -> Any:
            if how == "cancel":
                call.cancel()
            elif how == "works":
                answer.set_result(how)
            else:
                answer.set_exception(errors[how])
            return (await asyncio.gather(call, return_exceptions=True))[0]

        outcome = self.runner.run(play())
        if how == "cancel":
            assert isinstance(outcome, asyncio.CancelledError)
        else:
            assert outcome is errors.get(how, how)
        self._learn(how, probe)

    def _learn(self, how: str, probe: bool) -> None:
        if probe:
            self.probing = False
        elif self.opened is not None:
            return
        if how == "works":
            self.failed_in_a_row, self.opened = 0, None
        if how == "fails":
            self.failed_in_a_row += 1
            if probe or self.failed_in_a_row >= MOST:
                self.opened = self.now

    @rule(seconds=st.sampled_from([1.0, 4.0, SECONDS]))
    def let_time_pass(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def it_stands_as_the_rules_say(self) -> None:
        assert self.breaker.state == self.expected_state()


def test_a_breaker_follows_its_rules() -> None:
    run_state_machine_as_test(
        Breaking, settings=settings(max_examples=150, stateful_step_count=30, deadline=None)
    )


@virtual
async def test_of_many_that_come_when_it_is_half_open_one_is_let_through() -> None:
    loop = asyncio.get_running_loop()
    breaker = Breaker(failures=1, seconds=10, now=loop.time)
    asked: list[float] = []

    async def ask() -> str:
        asked.append(loop.time())
        await asyncio.sleep(1)
        if len(asked) == 1:
            raise OSError("away")
        return "back"

    with pytest.raises(OSError, match="away"):
        await breaker.call(ask)
    with pytest.raises(BreakerOpenError, match="not asked again for 10 seconds"):
        await breaker.call(ask)
    await rest(10)
    outcomes = await asyncio.gather(*[breaker.call(ask) for _ in range(20)], return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [str, *[BreakerOpenError] * 19]
    assert [round(at) for at in asked] == [0, 11]
    assert await breaker.call(ask) == "back"
