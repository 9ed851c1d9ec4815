"""A scripted learner: goes through a lesson as its author foresaw, by the compiled lesson."""

from typing import Protocol

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, PanelQuestion
from tests.driving.answers import (
    answer_cell,
    answer_frame,
    right_text,
    wrong_source,
    wrong_text,
)
from tests.driving.panel import Panel


class Cells(Protocol):
    """Whatever runs a learner's cells."""

    async def run(self, source: str) -> str:
        """Run a cell to its end."""
        ...


class Learner:
    """Answers what it is asked. ``lesson`` tells it the solutions."""

    def __init__(self, panel: Panel, notebook: Cells, lesson: Lesson) -> None:
        self.panel = panel
        self.notebook = notebook
        self.lesson = lesson
        self._ran: set[str] = set()

    async def step(self) -> None:
        """Do the one thing that leads on from here."""
        match self.panel.head["phase"]:
            case "exposition" | "correct" | "review":
                await self.panel.ask({"type": "continue"})
            case "awaiting_answer" | "remediation":
                await self.answer()
            case "checking":
                await self.panel.until(lambda: self.panel.head["phase"] != "checking")
            case phase:
                raise AssertionError(f"nothing to do in {phase}")

    async def answer(self) -> None:
        """Answer the open question rightly and read the verdict."""
        question = self.lesson.known_question(QuestionId(self.panel.head["question"]["id"]))
        match question:
            case CodeQuestion():
                await self.hand_in(question, question.solution)
            case _:
                await self.tell(question, right_text(question))

    async def answer_wrongly(self) -> None:
        """Answer the open question as the author foresaw, and read the verdict."""
        question = self.lesson.known_question(QuestionId(self.panel.head["question"]["id"]))
        match question:
            case CodeQuestion():
                await self.hand_in(question, wrong_source(question))
            case _:
                await self.tell(question, wrong_text(question))

    async def tell(self, question: PanelQuestion, text: str) -> None:
        """Answer in the panel and read the verdict."""
        judged = len(self.panel.messages)
        await self.panel.ask(
            {
                "type": "submit_answer",
                "question": question.id,
                "answer": answer_frame(question, text),
            }
        )
        await self._verdict(judged)

    async def hand_in(self, question: CodeQuestion, source: str) -> None:
        """Run an answer cell, and before it what the lesson has shown so far; read the verdict."""
        for cell in question.setup:
            if cell not in self._ran:
                await self.notebook.run(cell)
                self._ran.add(cell)
        judged = len(self.panel.messages)
        await self.notebook.run(answer_cell(question.id, source))
        await self._verdict(judged)

    async def _verdict(self, judged: int) -> None:
        await self.panel.until(
            lambda: any(
                message["kind"] in ("verdict", "notice") for message in self.panel.messages[judged:]
            )
        )

    async def finish(self) -> None:
        """Go on to the end of the lesson."""
        while self.panel.head["phase"] != "completed":
            await self.step()
