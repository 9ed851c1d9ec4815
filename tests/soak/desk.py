"""A desk at which one learner after another has a lesson without code."""

import random
from collections.abc import Awaitable, Callable

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import LearnerId, QuestionId, SessionId, session_id_of
from jupyter_tutor.core.questions import CodeQuestion
from tests.driving.answers import answer_frame, right_text, wrong_text
from tests.driving.panel import ClosedError, JsonObject, Panel
from tests.soak.accounts import Account, Faults

Opening = Callable[[str, str, str], Awaitable[Panel]]
"""Opens a panel on a learner's lesson: learner, course, lesson. Raises ClosedError and OSError."""


class Desk:
    """Where learners sit. ``turns`` is how many each may take before the next one comes."""

    def __init__(
        self,
        name: str,
        lesson: Lesson,
        opening: Opening,
        chance: random.Random,
        faults: Faults,
        *,
        turns: int,
    ) -> None:
        self._name = name
        self._opening = opening
        self._lesson = lesson
        self._chance = chance
        self._faults = faults
        self._turns = turns
        self._panel: Panel | None = None
        self.accounts = [Account(f"{name}-0")]

    @property
    def account(self) -> Account:
        """Of the learner who sits here now."""
        return self.accounts[-1]

    def place(self, account: Account) -> dict[str, str]:
        """Where that learner's lesson is."""
        return {
            "learner": account.learner,
            "course": self._lesson.course_id,
            "lesson": self._lesson.id,
        }

    def session_of(self, account: Account) -> SessionId:
        """What the record calls it."""
        return session_id_of(LearnerId(account.learner), self._lesson.course_id, self._lesson.id)

    @property
    def is_done(self) -> bool:
        """Whether who learns here has had all their turns, so that another one begins next."""
        return self.account.accepted.total() >= self._turns

    async def open(self) -> None:
        """Open the lesson of whose turn it is, and see whether all is there that was told."""
        if self.is_done:
            self.accounts.append(Account(f"{self._name}-{len(self.accounts)}"))
        learner = self.account.learner
        panel = await self._opening(learner, self._lesson.course_id, self._lesson.id)
        self._panel = panel
        self._faults.compare_messages(self.account, panel.messages, panel.head["seq"])
        self.account.shown = list(panel.messages)

    async def play(self, turned: Callable[[], None]) -> None:
        """Take turns until the tutor is gone: ClosedError. Calls ``turned`` after each of them."""
        panel = self._panel
        assert panel is not None
        while True:
            if await self._turn(panel, self._command(panel)):
                turned()

    async def leave(self) -> None:
        """Read what was on its way when the tutor ended, and hang up."""
        if self._panel is None:
            return
        try:
            await self._panel.until(lambda: False)
        except ClosedError:
            self.account.shown = list(self._panel.messages)
            self._panel.close()
            self._panel = None

    async def _turn(self, panel: Panel, command: JsonObject) -> bool:
        """Whether it was accepted."""
        account, kind = self.account, command["type"]
        account.sent[kind] += 1
        answer = await panel.ask(command)
        if answer["type"] != "accepted":
            return False
        account.accepted[kind] += 1
        if kind == "say":
            account.words_accepted.append(command["text"])
        self._faults.accept(account, answer["seq"])
        await panel.until(lambda: panel.head["seq"] >= answer["seq"])
        return True

    def _command(self, panel: Panel) -> JsonObject:
        phase, chance = panel.head["phase"], self._chance.random()
        if phase == "completed":
            return {"type": "start_over"}
        if chance < 0.5:
            # Different each time, so that each can be found again.
            said = self.account.sent["say"]
            return {"type": "say", "text": f"{self.account.learner} says {said}"}
        if phase not in ("awaiting_answer", "remediation"):
            return {"type": "continue"}
        if chance < 0.6:
            return {"type": "ask_hint"}
        question = self._lesson.known_question(QuestionId(panel.head["question"]["id"]))
        assert not isinstance(question, CodeQuestion)
        text = right_text(question) if chance < 0.8 else wrong_text(question)
        return {
            "type": "submit_answer",
            "question": question.id,
            "answer": answer_frame(question, text),
        }
