"""Which kernel this is, and what it shares with its server: the key of its connection."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelIdentity:
    """A kernel as Jupyter names it, and its connection's key."""

    id: str
    key: bytes = field(repr=False)


def kernel_identity() -> KernelIdentity | None:
    """The kernel that this process is; None where it is none, or nothing says which."""
    path = _connection_file()
    if path is None:
        return None
    try:
        key = str(json.loads(path.read_text(encoding="utf-8"))["key"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    name = path.stem
    return KernelIdentity(id=name.removeprefix("kernel-"), key=key.encode())


def process_name() -> str:
    """What a kernel is called that has no name of Jupyter's."""
    return f"python-{os.getpid()}"


def _connection_file() -> Path | None:
    if "ipykernel" not in sys.modules:
        return None
    from ipykernel.connect import get_connection_file

    try:
        return Path(get_connection_file())
    except RuntimeError:
        # IPython in a terminal may have the package loaded without being a kernel.
        return None
