"""Asking the tutor in JupyterLab, with a language model of one's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from jupyter_tutor.authoring.learner_notebook import learner_notebook
from jupyter_tutor.authoring.notebook_text import to_text
from jupyter_tutor.authoring.source import read_source
from tests.browser.lab import Lab
from tests.driving.model_mind import minded
from tests.driving.model_server import ModelServer, chunk, hangs_after
from tests.driving.process import SYLLABI, ServerProcess

NOTEBOOK = "python-foundations/functions.ipynb"
SURE = "CONFIDENCE: 0.95 | RESTS ON: 1\n"
GOOD = (
    "A function is a piece of program with a name. You *call* it by that name, with round "
    "brackets behind it:\n\n```python\nabs(-2)\n```\n\nThis gives `2`. What stands in the "
    "brackets is what the function works with.\n"
)
UNSURE = "CONFIDENCE: 0.1 | RESTS ON: none\nThe moon is a stone. It is far away.\n"


@pytest.fixture
async def page(browser: Browser) -> Page:
    """A page of its own."""
    context = await browser.new_context(viewport={"width": 1400, "height": 1000})
    return await context.new_page()


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        server.will(minded({"reply": [SURE + GOOD, UNSURE]}))
        yield server


@pytest.fixture
async def tutored(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[ServerProcess]:
    """JupyterLab with a lesson's notebook, and a model."""
    path = tmp_path / "root" / NOTEBOOK
    path.parent.mkdir(parents=True)
    lessons = read_source(SYLLABI / "python-foundations").lessons
    compiled = next(one for one in lessons if one.file == path.name)
    path.write_text(to_text(learner_notebook(compiled)), encoding="utf-8")
    process = await ServerProcess.start(
        tmp_path / "record",
        root_dir=tmp_path / "root",
        lab=True,
        learner="ada",
        options=[
            "--JupyterTutor.model=scripted",
            f"--JupyterTutor.model_url={model_server.url}",
        ],
    )
    yield process
    await process.stop()


async def ask(lab: Lab, text: str) -> None:
    """Write to the tutor."""
    await lab.tutor("say-text").fill(text)
    await lab.tutor("say").click()


async def test_a_reply_says_how_sure_it_is_and_what_it_rests_on(
    page: Page, tutored: ServerProcess
) -> None:
    lab = Lab(page, tutored.server)
    await lab.open(NOTEBOOK)
    await expect(lab.messages("notice").first).to_contain_text("`scripted`".strip("`"))
    phase = await lab.phase()

    await ask(lab, "What is a function, and how do I call it?")

    reply = lab.messages("reply").first
    await expect(reply).to_contain_text("A function is a piece of program with a name.")
    label = reply.locator("[data-tutor='confidence']")
    await expect(label).to_have_attribute("data-confidence", "verified")
    await expect(reply.locator("[data-tutor='helped']")).to_be_visible()
    for theme in ("Light", "Dark"):
        await lab.theme(f"JupyterLab {theme}")
        await lab.screenshot(f"5-reply-{theme.lower()}")
    await label.locator("summary, button").first.click()
    await expect(reply.locator("[data-tutor='factor']")).to_have_count(4)
    await lab.screenshot("5-reply-why")
    assert await lab.phase() == phase

    await ask(lab, "How far away is the moon tonight?")
    doubtful = lab.messages("reply").nth(1)
    await expect(doubtful.locator("[data-tutor='confidence']")).to_have_attribute(
        "data-confidence", "low"
    )
    await doubtful.locator("[data-tutor='ask-person']").click()
    await expect(doubtful.locator("[data-tutor='person-asked']")).to_be_visible()
    await lab.screenshot("5-reply-low")


async def test_a_reply_that_is_being_written_can_be_stopped(
    page: Page, tutored: ServerProcess, model_server: ModelServer
) -> None:
    model_server.will(hangs_after(chunk(SURE + GOOD), chunk("\nAnd then\n"), chunk("it stands")))
    lab = Lab(page, tutored.server)
    await lab.open(NOTEBOOK)
    await ask(lab, "What is a function, and how do I call it?")
    writing = lab.tutor("writing")
    await expect(writing).to_contain_text("A function is a piece of program with a name.")
    await lab.screenshot("5-writing")
    await lab.press("stop-reply")
    reply = lab.messages("reply").first
    await expect(reply.locator("[data-tutor='reply-ending']")).to_have_attribute(
        "data-ending", "stopped"
    )
    await expect(writing).to_have_count(0)
