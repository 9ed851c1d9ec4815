"""A small lesson with one of everything the core knows, and its variants.

Values only, written by hand; no test changes them. Its check code is never run here.
"""

from dataclasses import replace

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, StepId
from jupyter_tutor.core.questions import (
    Check,
    ChoiceQuestion,
    CodeQuestion,
    Hint,
    Option,
    WrongAnswer,
)

START = Exposition(
    id=StepId("start"),
    title="What a function is",
    text="A function takes something and gives something back.",
    examples=("def greet(name):\n    return 'Hello ' + name", "greet('you')"),
)

DOUBLE = CodeQuestion(
    id=QuestionId("double"),
    title="Twice as much",
    prompt="Write `double(x)`, which returns twice `x`.",
    skills=("functions",),
    points=2.0,
    hints=(
        Hint(level=1, text="What does `return` do?"),
        Hint(level=2, text="Twice a number is the number times 2."),
        Hint(level=1, text="You add 2. Twice 5 is not 7.", misconception="adds"),
    ),
    reveal_after=3,
    stub="#| tutor: answer\n#| for: double\ndef double(x):\n    ...\n",
    solution="def double(x):\n    return 2 * x",
    alternatives=("def double(x):\n    return x + x",),
    checks=(Check(id="double-1", source="assert double(5) == 10", points=2.0, cell=4),),
    wrong=(
        WrongAnswer(
            misconception="adds",
            says="You add 2 to `x`.",
            source="def double(x):\n    return x + 2",
            cell=5,
        ),
    ),
    learner_names=("double",),
)

PICK = ChoiceQuestion(
    id=QuestionId("pick"),
    title="Which one calls it",
    prompt="Which line calls `double`?",
    skills=("functions",),
    hints=(Hint(level=1, text="A call has round brackets."),),
    reveal_after=1,
    options=(
        Option(id="a", text="`double`", right=False, feedback="That only names it."),
        Option(id="b", text="`double(3)`", right=True, feedback="The brackets call it."),
        Option(id="c", text="`def double`", right=False),
    ),
)

LISTS = Exposition(id=StepId("lists"), title="Lists", text="A list holds several values.")

EVEN = ChoiceQuestion(
    id=QuestionId("even"),
    title="Which are lists",
    prompt="Pick every list.",
    skills=("lists",),
    points=1.5,
    reveal_after=None,
    options=(
        Option(id="a", text="`[1, 2]`", right=True),
        Option(id="b", text="`(1, 2)`", right=False, feedback="Round brackets make a tuple."),
        Option(id="c", text="`[]`", right=True),
    ),
    many=True,
)

MEAN = CodeQuestion(
    id=QuestionId("mean"),
    title="The mean",
    prompt="Write `mean(xs)`.",
    skills=("functions", "lists"),
    reveal_after=1,
    stub="#| tutor: answer\n#| for: mean\n",
    solution="def mean(xs):\n    return sum(xs) / len(xs)",
    checks=(Check(id="mean-1", source="assert mean([1, 3]) == 2", cell=11),),
    learner_names=("mean", "double"),
)

LESSON = Lesson(
    id=LessonId("functions"),
    title="Functions and lists",
    course_id=CourseId("python"),
    course_title="Python from the start",
    steps=(START, DOUBLE, PICK, LISTS, EVEN, MEAN),
    hash=ContentHash("a" * 64),
)
"""Running an answer cell hands it in."""

QUIET = replace(LESSON, check_on_run=False, hash=ContentHash("b" * 64))
"""The same lesson, where only the Check button hands an answer in."""

NEWER = replace(
    LESSON,
    title="Functions, lists and more",
    steps=(
        START,
        replace(MEAN, points=3.0, prompt="Write `mean(xs)`, the sum over the count."),
        replace(PICK, options=(*PICK.options, Option(id="d", text="`(3)double`", right=False))),
        DOUBLE,
    ),
    hash=ContentHash("c" * 64),
)
"""A later version: another order, a step gone, words and points changed."""

EMPTY = replace(LESSON, steps=(), hash=ContentHash("d" * 64))
"""A lesson nobody has written anything for yet."""
