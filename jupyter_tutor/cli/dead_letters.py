"""``jupyter tutor dead-letters``: jobs that kept failing, to be looked at, tried again, dropped."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.ports import DeadLetter

EPILOG = """\
examples:
  jupyter tutor dead-letters                what was put aside
  jupyter tutor dead-letters --retry 1      try the first of them again
  jupyter tutor dead-letters --drop 1       forget it; what it is about stays recorded

A job that kept failing is put aside so that the rest can go on. A `fold` is an entry of a lesson's
record that the tutor could not read: the lesson went on without it, and nothing was deleted. A
`check` is an answer that could not be judged for no reason of the learner's; they were told to
check again, and trying it again here judges their newest answer anew, from the record.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "dead-letters",
        help="see what kept failing and was put aside",
        description="List the jobs that kept failing and were put aside, the oldest first.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--retry", type=int, metavar="N", help="try the N-th of the list again")
    either.add_argument("--drop", type=int, metavar="N", help="forget the N-th of the list")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where the record is, if not the default"
    )
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List, retry or drop: 0 when that was done, 1 when it failed again, 2 for a wrong number."""
    from jupyter_tutor.adapters.dead_letter_files import DeadLetterFiles
    from jupyter_tutor.adapters.record_paths import Layout, default_data_dir

    data_dir: Path = args.data_dir or default_data_dir()
    files = DeadLetterFiles(Layout(data_dir))
    letters = asyncio.run(files.all())
    number = args.drop if args.retry is None else args.retry
    if number is None:
        _list(letters, data_dir, as_json=args.json)
        return 0
    if not 1 <= number <= len(letters):
        print(f"There is no number {number}; the list has {len(letters)}.", file=sys.stderr)
        return 2
    letter = letters[number - 1]
    if args.retry is not None:
        from jupyter_tutor.cli.dead_letter_jobs import try_again

        trouble = try_again(letter, data_dir)
        if trouble is not None:
            asyncio.run(files.put(replace(letter, error=trouble, tries=1)))
            print(f"It failed again: {trouble}.", file=sys.stderr)
            return 1
    asyncio.run(files.drop(letter.id))
    print("It works now, and is off the list." if args.retry is not None else "Forgotten.")
    return 0


def _list(letters: "Sequence[DeadLetter]", data_dir: Path, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(letter) for letter in letters], ensure_ascii=False, indent=1))
        return
    if not letters:
        print(f"Nothing was put aside in {data_dir}.")
        return
    for number, letter in enumerate(letters, start=1):
        times = "once" if letter.tries == 1 else f"{letter.tries} times"
        print(f"{number}. {letter.job}, failed {times} since {letter.at} ({letter.error})")
        print(f"   {letter.input}")
