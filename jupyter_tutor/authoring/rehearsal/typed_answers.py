"""The answers that an author wrote for a question answered in the panel, right and wrong.

One list of each for every kind of question, so that the rest of a rehearsal knows no kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from jupyter_tutor.core.answers.number import with_unit
from jupyter_tutor.core.commands import Answer, BlanksAnswer, ChoiceAnswer, OrderAnswer, TextAnswer
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    ForeseenText,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PanelQuestion,
    PredictQuestion,
    ProseQuestion,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """An answer that has to be right. It stands in cell ``number`` of the role ``role``."""

    answer: Answer
    role: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An answer that has to be wrong, and to hear ``says`` (None: there is nothing to hear).

    ``misconception`` is None where the kind of question knows none; ``name`` is what the answer
    is spoken of by.
    """

    answer: Answer
    role: str
    number: int
    name: str
    misconception: str | None
    says: str | None


def right_answers(question: PanelQuestion) -> tuple[Right, ...]:
    """All answers that are right; those of prose are its samples, and judged as such."""
    match question:
        case ChoiceQuestion(options=options):
            picked = tuple(option.id for option in options if option.right)
            return (Right(answer=ChoiceAnswer(options=picked), role="choices"),)
        case NumberQuestion(answer=answer):
            return (Right(answer=TextAnswer(text=with_unit(question, answer)), role="question"),)
        case ExpressionQuestion() | FormulaQuestion():
            return (Right(answer=TextAnswer(text=question.answer), role="question"),)
        case PredictQuestion():
            return (Right(answer=TextAnswer(text=question.output), role="program"),)
        case OrderQuestion(orders=orders):
            first, *others = (OrderAnswer(lines=order) for order in orders)
            return (
                Right(answer=first, role="lines"),
                *(
                    Right(answer=other, role="alternative", number=number)
                    for number, other in enumerate(others)
                ),
            )
        case BlanksQuestion(blanks=blanks):
            return tuple(
                Right(answer=_filled(question, blank, text), role="blanks")
                for blank, accepted in enumerate(blanks)
                for text in accepted
            )
        case ProseQuestion():
            return ()
        case _:
            assert_never(question)


def wrong_answers(question: PanelQuestion) -> tuple[Wrong, ...]:
    """All wrong answers that were foreseen."""
    match question:
        case ChoiceQuestion(options=options):
            return tuple(
                Wrong(
                    answer=ChoiceAnswer(options=(option.id,)),
                    role="choices",
                    number=0,
                    name=option.text,
                    misconception=None,
                    says=option.feedback,
                )
                for option in options
                if not option.right
            )
        case NumberQuestion(wrong=wrong):
            return _foreseen_texts(
                [replace(one, answer=with_unit(question, one.answer)) for one in wrong]
            )
        case ExpressionQuestion() | FormulaQuestion() | PredictQuestion():
            return _foreseen_texts(question.wrong)
        case OrderQuestion():
            return tuple(
                _wrong(number, OrderAnswer(lines=one.lines), one.misconception, one.says)
                for number, one in enumerate(question.wrong)
            )
        case BlanksQuestion():
            return tuple(
                _wrong(
                    number,
                    _filled(question, one.blank - 1, one.answer),
                    one.misconception,
                    one.says,
                )
                for number, one in enumerate(question.wrong)
            )
        case ProseQuestion():
            return ()
        case _:
            assert_never(question)


def _foreseen_texts(wrongs: Sequence[ForeseenText]) -> tuple[Wrong, ...]:
    return tuple(
        _wrong(number, TextAnswer(text=one.answer), one.misconception, one.says)
        for number, one in enumerate(wrongs)
    )


def _wrong(number: int, answer: Answer, misconception: str, says: str) -> Wrong:
    return Wrong(
        answer=answer,
        role="wrong",
        number=number,
        name=misconception,
        misconception=misconception,
        says=says,
    )


def _filled(question: BlanksQuestion, blank: int, text: str) -> BlanksAnswer:
    """The best filling of all blanks, but for one of them."""
    best = [accepted[0] for accepted in question.blanks]
    return BlanksAnswer(texts=(*best[:blank], text, *best[blank + 1 :]))
