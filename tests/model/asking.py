"""What the tests of a model ask, and who."""

from dataclasses import replace

from jupyter_tutor.adapters.secret_key import pseudonym
from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.model import Asker, Completion, Model, ModelError, Prompt, PromptMessage

ADA, GRACE = LearnerId("ada-lovelace"), LearnerId("grace-hopper")
COURSE = CourseId("python-foundations")

KEY = "sk-very-secret-0123456789"
QUESTION = "What is a closure, said the walrus?"

PROMPT = Prompt(
    name="reply@1",
    purpose="reply",
    messages=(PromptMessage("system", "You are a tutor."), PromptMessage("user", QUESTION)),
    longest=400,
)

SHAPE = {
    "type": "object",
    "properties": {"label": {"type": "string"}},
    "required": ["label"],
    "additionalProperties": False,
}

SHAPED = replace(PROMPT, name="label@1", purpose="label", shape=SHAPE)


OPTIONS = {
    "stream_options": {"include_usage": True},
    "safety_identifier": pseudonym(b"k" * 32, ADA),
    "temperature": 0.3,
    "max_tokens": 400,
}

FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": "label-1", "strict": True, "schema": SHAPE},
}


class Heard:
    """Who asks, and all they come to know."""

    def __init__(self) -> None:
        self.calls: list[ModelCall] = []
        self.pieces: list[str] = []

    def asker(self) -> Asker:
        return Asker(learner=ADA, course=COURSE, note=self.calls.append)

    async def ask(self, model: Model, prompt: Prompt = PROMPT) -> Completion:
        return await model.ask(prompt, self.asker(), self.pieces.append)

    async def fail(self, model: Model, prompt: Prompt = PROMPT) -> ModelError:
        """The error that there is instead of an answer."""
        try:
            answer = await self.ask(model, prompt)
        except ModelError as error:
            return error
        raise AssertionError(f"there is an answer: {answer.text!r}")

    @property
    def outcomes(self) -> list[str]:
        return [call.outcome for call in self.calls]


def untimed(call: ModelCall) -> ModelCall:
    """The call without what the clock told."""
    return replace(call, seconds=0.0, first=None)
