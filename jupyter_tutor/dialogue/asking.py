"""The prompts for a reply and for a second look at one."""

from pydantic import Field

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.material import (
    answers_text,
    in_numbers,
    open_questions,
    turns_text,
)
from jupyter_tutor.dialogue.prompting import TOKENS_A_WORD, Strip, prompt_of
from jupyter_tutor.dialogue.retrieval import Found
from jupyter_tutor.dialogue.shaped import Shape, ask_shaped
from jupyter_tutor.model import Asker, Model, Prompt

LONGEST_REPLY = 250
"""Words that are asked for. The limit on tokens leaves room for code and other languages."""


class Assessed(Shape):
    """A second look at a reply: how sure one can be of it, and why."""

    confidence: float = Field(ge=0, le=1)
    why: str = Field(default="", max_length=500)


def reply_prompt(
    lesson: Lesson, context: Context, asked: str, found: Found, strip: Strip
) -> Prompt:
    """The prompt for a reply to what the learner asks.

    Its first line is a heading (:mod:`jupyter_tutor.dialogue.heading`), whose numbers are those of
    ``found.sections``, counted from 1.
    """
    data = {
        "sections": _sections(found),
        "open_questions": open_questions(context, lesson),
        "finished": "\n".join(context.finished),
        "answers": answers_text(context, lesson),
        "turns": turns_text(context.turns),
        "asked": asked,
    }
    return prompt_of(
        "reply@2",
        data,
        strip,
        own={"longest": str(LONGEST_REPLY)},
        longest=2 * TOKENS_A_WORD * LONGEST_REPLY,
    )


async def assess(
    model: Model, asked: str, reply: str, found: Found, asker: Asker, strip: Strip
) -> Assessed:
    """How sure a model is of a reply when it looks again; raises ModelError.

    For a model that did not say so itself.
    """
    return await ask_shaped(model, assess_prompt(asked, reply, found, strip), asker, Assessed)


def assess_prompt(asked: str, reply: str, found: Found, strip: Strip) -> Prompt:
    """The prompt for that."""
    data = {"sections": _sections(found), "asked": asked, "reply": reply}
    return prompt_of("assess@1", data, strip, longest=200, temperature=0.0)


def _sections(found: Found) -> str:
    return in_numbers((section.ground.title, section.text) for section in found.sections)
