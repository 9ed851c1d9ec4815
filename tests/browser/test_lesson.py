"""A learner does the whole lesson in a real browser, with all that happens on the way."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from tests.browser.conftest import NOTEBOOK
from tests.browser.lab import Lab


@pytest.mark.timeout(600)
async def test_a_learner_finishes_the_lesson(lab: Lab, lesson: Lesson, tmp_path: Path) -> None:
    # The panel is there before any cell ran, and begins with the first exposition.
    await lab.expect_phase("exposition")
    assert await lab.messages("exposition").count() == 1
    await lab.screenshot("1-welcome-light")

    # The first question: wrong on purpose, in the cell, by the keyboard.
    await lab.go_on_to_question()
    first = lesson.known_question(QuestionId(await lab.question()))
    assert isinstance(first, CodeQuestion)
    mistake = first.wrong[0]
    await lab.write(first.id, mistake.source)
    await lab.run_cell()
    verdict = await lab.expect_verdict(0, "incorrect")
    said = " ".join((await verdict.inner_text()).split())
    assert " ".join(mistake.says.split()).replace("`", "") in said
    await lab.expect_phase("remediation")
    await lab.screenshot("2-misconception-light")
    await lab.theme("JupyterLab Dark")
    await lab.screenshot("2-misconception-dark")
    await lab.theme("JupyterLab Light")

    # A hint, then the right answer.
    await lab.press("hint")
    await expect(lab.messages("hint")).to_have_count(1)
    assert await lab.tutor("hint").get_attribute("aria-disabled") == "true"
    await lab.answer(lesson)

    # Reload the page while a cell runs: all is as it was, the tutor answers, the cell goes on.
    go = tmp_path / "go"
    before = await lab.tutor("message").all_inner_texts()
    await lab.go_on_to_question()
    await lab.page.locator(".jp-Notebook .jp-Cell").last.click()
    await lab.menu("Edit", "Select All Cells")
    await lab.page.keyboard.press("Escape")
    second = await lab.question()
    await lab.page.keyboard.press("b")
    await lab.page.keyboard.press("Enter")
    await lab.page.keyboard.insert_text(
        "import pathlib, time\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)\n"
        "print('the last cell has run')"
    )
    await lab.run_cell()
    await lab.expect_kernel("busy")
    await lab.menu("File", "Save Notebook")
    await expect(lab.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    await lab.reload()
    assert (await lab.tutor("message").all_inner_texts())[: len(before)] == before
    assert await lab.question() == second
    await lab.expect_kernel("busy")
    await lab.press("hint")
    await expect(lab.messages("hint")).to_have_count(2)
    go.touch()
    await lab.expect_kernel("idle")

    # Skip this one; it comes back at the end.
    await lab.press("skip")
    await expect(lab.messages("skipped")).to_have_count(1)

    # Restart the kernel midway.
    await lab.go_on_to_question()
    # The page that would have shown its output was reloaded meanwhile.
    ran = lab.page.locator(".jp-Notebook .jp-OutputArea-output", has_text="the last cell has run")
    await expect(ran).to_have_count(0)
    await lab.menu("Kernel", "Restart Kernel…")
    await lab.accept_dialog()
    restarted = words.kernel_noted("restarted", moved=False)
    await expect(lab.messages("notice").last).to_contain_text(restarted)
    await lab.menu("Run", "Run All Cells")
    await expect(ran).to_have_count(1)
    await lab.answer(lesson)

    # Close the notebook and open it again.
    await lab.close_notebook()
    await lab.open(NOTEBOOK)
    await lab.expect_phase("correct")

    # The rest of the lesson, the review with the skipped question, and the end.
    while await lab.phase() != "completed":
        await lab.go_on_to_question()
        if await lab.phase() == "completed":
            break
        await lab.answer(lesson)
    await expect(lab.messages("review")).to_have_count(1)
    await expect(lab.messages("completed")).to_have_count(1)
    await lab.screenshot("3-completed-light")
    await lab.theme("JupyterLab Dark")
    await lab.screenshot("3-completed-dark")
