"""`jupyter tutor build`: learner notebooks, walkthroughs and a compiled course from a syllabus."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.authoring.source import CourseSource
    from jupyter_tutor.core.course import Course


EPILOG = """\
examples:
  jupyter tutor build my-course -o notebooks     all lessons, into notebooks/my-course
  jupyter tutor build my-course/1.ipynb -o out   one lesson
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "build",
        help="make learner notebooks from a syllabus",
        description="Make the notebooks that learners work in. Beside them, in a folder\n"
        "`instructor`, go the solved walkthroughs, the compiled course and a report.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "syllabus",
        type=Path,
        metavar="SYLLABUS",
        help="a course folder, or one syllabus notebook of a course",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="where to put them"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build; 0 when all was written, 1 when the course has errors, 2 for a path that cannot be."""
    from jupyter_tutor.authoring.rehearsal.formula_faults import with_formulas_tried
    from jupyter_tutor.authoring.source import read_source

    try:
        source = asyncio.run(with_formulas_tried(read_source(args.syllabus)))
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    for fault in source.faults:
        print(f"{fault.severity}: {source.folder / str(fault.place)}", file=sys.stderr)
        print(f"  {fault.what}\n  {fault.fix}", file=sys.stderr)
    if source.course is None:
        print("Nothing was built: put the errors right first.", file=sys.stderr)
        return 1
    if (args.output / source.course.id).resolve() == source.folder.resolve():
        print(
            f"{args.output} would put the notebooks into the syllabus itself. Choose another DIR.",
            file=sys.stderr,
        )
        return 2
    return _build(source, source.course, args.output)


def _build(source: "CourseSource", course: "Course", output: Path) -> int:
    from jupyter_tutor.authoring.build import INSTRUCTOR, build_files
    from jupyter_tutor.authoring.solved_notebook import WalkthroughError
    from jupyter_tutor.wire import course_to_json

    try:
        # All is made before anything is written: a failed build leaves the old one whole.
        files = [(output / path, text) for path, text in build_files(source, course, _announce)]
    except WalkthroughError as error:
        print(f"error: {source.folder / str(error.fault.place)}", file=sys.stderr)
        print(f"  {error.fault.what}\n  {error.fault.fix}", file=sys.stderr)
        return 1
    compiled = json.dumps(course_to_json(course), indent=1, sort_keys=True, ensure_ascii=False)
    files.append((output / course.id / INSTRUCTOR / "course.json", compiled + "\n"))
    try:
        for path, text in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path)
    except OSError as error:
        print(f"{error.filename} cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    return 0


def _announce(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)
