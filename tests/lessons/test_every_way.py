"""Every lesson is finished in every way a learner may come, and the records are equal."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import LearnerId, session_id_of
from tests.driving.learner import Learner
from tests.driving.panel import Notebook, Panel
from tests.driving.process import SYLLABI, ServerProcess
from tests.driving.vscode import vs_code
from tests.lessons.scripted import write
from tests.notebooks.test_notebooks import nbval, papermill

LEARNER = LearnerId("ada")
OF_THE_WAY = ("session_resumed", "session_left", "kernel_noted")
"""Events that tell of the way a learner came, and not of the lesson."""
OF_THE_TIME = ("at", "request")

COURSES = [read_source(path.parent).course for path in sorted(SYLLABI.glob("*/course.yaml"))]
LESSONS = [lesson for course in COURSES if course is not None for lesson in course.lessons]
ALSO = next(lesson for lesson in LESSONS if lesson.id == "values-and-names")
"""Run in two more ways, which differ from the others in how a kernel is started and driven."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
async def test_the_records_are_equal(lesson: Lesson, tmp_path: Path) -> None:
    by_server = tmp_path / "server"
    await _through_a_server(lesson, by_server)
    expected = await _recorded(lesson, by_server)
    assert [event["type"] for event in expected[-2:]] == ["lesson_completed", "summary_written"]

    path = tmp_path / "scripted.ipynb"
    write(lesson, path)
    by_host = tmp_path / "host"
    await _execute(path, _environment(by_host, tmp_path))
    assert await _recorded(lesson, by_host) == expected

    by_nbval = tmp_path / "nbval"
    ran = await asyncio.to_thread(nbval, path, tmp_path, _environment(by_nbval, tmp_path))
    assert ran.returncode == 0, ran.stdout
    assert await _recorded(lesson, by_nbval) == expected

    if lesson is not ALSO:
        return
    by_papermill = tmp_path / "papermill"
    await asyncio.to_thread(papermill, path, tmp_path, _environment(by_papermill, tmp_path))
    assert await _recorded(lesson, by_papermill) == expected

    by_vs_code = tmp_path / "vs code"
    await _through_vs_code(lesson, tmp_path, _environment(by_vs_code, tmp_path))
    assert await _recorded(lesson, by_vs_code) == expected


async def _through_a_server(lesson: Lesson, data_dir: Path) -> None:
    process = await ServerProcess.start(data_dir, root_dir=data_dir.parent, learner=LEARNER)
    try:
        kernel = await process.server.start_kernel()
        notebook = await Notebook.open(process.server, kernel)
        panel = await Panel.open(process.server, lesson.course_id, lesson.id, kernel)
        await Learner(panel, notebook, lesson).finish()
    finally:
        await process.stop()


async def _through_vs_code(lesson: Lesson, folder: Path, environment: dict[str, str]) -> None:
    """Where the learner has the tutor's panel below a cell, and no server."""
    async with vs_code(folder, environment) as editor:
        await editor.run(
            f"from jupyter_tutor import Tutor\nt = Tutor({lesson.course_id!r}, {lesson.id!r})"
        )
        assert (await editor.show("t"))["carrier"] == "host"
        await Learner(await editor.page(), editor, lesson).finish()


def _environment(data_dir: Path, folder: Path) -> dict[str, str]:
    return {
        "JUPYTER_TUTOR_DATA": str(data_dir),
        "JUPYTER_TUTOR_PATH": str(SYLLABI),
        "JUPYTERHUB_USER": LEARNER,
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


async def _execute(path: Path, environment: dict[str, str]) -> None:
    """Run the notebook in place, as nbconvert does."""
    client = NotebookClient(
        nbformat.read(path, as_version=4),
        timeout=240,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
    )
    executed = await client.async_execute(env={**os.environ, **environment})
    nbformat.write(executed, path)


async def _recorded(lesson: Lesson, data_dir: Path) -> list[dict[str, Any]]:
    """What the record holds of the lesson itself."""
    record = await Record.open(data_dir)
    try:
        stored = await record.history.session_events(
            session_id_of(LEARNER, lesson.course_id, lesson.id)
        )
    finally:
        await record.close()
    bodies = [json.loads(event.body) for event in stored if event.type not in OF_THE_WAY]
    return [
        {key: value for key, value in body.items() if key not in OF_THE_TIME} for body in bodies
    ]
