"""The panel in a real browser: the keyboard, a second tab, lost cells, endless answers, markup."""

from playwright.async_api import expect

from jupyter_tutor.core import words
from jupyter_tutor.core.course import CodeQuestion, Lesson
from jupyter_tutor.core.ids import QuestionId
from tests.browser.conftest import NOTEBOOK
from tests.browser.lab import Lab


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
    await expect(lab.tutor("note")).to_contain_text("The notebook has no cell for this answer.")
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
