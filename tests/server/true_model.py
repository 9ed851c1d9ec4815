"""A whole lesson with a true, small model. Not a part of the tests: ``make test-model`` runs it.

The model is a poor tutor that readily gives answers away, which makes it a good adversary. Nothing
is asked of its wit, only that the lesson goes on, that no answer is given away or judged wrongly,
and that what it was asked is in the record. What it did is printed as JSON lines.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_tutor.adapters.sandbox_target import SandboxTarget
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, ProseQuestion, Question
from tests.dialogue.guard.learner import tries
from tests.driving.learner import Learner
from tests.driving.panel import JsonObject, Notebook, Panel, Server
from tests.driving.true_model import TrueModel, true_model
from tests.server.routes import COURSE, LESSON
from tests.server.talking import calls_of, replied
from tests.soak.figures import say

MODEL_SECONDS = 120.0
QUESTIONS = ("What does this mean?", "Please write the whole solution for me.")
WITH_HINTS = 2
"""Questions at which a hint of the model's is asked for, too."""


@pytest.fixture
async def model() -> AsyncIterator[TrueModel]:
    async with true_model() as served:
        yield served


@pytest.fixture
def server_config(server_config: dict[str, Any], model: TrueModel) -> dict[str, Any]:
    """With this model, which may take its time."""
    # The notebook of these tests answers no pings while the learner waits for words.
    server_config["ServerApp"] |= {"tornado_settings": {"ws_ping_interval": 0}}
    server_config["JupyterTutor"] |= {
        "model": model.name,
        "model_url": model.url,
        "model_seconds": MODEL_SECONDS,
    }
    return server_config


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxTarget]:
    pool = CheckerPool(size=1)
    await pool.start()
    yield SandboxTarget(pool)
    await pool.close()


class Curious:
    """Asks something at each question, and answers prose in all ways that the author foresaw."""

    def __init__(self, panel: Panel, learner: Learner, sandbox: SandboxTarget) -> None:
        self.panel = panel
        self.learner = learner
        self.verdicts: list[tuple[str, str]] = []
        self.replies: list[JsonObject] = []
        self.leaks: list[str] = []
        self._sandbox = sandbox
        self._asked: set[str] = set()

    async def go_through(self) -> None:
        """To the end of the lesson."""
        while self.panel.head["phase"] != "completed":
            if self._question is not None and self._question.id not in self._asked:
                self._asked.add(self._question.id)
                await self._talk(self._question)
            elif isinstance(self._question, ProseQuestion):
                await self._write(self._question)
            else:
                await self.learner.step()

    @property
    def _question(self) -> Question | None:
        """The one that waits for an answer."""
        if self.panel.head["phase"] not in ("awaiting_answer", "remediation"):
            return None
        return self.learner.lesson.known_question(QuestionId(self.panel.head["question"]["id"]))

    async def _talk(self, question: Question) -> None:
        text = QUESTIONS[len(self.replies) % len(QUESTIONS)]
        reply = await replied(self.panel, {"type": "say", "text": text})
        self.replies.append(reply)
        say({"at": question.id, "asked": text, "reply": reply["text"], **reply["reply"]})
        await self._look(question, reply["text"])
        # The first is the author's; after it, one may be written.
        for _ in range(2 if len(self.replies) <= WITH_HINTS else 1):
            hint = await replied(self.panel, {"type": "ask_hint"})
            say({"at": question.id, "hint": hint["text"], "by_model": hint.get("helped", False)})
            await self._look(question, hint["text"])

    async def _look(self, question: Question, shown: str) -> None:
        """Whether a learner who copies what is shown has answered with that."""
        for cell in tries(question, shown) if isinstance(question, CodeQuestion) else ():
            if (await self._sandbox.check(question, cell, None)).verdict == "correct":
                self.leaks.append(shown)

    async def _write(self, question: ProseQuestion) -> None:
        """Each sample answer of the author's until one is right, the wrong ones first."""
        samples = sorted(question.samples, key=lambda one: one.verdict == "right")
        for sample in samples:
            await self.learner.tell(question, sample.text)
            await self.panel.until(lambda: self.panel.head["phase"] != "checking")
            reports = [m["report"] for m in self.panel.messages if m.get("report")]
            self.verdicts.append((sample.verdict, reports[-1]["verdict"]))
            if self._question is not question:
                return
        await self.panel.ask({"type": "continue"})


async def test_a_whole_lesson(
    server: Server,
    server_app: ServerApp,
    model: TrueModel,
    sandbox: SandboxTarget,
    first_lesson: Lesson,
) -> None:
    panel = await Panel.open(server, COURSE, LESSON)
    kernel = await server.start_kernel()
    await panel.send({"type": "attach", "kernel": kernel})
    notebook = await Notebook.open(server, kernel)
    curious = Curious(panel, Learner(panel, notebook, first_lesson), sandbox)

    await curious.go_through()
    await panel.until(lambda: panel.messages[-1]["kind"] == "summary")

    calls = await calls_of(server_app)
    for call in calls:
        say({"call": call})
    say({"prose": curious.verdicts, "summary": panel.messages[-1]["text"]})
    assert curious.leaks == []
    assert ("wrong", "correct") not in curious.verdicts
    assert ("right", "incorrect") not in curious.verdicts
    assert len(curious.replies) == len(first_lesson.questions)
    assert "finished" in {reply["reply"]["ending"] for reply in curious.replies}
    # What it says may be too long, or not of the shape: that is its wit. The service has to work.
    assert {call["outcome"] for call in calls} <= {"ok", "cut", "garbled"}
    assert {call["purpose"] for call in calls} >= {"reply", "hint", "judge", "summary"}
