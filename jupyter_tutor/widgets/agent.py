"""The agent in this very process: through it a host sees the learner's real objects."""

import atexit
import json
import logging
import secrets
import shutil
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jupyter_tutor.kernel_agent import install_code
from jupyter_tutor.kernel_agent.folders import new_folder, sweep

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HereAgent:
    """Where it listens; fields as in the ``agent`` frame of docs/protocol.md."""

    address: str
    secret: str = field(repr=False)
    pid: int
    python: str

    @property
    def told(self) -> dict[str, Any]:
        """The same as JSON data."""
        return {
            "address": self.address,
            "secret": self.secret,
            "pid": self.pid,
            "python": self.python,
        }


@cache
def agent_here() -> HereAgent | None:
    """The agent of this process, started if need be; None where a process cannot be copied."""
    sweep()
    directory = str(new_folder())
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    secret = secrets.token_hex(32)
    code, expression = install_code(directory, secret)
    space = _namespace()
    try:
        # The same code, and in the same place, as a server executes silently in its kernels.
        exec(code, space)  # noqa: S102
        said = json.loads(eval(expression, space))  # noqa: S307
    except Exception:
        log.exception("the agent could not be started")
        return None
    if not said["fork"]:
        return None
    return HereAgent(address=said["address"], secret=secret, pid=said["pid"], python=said["python"])


def _namespace() -> dict[str, Any]:
    """Where the learner's names are."""
    from jupyter_tutor.widgets.shell import shell

    here = shell()
    space: dict[str, Any] = vars(sys.modules["__main__"]) if here is None else here.user_ns
    return space
