"""What a sandboxed answer can see of this machine: the system's programs, and this Python.

Nothing else: no home folder, no course, no record, and of this Python's own installation not the
places where Jupyter keeps courses and settings.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import jupyter_tutor

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf"),
    *("/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types"),
)
_OF_PYTHON = ("bin", "lib", "lib32", "lib64", "share", "pyvenv.cfg")
_OF_JUPYTER = ("share/jupyter", "etc/jupyter")


def links() -> dict[str, str]:
    """Return the system's folders that are links to others, and where they lead."""
    return {path: os.readlink(path) for path in _SYSTEM if Path(path).is_symlink()}  # noqa: PTH115


def trees() -> list[Path]:
    """Return what is shown, outer folders before inner ones and nothing twice."""
    wanted = [Path(path) for path in _SYSTEM if not Path(path).is_symlink()]
    wanted += [prefix / part for prefix in _prefixes() for part in _OF_PYTHON]
    wanted += [link.parent for link in _way_to_python()]
    found: list[Path] = []
    for path in sorted(set(wanted), key=lambda path: len(path.parts)):
        if path.exists() and not any(path.is_relative_to(other) for other in found):
            found.append(path)
    return found


def hidden(more: Sequence[Path] = ()) -> list[Path]:
    """Return what is not shown although it lies in a tree that is; ``more`` are further such."""
    shown = trees()
    wanted = [prefix / part for prefix in _prefixes() for part in _OF_JUPYTER]
    wanted += [Path(usr, part) for usr in ("/usr", "/usr/local") for part in _OF_JUPYTER]
    wanted += [Path(jupyter_tutor.__file__).parent, *(path.resolve() for path in more)]
    within = (path for path in wanted if any(path.is_relative_to(tree) for tree in shown))
    return [path for path in dict.fromkeys(within) if path.is_dir()]


def _prefixes() -> list[Path]:
    told = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)
    library = f"lib/python{sys.version_info.major}.{sys.version_info.minor}"
    led = [link.parent.parent for link in _way_to_python()]
    return [*map(Path, dict.fromkeys(told)), *(path for path in led if (path / library).is_dir())]


def _way_to_python() -> Iterator[Path]:
    """Yield the program of this Python, and what it is a link to, as far as that goes."""
    path = Path(sys.executable)
    for _ in range(40):
        yield path
        if not path.is_symlink():
            return
        path = Path(os.path.normpath(path.parent / path.readlink()))
