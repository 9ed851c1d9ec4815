"""What takes the sandbox's place where none can be had: a plain process with limits.

It is weaker, and its verdicts say so. It starts with nothing of this process's environment, in a
folder of its own that is gone afterwards, and cannot use more memory, time and processes than an
answer may; but it can open every file that this user can, and reach the network.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jupyter_tutor.checker.belongings import opened
from jupyter_tutor.checker.enclosed import ALLOWANCE, bare_environment, limits_of_each
from jupyter_tutor.checker.isolated import isolated, own_hash_seed
from jupyter_tutor.checker.started import Launch, Started
from jupyter_tutor.kernel_agent import agent_path


class Limited:
    """An enclosure of limits alone. The answer finds copies of the files below ``files``."""

    allowance = ALLOWANCE

    def __init__(self, *, files: Path | None = None) -> None:
        self._files = files

    def limits(self, seconds: float) -> Mapping[str, int]:
        """What each process may use. Processes are counted from outside."""
        return limits_of_each(seconds)

    def start(self) -> Started:
        """Start it; OSError when that is not possible, TooMuchError when there is too much."""
        folder = Path(tempfile.mkdtemp(prefix="tutor-"))
        try:
            self._copy_to(folder)
            flags, environment = isolated(bare_environment(folder), own_hash_seed())
            return Started(
                Launch(
                    command=(sys.executable, *flags, str(agent_path())),
                    environment={**environment, "TMPDIR": str(folder)},
                    folder=folder,
                    own=True,
                )
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _copy_to(self, folder: Path) -> None:
        with opened(self._files) as files:
            for name, number in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with os.fdopen(os.dup(number), "rb") as read, path.open("wb") as written:
                    shutil.copyfileobj(read, written)
