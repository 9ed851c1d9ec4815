"""How saving goes is looked at now and then, and told when it changes."""

import asyncio
import logging

import pytest

from jupyter_tutor.ports import RecordState
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.sessions.record_watch import EVERY, RecordWatch
from tests.runtime.virtual import rest, virtual


@virtual
async def test_changes_are_told_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="jupyter_tutor")
    states: list[RecordState] = ["behind", "behind", "full", "full", "fine"]
    looked: list[float] = []

    async def look() -> RecordState:
        looked.append(asyncio.get_running_loop().time())
        return states[min(len(looked), len(states)) - 1]

    watch = await RecordWatch(look).start()
    heard = watch.subscribe()
    assert watch.state == "behind"

    await rest(4.5 * EVERY)
    watch.exit(SHUTDOWN)

    assert [state async for state in heard] == ["full", "fine"]
    assert watch.state == "fine"
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "saving is behind"),
        ("WARNING", "saving is full"),
        ("INFO", "saving is fine"),
    ]
    assert looked == [number * EVERY for number in range(5)]
    await rest(10 * EVERY)
    assert len(looked) == 5
