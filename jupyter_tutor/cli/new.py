"""`jupyter tutor new`: a small course in order, to change into one's own."""

import argparse
import json
import sys
from importlib.resources import files
from pathlib import Path

from jupyter_tutor.cli.help_text import HelpText

EPILOG = """\
examples:
  jupyter tutor new my-course
  jupyter tutor new my-course -o courses/

The course has one lesson with a question of each kind: code, choice, number, predict, expression,
formula, prose, order and blanks. Then:
  jupyter tutor validate my-course     whenever you have changed it
  jupyter tutor rehearse my-course     before anybody takes it
  jupyter tutor build my-course -o out what learners get
  jupyter tutor install my-course      to take it yourself
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "new",
        help="begin a course of your own",
        description="Make a small course that is in order, as a beginning of your own.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("course", metavar="COURSE_ID", help="its id, such as my-course")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="where its folder is made; without it, here",
    )
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it; 2 for an id that is none, or a place that will not do."""
    from jupyter_tutor.authoring.values import ID, MAX_ID

    name: str = args.course
    if not ID.fullmatch(name) or len(name) > MAX_ID:
        print(
            f"“{name}” is no id. Use lower-case letters, digits and single hyphens, such as "
            f"my-course, at most {MAX_ID} in all.",
            file=sys.stderr,
        )
        return 2
    folder: Path = args.output / name
    if folder.exists():
        print(f"{folder} is there already. Choose another id or -o DIR.", file=sys.stderr)
        return 2
    try:
        _write(folder, name)
    except OSError as error:
        print(f"{folder} cannot be written ({error.strerror}).", file=sys.stderr)
        return 2
    paths = sorted(folder.iterdir())
    if args.json:
        made = {"course": name, "folder": str(folder), "files": list(map(str, paths))}
        print(json.dumps(made, ensure_ascii=False))
        return 0
    for path in paths:
        print(path)
    print(f"Open the notebook in JupyterLab and change it; then: jupyter tutor validate {folder}")
    return 0


def _write(folder: Path, name: str) -> None:
    title = name.replace("-", " ").capitalize()
    folder.mkdir(parents=True)
    for file in files("jupyter_tutor.cli").joinpath("starter").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "course.yaml":
            text = text.replace("id: your-course", f"id: {name}")
            text = text.replace("title: Your course", f'title: "{title}"')
        (folder / file.name).write_text(text, encoding="utf-8", newline="\n")
