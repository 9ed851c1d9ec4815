"""`validate` and `build` as an author uses them."""

import json
from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.cli.main import main
from jupyter_tutor.wire import course_to_json
from tests.authoring.broken import GOOD
from tests.authoring.syllabus import (
    ANSWER,
    CHECK,
    COURSE,
    HEAD,
    HINT,
    HINT_2,
    QUESTION,
    notebook,
    spoiled,
    write_course,
)

Captured = pytest.CaptureFixture[str]


def test_validate_a_course_in_order(tmp_path: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path, {"means.ipynb": GOOD})
    assert main(["validate", str(folder)]) == 0
    assert capsys.readouterr() == (
        f"{folder}: 1 lesson with 2 questions in order (0 errors, 0 warnings).\n",
        "",
    )


def test_validate_tells_warnings_and_is_content(tmp_path: Path, capsys: Captured) -> None:
    lesson = notebook(HEAD, QUESTION, ANSWER, CHECK, HINT, HINT_2)
    folder = write_course(tmp_path, {"means.ipynb": lesson})
    assert main(["validate", str(folder / "means.ipynb")]) == 0
    assert capsys.readouterr().out == (
        f"warning: {folder}/means.ipynb, cell 2\n"
        "  The question `mean` foresees no wrong answers.\n"
        "  Add code cells with `#| tutor: wrong`, each with what it shows and what to say to it.\n"
        f"{folder}: 1 lesson with 1 question in order (0 errors, 1 warning).\n"
    )


def test_validate_tells_errors(tmp_path: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path, {"means.ipynb": spoiled("points: 2", "points: lots")})
    assert main(["validate", str(folder)]) == 1
    assert capsys.readouterr().out == (
        f"error: {folder}/means.ipynb, cell 4, line 4\n"
        "  `points` is `lots`.\n"
        "  Write a number, 0 or more and at most 1000.\n"
        f"{folder}: not in order (1 error, 0 warnings).\n"
    )


def test_validate_all_courses_of_a_folder_for_a_program(tmp_path: Path, capsys: Captured) -> None:
    write_course(tmp_path / "bad", {"means.ipynb": spoiled("points: 2", "points: lots")})
    good = write_course(tmp_path / "good", {"means.ipynb": GOOD})
    course = read_course(good).course
    assert course is not None
    assert main(["validate", "--json", str(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "folder": str(tmp_path / "bad"),
            "course": None,
            "hash": None,
            "ok": False,
            "faults": [
                {
                    "severity": "error",
                    "file": "means.ipynb",
                    "cell": 4,
                    "line": 4,
                    "what": "`points` is `lots`.",
                    "fix": "Write a number, 0 or more and at most 1000.",
                }
            ],
        },
        {"folder": str(good), "course": "tiny", "hash": course.hash, "ok": True, "faults": []},
    ]


@pytest.mark.parametrize("words", [["validate"], ["build", "-o", "out"]])
def test_a_path_with_no_course_is_wrong_use(
    words: list[str], tmp_path: Path, capsys: Captured
) -> None:
    assert main([*words, str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr() == ("", f"There is nothing at {tmp_path / 'nowhere'}.\n")
    assert main([*words, str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert (out, "course.yaml" in err) == ("", True)


def test_build_writes_what_learners_and_instructors_need(tmp_path: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": GOOD})
    output = tmp_path / "out"
    assert main(["build", str(folder), "-o", str(output)]) == 0
    written = [
        output / "tiny" / "means.ipynb",
        output / "tiny" / "instructor" / "means-solved.ipynb",
        output / "tiny" / "instructor" / "report.txt",
        output / "tiny" / "instructor" / "course.json",
    ]
    assert capsys.readouterr().out == "".join(f"{path}\n" for path in written)
    assert sorted(p for p in output.rglob("*") if p.is_file()) == sorted(written)
    source = read_course(folder)
    assert source.course is not None
    assert json.loads(written[3].read_text()) == course_to_json(source.course)
    assert written[2].read_text() == (
        f"A tiny course (tiny)\ncontent {source.course.hash}\n\n"
        f"Means (means)\n  content {source.course.lessons[0].hash}\n"
        "  2 explanations, 2 questions, 3 points\n"
        "  skills: functions, lists\n"
        "  mean (code): 1 check, 1 wrong answer, 1 alternative, 3 hints\n"
        "  pick (choice): 2 options, 2 hints\n"
    )
    solved = json.loads(written[1].read_text())["cells"]
    assert [(c["cell_type"], "".join(c["source"])) for c in solved] == [
        ("markdown", "# Means\n\nWelcome."),
        ("markdown", "## Numbers\n\nThis is how to add."),
        ("code", "scores = [1, 2, 3]\nsum(scores)"),
        ("markdown", "## The mean\n\nWrite `mean(numbers)`."),
        ("code", "def mean(numbers):\n    return sum(numbers) / len(numbers)"),
        (
            "markdown",
            "## Which one?\n\nWhich of these is a list?\n\n- `[1]` (**right**: Yes.)\n"
            "- `(1)` (**wrong**: That is a number in brackets.)",
        ),
    ]
    assert solved[2]["outputs"] == [
        {
            "data": {"text/plain": ["6"]},
            "execution_count": 1,
            "metadata": {},
            "output_type": "execute_result",
        }
    ]


def test_build_of_a_broken_course_leaves_everything_as_it_was(
    tmp_path: Path, capsys: Captured
) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": spoiled("points: 2", "points: lots")})
    assert main(["build", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert capsys.readouterr() == (
        "",
        f"error: {folder}/means.ipynb, cell 4, line 4\n"
        "  `points` is `lots`.\n  Write a number, 0 or more and at most 1000.\n"
        "Nothing was built: put the errors right first.\n",
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("example", "cell", "what", "fix"),
    [
        (
            "scores[7]",
            ", cell 3",
            "When the solved lesson was run, this cell raised IndexError: list index out of range.",
            "Correct it, or what it needs from the cells above.",
        ),
        (
            "object()",
            ", cell 3",
            "The output of this cell shows an address in memory, which differs at each run.",
            "Show something else, such as the result of calling it.",
        ),
        (
            "__import__('os')._exit(1)",
            "",
            "When the solved lesson was run, a cell ended its kernel.",
            "Run the lesson's examples and solutions from the top to find it.",
        ),
    ],
)
def test_build_says_which_example_cannot_be_run(
    example: str, cell: str, what: str, fix: str, tmp_path: Path, capsys: Captured
) -> None:
    lesson = spoiled("sum(scores)", example)
    folder = write_course(tmp_path / "tiny", {"means.ipynb": lesson})
    assert main(["build", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert capsys.readouterr() == (
        "",
        "running the solved walkthrough of means.ipynb …\n"
        f"error: {folder}/means.ipynb{cell}\n  {what}\n  {fix}\n",
    )
    assert not (tmp_path / "out").exists()


def test_build_never_writes_over_the_syllabus(tmp_path: Path, capsys: Captured) -> None:
    folder = write_course(tmp_path / "tiny", {"means.ipynb": GOOD, "course.yaml": COURSE})
    assert main(["build", str(folder), "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path} would put the notebooks into the syllabus itself. Choose another DIR.\n"
    )
    assert (folder / "means.ipynb").read_text() == GOOD
