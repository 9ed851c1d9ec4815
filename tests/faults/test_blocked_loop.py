"""Something holds the server's event loop for seconds: later all answer, and nobody wrote twice."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, session_id_of
from tests.driving.panel import ClosedError, JsonObject, Panel
from tests.driving.process import ServerProcess
from tests.record.children import ROOT, until
from tests.server.routes import COURSE, LESSON

OTHER_LESSON = "functions"

BLOCKING = "--ServerApp.jpserver_extensions=tests.faults.blocking=True"


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[list[ServerProcess]]:
    """Two over one record; in the first, the loop can be held."""
    work = tmp_path / "work"
    work.mkdir()
    started = [
        await ServerProcess.start(
            tmp_path / "record",
            root_dir=work,
            learner="ada",
            options=options,
            environment={"PYTHONPATH": str(ROOT)},
        )
        for options in ([BLOCKING], [])
    ]
    yield started
    for each in started:
        await each.stop()


async def say(panel: Panel, words: str) -> JsonObject:
    return await panel.ask({"type": "say", "text": words})


@asynccontextmanager
async def loop_held(server: ServerProcess, pipe: Path) -> AsyncIterator[None]:
    """Meanwhile nothing goes on in that server's event loop."""
    os.mkfifo(pipe)
    holding = asyncio.create_task(server.server.fetch(f"faults/hold?until={quote(str(pipe))}"))
    # It can be opened without waiting once the handler waits at the other end.
    ends: list[int] = []

    def is_held() -> bool:
        try:
            ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        return bool(ends)

    await until(is_held)
    try:
        yield
    finally:
        os.close(ends[0])
        await holding


async def test_a_held_loop_loses_nothing_and_makes_no_second_writer(
    servers: list[ServerProcess], tmp_path: Path
) -> None:
    held, other = servers
    here = await Panel.open(held.server, COURSE, LESSON)
    beside = await Panel.open(held.server, COURSE, OTHER_LESSON)
    async with loop_held(held, tmp_path / "pipe"):
        # Everybody goes on meanwhile, and another server wants one of the lessons: it waits for
        # five seconds, which is longer than all else that waits for an answer.
        asked = [asyncio.create_task(say(panel, "meanwhile")) for panel in (here, beside)]
        with pytest.raises(ClosedError) as refused:
            await Panel.open(other.server, COURSE, LESSON)
        assert refused.value.code == 4002
        assert not any(task.done() for task in asked)

    assert [answer["type"] for answer in await asyncio.gather(*asked)] == ["accepted"] * 2
    for panel in (here, beside):
        assert (await say(panel, "afterwards"))["type"] == "accepted"
    # Now it answers, and lets the lesson go.
    there = await Panel.open(other.server, COURSE, LESSON)
    with pytest.raises(ClosedError) as moved:
        await here.until(lambda: False)
    assert moved.value.code == 4001
    assert (await say(there, "there"))["type"] == "accepted"
    assert (await say(beside, "still here"))["type"] == "accepted"

    for server in servers:
        await server.stop()
    record = await Record.open(tmp_path / "record")
    for lesson, words in (
        (LESSON, ["meanwhile", "afterwards", "there"]),
        (OTHER_LESSON, ["meanwhile", "afterwards", "still here"]),
    ):
        session = session_id_of(LearnerId("ada"), CourseId(COURSE), LessonId(lesson))
        # Checks the chain of hashes.
        assert await record.history.session_events(session)
        said = await record.history.query(
            "SELECT words FROM events WHERE session_id = ? AND type = 'learner_said' ORDER BY seq",
            [session],
        )
        assert [word for (word,) in said.rows] == words
    aside = await record.history.query("SELECT count(*) FROM conflicts")
    await record.close()
    assert aside.rows == ((0,),)
