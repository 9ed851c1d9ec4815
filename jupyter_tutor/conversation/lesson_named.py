"""Finding the lesson that a kernel's program names, and helping where the name is not right."""

import difflib
from collections.abc import Iterable

from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.ports import CourseStore, History

MOST_NAMES = 8


class NoSuchLessonError(Exception):
    """There is no such course or lesson; the text says so, and what there is."""


async def lesson_named(
    course: str, lesson: str | None, learner: LearnerId, courses: CourseStore, history: History
) -> Lesson:
    """The lesson of these ids, as installed; raises NoSuchLessonError.

    ``lesson`` may be its number in the course, from 1, where none has that name. ``lesson`` None:
    the first of the course, in its order, that the learner has not finished; the last where they
    have finished them all.
    """
    installed = {found.id: found for found in await courses.courses()}
    found = installed.get(CourseId(course))
    if found is None or not found.lessons:
        raise NoSuchLessonError(_no_course(course, installed.values()))
    if lesson is None:
        return await _next_lesson(found, learner, history)
    named = found.lesson(LessonId(lesson)) or numbered(found, lesson)
    if named is None:
        ids = [each.id for each in found.lessons]
        raise NoSuchLessonError(
            f"There is no lesson “{lesson}” in the course “{course}”. {_suggestion(lesson, ids)}"
        )
    return named


def numbered(course: Course, number: str) -> Lesson | None:
    """The lesson with that number in the course, from 1; None where it is no number of one."""
    if not (number.isascii() and number.isdecimal() and len(number) < 4):
        return None
    return next((lesson for n, lesson in enumerate(course.lessons, 1) if n == int(number)), None)


async def _next_lesson(course: Course, learner: LearnerId, history: History) -> Lesson:
    finished = {
        session.lesson
        for session in await history.learner_sessions(learner)
        if session.course == course.id and session.finished
    }
    left = [lesson for lesson in course.lessons if lesson.id not in finished]
    return left[0] if left else course.lessons[-1]


def _no_course(course: str, installed: Iterable[Course]) -> str:
    ids = [found.id for found in installed]
    if not ids:
        return f"There is no course “{course}” here: none is installed."
    return f"There is no course “{course}” here. {_suggestion(course, ids)}"


def _suggestion(name: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(name.lower(), known, n=1)
    if close:
        return f"Did you mean “{close[0]}”?"
    named = ", ".join(f"“{one}”" for one in known[:MOST_NAMES])
    return f"There is {named}{', and more' if len(known) > MOST_NAMES else ''}."
