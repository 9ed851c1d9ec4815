"""A lesson in the making, in a real browser: roles from the cell's toolbar, faults beside cells."""

import contextlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import code_cell, notebook, to_text
from jupyter_tutor.authoring.source import read_course
from tests.authoring.broken import GOOD
from tests.authoring.syllabus import CHECK, spoiled, write_course
from tests.browser.lab import Lab
from tests.driving.process import ServerProcess

ASSERTION = "assert mean([1, 2, 3]) == 2"

TRIES, SHORT = 6, 10_000.0
"""How often the palette is opened, and the milliseconds that each try waits for it."""


@pytest.fixture
async def authors_server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """JupyterLab beside a course whose only check has lost its head, and other notebooks."""
    root = tmp_path / "root"
    plain = notebook([code_cell("one", "#| for: nothing of ours\n1 + 1")])
    # JupyterLab asks for a kernel where a notebook names none.
    broken = json.loads(spoiled(CHECK, ASSERTION)) | {"metadata": plain["metadata"]}
    write_course(root / "tiny", {"means.ipynb": json.dumps(broken)})
    good = write_course(tmp_path / "courses" / "tiny", {"means.ipynb": GOOD})
    (compiled,) = read_course(good).lessons
    (root / "learner.ipynb").write_text(to_text(learner_notebook(compiled)), encoding="utf-8")
    (root / "plain.ipynb").write_text(to_text(plain), encoding="utf-8")
    process = await ServerProcess.start(
        tmp_path / "record", root_dir=root, lab=True, learner="ada", courses=tmp_path / "courses"
    )
    yield process
    await process.stop()


class Desk:
    """What an author sees and does."""

    def __init__(self, page: Page, server: ServerProcess) -> None:
        self.lab = Lab(page, server.server)
        self.page = page

    async def open(self, notebook: str) -> None:
        """Open a notebook, and wait until its cells are there."""
        server = self.lab.server
        await self.page.goto(f"{server.url}/lab/tree/{notebook}?token={server.token}")
        await expect(self.cell(0)).to_be_visible()
        await expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)

    def cell(self, number: int) -> Locator:
        """A cell, counted from 0."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").nth(number)

    def faults(self, number: int) -> Locator:
        """The faults that are shown at a cell."""
        return self.cell(number).locator("[data-tutor='fault']")

    @property
    def count(self) -> Locator:
        """How many faults there are."""
        return self.page.locator(
            ".jp-NotebookPanel:not(.lm-mod-hidden) [data-tutor='fault-count'] [role='status']"
        )

    @property
    def role(self) -> Locator:
        """The choice of the active cell's role."""
        return self.page.get_by_role("combobox", name="Tutor role of this cell")

    async def go_to(self, text: str) -> Locator:
        """Put the cursor into the first editor that shows this text; the editor."""
        editor = self.page.locator(".jp-Cell .cm-content", has_text=text).first
        await editor.click()
        await expect(editor).to_be_focused()
        return editor

    async def command(self, label: str) -> None:
        """Choose a command from the palette.

        It closes when a notebook that is still opening takes the focus; then it is opened again.
        """
        search = self.page.locator("#modal-command-palette input")
        chosen = self.page.locator("#modal-command-palette .lm-mod-active")
        for _ in range(TRIES):
            await self.page.keyboard.press("Control+Shift+c")
            with contextlib.suppress(PlaywrightTimeout, AssertionError):
                await search.fill(label, timeout=SHORT)
                await expect(chosen).to_contain_text(label, timeout=SHORT)
                await search.press("Enter", timeout=SHORT)
                return
        raise AssertionError(f"The command palette did not offer {label!r}.")


