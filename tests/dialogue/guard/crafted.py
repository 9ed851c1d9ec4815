"""A lesson of questions that the shipped courses do not have: written to be given away."""

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    Check,
    ChoiceQuestion,
    CodeQuestion,
    FormulaQuestion,
    FormulaVariable,
    Line,
    NumberQuestion,
    Option,
    OrderQuestion,
    PredictQuestion,
)


def choice(name: str, prompt: str, *options: str, right: str) -> ChoiceQuestion:
    """A question with these options, one of them right."""
    return ChoiceQuestion(
        id=QuestionId(name),
        title=name,
        prompt=prompt,
        options=tuple(
            Option(id=str(number), text=text, right=text == right)
            for number, text in enumerate(options)
        ),
    )


CRAFTED = Lesson(
    id=LessonId("crafted"),
    title="Crafted",
    course_id=CourseId("crafted"),
    course_title="Crafted",
    steps=(
        choice(
            "which-kind",
            "What is `(1, 2)`: a list, a tuple or a set?",
            *("A list", "A tuple", "A set"),
            right="A tuple",
        ),
        choice(
            "yes-or-no",
            "Does `append` change the list itself? Answer yes or no.",
            *("Yes", "No"),
            right="Yes",
        ),
        choice(
            "which-loop",
            "Which one goes on until something happens: a `for` loop or a `while` loop?",
            *("A `for` loop", "A `while` loop"),
            right="A `while` loop",
        ),
        PredictQuestion(
            id=QuestionId("greeting"),
            title="Greeting",
            prompt="What does this program show?",
            program='name = "Ada"\nprint("Hi", name + ".")',
            output="Hi Ada.",
        ),
        PredictQuestion(
            id=QuestionId("pair"),
            title="A pair",
            prompt="What does this program show?",
            program="pair = []\npair.append(1)\npair.append(2)\nprint(pair)",
            output="[1, 2]",
        ),
        NumberQuestion(
            id=QuestionId("how-long"),
            title="How long",
            prompt="A film lasts two hours. How long is that, in minutes?",
            answer="120",
        ),
        OrderQuestion(
            id=QuestionId("in-order"),
            title="In order",
            prompt="Put the lines in order, so that the sum of the numbers is shown.",
            lines=(
                Line(id="1", text="print(total)"),
                Line(id="2", text="total = 0"),
                Line(id="3", text="    total = total + number"),
                Line(id="4", text="for number in numbers:"),
            ),
            orders=(("2", "4", "3", "1"),),
        ),
        BlanksQuestion(
            id=QuestionId("fill-in"),
            title="Fill in",
            prompt="Go through a list.",
            pieces=("for item ", " items:\n    print(item)"),
            blanks=(("in",),),
        ),
        FormulaQuestion(
            id=QuestionId("take-apart"),
            title="Take it apart",
            prompt="Factor `x^2 - x - 2`.",
            answer="(x+1)(x-2)",
            variables=(FormulaVariable(name="x"),),
            forms=("factored",),
        ),
        FormulaQuestion(
            id=QuestionId("half-root"),
            title="Half of it",
            prompt="What is half of the root of two?",
            answer=r"\frac{\sqrt{2}}{2}",
        ),
        CodeQuestion(
            id=QuestionId("double"),
            title="Double",
            prompt="Write a function `double(x)` that returns twice its number.",
            stub="def double(x):\n    ...  # your code here",
            solution="def double(x):\n    return 2 * x",
            checks=(Check(id="double-1", source="assert double(5) == 10", cell=1),),
            learner_names=("double",),
        ),
    ),
    hash=ContentHash("9" * 64),
)
