"""``jupyter tutor lab``: JupyterLab on a lesson, with the tutor panel showing."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.authoring.lesson import CompiledLesson
    from jupyter_tutor.authoring.source import CourseSource

EPILOG = """\
examples:
  jupyter tutor lab                                  go on with python-foundations
  jupyter tutor lab my-course                        go on with another one
  jupyter tutor lab python-foundations lists-and-loops
  jupyter tutor lab -- --no-browser --port 9999      what follows -- goes to JupyterLab

Without LESSON it is the first one that you have not finished; `jupyter tutor courses` lists them.
The lesson's notebook is put into your folder the first time and never overwritten, so that your
work stays. Without a browser here, open the address that is printed: it leads to the lesson.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "lab",
        help="open JupyterLab on a lesson, with the tutor beside it",
        description="Open JupyterLab on a lesson, with the tutor beside it.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "course",
        nargs="?",
        default="python-foundations",
        metavar="COURSE",
        help="the course (%(default)s)",
    )
    parser.add_argument(
        "lesson", nargs="?", metavar="LESSON", help="the lesson or its number; else the next one"
    )
    parser.add_argument(
        "--dir",
        type=Path,
        default=Path("tutor"),
        help="the folder your notebooks are in (./%(default)s)",
    )
    parser.set_defaults(run=run, passes_on=True)


def run(args: argparse.Namespace) -> int:
    """Put the notebooks there that are not, and become JupyterLab; 2 for an unknown lesson."""
    source = _find_course(args.course)
    if source is None:
        return 2
    lesson = _find_lesson(source, args.lesson) if args.lesson else _next_lesson(source)
    if lesson is None:
        return 2
    notebook = Path(args.course) / f"{lesson.lesson.id}.ipynb"
    try:
        for each in source.lessons:
            _put_notebook(args.dir / args.course / f"{each.lesson.id}.ipynb", each)
    except OSError as error:
        print(f"{error.filename} cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={args.dir.resolve()}",
        # Not as a file to run: the address that is printed would then be that of the launcher.
        f"--LabApp.default_url=/lab/tree/{quote(notebook.as_posix())}",
        *args.rest,
    ]
    return _become(command)


def _become(command: list[str]) -> NoReturn:
    os.execv(command[0], command)  # noqa: S606 - no shell: the command is a list of our own


def _find_course(course_id: str) -> "CourseSource | None":
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.cli.courses import installed_courses

    ids: list[str] = []
    for found in installed_courses(default_data_dir()):
        if found.source.course is None:
            print(f"{found.folder} has errors and is left out.", file=sys.stderr)
            print(f"  jupyter tutor validate {found.folder}", file=sys.stderr)
        elif found.installed is not None:
            if found.installed.id == course_id:
                return found.source
            ids.append(found.installed.id)
    installed = ", ".join(ids) or "none"
    print(f"There is no course “{course_id}” here. Installed: {installed}.", file=sys.stderr)
    return None


def _find_lesson(source: "CourseSource", lesson_id: str) -> "CompiledLesson | None":
    from jupyter_tutor.conversation.lesson_named import numbered

    wanted = numbered(source.course, lesson_id) if source.course else None
    for compiled in source.lessons:
        if compiled.lesson.id == lesson_id or compiled.lesson == wanted:
            return compiled
    ids = ", ".join(compiled.lesson.id for compiled in source.lessons)
    print(f"There is no lesson “{lesson_id}” in this course. It has: {ids}.", file=sys.stderr)
    return None


def _next_lesson(source: "CourseSource") -> "CompiledLesson":
    """The first lesson that the learner has not finished; the first where that is not known."""
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError
    from jupyter_tutor.adapters.system import owner
    from jupyter_tutor.cli.courses import standings_of

    first = source.lessons[0]
    try:
        standings = standings_of(default_data_dir(), owner())
    except RecordUnreadableError as error:
        print(f"{error}\nThis is the first lesson of the course.", file=sys.stderr)
        return first
    sessions = [each.session for each in standings]
    finished = {(each.course, each.lesson) for each in sessions if each.finished}
    for compiled in source.lessons:
        if (compiled.lesson.course_id, compiled.lesson.id) not in finished:
            return compiled
    print("You have finished every lesson of this course; this is the first.", file=sys.stderr)
    return first


def _put_notebook(path: Path, lesson: "CompiledLesson") -> None:
    from jupyter_tutor.authoring.learner_notebook import learner_notebook
    from jupyter_tutor.authoring.notebook_text import to_text

    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_text(learner_notebook(lesson)), encoding="utf-8", newline="\n")
