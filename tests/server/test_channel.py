"""The panel's WebSocket, on a real server with a real kernel and a real record."""

import json
from typing import Any

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion
from tests.driving.learner import Learner, answer_cell
from tests.driving.panel import ClosedError, Notebook, Panel, Server
from tests.server.routes import COURSE, ENTRIES, LESSON


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ("not json", "the message: not JSON"),
        (b"\x00\x01", "the message: text is expected, not binary data"),
        ("[]", "the message:"),
        ({"type": "dance"}, "type: Input tag 'dance' found using 'type'"),
        ({"type": "command", "id": "1"}, "command.command:"),
        ({"type": "command", "id": "1", "command": {"type": "finish_check"}}, "command.command:"),
        ({"type": "command", "id": 7, "command": {"type": "continue"}}, "command.id:"),
        ("[" * 100_000, "the message: not JSON"),
        (
            '{"type": "command", "id": "1", "command": {"type": "say", "text": "half \\ud83d"}}',
            "command.command.say.text: Input should be a valid string",
        ),
        (
            '{"type": "command", "id": "\\ud83d", "command": {"type": "continue"}}',
            "command.id: Input should be a valid string",
        ),
    ],
)
async def test_what_is_not_of_the_protocol_is_refused_and_harms_nothing(
    server: Server, frame: Any, reason: str
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    before = (list(panel.messages), panel.head)
    await panel.send(frame)
    refused = await panel.read()
    while refused["type"] != "refused":
        refused = await panel.read()
    assert refused["id"] is None
    assert refused["reason"].startswith(f"I could not read that: {reason}")
    assert (panel.messages, panel.head) == before
    assert (await panel.ask({"type": "continue"}))["type"] == "accepted"


async def test_an_unknown_lesson_closes_with_4004_and_says_which(server: Server) -> None:
    socket = await server.socket("api/jupyter-tutor/sessions/python-foundations/nope/channel")
    assert await socket.read_message() is None
    assert socket.close_code == 4004
    assert socket.close_reason == "There is no lesson “nope” in a course “python-foundations” here."


async def test_a_refused_command_says_why_in_words(server: Server) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    assert await panel.ask({"type": "ask_hint"}) == {
        "type": "refused",
        "id": "1",
        "reason": words.CONTINUE_FIRST,
    }


async def test_a_second_tab_sees_the_same_live(server: Server) -> None:
    one = await Panel.open(server, COURSE, LESSON)
    two = await Panel.open(server, COURSE, LESSON)
    await one.ask({"type": "continue"})
    await two.until(lambda: two.head["seq"] == one.head["seq"])
    assert (two.messages, two.head) == (one.messages, one.head)
    await two.ask({"type": "say", "text": "Hello?"})
    await one.until(lambda: one.head["seq"] == two.head["seq"])
    assert (two.messages, two.head) == (one.messages, one.head)


async def test_resync_sends_the_whole_view_again(server: Server) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    await panel.ask({"type": "continue"})
    messages, head = list(panel.messages), panel.head
    panel.messages.clear()
    await panel.send({"type": "resync"})
    await panel.until(lambda: bool(panel.messages))
    assert (panel.messages, panel.head) == (messages, head)


async def test_a_whole_lesson_with_a_real_kernel(server: Server, first_lesson: Lesson) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    learner = Learner(panel, notebook, first_lesson)
    await learner.finish()
    assert panel.head["progress"]["done"] == len(first_lesson.questions)
    assert panel.head["progress"]["points"] == panel.head["progress"]["max_points"]
    targets = {m["report"]["target"] for m in panel.messages if m["report"]}
    assert targets == {"fork", "none"}
    record = await server.fetch(f"api/jupyter-tutor/sessions/{COURSE}/{LESSON}")
    assert record == {"messages": panel.messages, "head": panel.head}


async def test_the_record_takes_along_what_an_answer_builds_on_and_no_panel_shows_it(
    server: Server, first_lesson: Lesson
) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    learner = Learner(panel, notebook, first_lesson)
    while (panel.head["question"] or {}).get("kind") != "code":
        await learner.step()
    question = first_lesson.known_question(panel.head["question"]["id"])
    assert isinstance(question, CodeQuestion)
    await notebook.run("password = 'mine'")
    await notebook.run("mine_too = 3")
    await learner.hand_in(question, f"{question.solution}\nchecked = mine_too")
    assert panel.messages[-1]["report"]["basis"] is None
    entries = (await server.fetch(ENTRIES))["entries"]
    assert (entries[0]["kind"], entries[0]["code"]) == ("answer_judged", ["mine_too = 3"])
    assert "password" not in json.dumps(entries)


async def test_a_wrong_answer_gets_its_misconceptions_own_words(
    server: Server, first_lesson: Lesson
) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    learner = Learner(panel, notebook, first_lesson)
    while (panel.head["question"] or {}).get("kind") != "code":
        await learner.step()
    question = first_lesson.known_question(panel.head["question"]["id"])
    assert isinstance(question, CodeQuestion)
    wrong = question.wrong[0]
    await learner.hand_in(question, wrong.source)
    assert panel.head["phase"] == "remediation"
    verdict = panel.messages[-1]
    assert verdict["report"]["misconception"] == wrong.misconception
    assert wrong.says.strip() in verdict["text"]
    assert "fault" not in verdict["report"] or verdict["report"]["fault"] is None


async def test_while_a_cell_runs_the_tutor_says_so_and_can_stop_it(
    server: Server, first_lesson: Lesson
) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    learner = Learner(panel, notebook, first_lesson)
    while (panel.head["question"] or {}).get("kind") != "code":
        await learner.step()
    question = first_lesson.known_question(panel.head["question"]["id"])
    assert isinstance(question, CodeQuestion)
    running = await notebook.start("while True:\n    pass")
    await panel.until(lambda: panel.kernel.get("status") == "busy")
    source = answer_cell(question.id, question.solution)
    answer = {"type": "code", "source": source}
    await panel.ask({"type": "submit_answer", "question": question.id, "answer": answer})
    await panel.until_phase("awaiting_answer")
    assert panel.messages[-1]["text"] == words.check_failed("busy")
    await panel.send({"type": "interrupt"})
    assert await notebook.finish(running) == "error"
    await learner.answer()
    await panel.until_phase("correct")


async def test_a_restarted_kernel_is_told_and_the_lesson_goes_on(
    server: Server, first_lesson: Lesson
) -> None:
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    learner = Learner(panel, notebook, first_lesson)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    while (panel.head["question"] or {}).get("kind") != "code":
        await learner.step()
    await server.fetch(f"api/kernels/{kernel}/restart", "POST", {})
    restarted = words.kernel_noted("restarted", moved=False)
    await panel.until(lambda: panel.messages[-1]["text"] == restarted)
    await learner.finish()
    assert panel.head["phase"] == "completed"


async def test_the_server_stops_in_good_order(
    server: Server, server_app: Any, data_dir: Any
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    await panel.ask({"type": "continue"})
    extension = server_app.extension_manager.extension_apps["jupyter_tutor"]
    (app,) = extension
    await app.stop_extension()
    with pytest.raises(ClosedError) as closed:
        await panel.until(lambda: False)
    assert closed.value.code == 4002
    lines = [
        json.loads(line)
        for path in sorted((data_dir / "journal").rglob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    assert "session_left" in json.dumps(lines[-1])


async def test_a_panel_hears_a_heartbeat(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_tutor.server.channel.HEARTBEAT_SECONDS", 0.01)
    panel = await Panel.open(server, COURSE, LESSON)
    while (await panel.read())["type"] != "heartbeat":
        pass
