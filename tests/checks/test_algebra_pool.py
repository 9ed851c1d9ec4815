"""The processes that compare formulas: warm, ended when they must be, and never in the way."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.core.answers.formula import read_answer
from jupyter_tutor.core.commands import Rejected
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import FormulaQuestion, FormulaVariable
from jupyter_tutor.ports import CheckUnavailableError
from tests.core.algebra import FACTORS, HALF

ENDLESS = "sin(2^(2^(1.5x*x)))"
"""It is read, for it is short; but nobody can work it out."""


@pytest.fixture
async def pool() -> AsyncIterator[FormulaPool]:
    formulas = FormulaPool(size=1)
    yield formulas
    await formulas.close()


async def test_a_formula_is_judged_in_a_process_that_stays(pool: FormulaPool) -> None:
    reports = [await pool.judge(FACTORS, text) for text in ("(x-2)(x+1)", "x^2-x-2", "x(x-1)-2")]

    assert [report.verdict for report in reports] == ["correct", "incorrect", "incorrect"]
    assert [report.misconception for report in reports] == [None, "takes-out-x", "takes-out-x"]
    (worker,) = pool._workers._idle
    before = worker._process.pid
    assert (await pool.judge(HALF, "1/2 √2")).verdict == "correct"
    assert [one._process.pid for one in pool._workers._idle] == [before]


async def test_the_flaw_of_a_question(pool: FormulaPool) -> None:
    nowhere = FormulaQuestion(
        id=QuestionId("q"),
        title="",
        prompt="",
        answer="ln(-x)",
        variables=(FormulaVariable(name="x", least="0"),),
    )

    assert await pool.flaw(FACTORS) is None
    assert await pool.flaw(nowhere) == (
        "The right answer has a value at too few of the numbers that its letters may be. "
        "Say in `variables` what they may be, such as `x > 0`."
    )


async def test_a_formula_that_cannot_be_worked_out_is_given_up_in_time() -> None:
    assert not isinstance(read_answer(FACTORS, ENDLESS), Rejected)
    formulas = FormulaPool(size=1, seconds=0.5, slack=0.2)
    await formulas.judge(FACTORS, "x")
    (worker,) = formulas._workers._idle
    began = time.monotonic()

    with pytest.raises(CheckUnavailableError) as failed:
        await formulas.judge(FACTORS, ENDLESS)

    assert failed.value.reason == "too_long"
    assert time.monotonic() - began < 10
    assert not worker.alive
    with pytest.raises(ProcessLookupError):
        os.kill(worker._process.pid, 0)
    # The next one has another process.
    assert (await formulas.judge(FACTORS, "(x-2)(x+1)")).verdict == "correct"
    await formulas.close()


async def test_a_worker_that_heeds_its_alarm_is_kept() -> None:
    formulas = FormulaPool(size=1, seconds=0.1, slack=60.0)
    with pytest.raises(CheckUnavailableError) as failed:
        await formulas.judge(FACTORS, ENDLESS)

    assert failed.value.reason == "too_long"
    assert [worker.alive for worker in formulas._workers._idle] == [True]
    await formulas.close()


async def test_a_comparison_that_is_cancelled_leaves_no_process(pool: FormulaPool) -> None:
    await pool.judge(FACTORS, "x")
    (worker,) = pool._workers._idle
    comparing = asyncio.create_task(pool.judge(FACTORS, ENDLESS))
    await asyncio.sleep(0)
    assert pool._workers._idle == []
    comparing.cancel()

    with pytest.raises(asyncio.CancelledError):
        await comparing
    assert not worker.alive


async def test_a_worker_that_was_killed_is_replaced(pool: FormulaPool) -> None:
    await pool.judge(FACTORS, "x")
    (worker,) = pool._workers._idle
    await worker.kill()

    assert (await pool.judge(FACTORS, "(x-2)(x+1)")).verdict == "correct"


async def test_where_no_process_can_be_had_it_is_said() -> None:
    formulas = FormulaPool(python="/bin/false")

    with pytest.raises(CheckUnavailableError) as failed:
        await formulas.judge(FACTORS, "x")

    assert failed.value.reason == "internal"
    await formulas.close()
