"""Killing a process, and saying so where it goes on all the same. Knows nothing of tutoring."""

import asyncio
import logging

from jupyter_tutor.runtime.exits import KILLED, ExitReason
from jupyter_tutor.runtime.happenings import Unresponsive
from jupyter_tutor.runtime.process import Process

log = logging.getLogger(__name__)

AFTER_KILL = 1.0
"""Seconds until a killed process that goes on is called unresponsive, and no longer waited for."""


def kill(process: Process) -> None:
    """Kill it, without waiting; what goes on is told of in its time."""
    process.exit(KILLED)
    if process.alive:
        asyncio.get_running_loop().call_later(AFTER_KILL, _note_if_unresponsive, process)


def kill_after(process: Process, patience: float | None) -> None:
    """Kill it if it has not ended by then; 0: at once, None: never."""
    if patience == 0.0:
        kill(process)
    elif patience is not None and process.alive:
        asyncio.get_running_loop().call_later(patience, kill, process)


async def kill_and_wait(process: Process) -> ExitReason | None:
    """Kill it and wait until it has ended; why it did, None: it goes on."""
    process.exit(KILLED)
    if await ends_within(process, AFTER_KILL):
        return process.ended
    _note_if_unresponsive(process)
    return None


async def ends_within(process: Process, seconds: float | None) -> bool:
    """Wait until it has ended, for at most so long; whether it has."""
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        return not process.alive
    return True


def _note_if_unresponsive(process: Process) -> None:
    """Tell, once, of a process that was killed a while ago and goes on."""
    if not process.alive or process.unresponsive:
        return
    process.unresponsive = True
    log.error("process %d does not end although it was cancelled", process.number)
    chronicle = process.chronicle
    if chronicle is not None:
        chronicle.note(Unresponsive(at=chronicle.now(), process=process.number))
