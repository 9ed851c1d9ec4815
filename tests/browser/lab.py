"""JupyterLab as a learner uses it: by clicks and keys."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import BlanksQuestion, ChoiceQuestion, CodeQuestion, OrderQuestion
from tests.driving.answers import right_text
from tests.driving.panel import Server

PATIENCE = 60_000.0
"""Milliseconds after which something that was waited for has failed."""

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


DOCKED = "#jupyter-tutor-panel"
WIDGET = ".jp-OutputArea-output"


class Lab:
    """A browser page on JupyterLab, with the tutor's panel at its right.

    ``where`` is the part of the page that holds the panel that is meant.
    """

    def __init__(self, page: Page, server: Server, where: str = DOCKED) -> None:
        self.page = page
        self.server = server
        self._where = where
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)

    async def open(self, notebook: str) -> None:
        """Open a notebook by its address, as `jupyter tutor lab` does."""
        url = f"{self.server.url}/lab/tree/{notebook}?token={self.server.token}"
        await self.page.goto(url)
        await self.settled()

    async def reload(self) -> None:
        """Reload the page."""
        await self.page.reload()
        await self.settled()

    async def settled(self) -> None:
        """Wait until the panel shows the lesson."""
        await expect(self._panel).to_have_attribute("data-connection", "connected")
        await expect(self.tutor("message").first).to_be_visible()

    def tutor(self, name: str) -> Locator:
        """A part of the panel, by its stable name."""
        return self.page.locator(f"{self._where} [data-tutor='{name}']")

    def messages(self, kind: str) -> Locator:
        """The messages of a kind, oldest first."""
        return self.page.locator(
            f"{self._where} [data-tutor='message'][data-message-kind='{kind}']"
        )

    @property
    def _panel(self) -> Locator:
        return self.page.locator(f"{self._where} [data-tutor='tutor'][data-phase]")

    async def phase(self) -> str:
        """The phase the lesson is in."""
        return await self._panel.get_attribute("data-phase") or ""

    async def expect_phase(self, *phases: str) -> None:
        """Wait until the lesson is in one of these phases."""
        await expect(self._panel).to_have_attribute(
            "data-phase", re.compile(f"^({'|'.join(phases)})$")
        )

    async def expect_kernel(self, status: str) -> None:
        """Wait until the panel shows the kernel in this state."""
        await expect(self._panel).to_have_attribute("data-kernel", status)

    async def press(self, name: str) -> None:
        """Press a button of the panel."""
        await self.tutor(name).click()

    async def go_on(self) -> None:
        """Press Continue and wait for what follows."""
        count = await self.tutor("message").count()
        await self.press("continue")
        await expect(self.tutor("message").nth(count)).to_be_visible()

    async def go_on_to_question(self) -> None:
        """Press Continue until a question is open, or the lesson is done."""
        while await self.phase() in ("exposition", "correct", "review"):
            await self.go_on()

    async def skip(self) -> None:
        """Skip the open question, and wait until it is no longer open."""
        skipped = f"{self._where} [data-tutor='question'][data-question='{await self.question()}']"
        await self.press("skip")
        await expect(self.page.locator(skipped)).to_have_count(0)

    async def answer(self, lesson: Lesson) -> None:
        """Answer the open question rightly, by the panel's own controls."""
        question = lesson.known_question(QuestionId(await self.question()))
        given = await self.messages("verdict").count()
        match question:
            case CodeQuestion():
                await self.write(question.id, question.solution)
                await self.press("check")
            case ChoiceQuestion():
                await self.pick([option.id for option in question.options if option.right])
            case OrderQuestion():
                await self.put_in_order(question.orders[0])
            case BlanksQuestion():
                await self.fill([accepted[0] for accepted in question.blanks])
            case _:
                await self.type(right_text(question))
        await self.expect_verdict(given, "correct")
        await self.expect_phase("correct")

    async def question(self) -> str:
        """The id of the open question."""
        return await self.tutor("question").get_attribute("data-question") or ""

    async def write(self, question: str, source: str) -> None:
        """Write an answer into its cell, by way of the panel's button."""
        await self.press("go-to-cell")
        await self.type_answer(question, source)

    async def type_answer(self, question: str, source: str) -> None:
        """Write an answer into the cell that the panel has gone to."""
        editor = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active .cm-content")
        await expect(editor).to_be_focused()
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.insert_text(f"#| tutor: answer\n#| for: {question}\n{source}\n")

    async def run_cell(self) -> None:
        """Run the cell the cursor is in."""
        await self.page.keyboard.press("Control+Enter")

    async def expect_verdict(self, number: int, verdict: str) -> Locator:
        """Wait for the verdict of that number, counted from 0."""
        message = self.messages("verdict").nth(number)
        await expect(message).to_have_attribute("data-verdict", verdict)
        return message

    async def type(self, text: str) -> None:
        """Type an answer into the panel and check."""
        await self.tutor("answer-text").fill(text)
        await self.press("check")

    async def pick(self, options: list[str]) -> None:
        """Pick options of a choice question and check."""
        for option in options:
            choice = f"{self._where} [data-tutor='option'][data-option='{option}'] input"
            await self.page.locator(choice).check()
        await self.press("check")

    async def put_in_order(self, lines: Sequence[str]) -> None:
        """Put lines in order by the keyboard, after taking out what is there, and check."""
        while await self.tutor("out").count():
            await self.tutor("out").first.press("Enter")
        for line in lines:
            left = f"{self._where} [data-tutor='line-left'][data-line='{line}'] button"
            await self.page.locator(left).press("Enter")
        await self.press("check")

    async def fill(self, texts: Sequence[str]) -> None:
        """Fill the blanks, and check with Enter in the last."""
        for number, text in enumerate(texts):
            await self.tutor("blank").nth(number).fill(text)
        await self.tutor("blank").nth(len(texts) - 1).press("Enter")

    async def menu(self, *path: str) -> None:
        """Choose an entry of JupyterLab's menus."""
        await self.page.locator(".lm-MenuBar-item", has_text=path[0]).first.click()
        for entry in path[1:]:
            await self.page.locator(".lm-Menu-item", has_text=entry).first.click()

    async def close_notebook(self) -> None:
        """Close the notebook's tab, saving it if JupyterLab asks."""
        await self.menu("File", "Close Tab")
        dialog = self.page.locator(".jp-Dialog")
        closed = self.page.locator("body:not(:has(.jp-NotebookPanel))")
        await expect(dialog.or_(closed).first).to_be_visible()
        if await dialog.count():
            await self.accept_dialog()
        await expect(self.page.locator(".jp-NotebookPanel")).to_have_count(0)

    async def accept_dialog(self) -> None:
        """Press the warning or accepting button of a dialog."""
        await self.page.locator(".jp-Dialog-button.jp-mod-accept").last.click()

    async def theme(self, name: str) -> None:
        """Change JupyterLab's theme through its menu."""
        await self.menu("Settings", "Theme", name)
        light = "true" if name.endswith("Light") else "false"
        await expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light)
        await expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)

    async def screenshot(self, name: str) -> None:
        """Keep what the page looks like, for looking at it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
