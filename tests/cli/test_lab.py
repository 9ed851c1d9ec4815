"""JupyterLab opened on a lesson: the one that was asked for, or the next to do."""

import asyncio
from pathlib import Path

import pytest

from jupyter_tutor.cli import lab
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Course
from tests.cli.recorded import keep, play, play_twice

ADDRESS = "--LabApp.default_url=/lab/tree/tiny"


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch, course: Course) -> list[list[str]]:
    """What the command became, instead of becoming it."""
    commands: list[list[str]] = []

    def become(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(lab, "_become", become)
    return commands


def test_it_opens_the_first_lesson_in_the_learners_folder(
    became: list[list[str]], tmp_path: Path
) -> None:
    assert main(["lab", "tiny", "--dir", str(tmp_path), "--", "--no-browser"]) == 0
    (command,) = became
    assert command[1:] == [
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={tmp_path}",
        f"{ADDRESS}/numbers.ipynb",
        "--no-browser",
    ]
    notebook = tmp_path / "tiny" / "numbers.ipynb"
    assert "tutor: lesson" in notebook.read_text(encoding="utf-8")


def test_it_opens_the_lesson_that_is_asked_for(became: list[list[str]], tmp_path: Path) -> None:
    assert main(["lab", "tiny", "loops", "--dir", str(tmp_path)]) == 0
    assert became[0][-1] == f"{ADDRESS}/loops.ipynb"


@pytest.mark.parametrize(
    ("finished", "opened", "told"),
    [
        ((), "numbers", ""),
        ((0,), "lists", ""),
        ((0, 2), "lists", ""),
        ((0, 1, 2), "files", ""),
        (
            (0, 1, 2, 3),
            "numbers",
            "You have finished every lesson of this course; this is the first.\n",
        ),
    ],
)
def test_without_a_lesson_it_opens_the_first_unfinished(
    finished: tuple[int, ...],
    opened: str,
    told: str,
    became: list[list[str]],
    course: Course,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def learn() -> None:
        for number, lesson in enumerate(course.lessons):
            questions = 2 if number in finished else 1
            await keep(tmp_path / "data", "ada", play(lesson, "ada", questions=questions))

    asyncio.run(learn())
    assert main(["lab", "tiny", "--dir", str(tmp_path / "work")]) == 0
    assert became[0][-1] == f"{ADDRESS}/{opened}.ipynb"
    assert capsys.readouterr().err == told


def test_a_lesson_that_is_done_again_is_not_the_next_one(
    became: list[list[str]], course: Course, tmp_path: Path
) -> None:
    again = play_twice(course.lessons[0], "ada", questions=1)
    asyncio.run(keep(tmp_path / "data", "ada", again))
    assert main(["lab", "tiny", "--dir", str(tmp_path / "work")]) == 0
    assert became[0][-1] == f"{ADDRESS}/lists.ipynb"


def test_a_record_that_cannot_be_read_keeps_nobody_from_learning(
    became: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "journal").mkdir(parents=True)
    (tmp_path / "data" / "servers").write_text("in the way", encoding="utf-8")
    assert main(["lab", "tiny", "--dir", str(tmp_path / "work")]) == 0
    assert became[0][-1] == f"{ADDRESS}/numbers.ipynb"
    assert capsys.readouterr().err.endswith("This is the first lesson of the course.\n")


def test_it_never_writes_over_the_learners_work(became: list[list[str]], tmp_path: Path) -> None:
    main(["lab", "tiny", "--dir", str(tmp_path)])
    notebook = tmp_path / "tiny" / "numbers.ipynb"
    notebook.write_text("my work", encoding="utf-8")
    main(["lab", "tiny", "--dir", str(tmp_path)])
    assert notebook.read_text(encoding="utf-8") == "my work"
    assert len(became) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cooking"], "There is no course “cooking” here. Installed: tiny.\n"),
        (
            ["tiny", "nope"],
            "There is no lesson “nope” in this course. It has: numbers, lists, loops, files.\n",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(
    became: list[list[str]],
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lab", *arguments]) == 2
    assert capsys.readouterr().err == words
    assert became == []
