"""A lesson with one question of every kind that is answered in the panel, and limits on tries.

Values only, beside the lesson of :mod:`tests.core.lessons`.
"""

from dataclasses import replace

from jupyter_tutor.core.ids import ContentHash, LessonId, QuestionId
from jupyter_tutor.core.questions import (
    ExpressionQuestion,
    ForeseenText,
    Given,
    Hint,
    Idea,
    NumberQuestion,
    PredictQuestion,
    ProseQuestion,
    Sample,
)
from tests.core.lessons import DOUBLE, LESSON, LISTS, PICK, START

LENGTH = NumberQuestion(
    id=QuestionId("length"),
    title="How long",
    prompt="How long is half of 25 cm?",
    points=2.0,
    hints=(
        Hint(level=1, text="Half is divided by two."),
        Hint(level=1, text="You doubled it.", misconception="doubles"),
    ),
    answer="12.5",
    tolerance="0.05",
    unit="cm",
    wrong=(
        ForeseenText(answer="50", misconception="doubles", says="That is twice as long.", cell=9),
    ),
    tries=2,
)

LOOP = PredictQuestion(
    id=QuestionId("loop"),
    title="What it shows",
    prompt="What does this program show?",
    reveal_after=None,
    program="for n in range(3):\n    print(n)",
    output="0\n1\n2",
    wrong=(
        ForeseenText(
            answer="1\n2\n3", misconception="from-one", says="Where does it begin?", cell=12
        ),
    ),
)

EVEN_NUMBER = ExpressionQuestion(
    id=QuestionId("even-number"),
    title="Is it even",
    prompt="Write an expression that is true for even `n`.",
    reveal_after=1,
    answer="n % 2 == 0",
    given=(Given(name="n", values=("0", "1", "2", "7", "-3")),),
    wrong=(
        ForeseenText(
            answer="n % 2", misconception="remainder", says="That is what is left.", cell=5
        ),
    ),
)

RETURNS = Idea(
    text="It gives a value back.",
    signs=("gives back", "give* * value back", "hand* back"),
    says="What becomes of the value behind the word?",
)
ENDS = Idea(
    text="It ends the function.", signs=("end* function", "stop*"), says="What comes after?"
)
SHOWS = Idea(
    text="It shows the value.", signs=("print*", "shows"), says="Nothing is shown by it. Try it."
)
WHY = ProseQuestion(
    id=QuestionId("why"),
    title="What `return` does",
    prompt="Say in your words what `return` does.",
    points=1.5,
    hints=(Hint(level=1, text="Think of the call."),),
    required=(RETURNS, ENDS),
    forbidden=(SHOWS,),
    samples=(
        Sample(text="It ends the function and gives back a value.", verdict="right", cell=21),
        Sample(text="It is used in functions a lot.", verdict="partial", cell=22),
        Sample(text="It prints what the function made.", verdict="wrong", cell=23),
    ),
    tries=3,
)

ONE_PICK = replace(PICK, tries=1)
TWO_DOUBLES = replace(DOUBLE, tries=2)

KINDS = replace(
    LESSON,
    id=LessonId("kinds"),
    title="All kinds",
    steps=(START, LENGTH, LOOP, EVEN_NUMBER, LISTS, WHY, ONE_PICK, TWO_DOUBLES),
    hash=ContentHash("e" * 64),
)

NEWER_KINDS = replace(
    KINDS,
    title="All kinds, mended",
    steps=(
        replace(WHY, points=3.0, tries=1),
        LISTS,
        replace(TWO_DOUBLES, points=1.0, tries=1),
        replace(LENGTH, prompt="How long is half of 30 cm?", answer="15", points=0.0),
        replace(EVEN_NUMBER, tries=1),
        replace(PICK, id=QuestionId("added"), title="A question more"),
    ),
    hash=ContentHash("f" * 64),
)
"""A later version: fewer tries, other points, another order, questions gone and one added."""
