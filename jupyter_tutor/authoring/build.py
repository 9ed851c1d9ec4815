"""From a course that was read to the files made from it: for learners, and for instructors.

Makes texts; writes nothing. The same course gives the same texts, to the byte.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.report import report
from jupyter_tutor.authoring.solved_notebook import solved_notebook
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.core.course import Course

INSTRUCTOR = "instructor"
"""The folder of what learners should not be given: walkthroughs, compiled course, report."""


def build_files(
    source: CourseSource, course: Course, announce: Callable[[str], None]
) -> Iterator[tuple[PurePosixPath, str]]:
    """The files of a course, each with its path below the output folder.

    ``announce`` hears, in words, what takes seconds before it is done. Raises WalkthroughError
    when a lesson's own code does not run.
    """
    home = PurePosixPath(course.id)
    for compiled in source.lessons:
        lesson = compiled.lesson
        yield home / f"{lesson.id}.ipynb", to_text(learner_notebook(compiled))
        announce(f"running the solved walkthrough of {compiled.file}")
        solved = to_text(solved_notebook(compiled))
        yield home / INSTRUCTOR / f"{lesson.id}-solved.ipynb", solved
    yield home / INSTRUCTOR / "report.txt", report(course, source.faults)
