"""The tutor as a widget in a notebook's output, beside the docked panel and without it."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from tests.browser.lab import WIDGET, Lab
from tests.driving.process import ServerProcess

SHOW = "%load_ext jupyter_tutor\n%tutor every-kind"


@pytest.fixture
def lesson(every_kind: Path) -> Lesson:
    """The lesson with a question of each kind."""
    course = read_source(every_kind).course
    assert course is not None
    return course.lessons[0]


@pytest.fixture
async def page(browser: Browser) -> Page:
    """A page of its own."""
    context = await browser.new_context(viewport={"width": 1600, "height": 1000})
    return await context.new_page()


async def shown(panel: Lab) -> tuple[str | None, list[str]]:
    """What a panel shows: the phase, and every message."""
    return await panel.phase(), await panel.tutor("message").all_inner_texts()


@pytest.mark.timeout(300)
async def test_the_widget_and_the_docked_panel_stay_equal(
    page: Page, every_kind_server: ServerProcess, lesson: Lesson
) -> None:
    docked = Lab(page, every_kind_server.server)
    await docked.open("lesson.ipynb")
    widget = Lab(page, every_kind_server.server, WIDGET)
    await _show_at_the_end(page)
    await expect(widget.tutor("tutor")).to_have_attribute("data-via", "server")
    await widget.settled()
    turn = 0
    while await docked.phase() != "completed":
        actor, other = (docked, widget) if turn % 2 else (widget, docked)
        turn += 1
        await other.expect_phase(await actor.phase())
        if await actor.phase() in ("exposition", "correct", "review"):
            await actor.go_on()
        else:
            question = lesson.known_question(QuestionId(await actor.question()))
            answering = docked if isinstance(question, CodeQuestion) else actor
            await answering.answer(lesson)
        count = await actor.tutor("message").count()
        await expect(other.tutor("message")).to_have_count(count)
        await other.expect_phase(await actor.phase())
        assert await shown(docked) == await shown(widget)
    await docked.screenshot("4-widget-light")
    await docked.theme("JupyterLab Dark")
    await docked.screenshot("4-widget-dark")


async def test_a_code_answer_is_checked_from_the_widget_once_its_cell_ran(
    page: Page, every_kind_server: ServerProcess, lesson: Lesson
) -> None:
    docked = Lab(page, every_kind_server.server)
    await docked.open("lesson.ipynb")
    widget = Lab(page, every_kind_server.server, WIDGET)
    await _show_at_the_end(page)
    await widget.settled()
    while not isinstance(lesson.question(QuestionId(await _open_question(widget))), CodeQuestion):
        await (widget.answer(lesson) if await _open_question(widget) else widget.go_on())
    await widget.press("check")
    await expect(widget.tutor("note")).to_contain_text("Run your answer cell first.")
    question = lesson.known_question(QuestionId(await widget.question()))
    assert isinstance(question, CodeQuestion)
    await docked.write(question.id, question.wrong[0].source)
    await docked.run_cell()
    await widget.expect_verdict(await widget.messages("verdict").count(), "incorrect")


async def test_the_docked_panel_says_where_the_tutor_of_a_notebook_is(
    page: Page, every_kind_server: ServerProcess
) -> None:
    server = every_kind_server.server
    docked = Lab(page, server)
    await page.goto(f"{server.url}/lab/tree/blank.ipynb?token={server.token}")
    cell = page.locator(".jp-Notebook .jp-CodeCell").first
    await expect(cell).to_be_visible()
    await page.locator(".lm-TabBar-tab[data-id='jupyter-tutor-panel']").click()
    await expect(docked.tutor("elsewhere")).to_contain_text("The tutor of this notebook is in")
    await docked.press("go-to-tutor")
    await expect(cell).to_be_focused()
    await expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute(
        "data-status", "idle"
    )
    await page.keyboard.press("Control+Enter")
    await Lab(page, server, WIDGET).settled()


async def test_notebook_7_shows_the_widget(
    page: Page, every_kind_server: ServerProcess, lesson: Lesson
) -> None:
    server = every_kind_server.server
    await page.goto(f"{server.url}/notebooks/blank.ipynb?token={server.token}")
    await page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    await page.keyboard.press("Control+Enter")
    widget = Lab(page, server, WIDGET)
    await widget.settled()
    await expect(widget.tutor("tutor")).to_have_attribute("data-via", "server")
    await widget.go_on_to_question()
    while isinstance(lesson.question(QuestionId(await widget.question())), CodeQuestion):
        await widget.skip()
        await widget.go_on_to_question()
    await widget.answer(lesson)
    await widget.screenshot("5-notebook-7")


async def test_a_page_of_another_origin_and_one_without_a_token_are_refused(
    page: Page, every_kind_server: ServerProcess
) -> None:
    server = every_kind_server.server
    address = f"{server.url.replace('http', 'ws', 1)}/api/jupyter-tutor/sessions/every-kind"
    with_token = f"{address}/first-steps/channel?token={server.token}"
    await page.route(
        "http://elsewhere.test/",
        lambda route: route.fulfill(content_type="text/html", body="<p>Elsewhere</p>"),
    )
    await page.goto("http://elsewhere.test/")
    assert await _outcome(page, with_token) == "refused"
    # The server's own page, but nobody has logged in.
    await page.goto(f"{server.url}/login")
    assert await _outcome(page, f"{address}/first-steps/channel") == "refused"
    assert await _outcome(page, with_token) == "opened"


async def _outcome(page: Page, address: str) -> str:
    return str(
        await page.evaluate(
            """address => new Promise(done => {
                const socket = new WebSocket(address);
                socket.onmessage = () => { done('opened'); socket.close(); };
                socket.onclose = () => done('refused');
            })""",
            address,
        )
    )


async def _open_question(panel: Lab) -> str:
    """The id of the open question; empty while none is open."""
    if await panel.phase() not in ("awaiting_answer", "remediation"):
        return ""
    return await panel.question()


async def _show_at_the_end(page: Page) -> None:
    """Show the widget below the last cell, as a learner would."""
    await expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute(
        "data-status", "idle"
    )
    await page.locator(".jp-Notebook .jp-Cell").last.click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("b")
    editor = page.locator(".jp-Notebook .jp-CodeCell.jp-mod-active .cm-content")
    await expect(editor).to_have_text("")
    await page.keyboard.press("Enter")
    await expect(editor).to_be_focused()
    await page.keyboard.insert_text(SHOW)
    await expect(editor).to_contain_text("%tutor every-kind")
    await page.keyboard.press("Control+Enter")
