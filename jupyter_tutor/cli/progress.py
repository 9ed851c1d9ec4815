"""A bar on the terminal for what takes a while; nothing where nobody watches."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give what is told how much is done, and of how much. The bar is gone afterwards."""
    if not _watched():
        yield lambda done, total: None
        return
    # Imported here: only a terminal needs it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeLeft())
    with Progress(*columns, console=Console(file=sys.__stderr__), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _watched() -> bool:
    """Whether standard error is a terminal, whatever stands between it and what is printed."""
    try:
        return os.isatty(sys.stderr.fileno())
    except (UnsupportedOperation, OSError, ValueError):
        return False
