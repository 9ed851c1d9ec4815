"""Starting a child and ending it, as every supervisor does. Knows nothing of tutoring."""

import asyncio
import inspect
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, Crashed, ExitReason, in_words, is_orderly
from jupyter_tutor.runtime.happenings import LimitReached, StartFailed, Unresponsive
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


class StartChildError(Exception):
    """A child could not be started; what it raised is the cause."""


def is_due_again(spec: ChildSpec, reason: ExitReason) -> bool:
    """Whether a child that ended so is started again."""
    return spec.restart == "permanent" or (spec.restart == "transient" and not is_orderly(reason))


async def call_start(child: Child, supervisor: Process) -> Started:
    """What its start function gives; StartChildError, which is noted, where that is no process."""
    spec = child.spec
    try:
        result = spec.start(*spec.args)
        started: Any = await result if inspect.isawaitable(result) else result
        if not isinstance(started, Process | Ignored):
            raise TypeError(f"its start function gave a {type(started).__name__}")
    except Exception as error:
        if supervisor.chronicle is not None:
            supervisor.chronicle.note(
                StartFailed(
                    at=supervisor.chronicle.now(),
                    parent=supervisor.number,
                    child=str(spec.id),
                    reason=in_words(Crashed(error)),
                    again=child.restarting,
                )
            )
        raise StartChildError(f"{spec.id}: {type(error).__name__}") from error
    return started


def note_limit(child: Child, supervisor: Process, gives_up: Literal["supervisor", "child"]) -> None:
    """Tell that a child was started again more often than it may be."""
    log.error("the child %s was started again too often", child.spec.id)
    if supervisor.chronicle is not None:
        supervisor.chronicle.note(
            LimitReached(
                at=supervisor.chronicle.now(),
                process=supervisor.number,
                child=str(child.spec.id),
                gives_up=gives_up,
            )
        )


def join_children(places: Iterable[Child], supervisor: Process) -> None:
    """Let those who had started before their supervisor became a part of a tree join it, too."""
    if supervisor.chronicle is None:
        return
    for place in places:
        if place.process is not None and place.process.alive:
            place.process.join_tree(
                supervisor.chronicle, supervisor, str(place.spec.id), place.restarts
            )


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
