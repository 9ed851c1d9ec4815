"""``jupyter tutor``: finds the command and runs it.

Each command is a module with ``add_parser`` and ``run``; what is heavy is imported by ``run``.
"""

import argparse
import logging
import sys
from collections.abc import Sequence

from jupyter_tutor import __version__
from jupyter_tutor.cli import (
    build,
    courses,
    dead_letters,
    doctor,
    export,
    export_nbgrader,
    import_course,
    install,
    lab,
    new,
    queue,
    record,
    rehearse,
    transcript,
    try_answer,
    uninstall,
    validate,
)
from jupyter_tutor.cli.help_text import HelpText
from jupyter_tutor.cli.screen import guarded

COMMANDS = (
    *(lab, courses, record, transcript, install, uninstall),
    *(new, import_course, validate, rehearse, build, try_answer),
    *(export_nbgrader, export, queue, dead_letters, doctor),
)

_SILENT = logging.NullHandler()

DESCRIPTION = """\
One-to-one tutoring inside the notebook.

Learners:    jupyter tutor lab, courses, record, transcript
Authors:     jupyter tutor new, import, validate, rehearse, build, try, install, export-nbgrader
Instructors: jupyter tutor queue, export, dead-letters
If something is wrong: jupyter tutor doctor
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="jupyter tutor",
        description=DESCRIPTION,
        formatter_class=HelpText,
    )
    top.add_argument("--version", action="version", version=__version__)
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 is good, 1 found problems, 2 is wrong use."""
    with guarded():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    # What a command has to say it prints; a log line beside that would say it twice.
    logging.getLogger("jupyter_tutor").addHandler(_SILENT)
    top = parser()
    words = list(sys.argv[1:] if argv is None else argv)
    cut = words.index("--") if "--" in words else len(words)
    args = top.parse_args(words[:cut])
    if not hasattr(args, "run"):
        top.print_help()
        return 2
    args.rest = words[cut + 1 :]
    if args.rest and not getattr(args, "passes_on", False):
        top.error("only `lab` passes on what follows --")
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
