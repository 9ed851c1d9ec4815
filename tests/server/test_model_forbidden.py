"""A course whose author wants no language model: nothing is asked, whenever that was said."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.core import words
from jupyter_tutor.runtime.exits import SHUTDOWN
from tests.driving.model_server import ModelServer
from tests.driving.panel import Panel, Server
from tests.driving.process import SYLLABI
from tests.server.routes import COURSE, LESSON
from tests.server.talking import ASK, calls_of, has_model, replied, tutor_of

POLICIES = "policies:\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course in a folder of its own, for its author to change."""
    return Path(shutil.copytree(SYLLABI / COURSE, tmp_path / "courses" / COURSE))


@pytest.fixture
def server_config(
    server_config: dict[str, Any], model_server: ModelServer, course: Path
) -> dict[str, Any]:
    """A model, and that course."""
    has_model(server_config, model_server, course_path=[str(course.parent)])
    return server_config


def forbid(course: Path) -> None:
    head = course / "course.yaml"
    text = head.read_text("utf-8")
    assert POLICIES in text
    head.write_text(text.replace(POLICIES, f"{POLICIES}  model: no\n"), "utf-8")


def allow(course: Path) -> None:
    head = course / "course.yaml"
    head.write_text(head.read_text("utf-8").replace("  model: no\n", ""), "utf-8")


def notices(panel: Panel) -> list[str]:
    return [m["text"] for m in panel.messages if "model" in m["text"] and m["kind"] == "notice"]


async def put_away(app: ServerApp) -> None:
    tutor = await tutor_of(app)
    session = tutor.sessions.running(tutor.sessions.live[0])
    assert session is not None
    await session.stop(SHUTDOWN)


async def test_nothing_is_asked_and_the_panel_says_nothing_of_a_model(
    server: Server, server_app: ServerApp, model_server: ModelServer, course: Path
) -> None:
    forbid(course)
    panel = await Panel.open(server, COURSE, LESSON)
    assert (panel.head["model"], notices(panel)) == (None, [])
    assert (await replied(panel, ASK))["text"] == words.no_model()
    assert (await replied(panel, {"type": "ask_summary"}))["helped"] is False
    assert (model_server.requests, await calls_of(server_app)) == ([], [])


async def test_a_lesson_that_runs_hears_of_it_before_anything_is_asked(
    server: Server, model_server: ModelServer, course: Path
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    assert len(notices(panel)) == 1
    forbid(course)

    await panel.ask(ASK)
    await panel.until(lambda: panel.head["model"] is None and not panel.head["writing"])

    told = [message["text"] for message in panel.messages[-3:]]
    assert sorted(told[1:]) == sorted([words.no_model(), words.MODEL_GONE])
    assert model_server.requests == []
    assert (await replied(panel, ASK))["text"] == words.no_model()


async def test_a_lesson_in_an_old_version_hears_of_it_when_it_is_opened_again(
    server: Server, server_app: ServerApp, model_server: ModelServer, course: Path
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    await put_away(server_app)
    forbid(course)

    panel = await Panel.open(server, COURSE, LESSON)
    assert panel.head["model"] is None
    assert notices(panel)[1:] == [words.MODEL_GONE]
    assert (await replied(panel, ASK))["text"] == words.no_model()
    await put_away(server_app)
    panel = await Panel.open(server, COURSE, LESSON)
    assert notices(panel)[1:] == [words.MODEL_GONE]
    assert model_server.requests == []


async def test_a_newer_version_may_allow_it_again(
    server: Server, model_server: ModelServer, course: Path
) -> None:
    forbid(course)
    panel = await Panel.open(server, COURSE, LESSON)
    allow(course)
    assert (await replied(panel, ASK))["text"] == words.no_model()
    panel = await Panel.open(server, COURSE, LESSON)
    assert panel.head["model"] is None

    assert (await panel.ask({"type": "update_lesson"}))["type"] == "accepted"

    await panel.until(lambda: panel.head["model"] is not None)
    assert len(notices(panel)) == 1
    assert (await replied(panel, ASK))["reply"]["ending"] == "finished"
