"""A question as it is put to a learner: what they are shown of it, and in which order."""

from dataclasses import replace
from typing import assert_never

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import QuestionAsked, ShownOption
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    Line,
    NumberQuestion,
    Option,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.core.shuffle import shuffled


def ask(question: Question, learner: LearnerId | None, at: str, *, again: bool) -> QuestionAsked:
    """The question as it is put to this learner; ``again`` when it has been put before."""
    asked = QuestionAsked(
        at=at,
        question=question.id,
        kind=question.type,
        title=question.title,
        words=question.prompt,
        max_points=question.points,
        again=again,
    )
    match question:
        case ChoiceQuestion():
            offered = offered_to(learner, question)
            options = tuple(ShownOption(id=o.id, text=o.text) for o in offered)
            return replace(asked, options=options, many=question.many)
        case PredictQuestion():
            return replace(asked, program=question.program)
        case ExpressionQuestion():
            return replace(asked, names=tuple(given.name for given in question.given))
        case FormulaQuestion():
            return replace(asked, names=question.names)
        case NumberQuestion():
            return replace(asked, unit=None if question.unit_needed else question.unit)
        case OrderQuestion():
            lines = tuple(ShownOption(id=o.id, text=o.text) for o in mixed_up(learner, question))
            return replace(asked, options=lines, verbatim=question.verbatim)
        case BlanksQuestion():
            return replace(asked, pieces=question.pieces, verbatim=question.verbatim)
        case CodeQuestion() | ProseQuestion():
            return asked
        case _:
            assert_never(question)


def offered_to(learner: LearnerId | None, question: ChoiceQuestion) -> tuple[Option, ...]:
    """The options in the order in which this learner meets them; None: whoever reads along."""
    if not question.shuffle:
        return question.options
    return shuffled(question.options, lambda option: option.id, question.id, learner)


def as_met(lesson: Lesson, learner: LearnerId | None) -> Lesson:
    """The lesson with the options of its choices in the order in which this learner meets them.

    Whoever speaks of the second option means the second that the learner sees.
    """
    steps = tuple(
        replace(step, options=offered_to(learner, step))
        if isinstance(step, ChoiceQuestion)
        else step
        for step in lesson.steps
    )
    return replace(lesson, steps=steps)


def mixed_up(learner: LearnerId | None, question: OrderQuestion) -> tuple[Line, ...]:
    """The lines in the order in which this learner meets them, which is none of the right ones."""
    lines = shuffled(question.lines, lambda line: line.id, question.id, learner)
    given = {line.id: line.text for line in lines}
    right = [[given[line] for line in order] for order in question.orders]
    if [line.text for line in lines] in right:
        return (*lines[1:], lines[0])
    return lines
