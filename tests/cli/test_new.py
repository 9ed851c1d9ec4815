"""A course to begin from: in order as it stands, and with a question of each kind."""

import json
import shutil
from pathlib import Path
from typing import get_args

import nbformat
import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import OrderQuestion, QuestionKind
from tests.core.play import right_answer
from tests.driving.answers import lines_of

Captured = pytest.CaptureFixture[str]
KINDS = get_args(QuestionKind)


@pytest.fixture
def folder(tmp_path: Path, capsys: Captured) -> Path:
    assert main(["new", "my-course", "-o", str(tmp_path / "courses")]) == 0
    folder = tmp_path / "courses" / "my-course"
    assert capsys.readouterr().out == (
        f"{folder}/course.yaml\n"
        f"{folder}/first-steps.ipynb\n"
        f"Open the notebook in JupyterLab and change it; then: jupyter tutor validate {folder}\n"
    )
    return folder


def test_for_a_program(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "my-course", "-o", str(tmp_path), "--json"]) == 0
    folder = tmp_path / "my-course"
    files = [f"{folder}/course.yaml", f"{folder}/first-steps.ipynb"]
    made = {"course": "my-course", "folder": str(folder), "files": files}
    assert json.loads(capsys.readouterr().out) == made


def lesson_in(folder: Path) -> Lesson:
    course = read_course(folder).course
    assert course is not None
    assert (course.id, course.title) == ("my-course", "My course")
    return course.lessons[0]


def test_it_is_in_order_and_has_every_kind(folder: Path, capsys: Captured) -> None:
    assert main(["validate", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f"{folder}: 1 lesson with 9 questions in order (0 errors, 0 warnings).\n"
    )
    assert tuple(question.type for question in lesson_in(folder).questions) == KINDS
    nbformat.validate(nbformat.read(folder / "first-steps.ipynb", as_version=4))


def test_it_builds(folder: Path, tmp_path: Path) -> None:
    assert main(["build", str(folder), "-o", str(tmp_path / "out")]) == 0
    notebook = (tmp_path / "out" / "my-course" / "first-steps.ipynb").read_text(encoding="utf-8")
    assert "Write a function `double(number)`" in notebook
    assert "return 2 * number" not in notebook


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_answers_are_right(
    kind: str, folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    (question,) = (each for each in lesson_in(folder).questions if each.type == kind)
    answer = right_answer(question)
    match answer.type:
        case "code":
            text = answer.source
        case "choice":
            text = "\n".join(answer.options)
        case "text":
            text = answer.text
        case "order":
            assert isinstance(question, OrderQuestion)
            text = "\n".join(lines_of(question, answer.lines))
        case "blanks":
            text = "\n".join(answer.texts)
    assert tried(folder, question.id, text, tmp_path, capsys)["verdict"] == "correct"


FORESEEN = (
    ("double", "def double(number):\n    return number ** 2", "squares"),
    ("minutes", "150", "hour-of-a-hundred"),
    ("loop", "2\n4\n6", "counts-from-one"),
    ("even", "n % 2", "remainder-is-truth"),
    (
        "largest",
        "def largest(numbers):\n    best = numbers[0]\n    return best\n"
        "    for number in numbers:\n        if number > best:\n            best = number\n",
        "returns-too-early",
    ),
    ("total", "prices\n=\n", "forgets-the-sum"),
)


@pytest.mark.parametrize(("question", "answer", "misconception"), FORESEEN)
def test_what_its_author_foresaw_is_known(
    question: str, answer: str, misconception: str, folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    verdict = tried(folder, QuestionId(question), answer, tmp_path, capsys)
    assert (verdict["verdict"], verdict["misconception"]) == ("incorrect", misconception)


def tried(
    folder: Path, question: QuestionId, text: str, tmp_path: Path, capsys: Captured
) -> dict[str, object]:
    answer = tmp_path / "answer.txt"
    answer.write_text(text, encoding="utf-8")
    words = ["try", str(folder), "--question", question, "--answer", str(answer), "--json"]
    capsys.readouterr()
    assert main(words) == 0
    verdict: dict[str, object] = json.loads(capsys.readouterr().out)
    return verdict


@pytest.mark.parametrize("name", ["My Course", "../course", "", "a--b", "x" * 61])
def test_an_id_that_is_none_is_refused(name: str, tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", name, "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"“{name}” is no id. Use lower-case letters")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(folder: Path, capsys: Captured) -> None:
    shutil.rmtree(folder)
    folder.write_text("mine", encoding="utf-8")
    assert main(["new", "my-course", "-o", str(folder.parent)]) == 2
    assert capsys.readouterr().err == (f"{folder} is there already. Choose another id or -o DIR.\n")
    assert folder.read_text(encoding="utf-8") == "mine"
