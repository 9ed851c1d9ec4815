"""Which lesson is meant: the one that is named, or the next one; and help with a wrong name."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from jupyter_tutor.conversation.lesson_named import NoSuchLessonError, lesson_named
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, SessionId
from jupyter_tutor.ports import SessionSummary
from jupyter_tutor.testing import MemoryCourses, MemoryJournal
from tests.core.lessons import LESSON
from tests.sessions.conftest import PLACE

ADA = PLACE.learner
ONE, TWO, THREE = (replace(LESSON, id=LessonId(name)) for name in ("one", "two", "three"))
PYTHON = Course(
    id=LESSON.course_id,
    title="Python",
    description="",
    authors=(),
    licence="BSD-3-Clause",
    language="en",
    lessons=(ONE, TWO, THREE),
    hash=ContentHash("1" * 64),
)


class Installed(MemoryCourses):
    """These courses are installed."""

    def __init__(self, *installed: Course) -> None:
        super().__init__()
        self._installed = installed

    async def courses(self) -> Sequence[Course]:
        return self._installed


class Begun(MemoryJournal):
    """Ada has begun these lessons, and finished some."""

    def __init__(self, **finished: bool) -> None:
        super().__init__()
        self._finished = finished

    async def learner_sessions(self, learner: str) -> Sequence[SessionSummary]:
        assert learner == ADA
        return [
            SessionSummary(
                session=SessionId(name),
                course=CourseId("cooking") if name == "elsewhere" else PYTHON.id,
                lesson=LessonId("one") if name == "elsewhere" else LessonId(name),
                title=name,
                finished=finished,
                again=False,
                closed=frozenset(),
                events=1,
                first="",
                last="",
            )
            for name, finished in self._finished.items()
        ]


@pytest.mark.parametrize(
    ("begun", "next_one"),
    [
        (Begun(), ONE),
        (Begun(elsewhere=True), ONE),
        (Begun(one=False), ONE),
        (Begun(one=True), TWO),
        (Begun(two=True), ONE),
        (Begun(one=True, two=True, three=False), THREE),
        (Begun(one=True, two=True, three=True), THREE),
    ],
)
async def test_the_next_lesson_is_the_first_that_is_not_finished(
    begun: Begun, next_one: object
) -> None:
    assert await lesson_named("python", None, ADA, Installed(PYTHON), begun) == next_one


async def test_a_lesson_that_is_named_is_taken_as_it_is_installed() -> None:
    begun = Begun(two=True)
    assert await lesson_named("python", "two", ADA, Installed(PYTHON), begun) == TWO


@pytest.mark.parametrize(("number", "lesson"), [("1", ONE), ("2", TWO), ("03", THREE)])
async def test_a_lesson_may_be_named_by_its_number(number: str, lesson: object) -> None:
    assert await lesson_named("python", number, ADA, Installed(PYTHON), Begun()) == lesson


@pytest.mark.parametrize("number", ["0", "4", "-1", "1.0", "9" * 5000, "\u0661"])
async def test_a_number_that_no_lesson_has_is_no_name(number: str) -> None:
    with pytest.raises(NoSuchLessonError):
        await lesson_named("python", number, ADA, Installed(PYTHON), Begun())


MANY = replace(
    PYTHON,
    id=CourseId("many"),
    lessons=tuple(replace(LESSON, id=LessonId(f"part-{n}")) for n in range(9)),
)


@pytest.mark.parametrize(
    ("course", "lesson", "words"),
    [
        ("Pyton", None, "There is no course “Pyton” here. Did you mean “python”?"),
        ("music", "one", "There is no course “music” here. There is “python”, “many”."),
        ("python", "Tow", "There is no lesson “Tow” in the course “python”. Did you mean “two”?"),
        (
            "python",
            "nowhere-near",
            "There is no lesson “nowhere-near” in the course “python”. "
            "There is “one”, “two”, “three”.",
        ),
        (
            "many",
            "zzz",
            "There is no lesson “zzz” in the course “many”. There is “part-0”, “part-1”, “part-2”, "
            "“part-3”, “part-4”, “part-5”, “part-6”, “part-7”, and more.",
        ),
    ],
)
async def test_a_wrong_name_is_helped_with(course: str, lesson: str | None, words: str) -> None:
    with pytest.raises(NoSuchLessonError) as wrong:
        await lesson_named(course, lesson, ADA, Installed(PYTHON, MANY), Begun())
    assert str(wrong.value) == words


async def test_where_nothing_is_installed_it_says_so() -> None:
    with pytest.raises(NoSuchLessonError, match=r"“python” here: none is installed\."):
        await lesson_named("python", None, ADA, Installed(), Begun())
