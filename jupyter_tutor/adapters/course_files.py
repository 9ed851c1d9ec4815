"""Courses as folders on a search path, and an archive of the lessons that sessions began with.

Compiles a course when it is first asked for and again when its files have changed, always in a
worker thread. A course with errors is left out, and its faults are kept for whoever can mend it;
the other courses go on. Never runs an author's code and never writes into a course folder.
"""

import asyncio
import json
import logging
import os
import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir, jupyter_path

from jupyter_tutor.authoring.content_hash import has_hash
from jupyter_tutor.authoring.faults import Fault, Place
from jupyter_tutor.authoring.source import CourseSource, find_courses, read_course
from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId
from jupyter_tutor.wire import canonical, lesson_from_json, lesson_to_json

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int, int], ...]
_HASH = re.compile("[0-9a-f]{64}")


def default_search_path() -> list[Path]:
    """Where courses are looked for: `JUPYTER_TUTOR_PATH`, then Jupyter's own data folders.

    The variable holds folders joined as in `PATH`. Jupyter's folders are those of the user, of
    this environment and of the system, each with `tutor/courses` in it.
    """
    own = os.environ.get("JUPYTER_TUTOR_PATH", "").split(os.pathsep)
    shared = jupyter_path("tutor", "courses")
    return [Path(entry).expanduser() for entry in (*filter(None, own), *shared)]


def own_courses_dir() -> Path:
    """The folder of this user's own courses, which is on the default search path."""
    return Path(jupyter_data_dir()) / "tutor" / "courses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A course folder of the search path, and all that is wrong with it.

    ``installed`` is the course that learners can take; None when it has errors, or when another
    course of its id comes before it.
    """

    source: CourseSource
    installed: Course | None
    faults: tuple[Fault, ...]

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.source.folder


class CourseFiles:
    """The course store on files; see :class:`jupyter_tutor.ports.CourseStore`.

    Each entry of ``search_path`` is a folder of course folders, or a course folder itself; where
    two courses have one id, the first on the path is taken. ``archive`` is a folder of our own.
    """

    def __init__(self, search_path: Sequence[Path], archive: Path) -> None:
        self._search_path = tuple(search_path)
        self._archive = archive
        self._read: dict[Path, tuple[Stamp, CourseSource]] = {}
        self._lock = threading.Lock()

    async def courses(self) -> Sequence[Course]:
        """All installed courses that are in order, as the search path has them."""
        return await asyncio.to_thread(self._courses)

    async def lesson(
        self, course: CourseId, lesson: LessonId, version: ContentHash | None = None
    ) -> Lesson | None:
        """A lesson as installed, or, with ``version``, as it was kept then; None if unknown."""
        return await asyncio.to_thread(self._lesson, course, lesson, version)

    async def keep(self, lesson: Lesson) -> None:
        """Return once this version is on disk; raises OSError when it cannot be written."""
        await asyncio.to_thread(self._keep, lesson)

    async def found(self) -> Sequence[Found]:
        """Every course folder of the search path, in its order, with those that are left out."""
        return await asyncio.to_thread(self._found)

    async def faults(self) -> Mapping[Path, tuple[Fault, ...]]:
        """What is wrong with each course folder on the search path; those in order are not in."""
        return {found.folder: found.faults for found in await self.found() if found.faults}

    def _courses(self) -> list[Course]:
        return [found.installed for found in self._found() if found.installed is not None]

    def _lesson(
        self, course: CourseId, lesson: LessonId, version: ContentHash | None
    ) -> Lesson | None:
        if version is not None:
            # Kept ones first: after a start, reading all courses takes longer than a learner who
            # comes back should wait.
            kept = self._kept(version)
            if kept is not None and (kept.course_id, kept.id) == (course, lesson):
                return kept
        installed = next((c for c in self._courses() if c.id == course), None)
        found = installed.lesson(lesson) if installed else None
        return found if version is None or (found and found.hash == version) else None

    def _found(self) -> list[Found]:
        """Look through the search path."""
        with self._lock:
            folders = [folder for entry in self._search_path for folder in find_courses(entry)]
            self._read = {
                folder: self._current(folder)
                for folder in dict.fromkeys(path.resolve() for path in folders)
            }
            sources = [source for _, source in self._read.values()]
        first: dict[CourseId, Path] = {}
        found: list[Found] = []
        for source in sources:
            installed, faults = source.course, source.faults
            if installed is not None:
                before = first.setdefault(installed.id, source.folder)
                if before != source.folder:
                    faults = (*faults, _hidden(installed.id, before))
                    installed = None
            found.append(Found(source=source, installed=installed, faults=faults))
        return found

    def _current(self, folder: Path) -> tuple[Stamp, CourseSource]:
        # Stamped before it is read: a change while reading shows as a change the next time.
        stamp = _stamp(folder)
        known = self._read.get(folder)
        if known is not None and known[0] == stamp:
            return known
        source = read_course(folder)
        if source.course is None:
            for fault in source.faults:
                log.warning("The course in %s is left out: %s", folder, fault)
        return stamp, source

    def _keep(self, lesson: Lesson) -> None:
        path = self._archive / f"{lesson.hash}.json"
        if self._kept(lesson.hash) is not None:
            return
        self._archive.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            mode="w", encoding="utf-8", dir=self._archive, suffix=".part", delete=False
        ) as part:
            try:
                part.write(canonical(lesson_to_json(lesson)))
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).replace(path)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        _sync_folder(self._archive)

    def _kept(self, version: ContentHash) -> Lesson | None:
        """A lesson of the archive; one that is damaged counts as unknown, and is told of."""
        if not _HASH.fullmatch(version):
            return None
        path = self._archive / f"{version}.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or not has_hash(data, version):
                log.error("The kept lesson %s is damaged and is not used.", path)
                return None
            return lesson_from_json(data)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            log.error("The kept lesson %s cannot be read: %s", path, error)
            return None


def _hidden(course: CourseId, first: Path) -> Fault:
    return Fault(
        place=Place(file="course.yaml"),
        what=f"A course `{course}` is already found in {first}.",
        fix="Give this one another `id:`, or take one of them off the search path.",
        severity="warning",
    )


def _stamp(folder: Path) -> Stamp:
    """What changes when any file of a course does: the name, time, size and place of each."""
    entries: list[tuple[str, int, int, int]] = []
    for path in (folder / "course.yaml", *sorted(folder.rglob("*.ipynb"))):
        try:
            found = path.stat()
        except OSError:
            continue
        entries.append((str(path), found.st_mtime_ns, found.st_size, found.st_ino))
    return tuple(entries)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; where folders cannot be opened (Windows) it is so already."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
