"""The shipped courses, whose questions the guard is tried with."""

from pathlib import Path

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, PanelQuestion, Question
from tests.dialogue.guard.crafted import CRAFTED

SYLLABI = Path(__file__).parents[3] / "syllabi"
NAMES = ("python-foundations", "data-with-duckdb", "beam-concepts")


def _lessons() -> list[Lesson]:
    courses = [read_course(SYLLABI / name).course for name in NAMES]
    return [lesson for course in courses if course is not None for lesson in course.lessons]


LESSONS = _lessons()
ASKED = [(lesson, question) for lesson in LESSONS for question in lesson.questions]
CRAFTED_ASKED = [(CRAFTED, question) for question in CRAFTED.questions]
CODE = [(lesson, q) for lesson, q in ASKED if isinstance(q, CodeQuestion)]
PANEL: list[tuple[Lesson, PanelQuestion]] = [
    (lesson, q) for lesson, q in ASKED if not isinstance(q, CodeQuestion)
]


def asking(name: str) -> tuple[Lesson, Question]:
    """The lesson that has a question of this name, of a course or of the crafted ones, and it."""
    return next((lesson, q) for lesson, q in [*ASKED, *CRAFTED_ASKED] if q.id == name)


def guarded_at(lesson: Lesson, question: Question) -> list[QuestionId]:
    """This question, open, and all that come after it."""
    place = lesson.questions.index(question)
    return [each.id for each in lesson.questions[place:]]
