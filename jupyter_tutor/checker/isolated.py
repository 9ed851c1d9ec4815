"""How a Python is started so that nothing around it changes what it does.

Owns the flags and the environment of the checker's processes and of those that run answers.
"""

import os
import sys
from collections.abc import Mapping

_SEED = "PYTHONHASHSEED"


def isolated(
    environment: Mapping[str, str], hash_seed: int | None = None
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the flags of a Python that heeds no `PYTHON…` variable, and its environment.

    ``hash_seed`` sets the order in which sets of texts are gone through, which is another one in
    every process; None leaves it so. It wants Python 3.11, for ``-I`` would ignore it.
    """
    if hash_seed is None:
        return ("-I",), dict(environment)
    kept = {key: value for key, value in environment.items() if not key.startswith("PYTHON")}
    return ("-s", "-P"), {**kept, _SEED: str(hash_seed)}


def own_hash_seed() -> int | None:
    """Return the seed that this process was given by :func:`isolated`, or None."""
    given = os.environ.get(_SEED, "")
    return int(given) if given.isdecimal() and not sys.flags.ignore_environment else None
