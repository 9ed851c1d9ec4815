"""SIGKILL at random moments: nothing shown is lost or doubled, and every lesson is finished."""

import asyncio
import contextlib
import os
import random
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import WebSocketClosedError

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from tests.driving.learner import Learner
from tests.driving.panel import ClosedError, Notebook, Panel
from tests.driving.process import ServerProcess
from tests.server.routes import COURSE, LESSON

ROUNDS = int(os.environ.get("TUTOR_KILL_ROUNDS", "100"))
STREAMS = 2
SEED = int(os.environ.get("TUTOR_KILL_SEED", "20261122"))


class Mortal:
    """A learner whose server is killed again and again."""

    def __init__(self, folder: Path, lesson: Lesson, chance: random.Random) -> None:
        self._folder = folder
        self._lesson = lesson
        self._chance = chance
        self._record = folder
        self._process: ServerProcess | None = None
        self.phases_killed_in: list[str] = []

    async def rounds(self, count: int) -> None:
        """Play, be killed, come back, finish: ``count`` times."""
        try:
            for number in range(count):
                if number % 10 == 0:
                    await self._stop()
                    self._record = self._folder / f"record-{number}"
                    await self._start()
                shown = await self._play_until_killed()
                await self._start()
                await self._finish(shown)
        finally:
            await self._stop()

    async def _start(self) -> None:
        self._process = await ServerProcess.start(
            self._record, root_dir=self._folder, learner="ada"
        )
        server = self._process.server
        kernel = await server.start_kernel()
        notebook = await Notebook.open(server, kernel)
        self._panel = await Panel.open(server, COURSE, LESSON, kernel)
        self._learner = Learner(self._panel, notebook, self._lesson)

    async def _stop(self) -> None:
        if self._process is not None:
            await self._process.stop()

    async def _play_until_killed(self) -> list[dict[str, Any]]:
        panel = self._panel
        if panel.head["phase"] == "completed":
            await panel.ask({"type": "start_over"})
        playing = asyncio.create_task(self._play(panel))
        # The first seconds of a lesson hold every kind of moment.
        await asyncio.wait([playing], timeout=self._chance.uniform(0.0, 2.0))
        assert self._process is not None
        await self._process.kill()
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        with contextlib.suppress(ClosedError, WebSocketClosedError):
            # What was on its way to the panel when the server died was shown, too.
            await panel.until(lambda: False)
        self.phases_killed_in.append(panel.head["phase"])
        return list(panel.messages)

    async def _play(self, panel: Panel) -> None:
        while panel.head["phase"] != "completed":
            if self._chance.random() < 0.3:
                await self._answer_wrongly(panel)
            await self._learner.step()

    async def _answer_wrongly(self, panel: Panel) -> None:
        if panel.head["phase"] not in ("awaiting_answer", "remediation"):
            return
        question = self._lesson.known_question(QuestionId(panel.head["question"]["id"]))
        if isinstance(question, CodeQuestion) and question.wrong:
            await self._learner.hand_in(question, self._chance.choice(question.wrong).source)

    async def _finish(self, shown: list[dict[str, Any]]) -> None:
        panel = self._panel
        assert panel.messages[: len(shown)] == shown
        assert [message["id"] for message in panel.messages] == list(range(len(panel.messages)))
        await self._learner.finish()
        assert panel.head["progress"]["done"] == len(self._lesson.questions)


@pytest.mark.timeout(2400)
async def test_killed_at_random_moments(tmp_path: Path, first_lesson: Lesson) -> None:
    chance = random.Random(SEED)
    mortals = []
    for stream in range(STREAMS):
        folder = tmp_path / str(stream)
        folder.mkdir()
        mortals.append(Mortal(folder, first_lesson, random.Random(chance.random())))
    # When one fails the others are cancelled: no server outlives the test.
    async with asyncio.TaskGroup() as streams:
        for mortal in mortals:
            streams.create_task(mortal.rounds(ROUNDS // STREAMS))
    killed_in = {phase for mortal in mortals for phase in mortal.phases_killed_in}
    assert sum(len(mortal.phases_killed_in) for mortal in mortals) == ROUNDS // STREAMS * STREAMS
    if ROUNDS >= 100:
        assert "checking" in killed_in
