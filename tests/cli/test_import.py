"""`import` and `export-nbgrader` as an author uses them."""

import json
from pathlib import Path

import pytest

from jupyter_tutor.cli.main import main
from tests.authoring.broken import GOOD
from tests.authoring.foreign import graded, md, nb, notebook, solution
from tests.authoring.syllabus import spoiled, write_course

Captured = pytest.CaptureFixture[str]
SUM = "def total(n):\n    ### BEGIN SOLUTION\n    return sum(n)\n    ### END SOLUTION"
THEIRS = (md("Write it."), solution("total", SUM), graded("a", "assert total([1]) == 1"))
BY_HAND = md("So.", **nb("why", grade=True, solution=True, points=2))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ps1.ipynb"
    path.write_text(notebook(*THEIRS), encoding="utf-8")
    return path


def brought(source: Path, *words: str) -> int:
    return main(["import", "nbgrader", str(source), "-o", str(source.parent / "My Course"), *words])


def test_a_course_is_written_and_in_order(source: Path, capsys: Captured) -> None:
    assert brought(source) == 0
    folder = source.parent / "My Course"
    assert capsys.readouterr() == (
        f"{folder}: 1 lesson with 1 question, 1 check and 0 hints carried over; 0 things left out, "
        "0 changed.\n"
        f"Then: jupyter tutor validate {folder}\n",
        "",
    )
    assert (folder / "course.yaml").read_text(encoding="utf-8") == (
        "id: my-course\ntitle: My course\nlessons:\n  - ps1.ipynb\n"
    )
    assert main(["validate", str(folder)]) == 0


def test_what_is_left_out_is_told(source: Path, capsys: Captured) -> None:
    source.write_text(notebook(*THEIRS, md("Why?"), BY_HAND), encoding="utf-8")
    assert brought(source) == 1
    folder = source.parent / "My Course"
    assert capsys.readouterr().out == (
        "left out: ps1.ipynb, cell 5\n"
        "  This is graded by hand (points: 2), and a tutor judges by itself.\n"
        "  Write checks for it, or make it a prose question with a rubric.\n"
        f"{folder}: 1 lesson with 1 question, 1 check and 0 hints carried over; 1 thing left out, "
        "0 changed.\n"
        "What was left out is kept in raw cells of the new notebooks; learners never see it.\n"
        f"Then: jupyter tutor validate {folder}\n"
    )
    assert main(["validate", str(folder)]) == 0


def test_the_report_for_a_program(source: Path, capsys: Captured) -> None:
    source.write_text(notebook(*THEIRS, md("Why?"), BY_HAND), encoding="utf-8")
    assert brought(source, "--json", "--id", "sums", "--title", "All: sums") == 1
    folder = source.parent / "My Course"
    assert json.loads(capsys.readouterr().out) == {
        "course": "sums",
        "folder": str(folder),
        "ok": False,
        "files": [str(folder / "course.yaml"), str(folder / "ps1.ipynb")],
        "carried": {"lessons": 1, "questions": 1, "checks": 1, "hints": 0},
        "remarks": [
            {
                "kind": "left out",
                "file": "ps1.ipynb",
                "cell": 5,
                "what": "This is graded by hand (points: 2), and a tutor judges by itself.",
                "fix": "Write checks for it, or make it a prose question with a rubric.",
            }
        ],
    }
    assert (
        (folder / "course.yaml")
        .read_text(encoding="utf-8")
        .startswith('id: sums\ntitle: "All: sums"\n')
    )


def test_nothing_is_written_over(source: Path, capsys: Captured) -> None:
    folder = source.parent / "My Course"
    folder.mkdir()
    (folder / "ps1.ipynb").write_text("mine", encoding="utf-8")
    (folder / "other.txt").write_text("mine", encoding="utf-8")
    assert brought(source) == 2
    assert capsys.readouterr() == (
        "",
        f"{folder}/ps1.ipynb is there already. Choose another DIR, or write over it with "
        "--force.\n",
    )
    assert (folder / "ps1.ipynb").read_text(encoding="utf-8") == "mine"
    assert not (folder / "course.yaml").exists()
    assert brought(source, "--force") == 0
    assert (folder / "other.txt").read_text(encoding="utf-8") == "mine"


