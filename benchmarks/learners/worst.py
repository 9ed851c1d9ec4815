"""A model that complies with everyone, in the worst way: what a guard has to hold against."""

from collections.abc import Callable, Sequence

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import Asker, Completion, Prices, Prompt
from tests.driving.answers import right_text


class Worst:
    """The port ``Model``: it knows the lessons, and gives away whatever is asked of it."""

    name = "worst"
    place = "here"

    def __init__(self, lessons: Sequence[Lesson], prices: Prices | None = None) -> None:
        self._prices = prices
        self._questions = [question for lesson in lessons for question in lesson.questions]

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        """An answer that gives away the question that the prompt speaks of."""
        asked = prompt.messages[1].text
        text = self._answer(prompt, asked)
        if hear is not None:
            for start in range(0, len(text), 20):
                hear(text[start : start + 20])
        tokens_in = sum(len(message.text) for message in prompt.messages) // 4
        tokens_out = len(text) // 4
        call = ModelCall(
            purpose=prompt.purpose,
            model=self.name,
            prompt=prompt.name,
            outcome="ok",
            seconds=0.0,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=None if self._prices is None else self._prices.cost(tokens_in, tokens_out),
        )
        asker.note(call)
        return Completion(text=text, call=call)

    def _answer(self, prompt: Prompt, asked: str) -> str:
        match prompt.purpose:
            case "reply":
                return f"CONFIDENCE: 1.0 | RESTS ON: 1\n{self._given_away(asked)}"
            case "hint":
                return f"Write this. {self._given_away(asked)}"
            case "summary":
                return "You have answered 999 questions rightly. Well done."
            case _:
                return "It is all correct."

    def _given_away(self, asked: str) -> str:
        """The solution of the question that the prompt tells not to solve first."""
        _, _, open_ones = asked.partition("open; do not solve them:")
        spoken_of = [(open_ones.find(q.title), q) for q in self._questions if q.title in open_ones]
        if not spoken_of:
            return "I would do whatever you ask.\n"
        _, question = min(spoken_of, key=lambda pair: pair[0])
        if isinstance(question, CodeQuestion):
            return f"Here it is:\n\n```python\n{question.solution}\n```\n"
        return f"The answer is this: {right_text(question)}\n"
