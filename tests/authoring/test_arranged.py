"""Order and blanks questions as they are compiled, and the two notebooks made from them."""

from pathlib import Path

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.solved_notebook import solved_notebook
from jupyter_tutor.core.asking import mixed_up
from jupyter_tutor.core.course import Exposition
from jupyter_tutor.core.ids import QuestionId, StepId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ForeseenBlank,
    ForeseenOrder,
    Hint,
    Line,
    OrderQuestion,
)
from tests.authoring.arranged import ARRANGED, IN_ORDER, TEA_LINES
from tests.authoring.kinds import typed
from tests.authoring.syllabus import read


def hints(question: str) -> tuple[Hint, Hint]:
    return (
        Hint(level=1, text=f"First nudge of {question}."),
        Hint(level=2, text=f"Second nudge of {question}."),
    )


LARGEST = OrderQuestion(
    id=QuestionId("largest"),
    title="The largest",
    prompt="Put the lines in order.",
    hints=hints("largest"),
    lines=(
        Line(id="1", text="        best = max(best, x)"),
        Line(id="2", text="        best = min(best, x)", says="It would keep the smallest."),
        Line(id="3", text="    best = xs[0]"),
        Line(id="4", text="def largest(xs):"),
        Line(id="5", text="    for x in xs:"),
        Line(id="6", text="    return best"),
    ),
    orders=(("4", "3", "5", "1", "6"),),
    wrong=(
        ForeseenOrder(
            lines=("4", "3", "6", "5", "1"),
            misconception="returns-early",
            says="Nothing runs after `return`.",
            cell=5,
        ),
    ),
)
TEA = OrderQuestion(
    id=QuestionId("tea"),
    title="Tea",
    prompt="What comes first?",
    hints=hints("tea"),
    lines=(
        Line(id="1", text="Boil the water, and wait."),
        Line(id="2", text="Fetch a cup."),
        Line(id="3", text="Pour it in."),
    ),
    orders=(("1", "2", "3"), ("2", "1", "3")),
    verbatim=False,
)
SUM = BlanksQuestion(
    id=QuestionId("sum"),
    title="Adding up",
    prompt="Fill in what is missing.",
    points=2.0,
    hints=hints("sum"),
    pieces=("for x in ", ":\n    total ", " x"),
    blanks=(("xs",), ("+=", "|=")),
    wrong=(
        ForeseenBlank(
            blank=2,
            answer="=",
            misconception="replaces",
            says="That forgets what was there.",
            cell=15,
        ),
    ),
)
CITY = BlanksQuestion(
    id=QuestionId("city"),
    title="A city",
    prompt="Fill in.",
    hints=hints("city"),
    pieces=("The capital of France is ", "."),
    blanks=(("Paris",),),
    verbatim=False,
    any_case=True,
)


def test_the_questions_of_the_syllabus(tmp_path: Path) -> None:
    course = read(tmp_path, ARRANGED).course
    assert course is not None
    assert course.lessons[0].steps == (
        Exposition(id=StepId("typed"), title="Typed", text="Welcome."),
        LARGEST,
        TEA,
        SUM,
        CITY,
    )


def test_lines_of_another_language_stand_in_a_block_of_code(tmp_path: Path) -> None:
    block = "```elixir\nspawn(fn ->\n  send(me, :hi)\nend)\n```"
    lines = TEA_LINES.split("-->\n")[0] + f"-->\n{block}"
    cells = [lines if cell is TEA_LINES else cell for cell in IN_ORDER]
    course = read(tmp_path, typed(*(c for c in cells if "alternative" not in c))).course
    assert course is not None
    tea = course.lessons[0].question(TEA.id)
    assert isinstance(tea, OrderQuestion)
    assert (tea.verbatim, [line.text for line in tea.lines]) == (
        True,
        ["end)", "  send(me, :hi)", "spawn(fn ->"],
    )


def test_a_learner_is_given_lines_mixed_up_and_a_text_with_gaps(tmp_path: Path) -> None:
    source = read(tmp_path, ARRANGED)
    notebook = learner_notebook(source.lessons[0])
    words = ["".join(cell["source"]) for cell in notebook["cells"]]
    lines = "\n".join(line.text for line in mixed_up(None, LARGEST))
    steps = "\n".join(f"- {line.text}" for line in mixed_up(None, TEA))
    note = "*Answer this one in the tutor panel.*"
    assert words[1:] == [
        f"## The largest\n\nPut the lines in order.\n\n```\n{lines}\n```\n\n{note}",
        f"## Tea\n\nWhat comes first?\n\n{steps}\n\n{note}",
        "## Adding up\n\nFill in what is missing.\n\n"
        f"```\nfor x in ____:\n    total ____ x\n```\n\n{note}",
        f"## A city\n\nFill in.\n\nThe capital of France is `____`.\n\n{note}",
    ]
    text = to_text(notebook)
    for kept in ("Paris", "+=", "smallest", "Nothing runs", "forgets", "nudge"):
        assert kept not in text


def test_the_walkthrough_has_them_solved(tmp_path: Path) -> None:
    source = read(tmp_path, ARRANGED)
    words = ["".join(cell["source"]) for cell in solved_notebook(source.lessons[0])["cells"]]
    assert words[2] == (
        "## Tea\n\nWhat comes first?\n\n**Answer:**\n\n"
        "1. Boil the water, and wait.\n2. Fetch a cup.\n3. Pour it in."
    )
    assert words[3].endswith("```\nfor x in xs:\n    total += x\n```")
    assert words[4].endswith("The capital of France is `Paris`.")
