"""A course folder, or one notebook of it, read whole: the course, or all that is wrong with it.

The way into this room. Reading takes no lock, runs no code and never raises for what an author
wrote; only a path that does not exist is the caller's mistake.
"""

from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from jupyter_tutor.authoring.content_hash import hash_content
from jupyter_tutor.authoring.course_head import (
    COURSE_FILE,
    CourseHead,
    LessonFile,
    inside,
    read_course_head,
)
from jupyter_tutor.authoring.faults import Fault, Faults, Place
from jupyter_tutor.authoring.lesson import UNNAMED, CompiledLesson, CourseFrame, read_lesson
from jupyter_tutor.authoring.prerequisites import judge_prerequisites
from jupyter_tutor.authoring.requirements import pip_line, unmet
from jupyter_tutor.authoring.skills import judge_declared, judge_order
from jupyter_tutor.authoring.values import SLOW
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.ids import CourseId


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSource:
    """What was found in ``folder``.

    ``course`` is None when there is any error among ``faults``. ``files`` are the files that
    were read: when one of them changes, this is out of date. ``lessons`` are those without an
    error, with the scripts of their notebooks. From ``slow`` seconds on, a check is too slow.
    """

    folder: Path
    course: Course | None
    lessons: tuple[CompiledLesson, ...]
    faults: tuple[Fault, ...]
    files: tuple[Path, ...]
    slow: float = SLOW


def read_source(path: Path) -> CourseSource:
    """Read a course folder, or one notebook with what its course says of it.

    Raises FileNotFoundError when there is nothing at ``path``, or only a folder without a
    `course.yaml`.
    """
    if path.is_dir():
        if not (path / COURSE_FILE).is_file():
            raise FileNotFoundError(f"There is no {COURSE_FILE} in {path}.")
        return read_course(path)
    if not path.exists():
        raise FileNotFoundError(f"There is nothing at {path}.")
    if path.name == COURSE_FILE:
        return read_course(path.parent)
    return read_one_notebook(path)


def find_courses(path: Path) -> list[Path]:
    """The folder itself when it holds a course, else those directly in it that do, sorted."""
    if (path / COURSE_FILE).is_file():
        return [path]
    try:
        return sorted(p for p in path.iterdir() if (p / COURSE_FILE).is_file())
    except OSError:
        return []


def read_course(folder: Path) -> CourseSource:
    """Read a course folder; a missing or broken `course.yaml` is a fault."""
    faults = Faults()
    head = read_course_head(folder, faults)
    lessons = head.lessons if head else ()
    return _compile(folder, head, lessons, faults)


def read_one_notebook(path: Path) -> CourseSource:
    """Read one notebook, as a lesson of the course whose folder it lies in, or on its own."""
    folder = next((p for p in path.parents if (p / COURSE_FILE).is_file()), None)
    faults = Faults()
    if folder is not None:
        head = read_course_head(folder, faults)
        name = path.relative_to(folder).as_posix()
        if inside(folder, name) is not None:
            return _compile(folder, head, (LessonFile(name=name, path=path),), faults)
    return _compile(path.parent, None, (LessonFile(name=path.name, path=path),), faults)


def read_open_notebook(path: Path, text: str, root: Path) -> CourseSource:
    """Read a notebook as it stands unsaved, and with it the course of whose lessons it is one.

    ``path`` is where it is saved, if it is at all. It and ``root`` are real paths, and no course is
    looked for outside of ``root``.
    """
    folders = (p for p in path.parents if p.is_relative_to(root))
    folder = next((p for p in folders if (p / COURSE_FILE).is_file()), None)
    faults = Faults()
    if folder is None:
        here = LessonFile(name=path.name, path=path, text=text)
        return _compile(path.parent, None, (here,), faults)
    head = read_course_head(folder, faults)
    here = LessonFile(name=path.relative_to(folder).as_posix(), path=path, text=text)
    lessons = head.lessons if head else ()
    if here not in lessons:
        return _compile(folder, head, (here,), faults)
    files = tuple(here if file == here else file for file in lessons)
    return _compile(folder, head, files, faults)


def all_faults(source: CourseSource) -> tuple[Fault, ...]:
    """What is wrong with the course, and what is missing here for its checks."""
    missing = unmet(source.course.requires) if source.course else ()
    return (
        *source.faults,
        *(
            Fault(
                place=Place(file=COURSE_FILE),
                what=str(each),
                fix=f"Type `{pip_line([each])}`; its checks cannot run here without it.",
                severity="warning",
            )
            for each in missing
        ),
    )


def _compile(
    folder: Path, head: CourseHead | None, files: tuple[LessonFile, ...], faults: Faults
) -> CourseSource:
    frame = None
    if head is not None:
        frame = CourseFrame(
            id=CourseId(head.id),
            title=head.title,
            policies=head.policies,
            prerequisites=head.prerequisites,
            update=head.update,
            no_model=head.no_model,
        )
    lessons: dict[str, CompiledLesson] = {}
    for file in files:
        compiled = read_lesson(file.path, file.name, frame, faults, file.text)
        if compiled is None:
            continue
        twin = lessons.setdefault(compiled.lesson.id, compiled)
        if twin is not compiled:
            faults.error(
                Place(file=file.name, cell=1),
                f"The lesson `{compiled.lesson.id}` is also in `{twin.file}`.",
                "Give each lesson of a course an `id:` of its own.",
            )
    if head is not None:
        place = Place(file=COURSE_FILE)
        uses = [use for compiled in lessons.values() for use in compiled.skills]
        judge_declared(head.skills, uses, place, faults)
        # What all lessons hold is known only where each could be read.
        if files == head.lessons and len(lessons) == len(files):
            order = [compiled.lesson.id for compiled in lessons.values()]
            judge_prerequisites(head.prerequisites, order, place, faults)
            judge_order(head.skills, uses, place, faults)
    in_order = _in_order(list(lessons.values()))
    course = None
    if in_order and not faults.errors:
        course = _course(head, in_order)
    return CourseSource(
        folder=folder,
        course=course,
        lessons=in_order,
        faults=faults.sorted(),
        files=(folder / COURSE_FILE, *(file.path for file in files)),
        slow=head.slow if head is not None else SLOW,
    )


def _in_order(lessons: list[CompiledLesson]) -> tuple[CompiledLesson, ...]:
    """The lessons, each knowing which one follows it."""
    titles = [compiled.lesson.title for compiled in lessons[1:]]
    linked = []
    for compiled, following in zip_longest(lessons, titles):
        lesson = replace(compiled.lesson, following=following)
        linked.append(replace(compiled, lesson=replace(lesson, hash=hash_content(lesson))))
    return tuple(linked)


def _course(head: CourseHead | None, lessons: tuple[CompiledLesson, ...]) -> Course:
    first = lessons[0].lesson
    course = Course(
        id=CourseId(head.id) if head else first.course_id,
        title=head.title if head else first.course_title,
        description=head.description if head else "",
        authors=head.authors if head else (),
        licence=head.licence if head else "",
        language=head.language if head else "en",
        lessons=tuple(compiled.lesson for compiled in lessons),
        requires=head.requires if head else (),
        hash=UNNAMED,
    )
    return replace(course, hash=hash_content(course))
