"""`jupyter tutor record`: what is recorded about a learner, to read and to keep."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.record_options import add_record_options, data_dir_of, learner_of
from jupyter_tutor.cli.screen import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jupyter_tutor.adapters.record import Record
    from jupyter_tutor.core.ids import LearnerId
    from jupyter_tutor.sessions.standing import Standing

DESCRIPTION = """\
Say what is recorded about you: your answers, the answer cells you run, and the
conversation with the tutor. Cells that an answer builds on are kept with it, and the
files in the notebook's folder that they read. Other cells are not recorded.
"""

EPILOG = """\
examples:
  jupyter tutor record                      what there is, in short
  jupyter tutor record --export mine.jsonl  all of it, an entry a line
  jupyter tutor record --json               what there is, for a program

`jupyter tutor transcript COURSE LESSON` gives one conversation as a text to read.
"""

ANSWERS, HINTS, SAID = "answer_submitted", "hint_given", "learner_said"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "record",
        help="see what is recorded about you, and keep a copy",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    add_record_options(parser)
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="write every entry as a line of JSON"
    )
    parser.add_argument("--force", action="store_true", help="overwrite FILE if it is there")
    parser.add_argument("--json", action="store_true", help="write JSON, for a program to read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell or write it; 1 where the record cannot be read whole, 2 where FILE cannot be written.

    Of a damaged record all that is whole is written, with a line that says so.
    """
    from jupyter_tutor.adapters.learner_export import export_lines
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError, read_record
    from jupyter_tutor.sessions.standing import standings

    data_dir, learner, target = data_dir_of(args), learner_of(args), args.export
    if target is not None and target.exists() and not args.force:
        print(f"{target} is there already. Choose another FILE, or add --force.", file=sys.stderr)
        return 2

    async def read(record: "Record") -> "tuple[tuple[Standing, ...], str]":
        found = await standings(record.history, learner)
        sessions = [each.session for each in found] if target is not None else []
        return found, "".join([lines async for lines in export_lines(record.history, sessions)])

    try:
        found, lines = read_record(data_dir, read) or ((), "")
    except RecordUnreadableError as error:
        print(error, file=sys.stderr)
        return 1
    if target is not None:
        try:
            _write(target, lines)
        except OSError as error:
            print(f"{target} cannot be written ({error.strerror}).", file=sys.stderr)
            return 2
    if args.json:
        print(json.dumps(_as_data(found, learner, data_dir), indent=1, ensure_ascii=False))
    else:
        _tell(found, learner, data_dir)
        if target is not None:
            entries = lines.count("\n")
            print(f"\n{_count(entries, 'entry', 'entries')} written to {target}.")
    return 1 if any(each.damage for each in found) else 0


def _write(target: Path, lines: str) -> None:
    from jupyter_tutor.adapters.record_paths import write_private

    target.parent.mkdir(parents=True, exist_ok=True)
    write_private(target, lines)


def _tell(found: "Sequence[Standing]", learner: "LearnerId", data_dir: Path) -> None:
    if not found:
        print(f"Nothing is recorded about {learner} in {data_dir}.")
        return
    print(f"Recorded about {learner} in {data_dir}:")
    for each in found:
        session = each.session
        days = dict.fromkeys((session.first[:10], session.last[:10]))
        state = "finished" if session.finished else "begun"
        again = ", doing it again" if session.again else ""
        print(f"\n  {line(session.title)} ({session.course}/{session.lesson})")
        print(f"    {' to '.join(days)}; {state}{again}; {each.points:g} points")
        print(
            f"    {_count(each.entries.get(ANSWERS, 0), 'answer', 'answers')}, "
            f"{_count(each.entries.get(HINTS, 0), 'hint', 'hints')}, "
            f"{_count(each.entries.get(SAID, 0), 'message', 'messages')} of yours; "
            f"{_count(session.events, 'entry', 'entries')} in all"
        )
        if each.damage:
            print(f"    {each.damage}")


def _as_data(found: "Sequence[Standing]", learner: "LearnerId", data_dir: Path) -> dict[str, Any]:
    return {
        "learner": learner,
        "data_dir": str(data_dir),
        "sessions": [
            {
                "session": each.session.session,
                "course": each.session.course,
                "lesson": each.session.lesson,
                "title": each.session.title,
                "first": each.session.first,
                "last": each.session.last,
                "finished": each.session.finished,
                "again": each.session.again,
                "points": each.points,
                "entries": dict(each.entries),
                "damage": each.damage,
            }
            for each in found
        ],
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
