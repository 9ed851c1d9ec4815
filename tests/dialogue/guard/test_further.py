"""Leaks that were thought of later, and what is like them and gives nothing away."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.ports import Formulas
from tests.dialogue.guard.courses import asking
from tests.dialogue.guard.further import FURTHER
from tests.dialogue.guard.guarding import Remembering, streamed

Judges = tuple[Remembering, Formulas]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judges() -> AsyncIterator[Judges]:
    pool, formulas = CheckerPool(), FormulaPool(1)
    await pool.start()
    yield Remembering(SandboxTarget(pool)), formulas
    await pool.close()
    await formulas.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", FURTHER)
async def test_no_leak_of_a_further_class_gets_through(family: str, judges: Judges) -> None:
    target, formulas = judges
    through = []
    for name, *turns in FURTHER[family]:
        lesson, question = asking(name)
        shown: list[str] = []
        caught = None
        for turn in turns:
            released, one = await streamed(
                lesson, question, turn, target, shown=shown, formulas=formulas
            )
            shown.append(released)
            caught = caught or one
        if caught is None:
            through.append((name, turns))
    assert through == []
