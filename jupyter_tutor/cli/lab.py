"""``jupyter tutor lab``: JupyterLab on a lesson, with the tutor panel showing."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from jupyter_tutor.authoring.lesson import CompiledLesson
    from jupyter_tutor.authoring.source import CourseSource

EPILOG = """\
The lesson's notebook is put into your folder the first time and never overwritten, so that your
work stays. What follows -- goes to JupyterLab, for example:

  jupyter tutor lab -- --no-browser --port 9999
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "lab",
        help="open JupyterLab on a lesson, with the tutor beside it",
        description="Open JupyterLab on a lesson, with the tutor beside it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "course", nargs="?", default="python-foundations", help="the course (%(default)s)"
    )
    parser.add_argument("lesson", nargs="?", help="the lesson; without it, the first one")
    parser.add_argument(
        "--dir",
        type=Path,
        default=Path("tutor"),
        help="the folder your notebooks are in (./%(default)s)",
    )
    parser.set_defaults(run=run, passes_on=True)


def run(args: argparse.Namespace) -> int:
    """Put the notebook there if it is not, and become JupyterLab; 2 for an unknown lesson."""
    source = _find_course(args.course)
    if source is None:
        return 2
    lesson = _find_lesson(source, args.lesson)
    if lesson is None:
        return 2
    notebook = (
        Path(source.course.id if source.course else args.course) / f"{lesson.lesson.id}.ipynb"
    )
    try:
        _put_notebook(args.dir / notebook, lesson)
    except OSError as error:
        print(f"{error.filename} cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={args.dir.resolve()}",
        str((args.dir / notebook).resolve()),
        *args.rest,
    ]
    return _become(command)


def _become(command: list[str]) -> NoReturn:
    os.execv(command[0], command)  # noqa: S606 - no shell: the command is a list of our own


def _find_course(course_id: str) -> "CourseSource | None":
    from jupyter_tutor.adapters.course_files import default_search_path
    from jupyter_tutor.authoring.source import find_courses, read_course

    ids: list[str] = []
    for folder in (folder for entry in default_search_path() for folder in find_courses(entry)):
        source = read_course(folder)
        if source.course is None:
            print(f"{folder} has errors and is left out.", file=sys.stderr)
            print(f"  jupyter tutor validate {folder}", file=sys.stderr)
        elif source.course.id == course_id:
            return source
        else:
            ids.append(source.course.id)
    installed = ", ".join(ids) or "none"
    print(f"There is no course “{course_id}” here. Installed: {installed}.", file=sys.stderr)
    return None


def _find_lesson(source: "CourseSource", lesson_id: str | None) -> "CompiledLesson | None":
    for compiled in source.lessons:
        if lesson_id in (None, compiled.lesson.id):
            return compiled
    ids = ", ".join(compiled.lesson.id for compiled in source.lessons) or "none"
    print(f"There is no lesson “{lesson_id}” in this course. It has: {ids}.", file=sys.stderr)
    return None


def _put_notebook(path: Path, lesson: "CompiledLesson") -> None:
    from jupyter_tutor.authoring.learner_notebook import learner_notebook
    from jupyter_tutor.authoring.notebook_text import to_text

    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_text(learner_notebook(lesson)), encoding="utf-8", newline="\n")
