"""Packages that a course requires and that are not here: told by `validate` and by `doctor`."""

import json
from pathlib import Path

import pytest

from jupyter_tutor.cli import doctor
from jupyter_tutor.cli.doctor import Finding
from jupyter_tutor.cli.main import main
from tests.authoring.courses import four_lessons

MISSING = "no-such-package>=2"


@pytest.fixture
def folder(home: Path) -> Path:
    """A course that requires one package that is here, and one that is not."""
    return four_lessons(home / "courses" / "tiny", f'requires: [pyyaml, "{MISSING}"]\n')


def test_validate_warns_and_is_content(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f"warning: {folder}/course.yaml\n"
        f"  The course requires `{MISSING}`, which is not installed here.\n"
        f"  Type `pip install '{MISSING}'`; its checks cannot run here without it.\n"
        f"{folder}: 4 lessons with 8 questions in order (0 errors, 1 warning).\n"
    )
    assert main(["validate", "--json", str(folder)]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert [fault["severity"] for fault in told["faults"]] == ["warning"]


def test_doctor_says_what_to_type(folder: Path) -> None:
    assert list(doctor.courses()) == [
        Finding("good", "course", f"tiny (4 lessons) in {folder}"),
        Finding(
            "bad",
            "packages of tiny",
            f"The course requires `{MISSING}`, which is not installed here.",
            f"pip install '{MISSING}'",
        ),
    ]


def test_doctor_tells_of_a_course_that_is_left_out(folder: Path) -> None:
    twin = four_lessons(folder.parent / "twin")
    assert list(doctor.courses())[2:] == [
        Finding(
            "note", "course", f"{twin} is left out. A course `tiny` is already found in {folder}."
        )
    ]
