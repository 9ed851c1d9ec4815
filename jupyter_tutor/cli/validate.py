"""`jupyter tutor validate`: everything that is wrong with a course, found without running it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.authoring.source import CourseSource

EPILOG = """\
examples:
  jupyter tutor validate my-course          a course folder
  jupyter tutor validate courses/           every course in a folder
  jupyter tutor validate my-course/1.ipynb  one notebook of a course
  jupyter tutor validate --json my-course   for a program or an editor

Warnings are worth a thought; only errors keep a course from being used.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "validate",
        help="find what is wrong with a course",
        description="Find everything that is wrong with a course, and say how to put it right.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="a course folder, a folder of courses, or one syllabus notebook",
    )
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Validate; 0 when there is no error (warnings are shown), 1 when there is, 2 for no course."""
    from jupyter_tutor.authoring.course_head import COURSE_FILE
    from jupyter_tutor.authoring.source import find_courses, read_source

    path: Path = args.path
    paths = find_courses(path) if path.is_dir() else [path]
    try:
        sources = [read_source(found) for found in paths]
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    if not sources:
        print(f"There is no course in {path}: no {COURSE_FILE} there.", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps([_as_data(source) for source in sources], indent=1, ensure_ascii=False))
    else:
        for source in sources:
            _tell(source)
    return 1 if any(source.course is None for source in sources) else 0


def _as_data(source: "CourseSource") -> dict[str, Any]:
    from jupyter_tutor.authoring.faults import fault_as_data
    from jupyter_tutor.authoring.source import all_faults

    return {
        "folder": str(source.folder),
        "course": source.course.id if source.course else None,
        "hash": source.course.hash if source.course else None,
        "ok": source.course is not None,
        "faults": [fault_as_data(fault) for fault in all_faults(source)],
    }


def _tell(source: "CourseSource") -> None:
    from jupyter_tutor.authoring.source import all_faults

    faults = all_faults(source)
    for fault in faults:
        place = source.folder / str(fault.place)
        print(f"{fault.severity}: {place}\n  {fault.what}\n  {fault.fix}")
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    counted = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    if source.course is None:
        print(f"{source.folder}: not in order ({counted}).")
        return
    lessons = len(source.course.lessons)
    questions = sum(len(lesson.questions) for lesson in source.course.lessons)
    print(
        f"{source.folder}: {_count(lessons, 'lesson')} with {_count(questions, 'question')} "
        f"in order ({counted})."
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
