"""What every process has: whoever watches it or is linked to it hears of its end."""

import logging

import pytest

from jupyter_tutor.runtime.exits import SHUTDOWN, ExitReason
from jupyter_tutor.runtime.process import Process
from tests.runtime.virtual import virtual


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
