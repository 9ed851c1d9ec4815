"""Shuts an answer in by bubblewrap: Linux namespaces, and so for Linux only.

Inside there is a user who owns nothing, no network but its own loopback, no process but its own,
the system and this Python to read, an empty home and an empty `/tmp` to write. It is made for one
answer and gone after it, with all its processes, as soon as the process outside is.

A server that runs as root does not lend its own user to it, not even in a user namespace: root's
files in `/proc/sys` could be written there. It takes a user id that nobody has instead.
"""

import importlib.util
import marshal
import os
import platform
import re
import secrets
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from jupyter_tutor.checker.belongings import opened
from jupyter_tutor.checker.enclosed import (
    ALLOWANCE,
    DISK,
    MOST_PROCESSES,
    bare_environment,
    limits_of_each,
)
from jupyter_tutor.checker.isolated import isolated, own_hash_seed
from jupyter_tutor.checker.started import Launch, Started
from jupyter_tutor.checker.syscalls import call_filter
from jupyter_tutor.checker.visible import hidden, links, trees
from jupyter_tutor.kernel_agent import agent_source

HOME = Path("/home/learner")
_AGENT = "/tutor/agent.pyc"

_USERS = "learner:x:{0}:{0}::/home/learner:/bin/sh\n"
_GROUPS = "learner:x:{0}:\n"
_HOSTS = "127.0.0.1 localhost sandbox\n::1 localhost sandbox\n"

_NAMESPACES = (
    *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
    "--unshare-cgroup-try",
)
_ENDING = ("--die-with-parent", "--new-session")

_COUNTED_APART = (5, 14)
"""Since this Linux, the processes of a user are counted for each user namespace."""


class Bubblewrap:
    """An enclosure made by the ``program``.

    The answer finds copies of the files below ``files`` in its home; the folders ``hide`` are
    kept from it, wherever they are.
    """

    allowance = ALLOWANCE

    def __init__(
        self, program: str, *, files: Path | None = None, hide: Sequence[Path] = ()
    ) -> None:
        self._program = program
        self._files = files
        self._hide = tuple(hide)

    def limits(self, seconds: float) -> Mapping[str, int]:
        """What each process may use."""
        each = limits_of_each(seconds)
        linux = tuple(map(int, re.findall(r"\d+", platform.release())[:2]))
        apart = _is_root() or linux >= _COUNTED_APART
        return {**each, "RLIMIT_NPROC": MOST_PROCESSES} if apart else each

    def start(self) -> Started:
        """Start it; OSError when the program is gone, TooMuchError when there is too much."""
        flags, environment = isolated(bare_environment(HOME), own_hash_seed())
        with self.walls() as (walls, numbers):
            return Started(
                Launch(
                    command=(*walls, sys.executable, *flags, _AGENT),
                    environment=environment,
                    inherits=numbers,
                    walled=True,
                )
            )

    @contextmanager
    def walls(self) -> Iterator[tuple[list[str], list[int]]]:
        """Yield what is to stand before a command, and the descriptors that it needs."""
        user = 1_000_000_000 + secrets.randbelow(1_000_000_000) if _is_root() else 1000
        with ExitStack() as stack:
            files = stack.enter_context(opened(self._files))
            given = {
                _AGENT: _in_memory(_agent(), stack),
                "/etc/passwd": _in_memory(_USERS.format(user).encode(), stack),
                "/etc/group": _in_memory(_GROUPS.format(user).encode(), stack),
                "/etc/hosts": _in_memory(_HOSTS.encode(), stack),
            }
            walls = [
                *(self._program, *_NAMESPACES, *_ENDING, "--hostname", "sandbox"),
                *self._user(user),
                # Before what is shown: this Python may itself be installed below /tmp.
                *self._empty("/tmp"),  # noqa: S108 - inside, where it is the answer's own
                *self._home(files),
                *_shown(self._hide),
                *self._empty("/dev/shm"),  # noqa: S108 - as above
            ]
            for path, number in given.items():
                walls += ["--perms", "0444", "--ro-bind-data", str(number), path]
            walls += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(HOME)]
            numbers = [*files.values(), *given.values()]
            calls = call_filter()
            if calls is not None:
                numbers.append(_in_memory(calls, stack))
                walls += ["--seccomp", str(numbers[-1])]
            yield [*walls, "--", *_become(user)], numbers

    def _user(self, user: int) -> list[str]:
        if _is_root():
            return ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        # One that belongs to root (setuid) has no such option, and no need of it: see the calls.
        able = not Path(self._program).stat().st_mode & stat.S_ISUID
        nested = ["--disable-userns"] if able and self._knows("--disable-userns") else []
        return ["--unshare-user", *nested, "--uid", str(user), "--gid", str(user)]

    def _knows(self, option: str) -> bool:
        return option in _options(self._program)

    def _empty(self, path: str) -> list[str]:
        """A folder in memory, to write in."""
        size = ["--size", str(DISK)] if self._knows("--size") else []
        return [*size, "--perms", "1777", "--tmpfs", path]

    def _home(self, files: Mapping[str, int]) -> list[str]:
        walls = self._empty(str(HOME))
        folders = {folder for name in files for folder in Path(name).parents}
        for folder in sorted(folders - {Path()}):
            walls += ["--perms", "0777", "--dir", str(HOME / folder)]
        for name, number in files.items():
            walls += ["--perms", "0666", "--file", str(number), str(HOME / name)]
        return walls


def missing(program: str) -> str | None:
    """Return what keeps this bubblewrap from being of use at all, or None."""
    if "--perms" not in _options(program):
        return f"{program} is too old: version 0.5 or newer is needed"
    if _is_root() and shutil.which("setpriv") is None:
        return "the program setpriv is missing, with which root becomes another user"
    return None


@cache
def _shown(hide: tuple[Path, ...]) -> list[str]:
    """Return the options for all that is seen; looking for it takes as long as starting."""
    walls: list[str] = []
    shown = trees()
    for folder in sorted({folder for path in shown for folder in path.parents} - {Path("/")}):
        if not any(folder.is_relative_to(path) for path in shown):
            walls += ["--perms", "0755", "--dir", str(folder)]
    for path in shown:
        walls += ["--ro-bind", str(path), str(path)]
    for link, target in links().items():
        walls += ["--symlink", target, link]
    for path in hidden(hide):
        walls += ["--tmpfs", str(path), "--remount-ro", str(path)]
    return [*walls, "--proc", "/proc", "--dev", "/dev"]


def _become(user: int) -> list[str]:
    if not _is_root():
        return []
    number = str(user)
    return ["setpriv", "--reuid", number, "--regid", number, "--clear-groups", "--inh-caps=-all"]


def _is_root() -> bool:
    return os.geteuid() == 0


@cache
def _options(program: str) -> frozenset[str]:
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)  # noqa: S603
    return frozenset(re.findall(r"^\s+(--[a-z0-9-]+)", told.stdout + told.stderr, re.MULTILINE))


@cache
def _agent() -> bytes:
    """Return the agent as a compiled file: reading it anew for every answer would take longer."""
    code = compile(agent_source(), _AGENT, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def _in_memory(data: bytes, stack: ExitStack) -> int:
    """Return the descriptor of a file that has no name, open until the stack unwinds."""
    number = os.memfd_create("tutor")
    stack.callback(os.close, number)
    os.write(number, data)
    os.lseek(number, 0, os.SEEK_SET)
    return number
