"""Running code through a question's own checks, in the sandbox, as often as is worth it."""

import asyncio
from dataclasses import replace

from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.guard.caught import Kind
from jupyter_tutor.ports import CheckUnavailableError, Target

MOST_RUNS = 12
"""Answers that are run for one question and block."""

SECONDS = 30.0
"""For all that is run of one reply: its learner waits meanwhile."""


class Trials:
    """What came of running the answers in one reply; the same one is not run twice.

    ``within`` is the seconds for all of them; what is left then counts as what could not be tried.
    """

    def __init__(self, target: Target, *, within: float = SECONDS) -> None:
        self._target = target
        self._left = within
        self._passed: dict[tuple[str, str], bool] = {}

    async def first_right(self, question: CodeQuestion, sources: list[str]) -> Kind | None:
        """Whether one of these passes the checks; what cannot be told counts as if it might."""
        bare = replace(question, wrong=(), alternatives=(), hints=(), difference="off")
        left = [s for s in sources if self._passed.get((question.id, s)) is not False]
        if not left:
            return None
        if self._left <= 0:
            return "untried"
        now = asyncio.get_running_loop().time
        begun = now()
        try:
            async with asyncio.timeout(self._left):
                for source in left[:MOST_RUNS]:
                    report = await self._target.check(bare, source, None)
                    if report.verdict == "undecided":
                        return "untried"
                    self._passed[question.id, source] = report.verdict == "correct"
                    if report.verdict == "correct":
                        return "passes_checks"
        except (CheckUnavailableError, TimeoutError):
            return "untried"
        finally:
            self._left -= now() - begun
        return "untried" if len(left) > MOST_RUNS else None
