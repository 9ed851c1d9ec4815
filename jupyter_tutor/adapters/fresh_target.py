"""Owns judging an answer by its text, where no live kernel can be copied for it.

The question's setup and then the recorded answer run in a new process, which is gone afterwards;
nothing of the learner's own kernel is looked at or touched.
"""

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report


class FreshTarget:
    """A :class:`jupyter_tutor.ports.Target` that starts from nothing for every check."""

    def __init__(self, pool: CheckerPool) -> None:
        self._pool = pool

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge the answer's source; how its cell ended elsewhere says nothing here."""
        return await self._pool.check_fresh(question, source)
