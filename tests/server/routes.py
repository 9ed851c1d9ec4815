"""All routes of the extension, by who may come in, for one lesson that is installed."""

from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.questions import CodeQuestion
from tests.driving.process import SYLLABI


def _installed() -> Course:
    source = read_source(SYLLABI / "python-foundations")
    assert source.course is not None, source.faults
    return source.course


def _with_code(course: Course) -> Lesson:
    """The first lesson in which code is to be written, and may be wrong in a known way."""
    return next(
        lesson
        for lesson in course.lessons
        if any(isinstance(step, CodeQuestion) and step.wrong for step in lesson.steps)
    )


INSTALLED = _with_code(_installed())
"""The lesson of these tests."""

COURSE, LESSON = str(INSTALLED.course_id), str(INSTALLED.id)

AFTER_IT = next(str(lesson.id) for lesson in _installed().lessons if lesson.id != INSTALLED.id)
"""Another lesson of the course."""

BASE = "api/jupyter-tutor"
SESSION = f"{BASE}/sessions/{COURSE}/{LESSON}"
OTHER_SESSION = f"{BASE}/sessions/{COURSE}/another-lesson"

ENTRIES = f"{BASE}/record/sessions/{COURSE}/{LESSON}"

FOR_PEOPLE = (
    f"{BASE}/courses",
    f"{BASE}/health",
    f"{BASE}/record",
    f"{BASE}/record/export",
    f"{BASE}/runtime",
    ENTRIES,
    f"{BASE}/roles",
)
"""For people only, as Jupyter knows them."""

OF_A_SESSION = (SESSION, f"{SESSION}/answers", f"{SESSION}/transcript")
"""For its learner, and for the kernel's own program that has its secret."""

CHANNEL = f"{SESSION}/channel"

ATTACH = f"{BASE}/attach"
"""For whoever proves to be a kernel."""

VALIDATE = f"{BASE}/validate"
"""For people only, who hand in a notebook."""

ROUTES = (*FOR_PEOPLE, *OF_A_SESSION)
"""All that are fetched."""
