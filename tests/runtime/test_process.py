"""What every process has: whoever watches it or is linked to it hears of its end."""

import asyncio
import logging
from typing import Any

import pytest

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, ExitReason
from jupyter_tutor.runtime.part import Part
from jupyter_tutor.runtime.process import Process
from tests.runtime.virtual import rest, virtual


class _Deaf(Process):
    def exit(self, reason: ExitReason) -> None:
        raise LookupError


@virtual
async def test_one_that_raises_when_it_is_told_keeps_no_other_from_being_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def raises(_: Process, reason: ExitReason) -> None:
        raise KeyError

    process, linked, heard = Process(), Process(), list[ExitReason]()
    process.monitor(raises)
    process.monitor(lambda _, reason: heard.append(reason))
    for other in (_Deaf(), linked):
        process.link(other)
    process.exit(SHUTDOWN)
    assert heard == [SHUTDOWN]
    assert linked.ended == SHUTDOWN
    assert [(record.levelno, record.exc_info is not None) for record in caplog.records] == [
        (logging.ERROR, True)
    ] * 2


class _Waits(Actor[Any, None]):
    async def handle_call(self, message: Any) -> None:
        await asyncio.Event().wait()

    async def terminate(self, reason: ExitReason) -> None:
        await asyncio.Event().wait()


@virtual
async def test_killed_before_what_it_does_has_begun_it_ends_too() -> None:
    loop = asyncio.get_running_loop()
    handles, leaves, closes = _Waits(), _Waits(), Part(asyncio.Event().wait)
    call = asyncio.ensure_future(handles.call("anything"))
    await asyncio.sleep(0)
    leaves.exit(SHUTDOWN)
    # They have taken that up in the turn before this is called, and have not begun with it.
    loop.call_soon(handles.exit, KILLED)
    loop.call_soon(leaves.exit, KILLED)
    closes.exit(SHUTDOWN)
    closes.exit(KILLED)
    await rest()
    assert [process.ended for process in (handles, leaves, closes)] == [KILLED] * 3
    assert str(call.exception()) == "it has ended: killed"