@pytest.fixture
async def desk(authors_server: ServerProcess, browser: Browser) -> Desk:
    """A page of a browser."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900})
    return Desk(await context.new_page(), authors_server)


NO_CHECK = (
    "Error: The question mean has no check. "
    "Add a code cell that begins with #| tutor: check and #| for: mean."
)


async def test_a_role_is_chosen_and_the_fault_is_gone(desk: Desk, tmp_path: Path) -> None:
    await desk.open("tiny/means.ipynb")
    await expect(desk.faults(3)).to_have_text([NO_CHECK])
    await expect(desk.count).to_have_text("2 faults")
    for theme in ("Light", "Dark"):
        await desk.lab.theme(f"JupyterLab {theme}")
        await desk.go_to(ASSERTION)
        await desk.lab.screenshot(f"authoring-{theme.lower()}")
    await expect(desk.role).to_have_value("")
    await desk.role.select_option("check")
    editor = desk.cell(5).locator(".cm-content")
    await expect(editor).to_have_text(f"#| tutor: check#| for: mean{ASSERTION}")
    await expect(desk.count).to_have_text("No faults")
    await expect(desk.page.locator("[data-tutor='fault']")).to_have_count(0)
    await editor.click()
    await desk.page.keyboard.press("Control+z")
    await expect(editor).to_have_text(ASSERTION)
    await expect(desk.role).to_have_value("")
    await expect(desk.count).to_have_text("2 faults")
    await desk.page.keyboard.press("Control+Shift+z")
    await expect(desk.count).to_have_text("No faults")
    await desk.page.keyboard.press("Control+s")
    saved = tmp_path / "root" / "tiny" / "means.ipynb"
    await expect(desk.page.locator(".jp-mod-dirty")).to_have_count(0)
    (source,) = [
        "".join(cell["source"])
        for cell in json.loads(saved.read_text("utf-8"))["cells"]
        if ASSERTION in "".join(cell["source"])
    ]
    assert source == f"#| tutor: check\n#| for: mean\n{ASSERTION}"
    assert "fault" not in saved.read_text("utf-8").lower()


async def test_all_of_it_works_by_the_keyboard(desk: Desk) -> None:
    await desk.open("tiny/means.ipynb")
    await expect(desk.count).to_have_text("2 faults")
    for number in (3, 5, 3, 5):
        await desk.command("Next Fault of the Lesson")
        await expect(desk.cell(number)).to_have_class(re.compile("jp-mod-active"))
    await desk.role.focus()
    await desk.page.keyboard.type("check")
    await expect(desk.role).to_have_value("check")
    await desk.page.keyboard.press("Escape")
    await expect(desk.cell(5)).to_be_focused()
    await expect(desk.cell(5)).to_have_class(re.compile("jp-mod-active"))
    await expect(desk.count).to_have_text("No faults")
    await desk.command("Choose the Tutor Role of the Cell")
    await desk.page.locator(".jp-Dialog select").select_option("no role")
    await desk.lab.accept_dialog()
    await expect(desk.cell(5).locator(".cm-content")).to_have_text(ASSERTION)
    await expect(desk.count).to_have_text("2 faults")


async def test_nothing_shows_where_no_lesson_is_written_until_one_is(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    await desk.open("learner.ipynb")
    await desk.lab.settled()
    await desk.open("plain.ipynb")
    await desk.go_to("nothing of ours")
    # The toolbar of the cell is there, and has no choice of a role in it.
    await expect(desk.cell(0).locator(".jp-cell-toolbar button").first).to_be_visible()
    ours = "[data-tutor='role'], [data-tutor='fault'], [data-tutor='fault-count']"
    await expect(desk.page.locator(ours)).to_have_count(0)
    assert [url for url in asked if url.endswith(("/validate", "/roles"))] == []
    await desk.command("Write a Lesson Here")
    await expect(desk.count).to_have_text("2 faults")
    await expect(desk.faults(0)).to_have_text(
        ["Error: title is missing. Write the title of the lesson."]
    )
    await expect(desk.faults(1)).to_have_text(
        [
            "Error: Line 1. The cell says what it is for, but not its role. "
            "Add a line such as #| tutor: check above it."
        ]
    )
    await desk.page.keyboard.press("Enter")
    await expect(desk.cell(0).locator(".cm-content")).to_have_text(
        "<!-- tutor: lessonid: plain--># "
    )
    await expect(desk.role).to_have_value("lesson")
