"""Starting a child and ending it, as every supervisor does. Knows nothing of tutoring."""

import asyncio
import inspect
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason
from jupyter_tutor.runtime.happenings import Unresponsive
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec, Ignored, Started

log = logging.getLogger(__name__)

AFTER_KILL = 1.0
"""Seconds until a killed process that goes on is called unresponsive, and no longer waited for."""


@dataclass(slots=True, eq=False)
class Child:
    """A place below a supervisor, and who is in it now: None for nobody.

    ``restarting``: it could not be started again yet, and will be tried again.
    """

    spec: ChildSpec
    process: Process | None = None
    restarting: bool = False
    restarts: int = 0

    @property
    def alive(self) -> bool:
        """Whether somebody is in it."""
        return self.process is not None and self.process.alive


async def call_start(spec: ChildSpec, *more: Any) -> Started:
    """What the start function gives; raises what it raises, and TypeError if it is no process."""
    result = spec.start(*spec.args, *more)
    started: Any = await result if inspect.isawaitable(result) else result
    if isinstance(started, Process | Ignored):
        return started
    raise TypeError(f"its start function gave a {type(started).__name__}")


def fill(child: Child, started: Started, supervisor: Process) -> None:
    """Let who was started be in the place, linked to its supervisor.

    A temporary child is never started again, so what it was started with is let go.
    """
    child.restarting = False
    if isinstance(started, Ignored):
        child.process = None
        return
    child.process = started
    started.parent = supervisor
    if supervisor.chronicle is not None:
        started.join_tree(supervisor.chronicle, supervisor, str(child.spec.id), child.restarts)
    if child.spec.restart == "temporary":
        child.spec = replace(child.spec, args=())
    supervisor.link(started)


async def end_child(child: Child, supervisor: Process) -> ExitReason | None:
    """Ask a child to end, kill it if it does not, and wait; why it ended.

    None: nobody was there, or it goes on although it was killed.
    """
    process = _let_go(child, supervisor)
    if process is None:
        return None
    patience = child.spec.patience
    if patience != 0.0:
        process.exit(SHUTDOWN)
        if await _ended(process, patience):
            return process.ended
    return await _kill(process)


async def end_together(children: Iterable[Child], supervisor: Process) -> None:
    """End children at once; they share one time, the longest that any of them has."""
    ending: list[Process] = []
    patience: float | None = 0.0
    for child in children:
        process = _let_go(child, supervisor)
        if process is not None:
            ending.append(process)
            patience = _longer(patience, child.spec.patience)
            process.exit(KILLED if child.spec.patience == 0.0 else SHUTDOWN)
    try:
        async with asyncio.timeout(patience):
            for process in ending:
                await process.wait()
    except TimeoutError:
        await asyncio.gather(*(_kill(process) for process in ending if process.alive))


def _longer(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def _let_go(child: Child, supervisor: Process) -> Process | None:
    """Nobody is in the place any more, and nothing is heard of who was."""
    process, child.process, child.restarting = child.process, None, False
    if process is None:
        return None
    supervisor.unlink(process)
    return process if process.alive else None


async def _kill(process: Process) -> ExitReason | None:
    process.exit(KILLED)
    if await _ended(process, AFTER_KILL):
        return process.ended
    process.unresponsive = True
    log.error("process %d does not end although it was cancelled", process.number)
    chronicle = process.chronicle
    if chronicle is not None:
        chronicle.note(Unresponsive(at=chronicle.now(), process=process.number))
    return None


async def _ended(process: Process, seconds: float | None) -> bool:
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        return not process.alive
    return True
