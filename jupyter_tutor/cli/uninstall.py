"""`jupyter tutor uninstall`: a course taken out of this user's own courses."""

import argparse
import json
import sys
from pathlib import Path

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.core.terminal import harmless

EPILOG = """\
examples:
  jupyter tutor uninstall my-course
  jupyter tutor uninstall my-course --yes          without being asked
  jupyter tutor uninstall my-course --yes --json   from a script

What learners did in it stays recorded, and so do the versions of its lessons that they began. A
course that came with pip is taken away by pip.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "uninstall",
        help="take one of your own courses away",
        description="Take a course out of your own courses.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("course", metavar="COURSE", help="the course's id")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Uninstall; 1 when the answer is no, 2 when it is not one of the user's own courses."""
    from jupyter_tutor.adapters.course_files import own_courses_dir
    from jupyter_tutor.adapters.course_install import InstallRefusedError, folder_of, uninstall

    folder = folder_of(own_courses_dir(), args.course)
    if folder is None:
        print(_not_there(args.course, own_courses_dir()), file=sys.stderr)
        return 2
    if args.json and not args.yes:
        print("With --json nobody is asked. Add --yes.", file=sys.stderr)
        return 2
    if not args.yes and not _agreed(folder):
        print("Nothing was taken away.", file=sys.stderr)
        return 1
    try:
        uninstall(folder)
    except InstallRefusedError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{folder} cannot be taken away ({error.strerror}).", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps({"uninstalled": args.course, "folder": str(folder)}, ensure_ascii=False))
    else:
        print(f"{folder} was taken away. What learners did in it stays recorded.")
    return 0


def _agreed(folder: Path) -> bool:
    try:
        # At a terminal a prompt goes there directly.
        answer = input(
            harmless(f"Take {folder} away? What learners did in it stays recorded. [y/N] ")
        )
    except EOFError:
        print("\nNobody is there to answer; --yes says it beforehand.", file=sys.stderr)
        return False
    return answer.strip().lower() in ("y", "yes")


def _not_there(course: str, own: Path) -> str:
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.cli.courses import installed_courses

    elsewhere = [
        found.folder
        for found in installed_courses(default_data_dir())
        if found.source.course is not None and found.source.course.id == course
    ]
    if elsewhere:
        return (
            f"“{course}” is in {elsewhere[0]}, and not one of your own courses in {own}. "
            "Take it away there, or with pip if it came with pip."
        )
    return f"There is no course “{course}” in {own}. `jupyter tutor courses` lists what there is."
