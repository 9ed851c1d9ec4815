"""A home in which there is nothing but what a test puts there."""

import asyncio
from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Course
from tests.authoring.courses import four_lessons
from tests.cli.recorded import keep, play
from tests.core.play import Play


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ada's: courses in `courses`, the record in `data`, her Jupyter folder `jupyter`."""
    monkeypatch.setattr("jupyter_core.paths.ENV_JUPYTER_PATH", [])
    monkeypatch.setattr("jupyter_core.paths.SYSTEM_JUPYTER_PATH", [])
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(tmp_path / "courses"))
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    return tmp_path


@pytest.fixture
def course(home: Path) -> Course:
    """The one course there is, of four lessons; nobody has begun any."""
    source = read_course(
        four_lessons(home / "courses" / "tiny", "prerequisites:\n  lists: numbers\n")
    )
    assert source.course is not None
    return source.course


@pytest.fixture
def recorded(course: Course, tmp_path: Path) -> list[Play]:
    """Ada has finished the first lesson and is in the second; Bob has begun the first."""
    plays = [
        play(course.lessons[0], "ada", questions=2),
        play(course.lessons[1], "ada", questions=1),
        play(course.lessons[0], "bob", questions=0),
    ]

    async def keep_all() -> None:
        for each, learner in zip(plays, ("ada", "ada", "bob"), strict=True):
            await keep(tmp_path / "data", learner, each)

    asyncio.run(keep_all())
    return plays


@pytest.fixture
def source(home: Path) -> Path:
    """A course folder as an author has it, with what does not belong to the course."""
    folder = four_lessons(home / "work" / "a course")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "lists-checkpoint.ipynb").write_text("{}")
    (folder / ".secret").write_text("mine")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_bytes(b"x")
    (folder / "data").mkdir()
    (folder / "data" / "scores.csv").write_text("1,2\n")
    return folder


@pytest.fixture
def own(home: Path) -> Path:
    """Where this user's own courses go."""
    return home / "jupyter" / "tutor" / "courses"
