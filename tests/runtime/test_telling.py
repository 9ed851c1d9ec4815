"""What goes wrong in a tree is in the log, once; what is in order is not."""

import logging

import pytest

from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.happenings import Chronicle
from jupyter_tutor.runtime.part import Part
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec
from jupyter_tutor.runtime.supervisor import Supervisor
from jupyter_tutor.runtime.telling import Telling


async def nothing() -> None:
    """There is nothing to close."""


async def test_what_broke_and_came_back_is_told_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="jupyter_tutor.runtime.telling")
    parts: list[Part] = []

    def part() -> Process:
        parts.append(Part(nothing))
        return parts[-1]

    chronicle = Chronicle()
    chronicle.listen(Telling().hear)
    root = Supervisor([ChildSpec(id="record", start=part), ChildSpec(id="other", start=part)])
    await root.start_root(chronicle, "tutor")
    broken = parts[0]
    broken.fail(ValueError("what somebody wrote"))
    await broken.wait()
    while len(parts) < 3:
        await root.which_children()
    await root.stop(SHUTDOWN)

    told = [
        (record.levelname, record.message, vars(record).get("child"), vars(record).get("reason"))
        for record in caplog.records
    ]
    assert told == [
        ("WARNING", "ended out of order", "record", "crashed: ValueError"),
        ("INFO", "started again", "record", None),
    ]
    assert "what somebody wrote" not in caplog.text


async def test_what_cannot_be_started_is_told(caplog: pytest.LogCaptureFixture) -> None:
    def refuse() -> Process:
        raise OSError("what somebody wrote")

    chronicle = Chronicle()
    chronicle.listen(Telling().hear)
    with pytest.raises(Exception, match="record: OSError"):
        await Supervisor([ChildSpec(id="record", start=refuse)]).start_root(chronicle, "tutor")
    first = caplog.records[0]
    assert (first.message, vars(first)["child"], vars(first)["reason"]) == (
        "could not be started",
        "record",
        "crashed: OSError",
    )
    assert "what somebody wrote" not in caplog.text
