"""The kernels of a server as lessons see them: who follows them, until when, and what is told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient
from traitlets.config import Config

from jupyter_tutor.adapters import kernel_bridge, kernel_lives
from jupyter_tutor.core import words
from jupyter_tutor.core.commands import KernelStatus
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, QuestionId
from jupyter_tutor.ports import CellRun, KernelInfo
from jupyter_tutor.server.composition import Tutor
from jupyter_tutor.sessions.directory import Place
from tests.driving.learner import answer_cell
from tests.driving.panel import PATIENCE, Notebook, Panel, Server
from tests.server.routes import COURSE, LESSON

AGENTS = '[t for t in __import__("threading").enumerate() if hasattr(t, "tutor_key")]'

DIED = words.kernel_noted("died", moved=False)
RESTARTED = words.kernel_noted("restarted", moved=False)


@pytest.fixture
def server_config(server_config: dict[str, Any]) -> dict[str, Any]:
    """What is left is soon let go of: lessons, kernels, and dead ones by Jupyter itself."""
    server_config["JupyterTutor"] |= {"linger": 0.5, "kernel_linger": 0.0}
    server_config["KernelRestarter"] = {"time_to_dead": 0.1, "restart_limit": 0}
    return server_config


@pytest.fixture
async def tutor(server_app: ServerApp) -> Tutor:
    """The server's tutor."""
    (app,) = server_app.extension_manager.extension_apps["jupyter_tutor"]
    started: Tutor = await app.tutor()
    return started


def following() -> set["asyncio.Task[Any]"]:
    """The tasks of this process that follow kernels."""
    ours = (kernel_bridge.__file__, kernel_lives.__file__)
    return {t for t in asyncio.all_tasks() if t.get_coro().cr_code.co_filename in ours}


async def until_nobody_follows() -> None:
    """Wait until nothing follows a kernel any more."""
    async with asyncio.timeout(PATIENCE):
        while tasks := following():
            await asyncio.wait(tasks)


async def status_of(server: Server, path: str) -> int:
    """The status with which a page is answered."""
    response = await AsyncHTTPClient().fetch(server.request(path), raise_error=False)
    return int(response.code)


async def until_put_away(server: Server) -> None:
    """Wait until the lesson is not in memory."""
    path = f"api/jupyter-tutor/sessions/{COURSE}/{LESSON}"
    async with asyncio.timeout(PATIENCE):
        while await status_of(server, path) != 404:
            pass


async def until_true(notebook: Notebook, expression: str) -> None:
    """Wait until this holds in the kernel."""
    async with asyncio.timeout(PATIENCE):
        while await notebook.run(f"assert {expression}") != "ok":
            pass


async def attached_panel(server: Server, kernel: str) -> Panel:
    """A panel whose answers are checked in this kernel."""
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    return panel


async def shut_down(server: Server, kernel: str) -> None:
    """What the learner does with Shut Down."""
    await server.fetch(f"api/kernels/{kernel}", "DELETE")


async def crash(server: Server, kernel: str) -> None:
    """End the kernel's process; this server does not start it again."""
    notebook = await Notebook.open(server, kernel)
    await notebook.start("import os\nos._exit(1)")


def said(panel: Panel, *texts: str) -> list[str]:
    """Which of these the panel shows, in order."""
    return [message["text"] for message in panel.messages if message["text"] in texts]


class Listener:
    """Hears from a kernel, and can be waited for."""

    def __init__(self) -> None:
        self.runs: list[CellRun] = []
        self.infos: list[KernelInfo] = []
        self.notes: list[tuple[KernelStatus, str]] = []
        self._more = asyncio.Event()

    def cell_ran(self, run: CellRun) -> None:
        self.runs.append(run)
        self._more.set()

    def kernel_changed(self, info: KernelInfo) -> None:
        self.infos.append(info)
        self._more.set()

    def kernel_noted(self, status: KernelStatus, kernel: str) -> None:
        self.notes.append((status, kernel))
        self._more.set()

    async def until(self, met: Callable[["Listener"], object]) -> None:
        """Wait until this holds."""
        async with asyncio.timeout(PATIENCE):
            while not met(self):
                self._more.clear()
                await self._more.wait()


async def test_a_kernel_is_let_go_of_with_the_last_lesson_and_found_again(server: Server) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await attached_panel(server, kernel)
    await notebook.run("mine = 1")
    await until_true(notebook, f"len({AGENTS}) == 1")
    panel.close()
    await until_nobody_follows()
    await until_true(notebook, f"{AGENTS} == []")
    again = await attached_panel(server, kernel)
    assert again.kernel == {"type": "kernel", "status": "idle", "checks": "fork", "note": None}
    assert await notebook.run("assert mine == 1") == "ok"


async def test_reloading_the_page_leaves_the_kernel_alone(server: Server, tutor: Tutor) -> None:
    tutor.kernels.grace = PATIENCE
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await attached_panel(server, kernel)
    assert await notebook.run(f"agents = {AGENTS}\nassert len(agents) == 1") == "ok"
    panel.close()
    await until_put_away(server)
    await attached_panel(server, kernel)
    assert await notebook.run(f"assert {AGENTS} == agents") == "ok"


async def test_a_kernel_that_nobody_came_to_listen_to_is_let_go_of(
    server: Server, tutor: Tutor
) -> None:
    assert await tutor.kernels.find(await server.start_kernel()) is not None
    assert following() != set()
    await until_nobody_follows()


