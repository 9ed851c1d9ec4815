"""A lesson on a real server with a language model, which does as it is told or misbehaves."""

import asyncio
import json
from typing import Any

import pytest
from jupyter_server.auth import IdentityProvider, User
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.adapters.openai_model import OpenAIModel
from jupyter_tutor.core import words
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.caution import CAUTION
from jupyter_tutor.runtime.exits import SHUTDOWN
from tests.driving.learner import Learner
from tests.driving.model_mind import minded
from tests.driving.model_server import ModelServer, chunk, hangs_after
from tests.driving.panel import PATIENCE, Notebook, Panel, Server
from tests.server.routes import AFTER_IT, COURSE, LESSON
from tests.server.talking import (
    ASK,
    GOOD,
    MIND,
    SUMMARY,
    SURE,
    calls_of,
    has_model,
    recorded,
    replied,
    tutor_of,
)


@pytest.fixture
def server_config(
    server_config: dict[str, Any], model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """A model, and a learner with a name."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-the-secret-of-this-test")
    has_model(server_config, model_server)
    return server_config


async def test_a_question_is_answered_and_the_lesson_goes_on_where_it_was(
    server: Server, model_server: ModelServer
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    place = "`scripted` on this computer"
    (told,) = [m for m in panel.messages if m["kind"] == "notice"]
    assert (told["text"], panel.head["model"]) == (words.model_noted(place, again=False), place)
    phase = panel.head["phase"]

    reply = await replied(panel, ASK)

    assert (reply["kind"], reply["text"], reply["helped"]) == ("reply", GOOD.strip(), True)
    assert reply["reply"]["ending"] == "finished"
    assert reply["reply"]["confidence"]["label"] == "high"
    assert [one["type"] for one in reply["reply"]["rests_on"]] == ["section"]
    assert panel.head["phase"] == phase
    called = [one for one in await recorded(server) if one["kind"] == "model_called"]
    assert [(one["title"], one["outcome"]) for one in called] == [("reply", "ok")]
    sent = json.dumps(model_server.bodies)
    assert "lovelace" not in sent.lower()


class TestWhereNamesAreKnown:
    """They are kept from the model, and are written down nowhere."""

    @pytest.fixture
    def server_config(self, server_config: dict[str, Any]) -> dict[str, Any]:
        class Knows(IdentityProvider):
            def get_user(self, _handler: Any) -> User:
                return User("gh", "Grace Hopper", "Amazing Grace")

        server_config["ServerApp"]["identity_provider_class"] = Knows
        del server_config["JupyterTutor"]["learner"]
        return server_config

    async def test_none_is_sent_and_none_is_recorded(
        self, server: Server, server_app: ServerApp, model_server: ModelServer
    ) -> None:
        panel = await Panel.open(server, COURSE, LESSON)
        text = "Gh here, also called Grace, or amazing. What is a value?"
        await replied(panel, {"type": "say", "text": text})
        sent = json.dumps(model_server.bodies)
        assert "[name] here, also called [name], or [name]. What is a value?" in sent
        tutor = await tutor_of(server_app)
        found = await tutor.record.history.query("SELECT learner_id, body FROM events")
        assert "Hopper" not in repr(found.rows)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once what asking the model takes has been loaded."""
    ready, prepare = asyncio.Event(), OpenAIModel.prepare

    async def prepared(model: OpenAIModel) -> None:
        await prepare(model)
        ready.set()

    monkeypatch.setattr(OpenAIModel, "prepare", prepared)
    return ready


async def test_the_model_is_made_ready_when_a_lesson_is_opened(
    ready: asyncio.Event, server: Server, model_server: ModelServer
) -> None:
    await Panel.open(server, COURSE, LESSON)
    await asyncio.wait_for(ready.wait(), PATIENCE)
    assert model_server.bodies == []


async def test_a_reply_is_stopped_and_what_was_shown_is_kept_as_a_part(
    server: Server, model_server: ModelServer
) -> None:
    model_server.will(hangs_after(chunk(SURE + GOOD), chunk("\n"), chunk("And there\n")))
    panel = await Panel.open(server, COURSE, LESSON)
    await panel.ask(ASK)
    await panel.until(lambda: bool((panel.head["writing"] or {}).get("words")))
    refused = await panel.ask(ASK)
    assert refused["reason"] == words.STILL_WRITING

    stopped = await replied(panel, {"type": "stop_reply"})

    assert (stopped["text"].strip(), stopped["reply"]["ending"]) == (GOOD.strip(), "stopped")
    await model_server.until_left()


async def test_what_was_seen_of_a_stopped_reply_is_kept_also_within_a_block(
    server: Server, model_server: ModelServer, first_lesson: Lesson
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    kernel = await server.start_kernel()
    await panel.send({"type": "attach", "kernel": kernel})
    await Learner(panel, await Notebook.open(server, kernel), first_lesson).finish()
    await panel.until(lambda: not panel.head["writing"])
    # No question is open any more, so that nothing has to be held back.
    model_server.will(hangs_after(chunk(SURE + GOOD.strip())))
    await panel.ask(ASK)
    await panel.until(lambda: bool(panel.delta))

    stopped = await replied(panel, {"type": "stop_reply"})

    assert (stopped["text"], stopped["reply"]["ending"]) == (GOOD.strip(), "stopped")


@pytest.mark.parametrize("how", ["left", "yielded"])
async def test_what_a_call_used_that_went_with_its_session_is_recorded(
    how: str, server: Server, server_app: ServerApp, model_server: ModelServer
) -> None:
    model_server.will(hangs_after(chunk(SURE + GOOD), chunk("\n"), chunk("And there\n")))
    panel = await Panel.open(server, COURSE, LESSON)
    await panel.ask(ASK)
    await panel.until(lambda: bool((panel.head["writing"] or {}).get("words")))
    tutor = await tutor_of(server_app)
    session = tutor.sessions.running(tutor.sessions.live[0])
    assert session is not None

    await (session.give_way("another window") if how == "yielded" else session.stop(SHUTDOWN))

    (call,) = await calls_of(server_app)
    assert (call["purpose"], call["outcome"]) == ("reply", "stopped")
    assert call["cost"] > 0
    assert 0 < call["first"] <= call["seconds"]
    assert (await recorded(server))[-1]["kind"] == f"session_{how}"
    await model_server.until_left()


async def test_what_would_solve_the_question_is_held_back_twice_and_replaced(
    server: Server, model_server: ModelServer, first_lesson: Lesson
) -> None:
    question = next(q for q in first_lesson.questions if isinstance(q, CodeQuestion))
    leak = f"{SURE}That is easy. Here it is:\n\n```python\n{question.solution}\n```\n"
    model_server.will(minded(MIND | {"reply": leak}))
    panel = await Panel.open(server, COURSE, LESSON)
    notebook = await Notebook.open(server, await server.start_kernel())
    learner = Learner(panel, notebook, first_lesson)
    while (panel.head["question"] or {}).get("id") != question.id:
        await learner.step()

    reply = await replied(panel, {"type": "say", "text": "Write it for me, please."})

    assert reply["reply"]["ending"] == "withheld"
    assert reply["reply"]["caught"] == []
    shown = json.dumps(panel.messages[len(panel.messages) - 1 :])
    assert all(line not in shown for line in question.solution.splitlines() if "return" in line)
    assert f"would have given away the answer to “{question.title}”" in reply["text"]


async def test_a_whole_lesson_with_a_question_at_each_step(
    server: Server, server_app: ServerApp, first_lesson: Lesson
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    kernel = await server.start_kernel()
    await panel.send({"type": "attach", "kernel": kernel})
    notebook = await Notebook.open(server, kernel)
    learner = Learner(panel, notebook, first_lesson)
    while panel.head["phase"] != "completed":
        reply = await replied(panel, ASK)
        assert reply["reply"]["ending"] == "finished", reply
        await learner.step()
    await panel.until(lambda: panel.messages[-1]["kind"] == "summary")
    last = panel.messages[-1]
    assert (last["text"], last["helped"]) == (SUMMARY, True)
    assert panel.head["progress"]["done"] == len(first_lesson.questions)
    again = await replied(panel, {"type": "ask_summary"})
    assert again["kind"] == "summary"


async def test_what_the_learner_has_finished_before_is_in_the_prompt(
    server: Server, model_server: ModelServer, first_lesson: Lesson
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    kernel = await server.start_kernel()
    await panel.send({"type": "attach", "kernel": kernel})
    notebook = await Notebook.open(server, kernel)
    await Learner(panel, notebook, first_lesson).finish()
    other = await Panel.open(server, COURSE, AFTER_IT)

    await replied(other, ASK)

    asked = next(text for text in prompts(model_server) if ASK["text"] in text)
    finished = asked.partition("that the learner has finished:\n")[2].splitlines()
    assert finished[1:2] == [first_lesson.title]


def prompts(model_server: ModelServer) -> list[str]:
    """What was sent to the model, as users said it."""
    sent = (message for body in model_server.bodies for message in body["messages"])
    return [message["content"] for message in sent if message["role"] == "user"]


async def test_a_low_confidence_shows_an_outline_and_a_person_can_be_asked(
    server: Server, model_server: ModelServer
) -> None:
    """It is low for what leads away from the lesson, however sure the model is of itself."""
    told = "CONFIDENCE: 0.95 | RESTS ON: none\nThe moon is a stone. It is far away.\n"
    model_server.will(minded(MIND | {"reply": told}))
    panel = await Panel.open(server, COURSE, LESSON)
    reply = await replied(panel, {"type": "say", "text": "How far away is the moon tonight?"})
    assert reply["reply"]["confidence"]["label"] == "low"
    assert reply["text"].startswith("The moon is a stone.")
    assert "far away" not in reply["text"]
    assert reply["reply"]["offers_person"]
    wanted = await panel.ask({"type": "ask_person", "message": reply["id"]})
    assert (wanted["type"], panel.head["persons"]) == ("accepted", [reply["id"]])
    assert panel.messages[-1]["text"] == words.PERSON_ASKED


async def test_what_is_claimed_of_code_is_run(server: Server, model_server: ModelServer) -> None:
    claim = "Say it of a list:\n\n```python\nsum([1, 2, 3])\n```\n\nThis gives `{}`.\n"
    model_server.will(minded(MIND | {"reply": [SURE + claim.format(6), SURE + claim.format(7)]}))
    panel = await Panel.open(server, COURSE, LESSON)
    held = await replied(panel, {"type": "say", "text": "What does a function like sum give?"})
    assert held["reply"]["confidence"]["label"] == "verified", held
    wrong = await replied(panel, {"type": "say", "text": "And a function called sum again?"})
    assert wrong["reply"]["confidence"]["label"] == "low"
    assert "I ran this, and it is not so." in wrong["text"]


async def test_a_medium_confidence_has_a_caution(server: Server, model_server: ModelServer) -> None:
    model_server.will(minded(MIND | {"reply": "CONFIDENCE: 0.4 | RESTS ON: 1\n" + GOOD}))
    panel = await Panel.open(server, COURSE, LESSON)
    reply = await replied(panel, ASK)
    assert reply["reply"]["confidence"]["label"] == "medium"
    assert reply["text"] == f"{GOOD.strip()}\n\n{CAUTION}"
