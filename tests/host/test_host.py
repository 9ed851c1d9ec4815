"""A host beside a kernel: who may speak to it, what it judges, and its end."""

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, session_id_of
from jupyter_tutor.host.kernel import FRESH_INSTEAD
from tests.driving.panel import PATIENCE, ClosedError, JsonObject, Panel
from tests.driving.process import SYLLABI
from tests.host.hosting import HostProcess

Starting = Callable[[str], Awaitable[HostProcess]]

RIGHT = "#| tutor: answer\n#| for: area\ndef area(width, length):\n    return width * length\n"
ENDS = ("channel", "answers", "transcript")
WRONG = RIGHT.replace("*", "+")


def cell(source: str, **ended: str | None) -> JsonObject:
    outcome = {"outcome": "ok", "error": None, **ended}
    return {"type": "cell", "question": "area", "source": source, **outcome}


def kinds(panel: Panel) -> list[str]:
    return [message["kind"] for message in panel.messages]


async def to_the_question(panel: Panel) -> None:
    while panel.head["phase"] == "exposition":
        await panel.ask({"type": "continue"})


async def test_it_says_one_line_and_nothing_else_and_ends_with_its_kernel(
    start_host: Starting,
) -> None:
    host = await start_host("k")
    assert sorted(host.said) == ["pid", "port", "secret"]
    assert host.said["pid"] == host.process.pid
    await host.line("beds")
    assert await host.end() == (0, b"", b"")


@pytest.mark.parametrize(
    "to",
    [
        {"Authorization": ""},
        {"Authorization": "tutor-session "},
        {"Authorization": "tutor-session ä"},
        {"Origin": "http://127.0.0.1"},
    ],
    ids=["nothing", "no secret", "another", "a page that knows it"],
)
async def test_who_does_not_know_the_secret_or_is_a_page_is_refused(
    host: HostProcess, to: dict[str, str]
) -> None:
    for path in ("courses", "record", *(f"sessions/garden/beds/{end}" for end in ENDS)):
        refused = await host.fetch(path, to=to)
        assert refused == (403, {"message": "The tutor could not do this."})


async def test_a_lesson_is_found_by_name_by_number_and_by_what_is_finished(
    host: HostProcess,
) -> None:
    found = [await host.attach("garden", name) for name in ("seeds", "2", None)]
    lessons = [
        (200, {"course": "garden", "lesson": n, "learner": "ada"}) for n in ("seeds", "beds")
    ]
    assert found == [lessons[0], lessons[0], lessons[1]]


async def test_an_unknown_name_is_answered_with_what_there_is(host: HostProcess) -> None:
    assert [await host.attach("gardn", None), await host.attach("garden", "sees")] == [
        (404, {"message": "There is no course “gardn” here. Did you mean “garden”?"}),
        (
            404,
            {"message": "There is no lesson “sees” in the course “garden”. Did you mean “seeds”?"},
        ),
    ]


async def test_an_unknown_lesson_closes_the_line(host: HostProcess) -> None:
    panel = await host.call("sessions/garden/nowhere/channel")
    with pytest.raises(ClosedError) as closed:
        await panel.read()
    assert closed.value.code == 4004


async def test_without_an_agent_an_answer_is_judged_by_its_text(host: HostProcess) -> None:
    panel = await host.line("beds")
    await panel.until(lambda: panel.kernel.get("status") == "idle")
    assert panel.kernel == {
        "type": "kernel",
        "status": "idle",
        "checks": "fresh",
        "note": FRESH_INSTEAD,
    }
    await to_the_question(panel)
    await panel.send(cell(WRONG))
    await panel.until_phase("remediation")
    await panel.send(cell(RIGHT))
    await panel.until_phase("correct")
    assert kinds(panel)[-4:] == ["answer", "verdict", "answer", "verdict"]
    assert [message["report"]["target"] for message in panel.messages if message["report"]] == [
        "fresh",
        "fresh",
    ]
    answers = await host.fetch("sessions/garden/beds/answers")
    assert answers == (
        200,
        {
            "answers": [
                {
                    "question": "area",
                    "title": "The area",
                    "source": RIGHT,
                    "stub": panel.head["question"]["stub"],
                }
            ]
        },
    )


async def test_a_busy_kernel_is_not_looked_into_unless_it_waits(host: HostProcess) -> None:
    panel = await host.line("beds")
    await to_the_question(panel)
    await panel.send({"type": "activity", "busy": True})
    await panel.until(lambda: panel.kernel.get("status") == "busy")
    await panel.send(cell(RIGHT))
    await panel.until(lambda: kinds(panel)[-1] == "notice")
    assert panel.messages[-1]["text"].startswith("Your notebook is still running a cell")
    await panel.send({"type": "waiting", "waiting": True})
    await panel.send(cell(RIGHT))
    await panel.until_phase("correct")


