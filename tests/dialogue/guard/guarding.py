"""What tests of the guard share: a reply that streams through it, and a sandbox."""

from collections.abc import Sequence

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, Question
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.blocks import Blocks
from jupyter_tutor.dialogue.guard import Caught, Guard
from jupyter_tutor.ports import CheckUnavailableError, Formulas, Target
from tests.dialogue.guard.courses import guarded_at

PIECE = 7
"""Characters that a scripted model gives at a time."""


class Remembering:
    """A target that judges the same answer to the same question once."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._reports: dict[tuple[str, str], Report] = {}

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        key = (question.id, source)
        if key not in self._reports:
            self._reports[key] = await self._target.check(question, source, cell_error)
        return self._reports[key]


class Unavailable:
    """A sandbox, and a place for formulas, that cannot be had."""

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        raise CheckUnavailableError("internal")

    async def judge(self, question: FormulaQuestion, text: str) -> Report:
        raise CheckUnavailableError("internal")


async def streamed(
    lesson: Lesson,
    question: Question,
    text: str,
    target: Target,
    *,
    shown: Sequence[str] = (),
    own: Sequence[str] = (),
    earlier: Sequence[str] = (),
    formulas: Formulas | None = None,
) -> tuple[str, Caught | None]:
    """What is shown of a reply, and what was caught of it, after which nothing more is."""
    guarded = guarded_at(lesson, question)
    judge = formulas or Unavailable()
    guard = Guard(lesson, guarded, shown, target, judge, own=own, earlier=earlier)
    blocks, released = Blocks(), ""
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    for block in [*(b for piece in pieces for b in blocks.feed(piece)), *blocks.end()]:
        caught = await guard.examine(block)
        if caught is not None:
            return released, caught
        released += block
    return released, None
