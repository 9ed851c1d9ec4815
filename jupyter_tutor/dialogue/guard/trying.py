"""Running code through a question's own checks, in the sandbox, as often as is worth it."""

import asyncio
from dataclasses import replace

from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.guard.caught import Kind
from jupyter_tutor.ports import CheckUnavailableError, Target

MOST_RUNS = 12
"""Answers that are run for one question and block."""

SECONDS = 30.0
"""For all of these together."""


class Trials:
    """What came of running answers; the same one is not run twice."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._passed: dict[tuple[str, str], bool] = {}

    async def first_right(self, question: CodeQuestion, sources: list[str]) -> Kind | None:
        """Whether one of these passes the checks; what cannot be told counts as if it might."""
        bare = replace(question, wrong=(), alternatives=(), hints=(), difference="off")
        left = [s for s in sources if self._passed.get((question.id, s)) is not False]
        try:
            async with asyncio.timeout(SECONDS):
                for source in left[:MOST_RUNS]:
                    report = await self._target.check(bare, source, None)
                    if report.verdict == "undecided":
                        return "untried"
                    self._passed[question.id, source] = report.verdict == "correct"
                    if report.verdict == "correct":
                        return "passes_checks"
        except (CheckUnavailableError, TimeoutError):
            return "untried"
        return "untried" if len(left) > MOST_RUNS else None
