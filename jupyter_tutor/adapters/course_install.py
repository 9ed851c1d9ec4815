"""Courses put into a folder of the search path, and taken out again.

A course that has errors is not installed. A course is there whole or not at all: it is made ready
in a hidden folder beside its place and then renamed, and an old version stays until the new one
is in its place. What a crash left behind is set right by whoever comes next.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.adapters.course_parcel import Parcel, unpack
from jupyter_tutor.adapters.record_locks import FileLock
from jupyter_tutor.authoring.course_head import COURSE_FILE
from jupyter_tutor.authoring.source import CourseSource, find_courses, read_course
from jupyter_tutor.core.course import Course

_HIDDEN = ".install-"


class CourseFaultyError(Exception):
    """The course has errors; ``source`` has them all. Nothing was installed."""

    def __init__(self, source: CourseSource) -> None:
        super().__init__("The course has errors.")
        self.source = source


class InstallRefusedError(Exception):
    """Something is in the way; the text says what. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What is there now. ``before`` is the version that it took the place of, None: there was none.

    ``before`` counts as None, too, where that one had errors.
    """

    source: CourseSource
    course: Course
    before: Course | None


def install(parcel: Parcel, name: str | None, courses: Path, *, replace: bool) -> Installed:
    """Put a course of the parcel into ``courses``, which is made if it is missing.

    Raises ParcelRefusedError, CourseFaultyError, InstallRefusedError and OSError.
    """
    with _workshop(courses) as shop:
        new = shop / "new"
        unpack(parcel, name, new)
        source = read_course(new)
        if source.course is None:
            raise CourseFaultyError(source)
        course = source.course
        target = courses / course.id
        old = folder_of(courses, course.id)
        before = read_course(old).course if old else None
        if before is not None and before.id != course.id:
            raise InstallRefusedError(
                f"{old} holds another course, `{before.id}`. Take it away first."
            )
        # What is no course is never taken away, wherever somebody lets us install.
        if old != target and os.path.lexists(target):
            raise InstallRefusedError(f"{target} is in the way, and is not this course.")
        if old is not None and not replace:
            raise InstallRefusedError(_there_is(old, before, course))
        if old is not None:
            (shop / "old").mkdir()
            old.rename(shop / "old" / old.name)
        try:
            new.rename(target)
        except OSError:
            if old is not None:
                (shop / "old" / old.name).rename(old)
            raise
        return Installed(source=read_course(target), course=course, before=before)


def uninstall(folder: Path) -> None:
    """Take this folder out of that in which it lies, at once; raises as :func:`install` does."""
    with _workshop(folder.parent) as shop:
        folder.rename(shop / folder.name)


def folder_of(courses: Path, course: str) -> Path | None:
    """Where in ``courses`` the course of that id lies; None where it does not.

    One with errors goes by the name of its folder.
    """
    for folder in find_courses(courses):
        if _id_of(folder) == course:
            return folder
    same_name = courses / course
    return same_name if (same_name / COURSE_FILE).is_file() else None


def _id_of(folder: Path) -> str | None:
    course = read_course(folder).course
    return course.id if course else None


def _there_is(old: Path, before: Course | None, course: Course) -> str:
    if before is None:
        return f"{old} is there already, and has errors. Put this one in its place with --replace."
    title = " ".join(before.title.split())
    words = f"`{before.id}` is installed already: “{title}”, version {before.hash[:12]}"
    if before.hash == course.hash:
        return f"{words}, in {old}. This one has the same lessons; --replace installs it anew."
    return f"{words}, in {old}. Put version {course.hash[:12]} in its place with --replace."


@contextmanager
def _workshop(courses: Path) -> Iterator[Path]:
    """A hidden folder beside the courses, removed in the end; only one is in use at a time."""
    courses.mkdir(parents=True, exist_ok=True)
    if (courses / COURSE_FILE).exists():
        raise InstallRefusedError(f"{courses} is a course itself. Name the folder of courses.")
    lock = FileLock(courses / ".install.lock")
    if not lock.acquire():
        raise InstallRefusedError(f"Another course is being installed in {courses}. Try again.")
    try:
        for left in courses.glob(f"{_HIDDEN}*/"):
            _set_right(left, courses)
        shop = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=courses))
        try:
            yield shop
        finally:
            shutil.rmtree(shop, ignore_errors=True)
    finally:
        lock.release()


def _set_right(left: Path, courses: Path) -> None:
    """Bring back what a crash kept from being replaced, and remove the rest."""
    for old in left.glob("old/*"):
        if folder_of(courses, _id_of(old) or old.name) is None:
            old.rename(courses / old.name)
    shutil.rmtree(left, ignore_errors=True)
