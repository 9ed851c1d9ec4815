"""What an author reads about every mistake we know of, word for word."""

from pathlib import Path

import pytest

from jupyter_tutor.authoring.source import CourseSource, read_course
from tests.authoring.arranged import ARRANGED, ARRANGED_LESSONS
from tests.authoring.broken import COURSES, GOOD, LESSONS
from tests.authoring.broken_kinds import TYPED_LESSONS
from tests.authoring.formula_lessons import FORMULA, FORMULA_LESSONS
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import read, write_course

ALL_LESSONS = {**LESSONS, **TYPED_LESSONS, **FORMULA_LESSONS, **ARRANGED_LESSONS}
GOLDEN = Path(__file__).with_name("faults.golden.txt")


def told(source: CourseSource) -> str:
    """All that is said about a course, a line each."""
    return "".join(f"{fault.severity}: {fault}\n" for fault in source.faults)


def expected() -> dict[str, str]:
    sections = GOLDEN.read_text(encoding="utf-8").split("=== ")[1:]
    return {name: words for name, _, words in (part.partition("\n") for part in sections)}


EXPECTED = expected()


@pytest.mark.parametrize("name", ALL_LESSONS)
def test_a_broken_lesson_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    source = read(tmp_path, ALL_LESSONS[name])
    assert told(source) == EXPECTED[name]
    assert (source.course is None) == ("error: " in EXPECTED[name])


@pytest.mark.parametrize("name", COURSES)
def test_a_broken_course_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    source = read_course(write_course(tmp_path, {"means.ipynb": GOOD, **COURSES[name]}))
    assert told(source) == EXPECTED[name]
    assert (source.course is None) == ("error: " in EXPECTED[name])


def test_every_expectation_has_its_case() -> None:
    assert list(EXPECTED) == [*ALL_LESSONS, *COURSES]


def test_a_course_in_order_has_no_faults(tmp_path: Path) -> None:
    assert told(read(tmp_path / "code", GOOD)) == ""
    assert told(read(tmp_path / "typed", TYPED)) == ""
    assert told(read(tmp_path / "formula", FORMULA)) == ""
    assert told(read(tmp_path / "arranged", ARRANGED)) == ""
