"""Owns judging an answer by its text where it can harm nothing: for trials, and for grades.

Unlike a learner's kernel, a sandbox holds nothing but what is recorded. Where none can be had, a
process with limits takes its place, and the report says so (:attr:`Report.weaker`).
"""

from collections.abc import Sequence
from pathlib import Path

from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report


class SandboxTarget:
    """A :class:`jupyter_tutor.ports.Target` that makes a sandbox for every answer.

    ``hide`` are folders that no answer is to see (courses, the record); most lie where a sandbox
    sees nothing anyway.
    """

    def __init__(self, pool: CheckerPool, hide: Sequence[Path] = ()) -> None:
        self._pool = pool
        self._hide = tuple(hide)

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        """Judge the answer's source; how its cell ended elsewhere says nothing here."""
        return await self.check_recorded(question, source)

    async def check_recorded(
        self,
        question: CodeQuestion,
        source: str,
        earlier: Sequence[str] = (),
        files: Path | None = None,
    ) -> Report:
        """Judge an answer from what is recorded of it.

        The question's setup, then the cells ``earlier``, then the answer run in a folder that holds
        copies of the files below ``files``. Raises CheckUnavailableError.
        """
        return await self._pool.check_sandboxed(
            question, source, earlier, files=files, hide=self._hide
        )
