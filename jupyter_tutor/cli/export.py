"""``jupyter tutor export``: everything that was recorded, as files for instructors."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_tutor.cli.help_text import HelpText

if TYPE_CHECKING:
    from jupyter_tutor.adapters.duckdb_export import Format, Written


EPILOG = """\
examples:
  jupyter tutor export -o record                      JSON lines, for any program
  jupyter tutor export --format parquet -o record     for DuckDB, pandas or R
  jupyter tutor export -o record --force --json       over an earlier export, from a script

What is recorded about one learner: `jupyter tutor record --help`.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "export",
        help="write all that was recorded as files",
        description="Write every recorded event (events.*) and one row for each session "
        "(sessions.*).\nWorks while servers are running.",
        epilog=EPILOG,
        formatter_class=HelpText,
    )
    parser.add_argument(
        "--format",
        choices=("jsonl", "parquet"),
        default="jsonl",
        help="what kind of files (%(default)s)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="directory to write to"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where the record is, if not the default"
    )
    parser.add_argument("--force", action="store_true", help="overwrite files of an earlier export")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Export; 0 if the files were written, 1 if not, 2 where the request makes no sense."""
    from jupyter_tutor.adapters.record_export import ExportRefusedError
    from jupyter_tutor.adapters.record_paths import default_data_dir

    data_dir = args.data_dir or default_data_dir()
    if not (data_dir / "journal").is_dir():
        return _refuse(
            f"Nothing is recorded in {data_dir}. "
            "Start a lesson first, or say with --data-dir where the record is."
        )
    if args.output.exists() and not args.output.is_dir():
        return _refuse(f"{args.output} is a file; -o takes a directory.")
    try:
        written = asyncio.run(_export(data_dir, args.format, args.output, force=args.force))
    except ExportRefusedError as error:
        return _refuse(str(error))
    except Exception as error:  # noqa: BLE001 - the command's user gets words, not a traceback
        sys.stderr.write(f"The export failed and wrote nothing: {error}\n")
        return 1
    _report(written, as_json=args.json)
    return 0


async def _export(data_dir: Path, form: "Format", output: Path, *, force: bool) -> "Written":
    from jupyter_tutor.adapters.record import Record

    record = await Record.open(data_dir)
    try:
        return await record.history.export(form, output, force=force)
    finally:
        await record.close()


def _report(written: "Written", *, as_json: bool) -> None:
    files = {table: str(written.directory / name) for table, name in written.files.items()}
    if as_json:
        outcome = {"files": files, "rows": written.rows, "conflicts": written.conflicts}
        sys.stdout.write(json.dumps(outcome) + "\n")
        return
    for table, path in files.items():
        sys.stdout.write(f"{written.rows[table]} {table} written to {path}\n")
    if written.conflicts:
        sys.stdout.write(
            f"{written.conflicts} events that two servers wrote at once were left out; "
            "they are in the table conflicts.\n"
        )


def _refuse(words: str) -> int:
    sys.stderr.write(words + "\n")
    return 2
