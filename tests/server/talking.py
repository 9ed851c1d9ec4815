"""A server with a language model of one's own, and what the two are told and asked."""

import json
from typing import Any

from jupyter_server.serverapp import ServerApp

from jupyter_tutor.server.composition import Tutor
from tests.driving.model_server import ModelServer
from tests.driving.panel import JsonObject, Panel, Server
from tests.server.routes import BASE, COURSE, LESSON
from tests.server.test_rest import get

SURE = "CONFIDENCE: 0.95 | RESTS ON: 1\n"
GOOD = (
    "A value is a piece of data. You give it a name so that you can use it again later: wherever "
    "you write the name, it stands for the value. Good names make it easy to see what a program "
    "is about, also for somebody who has never seen it.\n"
)
SUMMARY = "You have gone through this lesson. Well done."
LABEL = json.dumps({"type": "none", "id": "", "says": "", "confidence": 0.9})
MIND: dict[str, Any] = {
    "reply": SURE + GOOD,
    "hint": "Look at what the function is given, and at what it has to give back.",
    "summary": SUMMARY,
    "label": LABEL,
    "judge": "no JSON at all",
    "assess": '{"confidence": 0.9, "why": "It is so."}',
}
ASK = {"type": "say", "text": "What is a value, and how do I give it a name?"}


def has_model(config: dict[str, Any], model_server: ModelServer, **more: Any) -> None:
    """Set the model up, with prices, and give its learner a name."""
    config["JupyterTutor"] |= {
        "learner": "ada.lovelace",
        "model": "scripted",
        "model_url": model_server.url,
        "model_seconds": 20.0,
        "model_prices": {"in": 1.0, "out": 2.0},
    } | more


async def replied(panel: Panel, command: JsonObject) -> JsonObject:
    """The message that a command brought."""
    asked = await panel.ask(command)
    assert asked["type"] == "accepted", asked
    await panel.until(lambda: panel.head["seq"] >= asked["seq"] and not panel.head["writing"])
    return panel.messages[-1]


async def recorded(server: Server) -> list[JsonObject]:
    """All that the record has of the lesson, oldest first."""
    page = json.loads((await get(server, f"{BASE}/record/sessions/{COURSE}/{LESSON}")).body)
    return list(reversed(page["entries"]))


async def tutor_of(app: ServerApp) -> Tutor:
    """The tutor of a running server."""
    (extension,) = app.extension_manager.extension_apps["jupyter_tutor"]
    tutor: Tutor = await extension.tutor()
    return tutor


async def calls_of(app: ServerApp) -> list[JsonObject]:
    """What the record has of each call of the model, oldest first."""
    tutor = await tutor_of(app)
    found = await tutor.record.history.query(
        "SELECT body FROM events WHERE type = 'model_called' ORDER BY seq"
    )
    return [json.loads(body)["call"] for (body,) in found.rows]
