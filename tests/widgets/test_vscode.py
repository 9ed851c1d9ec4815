"""The tutor in a kernel started and driven as VS Code does it: no server, a page of widgets."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from tests.driving.vscode import VsCode, vs_code
from tests.widgets.kernel import HOST_PID, answer

RIGHT = answer("count", "def count(seeds):\n    return len(seeds)")
WRONG = answer("count", "def count(seeds):\n    return 3")
ENDLESS = answer("count", "def count(seeds):\n    while True: pass")

OPEN = "from jupyter_tutor import Tutor\nt = Tutor('garden', 'seeds')"


@pytest.fixture
async def editor(tmp_path: Path) -> AsyncIterator[VsCode]:
    async with vs_code(tmp_path, {"JUPYTER_RUNTIME_DIR": os.environ["JUPYTER_RUNTIME_DIR"]}) as one:
        yield one


async def host_of(editor: VsCode) -> psutil.Process:
    return psutil.Process(int(await editor.shows(f"{HOST_PID}._process.pid")))


async def test_a_lesson_in_its_panel_through_the_kernel(editor: VsCode) -> None:
    await editor.run(OPEN)
    state = await editor.show("t")
    told = {name: state[name] for name in ("course", "lesson", "carrier", "base_url")}
    assert told == {"course": "garden", "lesson": "seeds", "carrier": "host", "base_url": ""}
    assert state["kernel"].startswith("v3")
    assert state["_esm"], "the page comes with the widget, and from nowhere else"
    page = await editor.page()
    await page.ask({"type": "continue"})
    # The panel says what came of an answer, so nothing stands below the cell.
    assert await editor.shows(WRONG) == ""
    await page.until_phase("remediation")
    await editor.run(RIGHT)
    await page.until_phase("correct")
    assert [one["report"]["target"] for one in page.messages if one["report"]] == ["fork", "fork"]
    await page.ask({"type": "continue"})
    assert page.head["phase"] == "completed"


async def test_stopping_a_cell_stops_nothing_of_the_tutor(editor: VsCode) -> None:
    await editor.run(OPEN)
    await editor.show("t")
    page = await editor.page()
    await page.ask({"type": "continue"})
    host = await host_of(editor)
    running = host.children(recursive=True)

    endless = await editor.begin("print('runs')\nwhile True: pass")
    await editor.until(lambda: bool(editor.shown(endless)))
    editor.interrupt()
    reply, _ = await editor.end_of(endless)
    assert reply["ename"] == "KeyboardInterrupt"
    assert host.children(recursive=True) == running

    # The cell has ended, and waits for its answer to be looked at.
    checked = await editor.begin(ENDLESS)
    await page.until_phase("checking")
    editor.interrupt()
    await editor.end_of(checked)
    await page.until(lambda: page.messages[-1]["kind"] == "notice")
    assert page.messages[-1]["text"].startswith("I stopped looking at your answer.")

    await editor.run(RIGHT)
    await page.until_phase("correct")
    assert page.messages[-1]["report"]["target"] == "fork"
    assert await host_of(editor) == host


async def test_after_a_restart_the_lesson_goes_on_in_a_new_panel(editor: VsCode) -> None:
    await editor.run(OPEN)
    await editor.show("t")
    page = await editor.page()
    await page.ask({"type": "continue"})
    before = await host_of(editor)
    await editor.restart()
    before.wait(60)
    await editor.run(OPEN)
    await editor.show("t")
    page = await editor.page()
    assert page.head["phase"] == "awaiting_answer"
    await editor.run(RIGHT)
    await page.until_phase("correct")


async def test_what_the_page_says_may_come_over_a_subshell(editor: VsCode) -> None:
    await editor.run(OPEN)
    await editor.show("t")
    await editor.use_subshells()
    page = await editor.page()
    await page.ask({"type": "continue"})
    await editor.run(RIGHT)
    await page.until_phase("correct")


async def test_a_folder_with_a_space_in_its_name_is_as_good_as_any(
    tmp_path: Path,
) -> None:
    async with vs_code(tmp_path, {"JUPYTER_RUNTIME_DIR": str(tmp_path / "run time")}) as editor:
        await editor.run(OPEN)
        assert (await editor.show("t"))["kernel"].startswith("v3")
        page = await editor.page()
        await page.ask({"type": "continue"})
        await editor.run(RIGHT)
        await page.until_phase("correct")
