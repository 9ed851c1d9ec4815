"""The panel in a real browser: the keyboard, a second tab, lost cells, endless answers, markup,
drafts, the record, and little room."""

import pytest
from playwright.async_api import Browser, expect

from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from tests.browser.conftest import NOTEBOOK
from tests.browser.lab import Lab
from tests.driving.process import ServerProcess


async def test_what_a_learner_writes_is_never_markup(lab: Lab) -> None:
    attack = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> **bold**'
    await lab.tutor("say-text").fill(attack)
    await lab.page.keyboard.press("Enter")
    said = lab.messages("said").last
    await expect(said).to_contain_text("bold")
    await expect(lab.messages("reply").last).to_be_visible()
    await expect(said.locator("script, [onerror]")).to_have_count(0)
    assert await lab.page.evaluate("window.hacked") is None


async def test_a_lesson_can_be_done_by_the_keyboard(lab: Lab, lesson: Lesson) -> None:
    await lab.tutor("continue").focus()
    while await lab.phase() == "exposition":
        count = await lab.tutor("message").count()
        await lab.page.keyboard.press("Enter")
        await expect(lab.tutor("message").nth(count)).to_be_visible()
    # The focus has not been lost with the button that went away.
    assert await lab.page.evaluate("!!document.activeElement.closest('[data-tutor=tutor]')")
    question = lesson.known_question(QuestionId(await lab.question()))
    assert isinstance(question, CodeQuestion)
    await lab.tutor("go-to-cell").focus()
    await lab.page.keyboard.press("Enter")
    await lab.type_answer(question.id, question.solution)
    await lab.page.keyboard.press("Shift+Enter")
    await lab.expect_verdict(0, "correct")
    await lab.tutor("continue").focus()
    await lab.page.keyboard.press("Enter")
    await lab.expect_phase("exposition")


async def test_a_second_tab_sees_the_same_live(lab: Lab) -> None:
    other = Lab(await lab.page.context.new_page(), lab.server)
    await other.open(NOTEBOOK)
    count = await lab.tutor("message").count()
    await other.go_on()
    await expect(lab.tutor("message")).to_have_count(count + 1)
    assert (
        await lab.tutor("message").all_inner_texts()
        == await other.tutor("message").all_inner_texts()
    )


async def test_a_lost_answer_cell_is_put_back_with_the_last_answer(
    lab: Lab, lesson: Lesson
) -> None:
    await lab.go_on_to_question()
    question = lesson.known_question(QuestionId(await lab.question()))
    assert isinstance(question, CodeQuestion)
    await lab.write(question.id, question.wrong[0].source)
    await lab.run_cell()
    await lab.expect_verdict(0, "incorrect")
    await lab.page.keyboard.press("Escape")
    await lab.page.keyboard.press("d")
    await lab.page.keyboard.press("d")
    await lab.press("check")
    await expect(lab.tutor("note")).to_contain_text("The notebook has no cell for this answer:")
    await lab.press("put-back")
    cell = lab.page.locator(".jp-Notebook .jp-Cell.jp-mod-active .cm-content")
    await expect(cell).to_contain_text(question.wrong[0].source.splitlines()[-1])
    await lab.answer(lesson)


async def test_an_endless_answer_is_stopped_and_the_kernel_is_unharmed(
    lab: Lab, lesson: Lesson
) -> None:
    await lab.go_on_to_question()
    while await lab.question() != "minutes":
        await lab.answer(lesson)
        await lab.go_on_to_question()
    await lab.write("minutes", "def minutes(hours):\n    while True:\n        pass")
    await lab.run_cell()
    await lab.expect_phase("checking")
    await lab.press("stop-check")
    await expect(lab.messages("notice").last).to_contain_text(words.check_failed("stopped"))
    await lab.expect_kernel("idle")
    await lab.answer(lesson)


