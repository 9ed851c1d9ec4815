"""A model is asked within limits, once more at most, and all that it used is counted."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.model import ModelError, Prices, SpendingError
from jupyter_tutor.sessions.model_use import Budget, MeteredModel
from tests.driving.model_server import (
    USAGE,
    Behaviour,
    ModelServer,
    breaks_off_after,
    chunk,
    drips,
    hangs_after,
    says,
    sends,
    status,
)
from tests.model.asking import COURSE, PROMPT, Heard
from tests.model.conftest import MakeModel

PRICES = Prices(tokens_in=1e6, tokens_out=1e6)

ASKED_TOKENS = 13
"""Those of the prompt, estimated: 51 bytes."""


class Ledger:
    """Spending in memory. ``waits`` are what the next who take are told.

    ``broken``: it fails. ``hangs``: nobody hears of it again.
    """

    def __init__(self) -> None:
        self.taken = 0
        self.waits: list[float] = []
        self.courses: dict[str, tuple[int, float]] = {}
        self.broken = False
        self.hangs = False

    async def take(self, _learner: LearnerId) -> float:
        self._check()
        if self.hangs:
            await asyncio.Event().wait()
        self.taken += 1
        return self.waits.pop(0) if self.waits else 0.0

    async def spent(self, course: CourseId) -> tuple[int, float]:
        self._check()
        return self.courses.get(course, (0, 0.0))

    async def spend(self, course: CourseId, tokens: int, cost: float) -> None:
        self._check()
        before = self.courses.get(course, (0, 0.0))
        self.courses[course] = (before[0] + tokens, before[1] + cost)

    def _check(self) -> None:
        if self.broken:
            raise SpendingError("the disk is gone")


class Time:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def clock() -> Time:
    return Time()


Meter = Callable[..., MeteredModel]


@pytest.fixture
async def meter(make_model: MakeModel, ledger: Ledger, clock: Time) -> Meter:
    """Meter a model that is ready, so that deadlines measure the service alone."""
    model = make_model(prices=PRICES)
    await model.prepare()

    def make(**options: Any) -> MeteredModel:
        defaults: dict[str, Any] = {"spending": ledger, "budgets": {}, "now": clock}
        return MeteredModel(model, **defaults | options)

    return make


class TestAnAnswer:
    async def test_passes_through_and_is_counted(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        model_server.will(says("Hel", "lo"))
        model = meter()
        answer = await heard.ask(model)
        assert (model.name, model.place, answer.text) == ("scripted", "127.0.0.1", "Hello")
        assert heard.pieces == ["Hel", "lo"]
        assert heard.calls == [answer.call]
        assert ledger.taken == 1
        assert ledger.courses == {COURSE: (sum(USAGE), float(sum(USAGE)))}

    async def test_what_is_not_told_is_estimated(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        model_server.will(says("Hello", usage=False))
        await heard.ask(meter())
        assert ledger.courses == {COURSE: (ASKED_TOKENS + 2, ASKED_TOKENS + 2.0)}

    async def test_what_is_given_up_is_counted_as_far_as_it_came(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        model_server.will(hangs_after(chunk("Hello")))
        first = asyncio.Event()
        asking = asyncio.ensure_future(
            meter().ask(PROMPT, heard.asker(), lambda _piece: first.set())
        )
        async with asyncio.timeout(60):
            await first.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await model_server.until_left()
        assert heard.outcomes == ["stopped"]
        assert ledger.courses == {COURSE: (ASKED_TOKENS + 2, ASKED_TOKENS + 2.0)}


class TestOnceMore:
    @pytest.mark.parametrize(
        ("first", "outcome"),
        [
            (status(500), "broken"),
            (status(429, retry_after="0"), "limited"),
            (status(429), "limited"),
            (status(302), "unreachable"),
            (breaks_off_after(), "cut"),
            (sends(b"data: nonsense\n\n"), "garbled"),
        ],
    )
    async def test_is_asked_where_nothing_has_come(
        self,
        model_server: ModelServer,
        meter: Meter,
        heard: Heard,
        first: Behaviour,
        outcome: str,
    ) -> None:
        model_server.will(first, says("Hello"))
        answer = await heard.ask(meter())
        assert (answer.text, heard.pieces) == ("Hello", ["Hello"])
        assert heard.outcomes == [outcome, "ok"]
        assert heard.calls[-1] == answer.call

    async def test_is_all(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        model_server.will(status(500), status(503), says("too late"))
        error = await heard.fail(meter())
        assert (error.reason, error.detail) == ("broken", "status 503")
        assert heard.outcomes == ["broken", "broken"]
        # Who turned the calls away has used nothing; but both are the learner's.
        assert (ledger.courses, ledger.taken) == ({}, 2)

    async def test_is_not_asked_when_the_learner_has_no_call_left(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        ledger.waits = [0.0, 12.5]
        model_server.will(status(500), says("too late"))
        error = await heard.fail(meter())
        assert (error.reason, error.detail) == ("broken", "status 500")
        assert (heard.outcomes, ledger.taken) == (["broken"], 2)

    @pytest.mark.parametrize(
        ("behaviour", "reason"),
        [
            (breaks_off_after(chunk("Hel")), "cut"),
            (sends(chunk("Hel"), b"data: nonsense\n\n"), "garbled"),
            (sends(chunk("Hel"), b'data: {"error": {"message": "x"}}\n\n'), "broken"),
            (says("Hel", finish="length"), "cut"),
        ],
    )
    async def test_is_not_asked_once_text_was_heard(
        self,
        model_server: ModelServer,
        meter: Meter,
        heard: Heard,
        behaviour: Behaviour,
        reason: str,
    ) -> None:
        model_server.will(behaviour)
        error = await heard.fail(meter())
        assert (error.reason, heard.pieces, heard.outcomes) == (reason, ["Hel"], [reason])

    @pytest.mark.parametrize(
        ("behaviour", "reason"),
        [
            (status(401), "misconfigured"),
            (status(429, {"code": "insufficient_quota"}), "misconfigured"),
            (status(413), "refused"),
            (hangs_after(), "slow"),
        ],
    )
    async def test_is_not_asked_where_that_does_not_help(
        self,
        model_server: ModelServer,
        meter: Meter,
        heard: Heard,
        behaviour: Behaviour,
        reason: str,
    ) -> None:
        model_server.will(behaviour)
        error = await heard.fail(meter(within=0.3 if reason == "slow" else 30.0))
        assert (error.reason, heard.outcomes) == (reason, [reason])

    async def test_is_not_asked_when_the_service_wants_a_longer_pause(
        self, model_server: ModelServer, meter: Meter, heard: Heard
    ) -> None:
        model_server.will(status(429, retry_after="31"))
        error = await heard.fail(meter())
        assert (error.reason, error.again_in) == ("limited", 31.0)
        assert heard.outcomes == ["limited"]


class TestTheDeadline:
    @pytest.mark.parametrize(
        "behaviours",
        [
            [hangs_after()],
            [hangs_after(chunk("Well"))],
            [drips()],
            [status(429, retry_after="0"), hangs_after()],
            [status(429, retry_after="0"), drips()],
        ],
    )
    async def test_holds_for_all_attempts_together(
        self,
        model_server: ModelServer,
        meter: Meter,
        heard: Heard,
        behaviours: list[Behaviour],
    ) -> None:
        model_server.will(*behaviours)
        begun = time.monotonic()
        error = await heard.fail(meter(within=0.5), replace(PROMPT, longest=10_000))
        assert (error.reason, error.detail) == ("slow", "not within 0.5 s")
        assert 0.5 <= time.monotonic() - begun < 5
        assert heard.outcomes == [*["limited"] * (len(behaviours) - 1), "slow"]
        await model_server.until_left()

    async def test_holds_where_what_is_spent_is_not_counted_in_time(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        ledger.hangs = True
        error = await heard.fail(meter(within=0.1))
        assert (error.reason, error.detail) == (
            "resting",
            "what is spent was not counted in time",
        )
        assert model_server.requests == []


class TestTheBreaker:
    async def test_opens_after_five_and_closes_after_a_probe(
        self, model_server: ModelServer, meter: Meter, clock: Time, heard: Heard
    ) -> None:
        model = meter(within=0.5)
        model_server.will(hangs_after())
        errors = [await heard.fail(model) for _ in range(7)]
        assert [error.reason for error in errors] == [*["slow"] * 5, *["resting"] * 2]
        assert [error.again_in for error in errors[5:]] == [30.0, 30.0]
        assert len(model_server.requests) == 5
        clock.now += 30
        assert (await heard.fail(model)).reason == "slow"
        assert (await heard.fail(model)).reason == "resting"
        clock.now += 30
        model_server.will(says("Hello"))
        assert (await heard.ask(model)).text == "Hello"
        assert (await heard.ask(model)).text == "Hello"
        assert len(model_server.requests) == 8
        assert heard.outcomes == [*["slow"] * 6, "ok", "ok"]

    async def test_counts_each_attempt_and_asks_no_more_once_it_is_open(
        self, model_server: ModelServer, meter: Meter, heard: Heard
    ) -> None:
        model = meter()
        model_server.will(status(429, retry_after="0"))
        errors = [await heard.fail(model) for _ in range(4)]
        assert [error.reason for error in errors] == [*["limited"] * 3, "resting"]
        assert len(model_server.requests) == 5

    async def test_opens_for_a_key_that_will_not_mend_itself(
        self, model_server: ModelServer, meter: Meter, heard: Heard
    ) -> None:
        model = meter()
        model_server.will(status(401))
        errors = [await heard.fail(model) for _ in range(6)]
        assert [error.reason for error in errors] == [*["misconfigured"] * 5, "resting"]

    @pytest.mark.parametrize(
        "behaviour",
        [status(400, {"message": "no", "param": "messages"}), says("x", finish="length")],
    )
    async def test_does_not_open_for_what_says_nothing_of_the_service(
        self, model_server: ModelServer, meter: Meter, heard: Heard, behaviour: Behaviour
    ) -> None:
        model = meter()
        model_server.will(behaviour)
        errors = [await heard.fail(model) for _ in range(8)]
        assert {error.reason for error in errors} <= {"refused", "cut"}
        assert len(model_server.requests) == 8


class TestTheLimits:
    async def test_a_learner_may_ask_too_often(
        self, model_server: ModelServer, meter: Meter, ledger: Ledger, heard: Heard
    ) -> None:
        ledger.waits = [12.5]
        model = meter()
        error = await heard.fail(model)
        assert (error.reason, error.again_in) == ("too_often", 12.5)
        assert (model_server.requests, heard.calls) == ([], [])
        assert (await heard.ask(model)).text == "Hello"

    @pytest.mark.parametrize(
        ("budgets", "reasons"),
        [
            ({}, ["ok", "ok", "ok"]),
            ({COURSE: Budget(tokens=2 * sum(USAGE))}, ["ok", "ok", "spent"]),
            ({COURSE: Budget(money=1.0)}, ["ok", "spent", "spent"]),
            ({"*": Budget(tokens=1)}, ["ok", "spent", "spent"]),
            ({"*": Budget(tokens=1), COURSE: Budget()}, ["ok", "ok", "ok"]),
            ({"another": Budget(tokens=0)}, ["ok", "ok", "ok"]),
            ({COURSE: Budget(tokens=0)}, ["spent", "spent", "spent"]),
        ],
    )
    async def test_a_course_may_have_spent_its_budget(
        self, meter: Meter, heard: Heard, budgets: dict[str, Budget], reasons: list[str]
    ) -> None:
        model = meter(budgets=budgets)
        came = []
        for _ in reasons:
            try:
                came.append((await heard.ask(model)).call.outcome)
            except ModelError as error:
                came.append(error.reason)
        assert came == reasons
        assert len(heard.calls) == reasons.count("ok")

    @pytest.mark.parametrize("budgets", [{}, {"*": Budget(tokens=1000)}])
    async def test_what_cannot_be_counted_is_not_asked(
        self,
        model_server: ModelServer,
        meter: Meter,
        ledger: Ledger,
        heard: Heard,
        budgets: dict[str, Budget],
    ) -> None:
        ledger.broken = True
        error = await heard.fail(meter(budgets=budgets))
        assert (error.reason, error.detail) == ("resting", "what is spent cannot be counted")
        assert model_server.requests == []

    async def test_an_answer_is_not_lost_because_it_could_not_be_counted(
        self,
        meter: Meter,
        ledger: Ledger,
        heard: Heard,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        model = meter()

        def hear(_piece: str) -> None:
            ledger.broken = True

        assert (await model.ask(PROMPT, heard.asker(), hear)).text == "Hello"
        assert "18 tokens of a language model were not counted: the disk is gone" in caplog.text
        assert (await heard.fail(model)).reason == "resting"
