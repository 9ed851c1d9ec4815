"""Formula questions as an author writes them: read, compared, rehearsed."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.rehearsal.formula_faults import with_formulas_tried
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import ForeseenText, FormulaQuestion, FormulaVariable, Hint
from tests.authoring.formula_lessons import FORMULA, VARIABLES, spoiled
from tests.authoring.syllabus import read, write_course
from tests.authoring.test_faults import told
from tests.authoring.test_kinds import lesson_of


def test_a_formula_question_is_read(tmp_path: Path) -> None:
    (question,) = lesson_of(read(tmp_path, FORMULA)).questions

    assert question == FormulaQuestion(
        id=QuestionId("factors"),
        title="Take it apart",
        prompt="Factor $x^2 - x - 2$.",
        hints=(
            Hint(level=1, text="First nudge of factors."),
            Hint(level=2, text="Second nudge of factors."),
        ),
        answer="(x + 1)(x - 2)",
        variables=(
            FormulaVariable(name="x"),
            FormulaVariable(name="y", least="0", most="2.5"),
            FormulaVariable(name="n", least="1", whole=True),
        ),
        forms=("factored",),
        wrong=(
            ForeseenText(
                answer="(x - 1)(x + 2)",
                misconception="signs-swapped",
                says="Look at the signs.",
                cell=3,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "variable"),
    [
        ("x", FormulaVariable(name="x")),
        ("x > 0", FormulaVariable(name="x", least="0")),
        ("x >= -1.5", FormulaVariable(name="x", least="-1.5")),
        ("x < 3", FormulaVariable(name="x", most="3")),
        ("0 < x < 1", FormulaVariable(name="x", least="0", most="1")),
        ("whole x", FormulaVariable(name="x", whole=True)),
        ("whole x >= 0", FormulaVariable(name="x", least="0", whole=True)),
        ("whole x > 0.5", FormulaVariable(name="x", least="1", whole=True)),
        ("whole 0 < x < 3", FormulaVariable(name="x", least="1", most="2", whole=True)),
        ("whole 0 <= x <= 3", FormulaVariable(name="x", least="0", most="3", whole=True)),
    ],
)
def test_what_a_variable_may_be(written: str, variable: FormulaVariable, tmp_path: Path) -> None:
    (question,) = lesson_of(read(tmp_path, spoiled(VARIABLES, f"['{written}']"))).questions

    assert isinstance(question, FormulaQuestion)
    assert question.variables == (variable,)


COMPARED = {
    "an answer in another form": (
        spoiled("answer: (x + 1)(x - 2)", "answer: x^2 - x - 2"),
        "error: means.ipynb, cell 2: The answer of this question is not right by its own rules. "
        "Mend the answer, or what it is compared by.\n",
    ),
    "an answer without values": (
        spoiled("answer: (x + 1)(x - 2)", "answer: sqrt(x - 10)"),
        "error: means.ipynb, cell 2: Formulas cannot be compared with the answer of this question. "
        "The right answer has a value at too few of the numbers that its letters may be. Say in "
        "`variables` what they may be, such as `x > 0`.\n",
    ),
    "a wrong answer that is right": (
        spoiled("answer: (x - 1)(x + 2)", "answer: (2 - x)(-1 - x)"),
        "error: means.ipynb, cell 3: The wrong answer `signs-swapped` is right. Change it, or take "
        "it away.\n",
    ),
    "a wrong answer that another one hides": (
        spoiled(
            "",
            "",
            "<!-- tutor: wrong\nfor: factors\nmisconception: another\n"
            "answer: x^2 + x - 2\n-->\nNot so.",
        ),
        "error: means.ipynb, cell 6: A learner who answers `another` hears what belongs to "
        "`signs-swapped`. Change the answer, so that it can be told from the others.\n",
    ),
    "nothing": (FORMULA, ""),
}


@pytest.mark.parametrize("name", COMPARED)
async def test_what_comparing_finds(name: str, tmp_path: Path) -> None:
    lesson, words = COMPARED[name]
    source = read(tmp_path, lesson)
    assert told(source) == ""

    tried = await with_formulas_tried(source)

    assert told(tried) == words
    assert (tried.course is None) == bool(words)


def test_validate_and_build_refuse_what_comparing_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson, _ = COMPARED["a wrong answer that is right"]
    path = write_course(tmp_path / "course", {"means.ipynb": lesson})

    assert main(["validate", str(path)]) == 1
    assert "The wrong answer `signs-swapped` is right." in capsys.readouterr().out
    assert main(["build", str(path), "-o", str(tmp_path / "out")]) == 1
    assert "The wrong answer `signs-swapped` is right." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_rehearsal_finds_an_answer_in_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hinted = "<!-- tutor: hint\nfor: factors\n-->\nTry `(x-2)(1+x)`, it is not `x^2`."
    path = write_course(tmp_path / "course", {"means.ipynb": spoiled("", "", hinted)})

    assert main(["rehearse", str(path), "--no-cache"]) == 1
    assert "This hint holds a right answer: `(x-2)(1+x)`." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("(x-2)(1+x)", 0, "Right.  (1 of 1 points)"),
        ("x^2-x-2", 0, "It is to be factored as far as it can be."),
        ("x^2+x-2", 0, "signs-swapped"),
        ("z", 2, "There is no `z` here."),
        ("sin(2^(2^(1.5x*x)))", 1, "It took too long to compare your answer"),
    ],
)
def test_one_answer_is_tried(
    typed: str, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_course(tmp_path / "course", {"means.ipynb": FORMULA})
    answer = tmp_path / "answer.txt"
    answer.write_text(f"{typed}\n", encoding="utf-8")

    command = ["try", str(path), "--question", "factors", "--answer", str(answer)]
    assert main(command) == code
    told = capsys.readouterr()
    assert words in told.out + told.err