@pytest.mark.parametrize("end", [shut_down, crash])
async def test_the_end_of_a_kernel_is_told_once_and_nothing_follows_it_any_more(
    server: Server,
    tutor: Tutor,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[Server, str], Awaitable[None]],
) -> None:
    # Waiting for a kernel to come back does not tell its end: only Jupyter can.
    monkeypatch.setattr(kernel_lives, "_DEAD_AFTER", float("inf"))
    kernel = await server.start_kernel()
    panel = await attached_panel(server, kernel)
    await end(server, kernel)
    await panel.until(lambda: DIED in said(panel, DIED))
    assert panel.kernel == {"type": "kernel", "status": "dead", "checks": "none", "note": None}
    await until_nobody_follows()
    await panel.send({"type": "attach", "kernel": kernel})
    await panel.until(lambda: panel.kernel["status"] == "none")
    assert await tutor.kernels.find(kernel) is None
    other = await server.start_kernel()
    await panel.send({"type": "attach", "kernel": other})
    await panel.until(lambda: panel.kernel["checks"] == "fork")
    assert said(panel, DIED, RESTARTED) == [DIED]


async def test_every_restart_is_told_once_when_the_kernel_is_back(server: Server) -> None:
    kernel = await server.start_kernel()
    panel = await attached_panel(server, kernel)
    for times in (1, 2):
        await server.fetch(f"api/kernels/{kernel}/restart", "POST", {})
        await panel.until(lambda: len(said(panel, RESTARTED)) == times)  # noqa: B023 - now
        await panel.until(lambda: panel.kernel["checks"] == "fork")
    assert said(panel, DIED, RESTARTED) == [RESTARTED, RESTARTED]


async def test_a_kernel_given_up_and_then_started_again_is_told_as_both(
    server: Server, server_app: ServerApp, tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_lives, "_DEAD_AFTER", 0.1)
    monkeypatch.setattr(kernel_lives, "_LOOK_EVERY", 0.1)
    server_app.kernel_manager.update_config(Config({"KernelManager": {"autorestart": False}}))
    kernel_id = await server.start_kernel()
    kernel = await tutor.kernels.find(kernel_id)
    assert kernel is not None
    listener = Listener()
    kernel.listen(listener)
    await listener.until(lambda it: it.infos and it.infos[-1].checks == "fork")
    await crash(server, kernel_id)
    await listener.until(lambda it: it.notes)
    assert kernel.info == KernelInfo(status="dead", checks="none")
    await server.fetch(f"api/kernels/{kernel_id}/restart", "POST", {})
    await listener.until(lambda it: it.infos[-1].checks == "fork")
    assert listener.notes == [("died", kernel_id), ("restarted", kernel_id)]
    await shut_down(server, kernel_id)
    await until_nobody_follows()
    assert listener.notes[2:] == [("died", kernel_id)]


async def test_lessons_share_a_kernel_and_leave_it_one_by_one(server: Server, tutor: Tutor) -> None:
    kernel_id = await server.start_kernel()
    kernel = await tutor.kernels.find(kernel_id)
    assert kernel is not None
    one, two = Listener(), Listener()
    kernel.listen(one)
    kernel.listen(two)
    assert await tutor.kernels.find(kernel_id) is kernel
    await two.until(lambda it: it.infos and it.infos[-1].checks == "fork")
    notebook = await Notebook.open(server, kernel_id)
    first, second = answer_cell("first", "1"), answer_cell("second", "2")
    await notebook.run(first)
    await one.until(lambda it: it.runs)
    kernel.unlisten(one)
    kernel.unlisten(one)
    await notebook.run(second)
    await two.until(lambda it: len(it.runs) == 2)
    ran = [CellRun(question=QuestionId("first"), source=first, outcome="ok")]
    assert one.runs == ran
    ran.append(CellRun(question=QuestionId("second"), source=second, outcome="ok"))
    assert two.runs == ran
    kernel.unlisten(two)
    kernel.unlisten(two)
    await until_nobody_follows()


async def test_lessons_attach_at_once_after_shut_down_all(server: Server, tutor: Tutor) -> None:
    tutor.kernels.grace = PATIENCE
    gone, lost, here = [await server.start_kernel() for _ in range(3)]
    for kernel_id in (gone, lost, here):
        assert await tutor.kernels.find(kernel_id) is not None
    for kernel_id in (gone, lost):
        await shut_down(server, kernel_id)
    find = tutor.kernels.find
    one, two, none, nor = await asyncio.gather(find(here), find(here), find(gone), find(lost))
    assert one is not None
    assert (two, none, nor) == (one, None, None)


async def test_a_server_that_stops_takes_up_no_kernel(server: Server, tutor: Tutor) -> None:
    tutor.kernels.grace = PATIENCE
    one, two = await server.start_kernel(), await server.start_kernel()
    assert await tutor.kernels.find(one) is not None
    _, found = await asyncio.gather(tutor.kernels.close(), tutor.kernels.find(two))
    assert found is None
    assert following() == set()
    assert await tutor.kernels.find(one) is None


async def test_a_lesson_that_has_ended_listens_to_no_kernel(server: Server, tutor: Tutor) -> None:
    place = Place(LearnerId("ada"), CourseId(COURSE), LessonId(LESSON))
    session = await tutor.sessions.join(place)
    await session.stop()
    await session.attach(await tutor.kernels.find(await server.start_kernel()))
    await until_nobody_follows()
