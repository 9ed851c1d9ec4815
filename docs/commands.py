"""Writes docs/cli.md, the `--help` of every command.

`python -m docs.commands` (or `make docs`) writes it; tests/cli compares.
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from jupyter_tutor.cli.main import parser

PAGE = Path(__file__).with_name("cli.md")

HEAD = """\
# The command line

What every command says with `--help`. This page is made from the code: `make docs`.

Every command ends with 0 when all is well, 1 when it found problems, and 2 when it was asked for
something that cannot be done.
"""


def written() -> str:
    """The page as the code has it."""
    # As wide as a page, whatever the terminal is.
    with patch.dict(os.environ, {"COLUMNS": "98"}):
        return HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    top = parser()
    yield _section("jupyter tutor", top)
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield _section(f"jupyter tutor {name}", command)


def _section(name: str, command: argparse.ArgumentParser) -> str:
    return f"\n## {name}\n\n```text\n{command.format_help().rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8", newline="\n")
