"""``jupyter tutor try``: one answer file, judged in a kernel of its own."""

import argparse
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tutor.cli import try_answer, verdict_text

CELLS = (
    ("markdown", "<!-- tutor: lesson\nid: numbers\ntitle: Numbers\n-->\n# Numbers\nAbout them."),
    ("code", "offset = 10"),
    (
        "markdown",
        "<!-- tutor: question\nid: shifted\nkind: code\npoints: 2\ntimeout: 4\n-->\n"
        "## Shift it\nWrite `shifted(x)`, which adds `offset` to `x`.",
    ),
    (
        "code",
        "#| tutor: answer\n#| for: shifted\ndef shifted(x):\n"
        "    ### BEGIN SOLUTION\n    return x + offset\n    ### END SOLUTION\n",
    ),
    (
        "code",
        "#| tutor: check\n#| for: shifted\n#| says: 1 shifted is 11.\nassert shifted(1) == 11",
    ),
    (
        "code",
        "#| tutor: wrong\n#| for: shifted\n#| misconception: minus\n"
        "#| says: You take it away.\ndef shifted(x):\n    return x - offset",
    ),
    (
        "code",
        "#| tutor: wrong\n#| for: shifted\n#| misconception: ignores\n"
        "#| says: You leave it out.\ndef shifted(x):\n    return x",
    ),
    ("markdown", "<!-- tutor: hint\nfor: shifted\nlevel: 1\n-->\nAdd."),
    ("markdown", "<!-- tutor: hint\nfor: shifted\nlevel: 2\n-->\nUse `+`."),
    (
        "markdown",
        "<!-- tutor: question\nid: biggest\nkind: choice\n-->\n## The biggest\nWhich is biggest?",
    ),
    (
        "markdown",
        "<!-- tutor: choices\nfor: biggest\n-->\n"
        "- [ ] one\n\n  It is the least of them.\n- [x] three\n- [ ] two\n\n  One is more.\n",
    ),
    ("markdown", "<!-- tutor: hint\nfor: biggest\nlevel: 1\n-->\nCount."),
    ("markdown", "<!-- tutor: hint\nfor: biggest\nlevel: 2\n-->\nCount again."),
)


@pytest.fixture(scope="module")
def syllabus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("course") / "numbers.ipynb"
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    nbformat.write(
        nbformat.v4.new_notebook(cells=[make[kind](source) for kind, source in CELLS]), path
    )
    return path


def attempt(syllabus: Path, question: str, answer: Path, *options: str) -> int:
    parser = argparse.ArgumentParser()
    try_answer.add_parser(parser.add_subparsers())
    args = parser.parse_args(
        ["try", str(syllabus), "--question", question, "--answer", str(answer), *options]
    )
    return int(args.run(args))


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(text: str) -> Path:
        path = tmp_path / "answer.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def report_of(
    capsys: pytest.CaptureFixture[str], syllabus: Path, question: str, answer: Path, *options: str
) -> dict[str, Any]:
    assert attempt(syllabus, question, answer, "--json", *options) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(report) == [
        "verdict",
        "points",
        "max_points",
        "misconception",
        "message",
        "seen",
        "expected",
        "target",
        "weaker",
    ]
    return report


