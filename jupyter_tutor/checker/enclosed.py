"""What all enclosures have in common: what an answer is given, and what it may use.

Numbers that hold for each process cannot be raised from within; those for all of them together
are watched from outside.
"""

import math
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from jupyter_tutor.checker.connection import MEMORY
from jupyter_tutor.checker.watching import Allowance

MOST_PROCESSES = 64

ALLOWANCE = Allowance(memory=4 * MEMORY, processes=MOST_PROCESSES)

DISK = 64 << 20
"""Bytes in files, and in a single one of them."""

_PASSED_ON = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
_ONE_THREAD = (
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"),
    "POLARS_MAX_THREADS",
)


def bare_environment(home: Path) -> dict[str, str]:
    """Return an environment with nothing of this process's own but its language and time zone."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    told = {"PATH": path, "HOME": str(home), "USER": "learner", "LOGNAME": "learner"}
    return {"LANG": "C.UTF-8", **kept, **told, **dict.fromkeys(_ONE_THREAD, "1")}


def limits_of_each(seconds: float) -> Mapping[str, int]:
    """Return what each process may use, for sources and checks of so many ``seconds``."""
    if sys.platform == "win32":
        return {}
    return {
        # What libraries only set aside, as for threads that may come, is no memory yet.
        "RLIMIT_AS": 16 * MEMORY,
        "RLIMIT_DATA": 3 * MEMORY,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": math.ceil(2 * seconds) + 5,
        "RLIMIT_FSIZE": DISK,
        "RLIMIT_NOFILE": 256,
    }
