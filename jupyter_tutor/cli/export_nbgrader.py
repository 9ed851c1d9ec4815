"""`jupyter tutor export-nbgrader`: a course as source notebooks for nbgrader."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.authoring.exporting.nbgrader import Exported
    from jupyter_tutor.authoring.source import CourseSource

EPILOG = """\
examples:
  jupyter tutor export-nbgrader my-course -o course101/source
  nbgrader generate_assignment first-steps          in course101, for students

DIR is the `source` folder of an nbgrader course; every lesson becomes an assignment in it. Code
questions are graded there by their checks, all other kinds by hand. The way back:
  jupyter tutor import nbgrader course101/source -o my-course-again
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "export-nbgrader",
        help="make source notebooks for nbgrader from a course",
        description="Make source notebooks for nbgrader from a course.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "course", type=Path, metavar="COURSE", help="a course folder, or one notebook of it"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="where to put them"
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--json", action="store_true", help="write the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Export; 0 when all was written, 1 when the course has errors, 2 for a path that cannot be."""
    from jupyter_tutor.authoring.exporting.nbgrader import export_nbgrader
    from jupyter_tutor.authoring.source import read_source

    try:
        source = read_source(args.course)
    except FileNotFoundError as error:
        return _refuse(str(error))
    if source.course is None:
        for fault in source.faults:
            print(f"{fault.severity}: {source.folder / str(fault.place)}", file=sys.stderr)
            print(f"  {fault.what}\n  {fault.fix}", file=sys.stderr)
        print("Nothing was written: put the errors right first.", file=sys.stderr)
        return 1
    exported = export_nbgrader(source)
    there = [file for file in exported.files if (args.output / file).exists()]
    if there and not args.force:
        return _refuse(
            f"{args.output / there[0]} is there already. Choose another DIR, or write over it "
            "with --force."
        )
    try:
        for file, text in exported.files.items():
            path: Path = args.output / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        return _refuse(f"{error.filename} cannot be written ({error.strerror}).")
    _tell(source, exported, args.output, as_json=args.json)
    return 0


def _tell(source: "CourseSource", exported: "Exported", output: Path, *, as_json: bool) -> None:
    files = [str(output / file) for file in exported.files]
    if as_json:
        left = [
            {
                "file": fault.place.file,
                "cell": fault.place.cell,
                "what": fault.what,
                "fix": fault.fix,
            }
            for fault in exported.left
        ]
        print(json.dumps({"files": files, "left": left}, indent=1, ensure_ascii=False))
        return
    for fault in exported.left:
        print(f"left out: {source.folder / str(fault.place)}\n  {fault.what}\n  {fault.fix}")
    for file in files:
        print(file)


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
