"""Owns bringing the agent into a kernel process, and the directory in which it listens.

The agent arrives as text in a silent execute, so the kernel's environment needs nothing of ours.
The learner's names, numbering, history and output stay as they were.
"""

import ast
import asyncio
import builtins
import json
import logging
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jupyter_tutor.adapters.kernel_channels import KernelChannels
from jupyter_tutor.checker.connection import AgentAddress
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.verdict import LiveTarget, Report
from jupyter_tutor.kernel_agent import install_code
from jupyter_tutor.kernel_agent.folders import new_folder, sweep
from jupyter_tutor.ports import CellSeen

logger = logging.getLogger(__name__)

# The agent's thread is known by these attributes alone, as in install_code's own expression.
_STOP = (
    '[t.tutor_stop() for t in __import__("threading").enumerate()'
    ' if getattr(t, "tutor_key", (None,))[0] == {directory}]'
)

# An interrupt meant for a cell, or a cell's error, may take our request along.
_TRIES = 4
_PAUSE = 0.1


class InstallError(Exception):
    """The kernel answered, but the agent is not in it; the text says what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An agent that listens in the kernel process ``pid``, which runs that version of Python."""

    address: str
    secret: str
    pid: int
    python: str
    directory: Path

    def forget(self) -> None:
        """Take its directory away; its process may have gone, and needs nothing from us."""
        shutil.rmtree(self.directory, ignore_errors=True)

    async def leave(self, channels: KernelChannels) -> None:
        """End its thread, as soon as the kernel is idle."""
        await channels.execute_silently("", _STOP.format(directory=repr(str(self.directory))))


class Checker(Protocol):
    """The warm checker processes, as far as a bridge uses them."""

    async def check(
        self,
        question: CodeQuestion,
        source: str,
        cell_error: str | None,
        agent: AgentAddress | None,
        target: LiveTarget,
        ran: Sequence[CellSeen] | None = None,
    ) -> Report:
        """Judge through the agent, or raise CheckUnavailableError; ``ran`` is what ran there."""
        ...


async def install(channels: KernelChannels) -> Agent | None:
    """Bring the agent into the kernel as soon as it is idle; None where it cannot fork.

    Raises InstallError when the kernel answers but will not have it, KernelLostError when it goes.
    Cancelling leaves no directory behind.
    """
    await asyncio.to_thread(sweep)
    directory = new_folder()
    try:
        secret = secrets.token_hex(32)
        code, expression = install_code(str(directory), secret)
        reply = await channels.execute_silently(code, expression)
        for _ in range(_TRIES - 1):
            if reply.get("status") == "ok":
                break
            logger.info("The agent was not installed, once more: %s", _what_happened(reply))
            await asyncio.sleep(_PAUSE)
            reply = await channels.execute_silently(code, expression)
        said = _said(reply)
        if said["fork"]:
            return Agent(
                address=said["address"],
                secret=secret,
                pid=said["pid"],
                python=said["python"],
                directory=directory,
            )
        shutil.rmtree(directory, ignore_errors=True)
        return None
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _said(reply: Mapping[str, Any]) -> dict[str, Any]:
    """What the agent says of itself: the JSON text that the expression came to."""
    if reply.get("status") != "ok":
        raise InstallError(_what_happened(reply))
    try:
        value = reply["user_expressions"]["value"]
        if value["status"] != "ok":
            raise InstallError(_what_happened(value))
        said: dict[str, Any] = json.loads(ast.literal_eval(value["data"]["text/plain"]))
        complete = {"address", "pid", "fork", "python"} <= said.keys()
    except InstallError:
        raise
    except Exception:
        # A learner's code can answer in the kernel's place, with anything.
        logger.debug("The agent said what cannot be read", exc_info=True)
        raise InstallError("its own words could not be read") from None
    if not complete:
        raise InstallError("its own words are incomplete")
    return said


def _what_happened(reply: Mapping[str, Any]) -> str:
    """In a word, for the log: the error's own words may be the learner's, and so may its name."""
    name = reply.get("ename")
    if name is None:
        return str(reply.get("status", "no reply"))
    return str(name) if name in vars(builtins) else "an error"
