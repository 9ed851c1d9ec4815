"""A whole rehearsal: every answer of every question, on all processors, as one result.

The solution, the alternatives, the wrong answers and the stub of each code question run in fresh
processes that serve checks like a kernel's agent (it is the same agent), as a learner's answer
does when its kernel cannot be copied. Only the walkthrough of a lesson, where IPython itself has
a say, runs in a real kernel.
"""

import asyncio
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.rehearsal.formula_trials import try_formula
from jupyter_tutor.authoring.rehearsal.lane import Lane
from jupyter_tutor.authoring.rehearsal.memory import (
    Memory,
    question_key,
    read,
    walkthrough_key,
    written,
)
from jupyter_tutor.authoring.rehearsal.results import Rehearsal
from jupyter_tutor.authoring.rehearsal.summing_up import Seen, code_findings_of, sum_up
from jupyter_tutor.authoring.rehearsal.trials import SEEDS, trials_of
from jupyter_tutor.authoring.rehearsal.walkthrough import kernels_needed, walk_through
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion

Listener = Callable[[int, int], None]
"""Hears how many runs are done, and of how many."""

_Job = Callable[[Lane], Awaitable[None]]


async def rehearse(
    source: CourseSource,
    lessons: Sequence[CompiledLesson],
    *,
    memory: Memory,
    slow: float,
    processes: int,
    listener: Listener = lambda done, total: None,
) -> Rehearsal:
    """Rehearse these lessons of a course; what is wrong with its notebooks is told, too.

    A check that takes more than ``slow`` seconds is too slow. At most ``processes`` answers run at
    a time. Cancelling ends all of them.
    """
    rehearsing = _Rehearsing(source, memory, slow, listener)
    for compiled in lessons:
        rehearsing.add(compiled)
    await rehearsing.run(processes)
    return sum_up(source, lessons, rehearsing.seen, slow)


class _Rehearsing:
    def __init__(
        self, source: CourseSource, memory: Memory, slow: float, listener: Listener
    ) -> None:
        self._requires = source.course.requires if source.course else ()
        self._memory = memory
        self._slow = slow
        self._listener = listener
        self._jobs: deque[_Job] = deque()
        self._done = 0
        self._formulas = FormulaPool()
        self.seen = Seen()

    def add(self, compiled: CompiledLesson) -> None:
        """Take up what there is to run of a lesson and is not remembered."""
        self._add_walkthrough(compiled)
        for question in compiled.lesson.questions:
            if isinstance(question, CodeQuestion):
                self._add_question(compiled, question)
            elif isinstance(question, FormulaQuestion):
                self._add_formula(compiled, question)

    async def run(self, processes: int) -> None:
        """Do all of it."""
        self._listener(self._done, self.seen.runs)
        with tempfile.TemporaryDirectory(
            prefix="jupyter-tutor-", ignore_cleanup_errors=True
        ) as folder:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(processes, len(self._jobs))):
                        group.create_task(self._work(Path(folder)))
            finally:
                await self._formulas.close()

    async def _work(self, folder: Path) -> None:
        async with Lane(folder) as lane:
            while self._jobs:
                await self._jobs.popleft()(lane)

    def _ran(self) -> None:
        self._done += 1
        self._listener(self._done, self.seen.runs)

    def _remembered(self, runs: int) -> None:
        self.seen.remembered += runs
        self._done += runs

    def _add_walkthrough(self, compiled: CompiledLesson) -> None:
        key = walkthrough_key(compiled, self._requires)
        seeds = SEEDS[: kernels_needed(compiled)]
        self.seen.runs += len(seeds)
        if self._memory.get(key) == _GOOD:
            self._remembered(len(seeds))
            return

        async def walk(_lane: Lane) -> None:
            for seed in seeds:
                self.seen.walked.setdefault(compiled.file, []).extend(
                    await walk_through(compiled, seed)
                )
                self._ran()
            if not self.seen.walked[compiled.file]:
                self._memory.put(key, _GOOD)

        # Kernels take longest to start: first come, first served.
        self._jobs.appendleft(walk)

    def _add_question(self, compiled: CompiledLesson, question: CodeQuestion) -> None:
        key = question_key(question, self._requires)
        trials = trials_of(question)
        runs = sum(len(trial.seeds) for trial in trials)
        self.seen.runs += runs
        tried = read(self._memory.get(key))
        at = compiled.file, question.id
        if tried is not None and len(tried) == len(trials):
            self.seen.tried[at] = tried
            self.seen.known.add(at)
            self._remembered(runs)
            return

        async def judge(lane: Lane) -> None:
            tried = await lane.judge(question, trials, self._ran)
            self.seen.tried[at] = tried
            if not code_findings_of(compiled, question, tried, self._slow):
                self._memory.put(key, written(tried))

        self._jobs.append(judge)

    def _add_formula(self, compiled: CompiledLesson, question: FormulaQuestion) -> None:
        self.seen.runs += 1

        async def compare(_lane: Lane) -> None:
            tried = await try_formula(question, self._formulas)
            self.seen.formulas[compiled.file, question.id] = tried
            self._ran()

        self._jobs.append(compare)


_GOOD = b"good"
