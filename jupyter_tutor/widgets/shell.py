"""The IPython shell that runs the learner's cells, where there is one."""

import importlib
import sys
from typing import Any


def shell() -> Any:
    """The shell, or None in a plain Python."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def newest_cell(wanted: Any) -> str | None:
    """The source of the newest cell that was run here and is ``wanted``; None: there is none."""
    here = shell()
    if here is None:
        return None
    ran: list[str] = here.history_manager.input_hist_raw
    return next((source for source in reversed(ran) if wanted(source)), None)


def name_of(thing: object, otherwise: str) -> str:
    """What the learner calls it: the first plain name it is bound to, or ``otherwise``."""
    here = shell()
    space = {} if here is None else here.user_ns
    for name, value in tuple(space.items()):
        if value is thing and not name.startswith("_"):
            return str(name)
    return otherwise


def show(thing: object) -> None:
    """Display it below the running cell."""
    display: Any = importlib.import_module("IPython.display").display
    display(thing)
