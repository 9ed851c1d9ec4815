"""The tutor's log on a real server: what it tells, and that no word of a learner is in it."""

import json
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import websocket_connect
from traitlets import TraitError
from traitlets.config import Config

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, session_id_of
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.server.app import JupyterTutor
from tests.driving.learner import Learner, answer_cell
from tests.driving.panel import ClosedError, Notebook, Panel, Server
from tests.driving.server import running_server
from tests.server.routes import BASE, CHANNEL, COURSE, LESSON

NAME = "zebedee-quillfeather"
CODE, ERROR, SAID, INNER = "waterlily", "marmalade", "hippogriff", "tarragon"
"""What this learner writes: in code, in an exception, to the tutor; and what ours would quote."""

WORDS = (NAME, "quillfeather", CODE, ERROR, SAID, INNER)

SESSION_ID = session_id_of(LearnerId(NAME), CourseId(COURSE), LessonId(LESSON))

LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (DEBUG|INFO|WARNING|ERROR) jupyter_tutor[\w.]*: \S"
)


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """Where the log goes; outside of the record, whose folders are named in it."""
    return tmp_path / "tutor.log"


@pytest.fixture
def lines() -> str:
    """How lines are written, where a test says nothing else."""
    return "json"


@pytest.fixture
def server_config(server_config: dict[str, Any], log_file: Path, lines: str) -> dict[str, Any]:
    """A learner with a name, and everything in the log."""
    server_config["JupyterTutor"] |= {
        "learner": NAME,
        "log_file": str(log_file),
        "log_level": "DEBUG",
        "log_lines": lines,
    }
    return server_config


def told(log_file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log_file.read_text("utf-8").splitlines()]


async def speak(panel: Panel, notebook: Notebook, lesson: Lesson) -> CodeQuestion:
    """Come to the first question for code, and leave words wherever they can be left."""
    learner = Learner(panel, notebook, lesson)
    while (panel.head["question"] or {}).get("kind") != "code":
        await learner.step()
    question = lesson.known_question(panel.head["question"]["id"])
    assert isinstance(question, CodeQuestion)
    assert (await panel.ask({"type": "say", "text": f"My {SAID} is ill"}))["type"] == "accepted"
    await notebook.run(f"{CODE} = '{CODE}'")
    await learner.hand_in(question, f"{CODE} = 1\n{question.wrong[0].source}")
    await learner.hand_in(question, f"raise ValueError('{ERROR}')")
    await panel.send({"type": "dance", "with": SAID})
    return question


def breaks(*_args: Any) -> Any:
    try:
        raise KeyError(INNER)
    except KeyError:
        raise RuntimeError(f"could not do {CODE} with {INNER}") from OSError(5, "I/O error", INNER)


async def break_a_check(panel: Panel, question: CodeQuestion, patch: pytest.MonkeyPatch) -> None:
    """Have a check fail with an exception that quotes the learner."""
    with patch.context() as broken:
        broken.setattr("jupyter_tutor.server.kernels.ServerKernel.check", breaks)
        answer = {"type": "code", "source": answer_cell(question.id, f"{CODE} = 7")}
        await panel.ask({"type": "submit_answer", "question": question.id, "answer": answer})
        await panel.until_phase("awaiting_answer", "remediation")


async def crash_the_session(panel: Panel, patch: pytest.MonkeyPatch) -> None:
    """Have the session itself crash with such an exception, once, and wait until it is gone."""
    with patch.context() as broken:

        def crash(*_args: Any) -> Any:
            broken.undo()
            breaks()

        broken.setattr("jupyter_tutor.sessions.session.decide", crash)
        await panel.send({"type": "command", "id": "crash", "command": {"type": "continue"}})
        with pytest.raises(ClosedError):
            await panel.until(lambda: False)


