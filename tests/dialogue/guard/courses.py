"""The shipped courses, whose questions the guard is tried with."""

from pathlib import Path

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, PanelQuestion, Question

SYLLABI = Path(__file__).parents[3] / "syllabi"
NAMES = ("python-foundations", "data-with-duckdb", "beam-concepts")


def _lessons() -> list[Lesson]:
    courses = [read_course(SYLLABI / name).course for name in NAMES]
    return [lesson for course in courses if course is not None for lesson in course.lessons]


LESSONS = _lessons()
ASKED = [(lesson, question) for lesson in LESSONS for question in lesson.questions]
CODE = [(lesson, q) for lesson, q in ASKED if isinstance(q, CodeQuestion)]
PANEL: list[tuple[Lesson, PanelQuestion]] = [
    (lesson, q) for lesson, q in ASKED if not isinstance(q, CodeQuestion)
]


def guarded_at(lesson: Lesson, question: Question) -> list[QuestionId]:
    """This question, open, and all that come after it."""
    place = lesson.questions.index(question)
    return [each.id for each in lesson.questions[place:]]
