"""A language model that says what is written down beforehand, in pieces."""

from collections import deque
from collections.abc import Callable, Sequence

from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import Asker, Completion, ModelError, Prompt


def asker_noting(calls: list[ModelCall]) -> Asker:
    """Someone who asks, and keeps what is noted of it."""
    return Asker(learner=LearnerId("ada"), course=CourseId("python"), note=calls.append)


ASKER = asker_noting([])


class ScriptedModel:
    """Gives its answers in turn, and keeps what it was asked; an error of the script is raised."""

    name = "scripted"
    place = "here"

    def __init__(self, answers: Sequence[str | ModelError], piece: int = 7) -> None:
        self._answers = deque(answers)
        self._piece = piece
        self.prompts: list[Prompt] = []

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        self.prompts.append(prompt)
        answer = self._answers.popleft()
        failed = isinstance(answer, ModelError)
        call = ModelCall(
            purpose=prompt.purpose,
            model=self.name,
            prompt=prompt.name,
            outcome=answer.reason if isinstance(answer, ModelError) else "ok",
            seconds=0.0,
            first=None if failed else 0.0,
        )
        asker.note(call)
        if isinstance(answer, ModelError):
            raise answer
        for start in range(0, len(answer), self._piece):
            if hear is not None:
                hear(answer[start : start + self._piece])
        return Completion(text=answer, call=call)
