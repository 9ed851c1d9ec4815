"""``jupyter tutor queue``: what waits for an instructor."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.screen import line

if TYPE_CHECKING:
    from jupyter_tutor.adapters.duckdb_waiting import Candidate, Waiting
    from jupyter_tutor.adapters.record import Record

EPILOG = """\
examples:
  jupyter tutor queue                       what waits, the oldest first
  jupyter tutor queue --course statistics   of one course
  jupyter tutor queue --candidates          misconceptions that a course does not foresee yet

An answer in sentences waits here when neither the rubric nor a language model could tell whether it
is right; a question waits when its learner wanted a person to look at the reply. Learners go on
meanwhile. Candidates are for authors: what a language model saw behind wrong answers for which no
misconception was foreseen.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "queue",
        help="see which answers and questions wait for a person",
        description="List what waits for an instructor, the oldest first. "
        "Works while servers are running.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument("--course", metavar="COURSE", help="only of this course, by its id")
    parser.add_argument(
        "--candidates", action="store_true", help="misconceptions that are not foreseen, instead"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where the record is, if not the default"
    )
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List; 0, or 1 where the record cannot be read."""
    from jupyter_tutor.adapters.duckdb_asked import IntakeUnavailableError
    from jupyter_tutor.adapters.duckdb_waiting import candidates, waiting
    from jupyter_tutor.adapters.record_paths import default_data_dir
    from jupyter_tutor.adapters.record_reading import RecordUnreadableError, read_record
    from jupyter_tutor.adapters.record_socket import PeerError

    data_dir: Path = args.data_dir or default_data_dir()

    async def read(record: "Record") -> "tuple[Sequence[Waiting], Sequence[Candidate]]":
        if args.candidates:
            return (), await candidates(record.history)
        return await waiting(record.history), ()

    try:
        found = read_record(data_dir, read) or ((), ())
    except (RecordUnreadableError, IntakeUnavailableError, PeerError) as error:
        print(error, file=sys.stderr)
        return 1
    waits = [one for one in found[0] if args.course in (None, one.course)]
    named = [one for one in found[1] if args.course in (None, one.course)]
    if args.json:
        listed = [*map(asdict, waits), *map(asdict, named)]
        print(json.dumps(listed, indent=1, ensure_ascii=False))
        return 0
    if not waits and not named:
        print(f"Nothing waits in {data_dir}.")
    for number, one in enumerate(waits, start=1):
        print("\n".join(_waiting(number, one)))
    for number, candidate in enumerate(named, start=1):
        print("\n".join(_candidate(number, candidate)))
    return 0


def _waiting(number: int, one: "Waiting") -> list[str]:
    what = f"answer to {one.question}" if one.kind == "answer" else "question to the tutor"
    lines = [
        f"{number}. {what}, by {line(one.learner)} in {one.course}/{one.lesson}, {one.at[:16]}",
        *(f"   > {line(said)}" for said in one.words.splitlines()),
    ]
    return lines + [f"   {line(said)}" for said in one.said.splitlines() if said]


def _candidate(number: int, one: "Candidate") -> list[str]:
    learners = "1 learner" if one.learners == 1 else f"{one.learners} learners"
    answers = "1 answer" if one.answers == 1 else f"{one.answers} answers"
    where = f"{one.course}/{one.lesson}, {one.question}"
    return [f"{number}. {line(one.name)} ({where}): {learners}, {answers}", f"   {line(one.words)}"]
