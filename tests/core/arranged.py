"""A lesson whose questions are answered by putting lines in order and by filling blanks."""

from dataclasses import replace

from jupyter_tutor.core.ids import ContentHash, LessonId, QuestionId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ForeseenBlank,
    ForeseenOrder,
    Hint,
    Line,
    OrderQuestion,
)
from tests.core.lessons import LESSON, START

LARGEST = OrderQuestion(
    id=QuestionId("largest"),
    title="The largest",
    prompt="Put the lines in order, so that `largest` returns the largest of `xs`.",
    points=2.0,
    hints=(
        Hint(level=1, text="What has to be known before the loop?"),
        Hint(level=1, text="When is it known?", misconception="returns-early"),
    ),
    lines=(
        Line(id="1", text="    best = xs[0]"),
        Line(id="2", text="            best = x"),
        Line(id="3", text="def largest(xs):"),
        Line(id="4", text="    for x in xs:"),
        Line(id="5", text="        if x < best:", says="It would keep the smallest."),
        Line(id="6", text="        if x > best:"),
        Line(id="7", text="    return best"),
    ),
    orders=(("3", "1", "4", "6", "2", "7"),),
    wrong=(
        ForeseenOrder(
            lines=("3", "1", "7", "4", "6", "2"),
            misconception="returns-early",
            says="Nothing runs after `return`.",
            cell=7,
        ),
    ),
)

MORNING = OrderQuestion(
    id=QuestionId("morning"),
    title="A morning",
    prompt="What comes first?",
    reveal_after=1,
    lines=(
        Line(id="1", text="Boil the water."),
        Line(id="2", text="Drink the tea."),
        Line(id="3", text="Fetch a cup."),
        Line(id="4", text="Pour it in."),
    ),
    orders=(("1", "3", "4", "2"), ("3", "1", "4", "2")),
    verbatim=False,
)

SUM_UP = BlanksQuestion(
    id=QuestionId("sum-up"),
    title="Adding up",
    prompt="Fill in what is missing.",
    points=3.0,
    pieces=("total = ", "\nfor x in ", ":\n    total ", " x\nprint('done')"),
    blanks=(("0", "0.0"), ("xs",), ("+=",)),
    wrong=(
        ForeseenBlank(
            blank=3,
            answer="=",
            misconception="replaces",
            says="That forgets what was there.",
            cell=4,
        ),
        ForeseenBlank(blank=1, answer="1", misconception="from-one", says="One too many.", cell=5),
    ),
)

CAPITAL = BlanksQuestion(
    id=QuestionId("capital"),
    title="A capital",
    prompt="Fill in.",
    pieces=("The capital of France is ", "."),
    blanks=(("Paris", 'the city of "light"'),),
    verbatim=False,
    any_case=True,
)

ARRANGED = replace(
    LESSON,
    id=LessonId("arranged"),
    title="Lines and blanks",
    steps=(START, LARGEST, MORNING, SUM_UP, CAPITAL),
    hash=ContentHash("8" * 64),
)

NEWER_ARRANGED = replace(
    ARRANGED,
    steps=(
        replace(SUM_UP, points=1.0),
        replace(LARGEST, orders=(*LARGEST.orders, LARGEST.wrong[0].lines), wrong=()),
        MORNING,
    ),
    hash=ContentHash("7" * 64),
)
"""A later version: what was wrong is right, a question gone, another order."""