def test_the_source_is_never_written_over(source: Path, capsys: Captured) -> None:
    words = ["import", "nbgrader", str(source), "-o", str(source.parent), "--force", "--id", "x"]
    before = source.read_text(encoding="utf-8")
    assert main(words) == 2
    assert "is a notebook of the source itself" in capsys.readouterr().err
    assert source.read_text(encoding="utf-8") == before
    assert list(source.parent.iterdir()) == [source]


WRONG_USE = {
    "no path": (["nowhere"], "There is nothing at nowhere.\n"),
    "no id": (
        ["--id", "No Id"],
        "“No Id” makes no id for a course. Name one: --id my-course "
        "(lower-case letters, digits and single hyphens).\n",
    ),
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use(name: str, source: Path, capsys: Captured) -> None:
    words, said = WRONG_USE[name]
    path = [] if words[0] == "nowhere" else [str(source)]
    assert main(["import", "nbgrader", *path, *words, "-o", str(source.parent / "out")]) == 2
    assert capsys.readouterr() == ("", said)


def test_a_broken_notebook(source: Path, capsys: Captured) -> None:
    source.write_text("{", encoding="utf-8")
    assert brought(source) == 2
    out, err = capsys.readouterr()
    assert (out, err.split("\n")[0]) == ("", "ps1.ipynb, line 1")
    assert "This is not JSON" in err
    assert not (source.parent / "My Course").exists()


def test_a_foreign_notebook(source: Path, capsys: Captured) -> None:
    source.write_text(notebook(md("Hello")), encoding="utf-8")
    assert brought(source) == 2
    assert capsys.readouterr().err == (
        "ps1.ipynb\n"
        "  Nothing in this notebook is nbgrader's.\n"
        "  Name a source notebook, with nbgrader's metadata on its cells.\n"
    )


def test_a_place_that_cannot_be_written(source: Path, capsys: Captured) -> None:
    (source.parent / "My Course").write_text("a file", encoding="utf-8")
    assert brought(source) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "tiny", {"means.ipynb": GOOD})


def test_export_and_import_again(course: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "source"
    assert main(["export-nbgrader", str(course), "-o", str(out)]) == 0
    assert capsys.readouterr().out == (
        f"left out: {course}/means.ipynb\n"
        "  nbgrader has no place for these of the code questions: 3 hints, 1 wrong answer, "
        "1 alternative.\n"
        "  They stay in this course only.\n"
        f"{out}/means/means.ipynb\n"
    )
    assert main(["import", "nbgrader", str(out), "-o", str(tmp_path / "again")]) == 0
    assert main(["validate", str(tmp_path / "again")]) == 0


def test_export_for_a_program(course: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "source"
    assert main(["export-nbgrader", str(course / "means.ipynb"), "-o", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "files": [f"{out}/means/means.ipynb"],
        "left": [
            {
                "file": "means.ipynb",
                "cell": None,
                "what": "nbgrader has no place for these of the code questions: 3 hints, 1 wrong "
                "answer, 1 alternative.",
                "fix": "They stay in this course only.",
            }
        ],
    }


def test_export_writes_nothing_over(course: Path, tmp_path: Path, capsys: Captured) -> None:
    words = ["export-nbgrader", str(course), "-o", str(tmp_path / "source")]
    assert main(words) == 0
    capsys.readouterr()
    assert main(words) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path}/source/means/means.ipynb is there already. Choose another DIR, or write over "
        "it with --force.\n"
    )
    assert main([*words, "--force"]) == 0


def test_a_course_with_errors_is_not_exported(tmp_path: Path, capsys: Captured) -> None:
    course = write_course(tmp_path / "tiny", {"means.ipynb": spoiled("points: 2", "points: lots")})
    assert main(["export-nbgrader", str(course), "-o", str(tmp_path / "source")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {course}/means.ipynb, cell 4, line 4\n  `points` is `lots`.")
    assert err.endswith("Nothing was written: put the errors right first.\n")
    assert not (tmp_path / "source").exists()


def test_nothing_to_export(tmp_path: Path, capsys: Captured) -> None:
    assert main(["export-nbgrader", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"There is no course.yaml in {tmp_path}.\n"
