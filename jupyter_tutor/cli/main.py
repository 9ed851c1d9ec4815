"""``jupyter tutor``: finds the command and runs it.

Each command is a module with ``add_parser`` and ``run``; what is heavy is imported by ``run``.
"""

import argparse
import sys
from collections.abc import Sequence

from jupyter_tutor import __version__
from jupyter_tutor.cli import build, doctor, export, lab, try_answer, validate

COMMANDS = (lab, validate, build, try_answer, export, doctor)

DESCRIPTION = """\
One-to-one tutoring inside the notebook.

Learners:    jupyter tutor lab
Authors:     jupyter tutor validate, build, try
Instructors: jupyter tutor export
If something is wrong: jupyter tutor doctor
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="jupyter tutor",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=__version__)
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 is good, 1 found problems, 2 is wrong use."""
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