async def a_lesson_with_everything(
    server: Server, lesson: Lesson, patch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """Go through a lesson in which much goes wrong; the events that were recorded."""
    kernel = await server.start_kernel()
    notebook = await Notebook.open(server, kernel)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    question = await speak(panel, notebook, lesson)
    await break_a_check(panel, question, patch)
    await crash_the_session(panel, patch)
    panel = await Panel.open(server, COURSE, LESSON, kernel)
    await panel.until(lambda: panel.kernel.get("checks") == "fork")
    await Learner(panel, notebook, lesson).finish()
    exported = await AsyncHTTPClient().fetch(server.request(f"{BASE}/record/export"))
    events = [json.loads(line) for line in exported.body.decode().splitlines()]
    assert all(word in exported.body.decode() for word in (NAME, CODE, ERROR, SAID))
    return events


async def test_json_lines_have_their_ids_and_nothing_of_the_learner(
    server: Server, first_lesson: Lesson, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = await a_lesson_with_everything(server, first_lesson, monkeypatch)

    text = log_file.read_text("utf-8").lower()
    assert [word for word in WORDS if word in text] == []
    lines = told(log_file)
    common = {"at", "pid", "level", "logger", "message"}
    assert all(common <= line.keys() for line in lines)
    recorded = {(event["event_id"], event["seq"], event["type"]) for event in events}
    of_events = [line for line in lines if "event_id" in line]
    assert {(line["event_id"], line["seq"], line["type"]) for line in of_events} == recorded
    assert {line["session"] for line in lines if "session" in line} == {SESSION_ID}
    assert {(line["course"], line["lesson"]) for line in of_events} == {(COURSE, LESSON)}

    at_info = {line["message"] for line in lines if line["level"] == "INFO"}
    assert at_info >= {
        *("the tutor is up", "session begun", "session resumed", "answer judged"),
        *("check failed", "lesson completed", "started again"),
    }
    judged = [line for line in lines if line["message"] == "answer judged"]
    assert {line["verdict"] for line in judged} >= {"correct", "incorrect"}
    assert all(line["ms"] >= 0 and line["question"] for line in judged)


async def test_errors_tell_where_and_of_what_kind_and_quote_nobody(
    server: Server, first_lesson: Lesson, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_lesson_with_everything(server, first_lesson, monkeypatch)

    failed, crashed = (line for line in told(log_file) if line["level"] == "ERROR")
    assert (failed["message"], failed["session"]) == (
        "a check could not be carried out",
        SESSION_ID,
    )
    where = failed["traceback"].splitlines()
    assert "OSError: [Errno 5] I/O error" in where
    assert where[-1] == "RuntimeError"
    assert any("in breaks" in line for line in where)
    assert crashed["message"].startswith("session crashed\n")
    assert (crashed["error"], crashed["session"]) == ("RuntimeError", SESSION_ID)


@pytest.mark.parametrize("lines", ["text"])
async def test_text_lines_have_their_ids_and_nothing_of_the_learner(
    server: Server, first_lesson: Lesson, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_lesson_with_everything(server, first_lesson, monkeypatch)

    text = log_file.read_text("utf-8")
    assert [word for word in WORDS if word in text.lower()] == []
    heads = [line for line in text.splitlines() if LINE.match(line)]
    judged = [line for line in heads if ": answer judged " in line]
    assert judged
    for line in judged:
        assert f" session={SESSION_ID} course={COURSE} lesson={LESSON} event_id=" in line
        assert re.search(r" type=answer_judged question=\S+ verdict=\w+ ms=\d+$", line)
    assert "OSError: [Errno 5] I/O error\n" in text


async def test_who_is_turned_away_is_in_the_log(
    server: Server, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HTTPClientError):
        await Server(server.url, "wrong").fetch(f"{BASE}/health?said={SAID}")
    request = server.request(CHANNEL)
    request.url = request.url.replace("http", "ws", 1)
    request.headers["Origin"] = "https://elsewhere.example"
    with pytest.raises(HTTPClientError):
        await websocket_connect(request)
    refused = [
        (line["level"], line["status"], line["method"], line["path"])
        for line in told(log_file)
        if line["message"] == "a request was refused"
    ]
    assert refused == [
        ("WARNING", 403, "GET", f"{BASE}/health"),
        ("WARNING", 403, "GET", CHANNEL),
    ]
    assert SAID not in log_file.read_text("utf-8")


async def test_the_file_is_private_and_the_log_ends_with_the_server(
    server_config: dict[str, Any], tmp_path: Path, log_file: Path
) -> None:
    log_file.write_text("")
    log_file.chmod(0o644)
    async with running_server(server_config, tmp_path) as app:
        await _tutor(app)
        assert stat.S_IMODE(log_file.stat().st_mode) == 0o600
    messages = [line["message"] for line in told(log_file)]
    assert (messages[0], messages[-1]) == ("the tutor is up", "the tutor has stopped")


@pytest.fixture
async def server_without_file(
    server_config: dict[str, Any], tmp_path: Path
) -> AsyncIterator[ServerApp]:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "tutor.log").symlink_to(tmp_path / "nowhere" / "tutor.log")
    server_config["JupyterTutor"]["log_file"] = str(folder / "tutor.log")
    async with running_server(server_config, tmp_path) as app:
        yield app


async def test_a_file_that_cannot_be_written_is_told_in_the_terminal(
    capsys: pytest.CaptureFixture[str], server_without_file: ServerApp
) -> None:
    await _tutor(server_without_file)
    told_of = [json.loads(line) for line in capsys.readouterr().err.splitlines() if '"pid"' in line]
    assert told_of[0]["message"].startswith("the log file cannot be written: [Errno 2]")
    assert [line["message"] for line in told_of[1:]] == ["the tutor is up"]


async def _tutor(app: ServerApp) -> None:
    (extension,) = app.extension_manager.extension_apps["jupyter_tutor"]
    await extension.tutor()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("log_lines", "yaml", r"'log_lines' .* expected any of \['text', 'json'\], not .*'yaml'"),
        ("log_level", "LOUD", r"'log_level' .* expected any of .*'INFO'"),
        ("log_file", "/", r'log_file has to name a file .* "/var/log/tutor.log".*is a folder'),
        ("log_file", "/no/such/t.log", r"'/no/such/t.log' is in no folder that is there"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(name: str, value: str, words: str) -> None:
    with pytest.raises(TraitError, match=words):
        JupyterTutor(config=Config({"JupyterTutor": {name: value}}))
