"""`jupyter tutor import`: a course written for nbgrader, otter or learntools, brought over."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.authoring.importing.course import Imported, Wanted

EPILOG = """\
examples:
  jupyter tutor import nbgrader course101/source -o my-course
  jupyter tutor import otter hw01.ipynb -o my-course
  jupyter tutor import learntools ex_1.ipynb -o my-course --modules ~/learntools
  jupyter tutor import nbgrader ps1 -o my-course --json     for a program to read

Nothing of the source is run. What cannot be carried over is told, and kept in raw cells of the
new notebooks, which learners never see. Then: jupyter tutor validate my-course
"""
FORMATS = ("nbgrader", "otter", "learntools")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="bring a course over from nbgrader, otter or learntools",
        description="Make a course of ours from the notebooks of another tool, and tell what\n"
        "could not be carried over.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument(
        "path", type=Path, metavar="PATH", help="a notebook of theirs, or a folder of them"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="the course folder to write; its name becomes the id",
    )
    parser.add_argument("--id", metavar="ID", help="another id for the course")
    parser.add_argument("--title", metavar="TITLE", help="its title; without it, made of the id")
    parser.add_argument(
        "--modules",
        type=Path,
        metavar="DIR",
        help="the folder that the package learntools is in; else it is looked for above PATH",
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    parser.add_argument("--json", action="store_true", help="write the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bring it over; 0 when all was carried, 1 when something was left out, 2 when nothing was."""
    from jupyter_tutor.authoring.importing.course import Wanted, import_course
    from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
    from jupyter_tutor.authoring.lesson_head import slug
    from jupyter_tutor.authoring.values import ID, MAX_ID

    output: Path = args.output
    name = args.id if args.id is not None else slug(output.resolve().name)
    if not ID.fullmatch(name) or len(name) > MAX_ID:
        return _refuse(
            f"“{args.id if args.id is not None else output}” makes no id for a course. Name one: "
            "--id my-course (lower-case letters, digits and single hyphens)."
        )
    if not args.path.exists():
        return _refuse(f"There is nothing at {args.path}.")
    wanted = Wanted(
        form=args.format,
        path=args.path,
        course_id=name,
        title=args.title or name.replace("-", " ").capitalize(),
        output=output,
        modules=args.modules,
    )
    try:
        imported = import_course(wanted)
    except ImportRefusedError as error:
        fault = error.fault
        return _refuse(f"{fault.place}\n  {fault.what}\n  {fault.fix}")
    refusal = _refusal(wanted, imported, force=args.force)
    if refusal is not None:
        return _refuse(refusal)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for file, text in imported.files.items():
            (output / file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        return _refuse(f"{error.filename} cannot be written ({error.strerror}).")
    if args.json:
        print(json.dumps(_as_data(wanted, imported), indent=1, ensure_ascii=False))
    else:
        _tell(wanted, imported)
    return 1 if imported.left_out else 0


def _refusal(wanted: "Wanted", imported: "Imported", *, force: bool) -> str | None:
    """Why the files cannot be written where they are wanted; None when they can."""
    sources = {path.resolve() for path in imported.sources}
    files = [wanted.output / file for file in imported.files]
    for path in files:
        if path.resolve() in sources:
            return f"{path} is a notebook of the source itself. Choose another DIR."
    there = [path for path in files if path.exists()]
    if there and not force:
        return f"{there[0]} is there already. Choose another DIR, or write over it with --force."
    return None


def _as_data(wanted: "Wanted", imported: "Imported") -> dict[str, Any]:
    return {
        "course": wanted.course_id,
        "folder": str(wanted.output),
        "ok": imported.left_out == 0,
        "files": [str(wanted.output / file) for file in imported.files],
        "carried": imported.carried(),
        "remarks": [
            {
                "kind": remark.kind,
                "file": remark.place.file,
                "cell": remark.place.cell,
                "what": remark.what,
                "fix": remark.fix,
            }
            for remark in imported.remarks
        ],
    }


def _tell(wanted: "Wanted", imported: "Imported") -> None:
    for remark in imported.remarks:
        print(f"{remark.kind}: {remark.place}\n  {remark.what}\n  {remark.fix}")
    counts = imported.carried()
    changed = len(imported.remarks) - imported.left_out
    print(
        f"{wanted.output}: {_count(counts['lessons'], 'lesson')} with "
        f"{_count(counts['questions'], 'question')}, {_count(counts['checks'], 'check')} and "
        f"{_count(counts['hints'], 'hint')} carried over; "
        f"{_count(imported.left_out, 'thing')} left out, {changed} changed."
    )
    if imported.left_out:
        print("What was left out is kept in raw cells of the new notebooks; learners never see it.")
    print(f"Then: jupyter tutor validate {wanted.output}")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