async def test_an_answer_cell_that_ended_in_an_error_is_never_right(host: HostProcess) -> None:
    panel = await host.line("beds")
    await to_the_question(panel)
    await panel.send(cell(RIGHT, outcome="error", error="NameError: name 'x' is not defined"))
    await panel.until(lambda: kinds(panel)[-1] == "verdict")
    assert panel.messages[-2]["kind"] == "answer"


async def test_what_is_malformed_is_refused_in_words(host: HostProcess) -> None:
    panel = await host.line("beds")
    await panel.send({"type": "cell", "question": "area"})
    frame = await panel.read()
    while frame["type"] != "refused":
        frame = await panel.read()
    assert (frame["id"], frame["reason"][:23]) == (None, "I could not read that: ")


async def test_the_conversation_and_the_record_can_be_had(host: HostProcess) -> None:
    await host.line("seeds")
    code, markdown = await host.fetch("sessions/garden/seeds/transcript")
    assert (code, markdown[:42]) == (200, "# Seeds\n\nIn the garden, ada. 0 of 1 questi")
    code, page = await host.fetch("sessions/garden/seeds/transcript?format=html")
    assert (code, page[:15]) == (200, "<!doctype html>")
    assert await host.fetch("sessions/garden/beds/answers") == (
        404,
        {"message": "You have not begun this lesson yet."},
    )
    code, record = await host.fetch("record")
    sessions = [
        (one["course"], one["lesson"], one["title"], one["status"], one["events"])
        for one in record["sessions"]
    ]
    assert (code, record["learner"], sessions) == (
        200,
        "ada",
        [("garden", "seeds", "Seeds", "started", 3)],
    )


async def test_its_log_lies_beside_the_record_and_quotes_nobody(
    host: HostProcess, tmp_path: Path
) -> None:
    line = await host.line("beds")
    await line.ask({"type": "say", "text": "My waterlily is ill"})
    await host.end()
    path = tmp_path / "record" / "host.log"
    text = path.read_text()
    session = session_id_of(LearnerId("ada"), CourseId("garden"), LessonId("beds"))
    assert f" session begun session={session} course=garden lesson=beds " in text
    assert text.splitlines()[-1].endswith(": the tutor has stopped")
    assert "waterlily" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_lesson_goes_on_after_a_host_was_killed(start_host: Starting) -> None:
    first = await start_host("k")
    panel = await first.line("beds")
    await to_the_question(panel)
    before = panel.messages
    first.process.send_signal(signal.SIGKILL)
    await asyncio.wait_for(first.process.wait(), PATIENCE)
    panel = await (await start_host("k")).line("beds")
    assert panel.messages[: len(before)] == before
    assert panel.messages[len(before)]["text"] == "Welcome back. We were at “The area”."


async def test_a_host_whose_parts_broke_too_often_ends_so_that_another_is_started(
    tmp_path: Path, courses: Path
) -> None:
    host = await HostProcess.start(
        tmp_path / "record", courses, program="tests.host.child_breaking"
    )
    assert await asyncio.wait_for(host.process.wait(), PATIENCE) == 0


async def test_a_lesson_moves_to_the_notebook_that_opens_it(start_host: Starting) -> None:
    one, other = await start_host("k1"), await start_host("k2")
    panel = await one.line("beds", kernel="k1")
    before = len(panel.messages)
    taker = await other.line("beds", kernel="k2")
    with pytest.raises(ClosedError) as closed:
        await panel.until(lambda: False)
    assert closed.value.code == 4001
    assert taker.messages[before]["text"].startswith("This lesson goes on in another notebook on ")
    # Another lesson stays where it is.
    await one.line("seeds", kernel="k1")


async def test_a_kernel_that_has_gone_before_its_host_was_up_leaves_none(
    tmp_path: Path, courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "record"))
    monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(courses))
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "jupyter_tutor.host", "--kernel", "k"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=writing,
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(reading)
    os.close(writing)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "record"
    blocked.write_text("a file is in the way")
    host = await HostProcess.start(blocked, SYLLABI)
    assert list(host.said) == ["error"]
    assert str(host.said["error"]).startswith("The tutor cannot open its record: ")
    code, _, _ = await host.end()
    assert code == 1