@pytest.fixture
async def kinds(every_kind_server: ServerProcess, browser: Browser) -> Lab:
    """The panel at the first question that is answered by typing."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900})
    opened = Lab(await context.new_page(), every_kind_server.server)
    await opened.open("lesson.ipynb")
    await opened.go_on_to_question()
    while await opened.tutor("answer-text").count() == 0:
        await opened.skip()
        await opened.go_on_to_question()
    return opened


async def test_what_is_typed_outlives_a_reload(kinds: Lab) -> None:
    await kinds.tutor("answer-text").fill("4 or so")
    # The message to the tutor has its own field, which is out of the way of the answer's.
    await expect(kinds.tutor("say-text")).to_have_count(0)
    await kinds.press("say-open")
    await expect(kinds.tutor("say-text")).to_be_focused()
    await kinds.page.keyboard.insert_text("May I guess?")
    await kinds.reload()
    await expect(kinds.tutor("answer-text")).to_have_value("4 or so")
    await expect(kinds.tutor("say-text")).to_have_value("May I guess?")
    await kinds.press("say")
    await expect(kinds.messages("said").last).to_contain_text("May I guess?")
    await kinds.reload()
    await expect(kinds.tutor("answer-text")).to_have_value("4 or so")
    await expect(kinds.tutor("say-text")).to_have_count(0)


async def test_a_formula_shows_how_it_was_read(kinds: Lab) -> None:
    while await kinds.question() != "factors":
        await kinds.skip()
        await kinds.go_on_to_question()
    await kinds.type("1/2x")
    await kinds.expect_verdict(0, "incorrect")
    await expect(kinds.tutor("read-as")).to_have_text("Read as: (1/2)·x")
    await expect(kinds.messages("answer").last).to_contain_text("Read as: (1/2)·x")
    await kinds.tutor("answer-text").press_sequentially("+1")
    await expect(kinds.tutor("read-as")).to_have_count(0)


async def test_a_solution_says_what_it_costs_and_is_no_danger(kinds: Lab) -> None:
    solution = kinds.tutor("solution")
    tries = 0
    while await solution.get_attribute("aria-disabled") == "true":
        await kinds.type(str(-1000 - tries))
        await kinds.expect_verdict(tries, "incorrect")
        tries += 1
    await kinds.press("solution")
    dialog = kinds.page.locator(".jp-Dialog")
    await expect(dialog).to_contain_text("You will get no points for this question.")
    await expect(dialog.locator(".jp-mod-warn")).to_have_count(0)
    await kinds.accept_dialog()
    await expect(kinds.messages("solution")).to_have_count(1)


async def test_what_is_recorded_can_be_read(kinds: Lab) -> None:
    await kinds.press("say-open")
    await kinds.page.keyboard.insert_text("Am I right?")
    await kinds.page.keyboard.press("Enter")
    await expect(kinds.messages("reply").last).to_be_visible()
    await kinds.tutor("show-record").focus()
    await kinds.page.keyboard.press("Enter")
    entries = kinds.tutor("recorded-entry")
    await expect(entries.nth(1)).to_contain_text("You wrote")
    await expect(entries.nth(1)).to_contain_text("Am I right?")
    await expect(entries.last).to_contain_text("You began the lesson")
    await kinds.screenshot("6-record-light")
    await kinds.page.keyboard.press("Escape")
    await expect(kinds.tutor("record-dialog")).to_have_count(0)
    await expect(kinds.tutor("show-record")).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (568, 320)])
async def test_on_a_small_screen_nothing_is_cut(kinds: Lab, width: int, height: int) -> None:
    await kinds.page.set_viewport_size({"width": width, "height": height})
    await kinds.reload()
    panel = kinds.page.locator("#jupyter-tutor-panel")
    for name in ("answer-text", "check", "say-open", "keep-conversation"):
        part = kinds.tutor(name)
        await part.scroll_into_view_if_needed()
        await expect(part).to_be_in_viewport(ratio=1)
        inner, outer = await part.bounding_box(), await panel.bounding_box()
        assert inner is not None
        assert outer is not None
        assert outer["x"] <= inner["x"]
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] <= width
    await kinds.screenshot(f"7-small-{width}x{height}")
