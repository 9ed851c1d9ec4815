"""One of the lanes in which answers are judged, side by side with others.

A lane has a checker of its own for each seed, so that what the checker works out of a question
once serves all answers to it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from jupyter_tutor.authoring.rehearsal.trials import SEEDS, Judging, Trial, Tried
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.ports import CheckUnavailableError


class Lane:
    """From ``async with`` to its end; then its processes are gone. They run below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._pools = {seed: CheckerPool(size=1, hash_seed=seed, folder=folder) for seed in SEEDS}

    async def __aenter__(self) -> "Lane":
        return self

    async def __aexit__(self, *_error: object) -> None:
        for pool in self._pools.values():
            await pool.close()

    async def judge(
        self, question: CodeQuestion, trials: Sequence[Trial], ran: Callable[[], None]
    ) -> tuple[Tried, ...]:
        """Judge all answers, first under one seed, then under the next; ``ran`` hears of each."""
        found: dict[Trial, dict[int, Judging | str]] = {trial: {} for trial in trials}
        for seed in SEEDS:
            for trial in trials:
                if seed in trial.seeds:
                    found[trial][seed] = await self._judge(question, trial, seed)
                    ran()
        for trial, judgings in found.items():
            for seed in _hurried(trial, judgings):
                judgings[seed] = await self._judge(question, trial, seed)
        return tuple(_tried(trial, judgings) for trial, judgings in found.items())

    async def _judge(self, question: CodeQuestion, trial: Trial, seed: int) -> Judging | str:
        """What came of judging it, or why it could not be judged."""
        pool = self._pools[seed]
        try:
            report, checks = await pool.rehearse(question, trial.source, closely=trial.closely)
        except CheckUnavailableError as error:
            return str(error)
        return Judging(report=report, checks=checks)


def _hurried(trial: Trial, judgings: dict[int, Judging | str]) -> list[int]:
    """The seeds under which time ran out on an answer that may have needed less of it.

    On a busy machine that says little; a second time it does. What an author says is wrong may
    never end, and then does so each time.
    """
    late = [
        seed
        for seed, judging in judgings.items()
        if isinstance(judging, Judging) and judging.report.verdict == "timeout"
    ]
    return late if trial.role != "wrong" or len(late) < len(judgings) else []


def _tried(trial: Trial, judgings: dict[int, Judging | str]) -> Tried:
    return Tried(
        role=trial.role,
        number=trial.number,
        judgings=tuple(each for each in judgings.values() if isinstance(each, Judging)),
        unjudged=next((each for each in judgings.values() if isinstance(each, str)), None),
    )
