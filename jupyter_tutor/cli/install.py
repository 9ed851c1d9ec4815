"""`jupyter tutor install`: a course put where this user's courses are found."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.screen import line

if TYPE_CHECKING:
    from jupyter_tutor.adapters.course_install import Installed

EPILOG = """\
examples:
  jupyter tutor install my-course/                a folder with a course.yaml
  jupyter tutor install my-course.zip --replace   a zip, in place of the version that is there
  jupyter tutor install a_course-1.0-py3-none-any.whl
  jupyter tutor install checkout/ --course lists  one of several courses in it
  jupyter tutor install my-course.zip --json      from a script

Of a git checkout the committed files are taken. A course with errors is not installed; the
version that was there stays until the new one is in its place. A learner in the middle of a
lesson keeps the version they began.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "install",
        help="install a course from a folder, a zip, a wheel or a git checkout",
        description="Install a course into your own courses, after validating it.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "source", type=Path, metavar="SOURCE", help="a folder, a zip, a wheel or a git checkout"
    )
    parser.add_argument("--course", metavar="NAME", help="which one, where SOURCE holds several")
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of the version that is there"
    )
    parser.add_argument(
        "--dir", type=Path, metavar="DIR", help="where to, if not to your own courses"
    )
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Install; 1 for a course with errors, 2 for a source or a place that will not do."""
    from jupyter_tutor.adapters.course_files import own_courses_dir
    from jupyter_tutor.adapters.course_install import (
        CourseFaultyError,
        InstallRefusedError,
        install,
    )
    from jupyter_tutor.adapters.course_parcel import ParcelRefusedError, open_parcel
    from jupyter_tutor.authoring.faults import fault_as_data

    courses: Path = args.dir or own_courses_dir()
    try:
        with open_parcel(args.source) as parcel:
            origin = parcel.origin
            installed = install(parcel, args.course, courses, replace=args.replace)
    except CourseFaultyError as error:
        if args.json:
            faults = [fault_as_data(fault) for fault in error.source.faults]
            print(json.dumps({"installed": None, "faults": faults}, ensure_ascii=False))
        else:
            for fault in error.source.faults:
                print(f"{fault.severity}: {fault.place}\n  {fault.what}\n  {fault.fix}")
        print(f"Nothing was installed: {args.source} has errors.", file=sys.stderr)
        return 1
    except (ParcelRefusedError, InstallRefusedError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        what = error.filename or args.source
        print(f"{what}: {error.strerror}. Nothing was installed.", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(_as_data(installed, origin), ensure_ascii=False))
    else:
        _tell(installed, origin)
    return 0


def _as_data(installed: "Installed", origin: str) -> dict[str, Any]:
    from jupyter_tutor.authoring.faults import fault_as_data

    course, before = installed.course, installed.before
    return {
        "installed": {
            "id": course.id,
            "title": course.title,
            "hash": course.hash,
            "instead_of": before.hash if before else None,
            "from": origin,
            "folder": str(installed.source.folder),
        },
        "faults": [fault_as_data(fault) for fault in installed.source.faults],
        "notes": _notes(installed),
    }


def _tell(installed: "Installed", origin: str) -> None:
    course = installed.course
    instead = f", in place of version {installed.before.hash[:12]}" if installed.before else ""
    print(f"{course.id}: “{line(course.title)}”, version {course.hash[:12]}{instead}")
    print(f"  from {origin}")
    print(f"  in {installed.source.folder}")
    for note in _notes(installed):
        print(f"note: {note}")
    print(f"Begin with: jupyter tutor lab {course.id}")


def _notes(installed: "Installed") -> list[str]:
    """What else there is to do or to know before learners have it."""
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.authoring.requirements import pip_line, unmet
    from jupyter_tutor.cli.courses import installed_courses

    course, folder = installed.course, installed.source.folder
    notes = []
    missing = unmet(course.requires)
    if missing:
        notes.append(f"{' '.join(map(str, missing))} Type `{pip_line(missing)}`.")
    warnings = len(installed.source.faults)
    if warnings:
        notes.append(f"There is advice for its author: jupyter tutor validate {folder}")
    same = [
        found
        for found in installed_courses(default_data_dir())
        if found.source.course is not None and found.source.course.id == course.id
    ]
    here = [found for found in same if found.folder == folder.resolve()]
    if not here:
        notes.append(f"{folder.parent} is not searched. Set JUPYTER_TUTOR_PATH={folder.parent}")
    elif here[0].installed is None:
        notes.append(f"It is not the one that learners get. {here[0].faults[-1].what}")
    notes.extend(
        f"It comes before the one in {found.folder}."
        for found in same
        if here and here[0].installed is not None and found is not here[0]
    )
    return notes
