"""A lesson whose questions are answered by formulas."""

from dataclasses import replace

from jupyter_tutor.core.ids import ContentHash, LessonId, QuestionId
from jupyter_tutor.core.questions import ForeseenText, FormulaQuestion, FormulaVariable, Hint
from tests.core.lessons import DOUBLE, LESSON, START

FACTORS = FormulaQuestion(
    id=QuestionId("factors"),
    title="Take it apart",
    prompt="Factor `x^2 - x - 2`.",
    points=2.0,
    hints=(
        Hint(level=1, text="Which two numbers have the product -2?"),
        Hint(level=1, text="Look at the signs.", misconception="signs-swapped"),
    ),
    answer="(x+1)(x-2)",
    variables=(FormulaVariable(name="x"),),
    forms=("factored",),
    wrong=(
        ForeseenText(
            answer="(x-1)(x+2)",
            misconception="signs-swapped",
            says="Multiply it out: the middle has another sign.",
            cell=7,
        ),
        ForeseenText(
            answer="x(x-1)-2",
            misconception="takes-out-x",
            says="That is a sum still.",
            cell=8,
        ),
    ),
)

HALF = FormulaQuestion(
    id=QuestionId("half"),
    title="Half of it",
    prompt="What is half of the root of two?",
    reveal_after=1,
    answer=r"\frac{\sqrt{2}}{2}",
    forms=("rational denominator",),
    tries=2,
)

ALGEBRA = replace(
    LESSON,
    id=LessonId("algebra"),
    title="Formulas",
    steps=(START, FACTORS, HALF),
    hash=ContentHash("6" * 64),
)

NEWER_ALGEBRA = replace(
    ALGEBRA,
    steps=(HALF, DOUBLE, replace(FACTORS, forms=(), points=1.0)),
    hash=ContentHash("5" * 64),
)
"""A later version: another order, less asked for."""
