"""Bringing exported files to where they were wanted, whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


class ExportRefusedError(Exception):
    """The export would overwrite files; the text says which and what to do."""


def refuse_to_overwrite(target: Path, names: Iterable[str]) -> None:
    """Raise ExportRefusedError if any of these files is there already."""
    there = [name for name in names if (target / name).exists()]
    if there:
        raise ExportRefusedError(
            f"{target} already has {' and '.join(there)}. "
            "Choose another directory, or overwrite with --force."
        )


def deliver(source: Path, names: Iterable[str], target: Path) -> list[Path]:
    """Move the files from one directory into another; each appears there complete.

    ``source`` is removed in any case.
    """
    names = list(names)
    try:
        target.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".export-", dir=target))
        try:
            for name in names:
                shutil.move(source / name, staging / name)
            return [(staging / name).replace(target / name) for name in names]
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    finally:
        shutil.rmtree(source, ignore_errors=True)
