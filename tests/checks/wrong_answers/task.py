"""How a question and wrong answers to it are written down here: in as few words as will do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jupyter_tutor.core.commands import Answer
from jupyter_tutor.core.questions import Check, CodeQuestion, PanelQuestion
from tests.checks.questions import question


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTask:
    """A question answered by code; ``asks`` is what it asks, in a sentence or two.

    ``fresh``: the answers are run in a process of their own, because they end or stall the one
    they are run in, or because it cannot be forked.
    """

    asks: str
    question: CodeQuestion
    answers: Sequence[str]
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTask:
    """A question answered in the panel. Each answer is shown in the words that go before it."""

    asks: str
    question: PanelQuestion
    answers: Sequence[tuple[str, Answer]]


Task = CodeTask | PanelTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Tasks that go wrong in one way."""

    title: str
    tasks: Sequence[Task] = field(default_factory=tuple)


def task(
    asks: str,
    solution: str,
    checks: str | Check | Sequence[str | Check],
    *answers: str,
    fresh: bool = False,
    **more: Any,
) -> CodeTask:
    """A code question; ``more`` are further things a question has, such as ``difference``."""
    listed = [checks] if isinstance(checks, str | Check) else checks
    made = question(solution, *listed, timeout=more.pop("timeout", 60.0))
    return CodeTask(asks=asks, question=replace(made, **more), answers=answers, fresh=fresh)


def check(source: str, number: int = 1, **more: Any) -> Check:
    """A check with more than its source, such as ``says``."""
    return Check(id=f"q-{number}", source=source, cell=number, **more)
