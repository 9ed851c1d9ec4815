"""Code that a reply speaks of, run in a real sandbox."""

from collections.abc import AsyncIterator

import pytest

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.commands import CheckFailure
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.running import run
from jupyter_tutor.dialogue.verifying import verify
from jupyter_tutor.ports import CheckUnavailableError
from tests.dialogue.claiming import claims


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxTarget]:
    pool = CheckerPool(size=1)
    yield SandboxTarget(pool)
    await pool.close()


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("sum([1, 2, 3])", "6\n"),
        ("print('a < b > c')\nprint('two')", "a < b > c\ntwo\n"),
        ("x = 1\nx", "1\n"),
        ("x = 1", ""),
        ("print(1)\n1 / 0", "1\nZeroDivisionError\n"),
        ("import sys\nsys.exit()", "SystemExit\n"),
        ("if True print(1)", "SyntaxError\n"),
        ("'''{x}'''", "'{x}'\n"),
        ("def f():\n    return g()\ndef g():\n    return 2\nf()", "2\n"),
    ],
)
async def test_what_jupyter_would_show_below_the_cell(
    code: str, shown: str, sandbox: SandboxTarget
) -> None:
    assert await run(code, sandbox) == shown


async def test_what_does_not_end_was_not_run(sandbox: SandboxTarget) -> None:
    assert await run("while True:\n    pass", sandbox) is None


async def test_nothing_is_run_where_nothing_can_be() -> None:
    class Nowhere:
        async def check(self, question: CodeQuestion, source: str, error: str | None) -> Report:
            failure: CheckFailure = "internal"
            raise CheckUnavailableError(failure)

    assert await run("1 + 1", Nowhere()) is None


async def test_what_sentences_claim_is_run_behind_what_they_speak_of(
    sandbox: SandboxTarget,
) -> None:
    said = (
        "```python\nxs = [3, 1]\ndef twice(n):\n    return 2 * n\n```\n\n"
        "`xs[2]` is `1`, and `twice(xs[0])` gives `6`. `[3, 1].sort()` returns `None`."
    )
    verified = await verify(claims(said), lambda code: run(code, sandbox))
    assert verified.ran == (
        "`xs[2]` gives `IndexError`",
        "`twice(xs[0])` gives `6`",
        "`[3, 1].sort()` gives `None`",
    )
    assert [claim.about for claim, _ in verified.refuted] == ["xs[2]"]
