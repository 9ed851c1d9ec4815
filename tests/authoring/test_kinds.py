"""Typed questions as they are compiled, and the two notebooks that are made from them."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook import shown_by
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.report import report
from jupyter_tutor.authoring.solved_notebook import WalkthroughError, solved_notebook
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import QuestionId, StepId
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
from tests.authoring.kinds import (
    EVEN,
    HEAD,
    IN_ORDER,
    LOOP,
    PROGRAM,
    TYPED,
    error,
    spoiled,
    stream,
    typed,
    value,
)
from tests.authoring.syllabus import read
from tests.notebooks.test_notebooks import nbval


def lesson_of(source: CourseSource) -> Lesson:
    assert source.course is not None, source.faults
    return source.course.lessons[0]


def hints(question: str) -> tuple[Hint, Hint]:
    return (
        Hint(level=1, text=f"First nudge of {question}."),
        Hint(level=2, text=f"Second nudge of {question}."),
    )


def test_the_questions_of_the_syllabus(tmp_path: Path) -> None:
    assert lesson_of(read(tmp_path, TYPED)).steps == (
        Exposition(id=StepId("typed"), title="Typed", text="Welcome."),
        NumberQuestion(
            id=QuestionId("length"),
            title="How long",
            prompt="How long is half of 25 cm?",
            points=2.0,
            hints=hints("length"),
            tries=2,
            answer="12.5",
            tolerance="0.05",
            unit="cm",
            wrong=(
                ForeseenText(
                    answer="50", misconception="doubles", says="That is twice as long.", cell=3
                ),
            ),
        ),
        PredictQuestion(
            id=QuestionId("loop"),
            title="What it shows",
            prompt="What does this program show?",
            hints=hints("loop"),
            program="for n in range(3):\n    print(n)",
            output="0\n1\n2",
            wrong=(
                ForeseenText(
                    answer="1\n2\n3", misconception="from-one", says="Where does it begin?", cell=8
                ),
            ),
        ),
        ExpressionQuestion(
            id=QuestionId("even"),
            title="Is it even",
            prompt="Write an expression.",
            hints=hints("even"),
            answer="n % 2 == m",
            given=(
                Given(name="n", values=("0", "1", "2", "7", "-3")),
                Given(name="m", values=("0", "0", "1", "1", "0")),
            ),
            wrong=(
                ForeseenText(
                    answer="n % 2",
                    misconception="remainder",
                    says="That is what is left.",
                    cell=12,
                ),
            ),
        ),
        ProseQuestion(
            id=QuestionId("why"),
            title="What it does",
            prompt="Say what `return` does.",
            hints=hints("why"),
            required=(
                Idea(
                    text="It hands a value over",
                    signs=("gives back", "hand* back"),
                    says="What becomes of the value?",
                ),
                Idea(
                    text="It ends the function",
                    signs=("end* function", "stop*"),
                    says="What comes after it?",
                ),
            ),
            forbidden=(
                Idea(
                    text="It shows something on the screen",
                    signs=("print*",),
                    says="Nothing is shown by it.",
                ),
            ),
            samples=(
                Sample(
                    text="It gives back a value and ends the function.", verdict="right", cell=17
                ),
                Sample(text="It is used in many functions.", verdict="partial", cell=18),
                Sample(text="It prints what was made.", verdict="wrong", cell=19),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("[0, -1, 2.5]", ("0", "-1", "2.5")),
        ("[True, None, hello]", ("True", "None", "'hello'")),
        ("[\"'a'\", '[1, 2]', (1 + 2)]", ("'a'", "[1, 2]", "'(1 + 2)'")),
        ("[[1, 2], [], [[3]]]", ("[1, 2]", "[]", "[[3]]")),
        ("[it's, 1e3, 007]", ('"it\'s"', "1e3", "'007'")),
    ],
)
def test_the_values_of_a_name_are_python_or_else_texts(
    written: str, values: tuple[str, ...], tmp_path: Path
) -> None:
    question = EVEN.replace("[0, 1, 2, 7, -3]", written).replace("\n  m: [0, 0, 1, 1, 0]", "")
    question = question.replace("n % 2 == m", "n == n")
    lesson = lesson_of(read(tmp_path, typed(HEAD, question)))

    (even,) = lesson.questions
    assert isinstance(even, ExpressionQuestion)
    assert even.given == (Given(name="n", values=values),)


def test_tries_are_those_of_the_question_or_else_unlimited(tmp_path: Path) -> None:
    tries = {}
    for number, written in enumerate(["retry: 1 attempt", "retry: unlimited", "reveal: never"]):
        lesson = lesson_of(read(tmp_path / str(number), spoiled("retry: 2 attempts", written)))
        tries[written] = lesson.questions[0].tries
    assert tries == {"retry: 1 attempt": 1, "retry: unlimited": None, "reveal: never": None}


def test_the_report_counts_what_each_kind_has(tmp_path: Path) -> None:
    source = read(tmp_path, TYPED)
    assert source.course is not None

    assert report(source.course, ()).splitlines()[-4:] == [
        "  length (number): in any unit of length, 1 wrong answer, 2 hints",
        "  loop (predict): 1 wrong answer, 2 hints",
        "  even (expression): 1 wrong answer, 2 hints",
        "  why (prose): 3 ideas, 3 samples, 2 hints",
    ]


# -- what a saved program shows --------------------------------------------------------------


@pytest.mark.parametrize(
    ("outputs", "shown"),
    [
        ([stream("0\n1\n")], "0\n1"),
        ([stream("a"), stream("b\n")], "ab"),
        ([stream("a"), value("3")], "a\n3"),
        ([stream("a\n"), value("[1,\n 2]")], "a\n[1,\n 2]"),
        ([stream("a\n"), error("NameError")], "a\nNameError"),
        ([stream("a"), error("NameError")], "a\nNameError"),
        ([stream("a\r\nb\n"), stream("oh", "stderr")], "a\nb"),
        ([stream("  a  \n\n")], "  a  "),
        ([], ""),
        ("nonsense", ""),
        ([3, {}, {"output_type": "stream", "name": "stdout", "text": [1, "a"]}], "a"),
        ([{"output_type": "error", "ename": 3}], ""),
        ([stream("\ud800")], ""),
    ],
)
def test_what_a_reader_sees_of_outputs(outputs: Any, shown: str) -> None:
    assert shown_by(outputs) == shown


# -- the learner notebook --------------------------------------------------------------------


def cells(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(c["cell_type"], c["id"], "".join(c["source"])) for c in data["cells"]]


NOTE = "\n\n*Answer this one in the tutor panel.*"


def test_the_learner_notebook_asks_and_tells_nothing(tmp_path: Path) -> None:
    data = learner_notebook(read(tmp_path, TYPED).lessons[0])

    assert cells(data) == [
        (
            "markdown",
            "lesson-head",
            "<!-- tutor: lesson\ncourse: tiny\nlesson: typed\n-->\n# Typed\n\nWelcome.",
        ),
        ("markdown", "length", f"## How long\n\nHow long is half of 25 cm?{NOTE}"),
        ("markdown", "loop", "## What it shows\n\nWhat does this program show?"),
        (
            "markdown",
            "loop-program",
            f"```python\nfor n in range(3):\n    print(n)\n```{NOTE}",
        ),
        ("markdown", "even", f"## Is it even\n\nWrite an expression.{NOTE}"),
        ("markdown", "why", f"## What it does\n\nSay what `return` does.{NOTE}"),
    ]
    nbformat.validate(nbformat.reads(to_text(data), as_version=4))


def test_other_answers_make_no_other_learner_notebook(tmp_path: Path) -> None:
    one = read(tmp_path / "one", TYPED)
    other_sources = [
        source.replace("12.5", "13")
        .replace("0.05", "0.5")
        .replace("n % 2 == m", "n // 3")
        .replace("twice as long", "too long")
        .replace("hand* back", "return*")
        .replace("unit: cm", "unit: mm")
        for source in IN_ORDER
    ]
    other = read(tmp_path / "other", typed(*other_sources, outputs=(stream("7\n8\n9\n"),)))

    assert lesson_of(one).hash != lesson_of(other).hash
    assert learner_notebook(one.lessons[0]) == learner_notebook(other.lessons[0])


# -- the solved walkthrough ------------------------------------------------------------------


def test_the_walkthrough_shows_every_answer(tmp_path: Path) -> None:
    data = solved_notebook(read(tmp_path, TYPED).lessons[0])

    assert cells(data) == [
        ("markdown", "typed", "# Typed\n\nWelcome."),
        (
            "markdown",
            "length",
            "## How long\n\nHow long is half of 25 cm?\n\n**Answer:**\n\n12.5 cm",
        ),
        ("markdown", "loop", "## What it shows\n\nWhat does this program show?"),
        ("code", "loop-program", "for n in range(3):\n    print(n)"),
        (
            "markdown",
            "even",
            "## Is it even\n\nWrite an expression.\n\n**Answer:**\n\n```python\nn % 2 == m\n```",
        ),
        (
            "markdown",
            "why",
            "## What it does\n\nSay what `return` does.\n\n**Answer:**\n\n"
            "It gives back a value and ends the function.",
        ),
    ]
    program = data["cells"][3]
    assert (program["metadata"], program["outputs"]) == ({}, [stream("0\n1\n2\n")])


FAILING = PROGRAM.replace("print(n)", "print(1 // n)")


def program_of(source: str, *outputs: dict[str, Any]) -> str:
    return typed(HEAD, LOOP, source, outputs=outputs)


def test_a_program_may_end_in_an_error_and_is_marked_so(tmp_path: Path) -> None:
    lesson = program_of(FAILING, error("ZeroDivisionError"))

    data = solved_notebook(read(tmp_path, lesson).lessons[0])

    program = data["cells"][2]
    assert program["metadata"] == {"tags": ["raises-exception"]}
    with pytest.raises(ZeroDivisionError) as raised:
        1 // 0  # noqa: B018
    words = str(raised.value)
    assert program["outputs"] == [
        {**error("ZeroDivisionError", words), "traceback": [f"ZeroDivisionError: {words}"]}
    ]
    path = tmp_path / "solved.ipynb"
    path.write_text(to_text(data), encoding="utf-8")
    nbformat.validate(nbformat.read(path, as_version=4))
    ran = nbval(path, tmp_path)
    assert (ran.returncode, "1 passed" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.parametrize(
    "lesson",
    [
        program_of(PROGRAM, stream("0\n1\n")),
        program_of(PROGRAM, stream("0\n1\n2\n"), value("3")),
        program_of(FAILING, stream("1\n")),
        program_of(FAILING, error("NameError")),
        program_of(PROGRAM, error("NameError")),
    ],
    ids=["a line less", "a value more", "an error", "another error", "no error"],
)
def test_a_program_that_shows_something_else_than_was_saved_is_told(
    lesson: str, tmp_path: Path
) -> None:
    compiled = read(tmp_path, lesson).lessons[0]

    with pytest.raises(WalkthroughError) as told:
        solved_notebook(compiled)

    assert str(told.value.fault) == (
        "means.ipynb, cell 3: The program shows something else than the notebook has saved. "
        "Run the notebook from its top, look at the output of this cell, and save it."
    )


def test_any_other_cell_that_fails_is_still_a_fault(tmp_path: Path) -> None:
    lesson = json.loads(program_of(FAILING, error("ZeroDivisionError")))
    example = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "1 / 0"}
    words = {"cell_type": "markdown", "metadata": {}, "source": "## More\n\nLook."}
    lesson["cells"] += [words, example]

    with pytest.raises(WalkthroughError, match="cell 5: When the solved lesson was run, this cell"):
        solved_notebook(read(tmp_path, json.dumps(lesson)).lessons[0])
