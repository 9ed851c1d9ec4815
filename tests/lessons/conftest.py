"""A course with one question of each kind, as `jupyter tutor new` makes it."""

from pathlib import Path
from typing import get_args

import pytest

from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import QuestionKind


@pytest.fixture(scope="session")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of courses that holds the new one."""
    folder = tmp_path_factory.mktemp("courses")
    assert main(["new", "every-kind", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def every_kind(courses: Path) -> Lesson:
    """Its lesson."""
    course = read_source(courses / "every-kind").course
    assert course is not None
    (lesson,) = course.lessons
    kinds = {question.type for question in lesson.questions}
    assert kinds == set(get_args(QuestionKind))
    return lesson
