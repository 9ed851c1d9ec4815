"""Names that may stand for something else than Python's own where the learner is."""

import re
from collections.abc import Iterable, Iterator

from jupyter_tutor.checks.names import names_bound
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    CodeQuestion,
    OrderQuestion,
    PredictQuestion,
    Question,
)
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.fences import blocks

_BINDS = re.compile(r"(?<!\w)(?:(?:def|class|for|import)\s++(\w++)|(\w++)\s*+=(?!=))")


def taken_names(lesson: Lesson, context: Context, asked: str) -> frozenset[str]:
    """The names to which the lesson, the learner's answers or what was said give a meaning.

    A learner who writes a ``max`` of their own, as a question asks for, means that by ``max``.
    """
    code = [source for step in lesson.steps for source in _code_of(step)]
    code += [answer.source for answer in context.answers]
    asked_for = [one for one in lesson.questions if isinstance(one, CodeQuestion)]
    learner_names = (name for one in asked_for for name in one.learner_names)
    said = [asked, *(text for turn in context.turns for text in (turn.asked, turn.reply))]
    return frozenset().union(learner_names, _bound_in(code), *map(_bound_by_words, said))


def _code_of(step: Exposition | Question) -> Iterator[str]:
    match step:
        case Exposition():
            yield from step.examples
        case CodeQuestion():
            yield from (step.stub, step.solution, *step.alternatives, *step.setup)
        case PredictQuestion():
            yield step.program
        case BlanksQuestion(verbatim=True):
            yield "".join(
                f"{piece}{blank[0] if blank else ''}"
                for piece, blank in zip(step.pieces, (*step.blanks, ()), strict=True)
            )
        case OrderQuestion(verbatim=True):
            text = {line.id: line.text for line in step.lines}
            yield from ("\n".join(text[one] for one in order) for order in step.orders)
        case _:
            pass


def _bound_by_words(text: str) -> frozenset[str]:
    """What a text may bind: as code, in its blocks, and within its lines."""
    named = (name for found in _BINDS.findall(text) for name in found if name)
    return _bound_in((text, *(block.code for block in blocks(text)))).union(named)


def _bound_in(sources: Iterable[str]) -> frozenset[str]:
    return frozenset(name for source in sources for name in names_bound(source))
