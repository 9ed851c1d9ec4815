"""Which answers to a code question are judged in a rehearsal, and what came of judging them."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.authoring.rehearsal.leaks import hint_sources
from jupyter_tutor.checker.closely import CheckRun
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import Report

SEEDS = (1, 2)
"""The orders in which sets are gone through; an answer is judged under each of them."""

Role = Literal["solution", "alternative", "wrong", "stub", "begun", "hint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An answer that is judged. ``number`` tells it from others of its role, from 0.

    ``begun`` is what the learner is given, with a line that does nothing: an attempt, but no
    answer. ``hint`` is code of a hint, put where the solution belongs.
    """

    role: Role
    number: int
    source: str

    @property
    def seeds(self) -> tuple[int, ...]:
        """Under which seeds it is judged: the solution and what is foreseen, under all of them."""
        return SEEDS if self.role in ("solution", "wrong") else SEEDS[:1]

    @property
    def closely(self) -> bool:
        """Whether each check is looked at by itself, too."""
        return self.role in ("solution", "alternative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What came of judging an answer once. ``checks`` are there where it was looked at closely."""

    report: Report
    checks: tuple[CheckRun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a trial: a judging for each seed.

    ``unjudged`` says why there is none for some of them; None when there is one for each.
    """

    role: Role
    number: int
    judgings: tuple[Judging, ...]
    unjudged: str | None = None


def trials_of(question: CodeQuestion) -> tuple[Trial, ...]:
    """The answers to judge, in order."""
    made: list[tuple[Role, tuple[str, ...]]] = [
        ("solution", (question.solution,)),
        ("alternative", question.alternatives),
        ("wrong", tuple(wrong.source for wrong in question.wrong)),
        ("stub", (question.stub,)),
        ("begun", (f"{question.stub}\npass",)),
        ("hint", tuple(found.source for found in hint_sources(question))),
    ]
    return tuple(
        Trial(role=role, number=number, source=source)
        for role, sources in made
        for number, source in enumerate(sources)
    )
