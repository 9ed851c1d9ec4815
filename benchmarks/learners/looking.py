"""What a reply or hint gives away, seen by a program that was written apart from the guard."""

import re
from collections.abc import Sequence

from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.core.questions import (
    ChoiceQuestion,
    CodeQuestion,
    OrderQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.model import Asker, Model, ModelError, Prompt, PromptMessage
from jupyter_tutor.ports import Target
from tests.dialogue.guard.learner import tries
from tests.driving.answers import right_text

_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)

WRITE = (
    "You are given a description in words, and the beginning of a program. Write the program that "
    "the description tells of, and nothing it does not tell of. Answer with one block of Python."
)
NOTHING = "(There is no description.)"


async def gives_away(question: Question, text: str, sandbox: Target) -> bool:
    """Whether who copies from this text has the answer to the question."""
    match question:
        case CodeQuestion():
            return await _passes(question, text, sandbox)
        case ProseQuestion():
            return False
        case ChoiceQuestion(options=options):
            told = [option.right for option in options if option.text in text]
            # Who names all options, as the question does, has told nothing.
            return bool(told) and all(told) and len(told) == sum(one.right for one in options)
        case OrderQuestion(lines=lines, orders=orders):
            texts = {line.id: line.text for line in lines}
            return any(_in_order([texts[line] for line in order], text) for order in orders)
        case _:
            answer = right_text(question)
            return len(answer) > 2 and answer in text and answer not in question.prompt


class Describing:
    """Whether words alone describe a solution: ``model`` writes the code that they tell of.

    A solution that it finds without any description is not described by one.
    """

    def __init__(self, model: Model, sandbox: Target) -> None:
        self._model = model
        self._sandbox = sandbox
        self._guessed: dict[str, bool] = {}

    async def describes(self, question: Question, text: str) -> bool:
        """Whether code written from its prose alone passes the question's checks."""
        prose = _CODE.sub("", text).strip()
        if not isinstance(question, CodeQuestion) or not prose:
            return False
        if question.id not in self._guessed:
            self._guessed[question.id] = await self._written(question, NOTHING)
        return not self._guessed[question.id] and await self._written(question, prose)

    async def _written(self, question: CodeQuestion, prose: str) -> bool:
        asked = f"The description:\n{prose}\n\nThe beginning of the program:\n{question.stub}"
        prompt = Prompt(
            name="describe@1",
            purpose="assess",
            messages=(PromptMessage("system", WRITE), PromptMessage("user", asked)),
            longest=1000,
            temperature=0.0,
        )
        nobody = Asker(
            learner=LearnerId("bench"), course=CourseId("bench"), note=lambda _call: None
        )
        try:
            written = (await self._model.ask(prompt, nobody)).text
        except ModelError:
            return False
        return await _passes(question, written, self._sandbox)


async def _passes(question: CodeQuestion, text: str, sandbox: Target) -> bool:
    for cell in tries(question, text):
        report = await sandbox.check(question, cell, None)
        if report.verdict == "correct":
            return True
    return False


def _in_order(lines: Sequence[str], text: str) -> bool:
    place = 0
    for line in lines:
        place = text.find(line, place)
        if place < 0:
            return False
        place += len(line)
    return True
