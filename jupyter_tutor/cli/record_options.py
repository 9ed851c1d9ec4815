"""The options that say whose record is meant, and where it lies."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_tutor.core.ids import LearnerId


def add_record_options(parser: argparse.ArgumentParser) -> None:
    """Add `--learner` and `--data-dir`."""
    parser.add_argument(
        "--learner", metavar="NAME", help="whose record; without it, that of this account"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where the record is, if not the default"
    )


def learner_of(args: argparse.Namespace) -> "LearnerId":
    """Who is meant."""
    from jupyter_tutor.adapters.system import owner
    from jupyter_tutor.core.ids import LearnerId

    return LearnerId(args.learner) if args.learner else owner()


def data_dir_of(args: argparse.Namespace) -> Path:
    """Where the record is."""
    from jupyter_tutor.adapters.record_paths import default_data_dir

    given: Path | None = args.data_dir
    return given or default_data_dir()
