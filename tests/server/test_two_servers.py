"""Two Jupyter servers on one machine, one record: both work, also on the same lesson."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from tests.driving.learner import Learner
from tests.driving.panel import ClosedError, Notebook, Panel
from tests.driving.process import ServerProcess
from tests.server.routes import COURSE, LESSON

StartServer = Callable[[str], Awaitable[ServerProcess]]


@pytest.fixture
async def start_server(tmp_path: Path) -> AsyncIterator[StartServer]:
    """Start servers over one record; all are stopped at the end."""
    started: list[ServerProcess] = []

    async def start(learner: str) -> ServerProcess:
        process = await ServerProcess.start(tmp_path / "record", root_dir=tmp_path, learner=learner)
        started.append(process)
        return process

    yield start
    for process in started:
        await process.stop()


async def test_a_lesson_moves_to_the_server_where_it_was_opened_last(
    start_server: StartServer, first_lesson: Lesson
) -> None:
    one, two = await start_server("ada"), await start_server("ada")
    here = await Panel.open(one.server, COURSE, LESSON)
    await here.ask({"type": "continue"})
    kernel = await two.server.start_kernel()
    there = await Panel.open(two.server, COURSE, LESSON, kernel)
    with pytest.raises(ClosedError) as closed:
        await here.until(lambda: False)
    assert closed.value.code == 4001
    notice = here.messages[-1]["text"]
    assert notice.startswith("This lesson goes on in another JupyterLab on ")
    assert there.messages[: len(here.messages)] == here.messages
    title = first_lesson.steps[1].title
    assert there.messages[len(here.messages)]["text"] == words.welcome_back(title)
    # Back again: who comes last has it.
    back = await Panel.open(one.server, COURSE, LESSON)
    with pytest.raises(ClosedError):
        await there.until(lambda: False)
    assert back.messages[: len(there.messages)] == there.messages
    there = await Panel.open(two.server, COURSE, LESSON, kernel)
    notebook = await Notebook.open(two.server, kernel)
    await Learner(there, notebook, first_lesson).finish()
    assert there.head["progress"]["done"] == len(first_lesson.questions)


async def test_two_learners_on_two_servers_do_not_meet(
    start_server: StartServer,
) -> None:
    one, two = await start_server("ada"), await start_server("grace")
    ada = await Panel.open(one.server, COURSE, LESSON)
    grace = await Panel.open(two.server, COURSE, LESSON)
    await ada.ask({"type": "say", "text": "Only for Ada"})
    await grace.ask({"type": "continue"})
    assert [m["text"] for m in ada.messages if m["kind"] == "said"] == ["Only for Ada"]
    assert [m["kind"] for m in grace.messages] == ["welcome", "exposition", "exposition"]
