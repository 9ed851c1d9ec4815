"""How answers are shut in on this machine: by bubblewrap, or by what takes its place.

Which one it is gets found out by trying, once; nothing is concluded from version numbers or the
names of systems.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_tutor.checker.bubblewrap import Bubblewrap, missing
from jupyter_tutor.checker.fresh import Enclosure, FreshProcess
from jupyter_tutor.checker.limited import Limited
from jupyter_tutor.kernel_agent import agent_path

_SECONDS = 30.0

_LOOK_AROUND = """
import os, socket
assert os.getuid() != 0, "it is root inside"
assert [name for _, name in socket.if_nameindex()] == ["lo"], "it has a network"
assert not os.path.exists({file!r}), "it sees our files"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """What shuts answers in: ``program`` is bubblewrap, or None, and then ``why`` says why not."""

    program: str | None
    why: str | None = None

    @property
    def target(self) -> Literal["sandbox", "process"]:
        """How a report calls it."""
        return "process" if self.program is None else "sandbox"

    def enclosure(self, files: Path | None = None, hide: Sequence[Path] = ()) -> Enclosure:
        """Return an enclosure for one answer.

        It finds copies of the files below ``files`` where it starts; the folders ``hide`` are kept
        from it as far as that can be done.
        """
        if self.program is None:
            return Limited(files=files)
        return Bubblewrap(self.program, files=files, hide=hide)


def find_sandbox(program: str = "bwrap") -> Sandbox:
    """Return the strongest sandbox that can be had with this Python; it takes a moment."""
    path = shutil.which(program) if sys.platform == "linux" else None
    if path is None:
        only = "" if sys.platform == "linux" else ", which is for Linux only"
        return Sandbox(program=None, why=f"there is no bubblewrap ({program}){only}")
    why = missing(path) or _tried(path)
    return Sandbox(program=path if why is None else None, why=why)


def _tried(program: str) -> str | None:
    """Return what went wrong when an answer was to be shut in, or None."""
    walls = Bubblewrap(program)
    source = _LOOK_AROUND.format(file=str(agent_path()))
    try:
        with FreshProcess([source], seconds=_SECONDS, enclosure=walls) as process:
            if process.state == "ready":
                return process.failures.get(0)
        return _complaint(walls)
    except OSError as error:
        return str(error)


def _complaint(walls: Bubblewrap) -> str:
    with walls.walls() as (before, numbers):
        told = subprocess.run(  # noqa: S603 - a command of our own
            [*before, sys.executable, "-I", "-c", "pass"],
            pass_fds=numbers,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    lines = told.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {told.returncode}"
