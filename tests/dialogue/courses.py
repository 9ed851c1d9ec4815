"""The courses of this repository."""

from functools import cache
from pathlib import Path

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Course

SYLLABI = sorted(
    path.parent for path in (Path(__file__).parents[2] / "syllabi").glob("*/course.yaml")
)


@cache
def courses() -> tuple[Course, ...]:
    return tuple(read_course(folder).course for folder in SYLLABI)
