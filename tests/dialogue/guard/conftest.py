"""Where the code of attempts is judged."""

from collections.abc import AsyncIterator

import pytest_asyncio

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.pool import CheckerPool
from tests.dialogue.guard.guarding import Remembering


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def target() -> AsyncIterator[Remembering]:
    """The sandbox, which is asked once for each code."""
    pool = CheckerPool()
    await pool.start()
    yield Remembering(SandboxTarget(pool))
    await pool.close()
