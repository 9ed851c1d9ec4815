"""The clock is set by an hour and by a day, forwards and back, under a server at work."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, session_id_of
from tests.authoring.syllabus import notebook, write_course
from tests.driving.panel import PATIENCE, ClosedError, Panel
from tests.driving.process import ServerProcess
from tests.faults.clock import SteppedClock

COURSE, LESSON = "tiny", "means"
HOUR, DAY = 3600, 86_400
STEPS = (HOUR, HOUR + DAY, HOUR, 0)
"""Seconds that the clock is ahead, one after the other: twice forwards, twice back."""

CELLS = (
    "<!-- tutor: lesson\nid: means\ntitle: Means\n-->\n# Means\n\nWelcome.",
    "<!-- tutor: question\nid: length\nkind: number\nanswer: 12.5\ntolerance: 0.05\n"
    "cooling_off: 10 minutes\n-->\n## How long\n\nHow long is half of 25?",
)


@pytest.fixture
def clock(tmp_path: Path) -> SteppedClock:
    return SteppedClock(tmp_path)


@pytest.fixture
async def server(tmp_path: Path, clock: SteppedClock) -> AsyncIterator[ServerProcess]:
    """A server that goes by that clock, and puts lessons away soon."""
    write_course(tmp_path / "courses" / "tiny", {"means.ipynb": notebook(*CELLS)})
    async for started in _started(tmp_path, clock.environment):
        yield started


@pytest.fixture
async def another_server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server over the same record whose clock is right."""
    async for started in _started(tmp_path, {}):
        yield started


async def _started(folder: Path, environment: Any) -> AsyncIterator[ServerProcess]:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    process = await ServerProcess.start(
        folder / "record",
        root_dir=work,
        learner="ada",
        courses=folder / "courses",
        options=["--JupyterTutor.linger=0.2"],
        environment=environment,
    )
    yield process
    await process.stop()


async def opened(server: ServerProcess) -> Panel:
    return await Panel.open(server.server, COURSE, LESSON)


async def say(panel: Panel, words: str) -> None:
    answer = await panel.ask({"type": "say", "text": words})
    assert answer["type"] == "accepted", answer
    await panel.until(lambda: panel.head["seq"] >= answer["seq"])


def ahead(panel: Panel) -> float:
    """How many seconds the clock was ahead at the newest message."""
    at = datetime.datetime.fromisoformat(panel.messages[-1]["at"])
    return (at - datetime.datetime.now(datetime.UTC)).total_seconds()


async def until_taken_in(*servers: ServerProcess) -> None:
    """Return when everything is in the database, whichever of these servers has that."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for server in servers:
                record = (await server.server.fetch("api/jupyter-tutor/health"))["record"]
                if (record["intake"], record["behind"]) == ("here", 0):
                    return


async def until_put_away(server: ServerProcess) -> None:
    """Return when no lesson is in memory."""
    async with asyncio.timeout(PATIENCE):
        while True:
            tree = (await server.server.fetch("api/jupyter-tutor/runtime"))["tree"]
            (sessions,) = [part for part in tree["children"] if part["child"] == "sessions"]
            if sessions["children"] == []:
                return


async def test_a_stepped_clock_holds_up_nobody_and_loses_nothing(
    server: ServerProcess, another_server: ServerProcess, clock: SteppedClock, tmp_path: Path
) -> None:
    said: list[str] = []

    async def go_on(panel: Panel, words: str) -> None:
        await say(panel, words)
        said.append(words)

    panel = await opened(server)
    for step in STEPS:
        await go_on(panel, f"before {len(said)}")
        clock.set(step)
        await go_on(panel, f"after {len(said)}")
        assert abs(ahead(panel) - step) < HOUR / 2, "the clock was not stepped"
        await until_taken_in(server, another_server)
        # Another server takes the lesson, whose own clock is right, and gives it back.
        there = await opened(another_server)
        with pytest.raises(ClosedError) as moved:
            await panel.until(lambda: False)
        assert moved.value.code == 4001
        await go_on(there, f"there {len(said)}")
        panel = await opened(server)
        # Nobody watches for a moment; it is put away, and comes back.
        panel.close()
        await until_put_away(server)
        panel = await opened(server)

    assert [each["text"] for each in panel.messages if each["kind"] == "said"] == said
    panel.close()
    await server.stop()
    await another_server.stop()
    record = await Record.open(tmp_path / "record")
    session = session_id_of(LearnerId("ada"), CourseId(COURSE), LessonId(LESSON))
    # Checks the chain of hashes.
    events = await record.history.session_events(session)
    told = await record.history.query(
        "SELECT words FROM events WHERE type = 'learner_said' ORDER BY seq"
    )
    (history,) = await record.history.learner_sessions(LearnerId("ada"))
    aside = await record.history.query("SELECT count(*) FROM conflicts")
    await record.close()
    assert [words for (words,) in told.rows] == said
    assert (history.events, history.last) == (len(events), events[-1].at)
    assert aside.rows == ((0,),)


async def test_a_stepped_clock_makes_no_pause_between_tries_longer(
    server: ServerProcess, clock: SteppedClock
) -> None:
    panel = await opened(server)
    await panel.ask({"type": "continue"})
    answers = iter(range(1, 100))

    async def is_taken() -> bool:
        text = str(next(answers))
        answer = {"type": "text", "text": text}
        told = await panel.ask({"type": "submit_answer", "question": "length", "answer": answer})
        return bool(told["type"] == "accepted")

    assert await is_taken()
    for step in STEPS:
        assert not await is_taken()
        clock.set(step)
        # Forwards the pause is over; back, it has not begun. Either way no one waits for a day.
        assert await is_taken()
    panel.close()
