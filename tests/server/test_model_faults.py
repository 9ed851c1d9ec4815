"""A language model that misbehaves: what the learner is told, what is recorded, and it goes on."""

from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import ProseQuestion
from jupyter_tutor.dialogue import wording
from jupyter_tutor.dialogue.failing import WITHOUT, words_for
from jupyter_tutor.model import ModelError, ModelFailure
from tests.driving.answers import answer_frame, right_text
from tests.driving.model_mind import minded
from tests.driving.model_server import (
    DONE,
    Behaviour,
    ModelServer,
    breaks_off_after,
    chunk,
    drips,
    hangs_after,
    pours,
    says,
    sends,
    status,
)
from tests.driving.panel import JsonObject, Panel, Server
from tests.server.routes import COURSE, LESSON
from tests.server.talking import ASK, GOOD, MIND, SURE, calls_of, has_model, replied, tutor_of

BEGUN = chunk(SURE + GOOD), chunk("\n"), chunk("And there\n")


@pytest.fixture
def server_config(server_config: dict[str, Any], model_server: ModelServer) -> dict[str, Any]:
    """A model that is not waited for for long."""
    has_model(server_config, model_server, model_seconds=2.0)
    return server_config


FAULTS: dict[str, tuple[Behaviour, ModelFailure, int, str]] = {
    "hang": (hangs_after(), "slow", 1, ""),
    "hang in the midst": (hangs_after(*BEGUN), "slow", 1, GOOD),
    "slow drip": (drips(), "slow", 1, ""),
    "429": (status(429), "limited", 2, ""),
    "429 and a long pause": (status(429, retry_after="600"), "limited", 1, ""),
    "500": (status(500), "broken", 2, ""),
    "401": (status(401), "misconfigured", 1, ""),
    "a lost connection": (breaks_off_after(*BEGUN), "cut", 1, GOOD),
    "no end": (says(SURE + GOOD, "\n", "And there\n", finish=None), "cut", 1, GOOD),
    "garbage": (sends(b"data: {nonsense\n\n"), "garbled", 2, ""),
    "another shape": (sends(b'data: {"answer": "x"}\n\n'), "garbled", 2, ""),
    "no choices": (sends(chunk(choices=[]), DONE), "cut", 2, ""),
    "far too much": (pours("x" * 1000), "garbled", 1, ""),
    "another encoding": (
        sends('data: {"choices": [{"delta": {"content": "é"}}]}\n\n'.encode("latin-1")),
        "garbled",
        2,
        "",
    ),
    "a redirect": (status(307, location="http://127.0.0.1:9/v1"), "unreachable", 2, ""),
}


async def ended(app: ServerApp) -> list[JsonObject]:
    """The replies of the record: how each ended, and with which words."""
    tutor = await tutor_of(app)
    found = await tutor.record.history.query(
        "SELECT body ->> '$.reply.ending', body ->> '$.reply.words' FROM events "
        "WHERE type = 'reply_ended' ORDER BY seq"
    )
    return [{"ending": ending, "words": words} for ending, words in found.rows]


@pytest.mark.parametrize("name", FAULTS)
async def test_a_reply_that_fails_is_told_of_recorded_as_that_and_the_lesson_goes_on(
    name: str, server: Server, server_app: ServerApp, model_server: ModelServer
) -> None:
    fault, reason, calls, shown = FAULTS[name]
    model_server.will(fault)
    panel = await Panel.open(server, COURSE, LESSON)

    reply = await replied(panel, ASK)

    again = 600.0 if name == "429 and a long pause" else None
    told = words_for(ModelError(reason, again_in=again))
    assert reply["text"] == (f"{shown.rstrip()}\n\n{told}" if shown else told)
    ending = "broke_off" if shown else "failed"
    assert reply["reply"]["ending"] == ending
    assert await ended(server_app) == [{"ending": ending, "words": reply["text"]}]
    outcomes = [call["outcome"] for call in await calls_of(server_app)]
    assert outcomes == [reason] * calls
    assert (await panel.ask({"type": "continue"}))["type"] == "accepted"
    model_server.will(minded(MIND))
    assert (await replied(panel, ASK))["reply"]["ending"] == "finished"


async def come_to(panel: Panel, question: str) -> None:
    """Skip to that question."""
    while (panel.head["question"] or {}).get("id") != question:
        asked = panel.head["phase"] in ("awaiting_answer", "remediation")
        came = await panel.ask({"type": "skip_question" if asked else "continue"})
        assert came["type"] == "accepted", came


class TestBesideReplies:
    """Each of the others has one fault, and what stands in its place."""

    async def test_sentences_are_judged_by_the_rubric_and_that_is_said(
        self, server: Server, model_server: ModelServer, first_lesson: Lesson
    ) -> None:
        question = next(q for q in first_lesson.questions if isinstance(q, ProseQuestion))
        model_server.will(says('{"ideas": []}', finish=None))
        panel = await Panel.open(server, COURSE, LESSON)
        await come_to(panel, question.id)
        answer = answer_frame(question, right_text(question))
        asked = {"type": "submit_answer", "question": question.id, "answer": answer}
        assert (await panel.ask(asked))["type"] == "accepted"
        await panel.until(lambda: panel.messages[-1]["kind"] == "verdict")
        verdict = panel.messages[-1]
        assert wording.RUBRIC_ALONE in verdict["text"]
        assert verdict["report"]["verdict"] == "correct"
        assert verdict["report"]["notes"] == []

    async def test_a_hint_that_is_cut_is_none(
        self, server: Server, model_server: ModelServer, first_lesson: Lesson
    ) -> None:
        question = first_lesson.questions[0]
        model_server.will(breaks_off_after(chunk("Look at what the function is given. And")))
        panel = await Panel.open(server, COURSE, LESSON)
        await come_to(panel, question.id)
        hints = [await replied(panel, {"type": "ask_hint"}) for _ in range(2)]
        assert hints[0]["text"] == question.hints[0].text
        assert hints[1]["kind"] == "notice"
        assert hints[1]["text"].endswith(WITHOUT)
        assert "Look at" not in hints[1]["text"]

    async def test_a_summary_is_the_tutors_own(
        self, server: Server, server_app: ServerApp, model_server: ModelServer
    ) -> None:
        model_server.will(status(500))
        panel = await Panel.open(server, COURSE, LESSON)
        summary = await replied(panel, {"type": "ask_summary"})
        assert (summary["kind"], summary["helped"]) == ("summary", False)
        tutor = await tutor_of(server_app)
        found = await tutor.record.history.query(
            "SELECT body ->> '$.by' FROM events WHERE type = 'summary_written'"
        )
        assert found.rows == (("template",),)