@pytest.mark.parametrize(
    ("answer", "verdict", "points", "misconception"),
    [
        ("def shifted(x):\n    return offset + x", "correct", 2.0, None),
        ("def shifted(x):\n    return x - offset", "incorrect", 0.0, "minus"),
        ("def shifted(x):\n    while True: pass", "timeout", 0.0, None),
        ("while True: pass", "timeout", 0.0, None),
        ("import os\nos._exit(0)", "error", 0.0, None),
        ("import sys\nsys.exit(0)", "error", 0.0, None),
        ("exit()", "error", 0.0, None),
        ("def shifted(x) return x", "error", 0.0, None),
        ("def shifted(x):\n    ...\n", "unattempted", 0.0, None),
    ],
)
def test_a_code_answer_has_its_verdict(
    capsys: pytest.CaptureFixture[str],
    syllabus: Path,
    write: Any,
    answer: str,
    verdict: str,
    points: float,
    misconception: str | None,
) -> None:
    report = report_of(capsys, syllabus, "shifted", write(answer))
    assert (report["verdict"], report["points"], report["max_points"]) == (verdict, points, 2.0)
    assert report["misconception"] == misconception
    sandboxed = report_of(capsys, syllabus, "shifted", write(answer), "--sandbox")
    where = ("target", "weaker")
    assert {k: v for k, v in sandboxed.items() if k not in where} == {
        k: v for k, v in report.items() if k not in where
    }


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("b\n", "correct"), ("B.\n", "correct"), ("a", "incorrect")],
)
def test_a_choice_is_judged_by_its_letters(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any, answer: str, verdict: str
) -> None:
    assert report_of(capsys, syllabus, "biggest", write(answer))["verdict"] == verdict


def test_people_read_a_headline_the_message_and_what_was_seen(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any
) -> None:
    assert attempt(syllabus, "shifted", write("def shifted(x):\n    return x")) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0] == "Not right yet.  (0 of 2 points)"
    assert "You leave it out." in text
    assert "  misconception: ignores" in text


def test_an_unknown_question_lists_those_there_are(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any
) -> None:
    assert attempt(syllabus, "shiftd", write("x = 1")) == 2
    assert capsys.readouterr().err == (
        "There is no question 'shiftd'. These there are:\n  shifted\n  biggest\n"
    )


def test_wrong_options_list_the_right_ones(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any
) -> None:
    assert attempt(syllabus, "biggest", write("z")) == 2
    assert capsys.readouterr().err.endswith("The options are:\n  a  one\n  b  three\n  c  two\n")


def test_files_that_are_not_there_are_named(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    assert attempt(syllabus, "shifted", nowhere) == 2
    assert attempt(nowhere, "shifted", write("x = 1")) == 2
    assert capsys.readouterr().err == (
        f"There is no answer file {nowhere}.\nThere is nothing at {nowhere}.\n"
    )


def test_a_syllabus_with_faults_says_where(
    capsys: pytest.CaptureFixture[str], write: Any, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    assert attempt(broken, "shifted", write("x = 1")) == 1
    assert capsys.readouterr().err.startswith("broken.ipynb")


def test_a_sandboxed_answer_finds_copies_of_its_files(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "offset.txt").write_text("10")
    answer = write(
        "offset = int(open('offset.txt').read())\ndef shifted(x):\n    return x + offset"
    )
    files = ("--files", str(tmp_path / "data"))
    report = report_of(capsys, syllabus, "shifted", answer, "--sandbox", *files)
    assert (report["verdict"], report["weaker"]) == ("correct", report["target"] == "process")
    assert attempt(syllabus, "shifted", answer, "--sandbox") == 0
    said = capsys.readouterr().out
    assert "FileNotFoundError" in said
    judged = [verdict_text.JUDGED["sandbox"], verdict_text.JUDGED["process"]]
    assert said.splitlines()[-1] in judged


def test_files_are_for_a_sandbox_and_have_to_be_there(
    capsys: pytest.CaptureFixture[str], syllabus: Path, write: Any, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    answer = write("x = 1")
    assert attempt(syllabus, "shifted", answer, "--files", str(tmp_path)) == 2
    assert attempt(syllabus, "shifted", answer, "--sandbox", "--files", str(nowhere)) == 2
    for number in range(201):
        (tmp_path / str(number)).touch()
    assert attempt(syllabus, "shifted", answer, "--sandbox", "--files", str(tmp_path)) == 1
    first, second, third = capsys.readouterr().err.splitlines()
    assert first == "--files goes with --sandbox: a kernel runs in the course's folder."
    assert second == f"There is no folder {nowhere}."
    assert third.startswith("The answer could not be judged (internal: ")
    assert "holds more than 200 files" in third
