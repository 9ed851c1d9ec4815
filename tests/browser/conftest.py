"""A real Chromium on a real JupyterLab."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import code_cell, notebook, to_text
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.course import Lesson
from tests.browser.lab import Lab
from tests.driving.process import SYLLABI, ServerProcess

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTEBOOK = "python-foundations/functions.ipynb"


@pytest.fixture(scope="session", autouse=True)
def _a_browser_is_there() -> None:
    if CHROMIUM is None:
        message = "There is no Chromium here: the browser tests need one (apt install chromium)."
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of its own for each test."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    """The lesson of the notebook."""
    course = read_source(SYLLABI / "python-foundations").course
    assert course is not None
    return next(lesson for lesson in course.lessons if f"{lesson.id}.ipynb" in NOTEBOOK)


@pytest.fixture
async def lab_server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """JupyterLab with a lesson's notebook, and a record of its own."""
    path = tmp_path / "root" / NOTEBOOK
    path.parent.mkdir(parents=True)
    lessons = read_source(SYLLABI / "python-foundations").lessons
    compiled = next(one for one in lessons if one.file == path.name)
    path.write_text(to_text(learner_notebook(compiled)), encoding="utf-8")
    process = await ServerProcess.start(
        tmp_path / "record", root_dir=tmp_path / "root", lab=True, learner="ada"
    )
    yield process
    await process.stop()


@pytest.fixture
async def every_kind_server(tmp_path: Path, every_kind: Path) -> AsyncIterator[ServerProcess]:
    """JupyterLab and Notebook on a lesson with a question of each kind, and a blank notebook."""
    root = tmp_path / "root"
    root.mkdir()
    (compiled,) = read_source(every_kind).lessons
    (root / "lesson.ipynb").write_text(to_text(learner_notebook(compiled)), encoding="utf-8")
    blank = notebook([code_cell("blank", "%load_ext jupyter_tutor\n%tutor every-kind")])
    (root / "blank.ipynb").write_text(to_text(blank), encoding="utf-8")
    process = await ServerProcess.start(
        tmp_path / "record", root_dir=root, lab=True, learner="ada", courses=every_kind.parent
    )
    yield process
    await process.stop()


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one question of each kind."""
    folder = tmp_path_factory.mktemp("courses")
    assert main(["new", "every-kind", "-o", str(folder)]) == 0
    return folder / "every-kind"


@pytest.fixture
async def lab(lab_server: ServerProcess, browser: Browser) -> Lab:
    """A page on the lesson's notebook, the tutor's panel showing."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900})
    opened = Lab(await context.new_page(), lab_server.server)
    await opened.open(NOTEBOOK)
    return opened
