"""How a language model judges the sample answers in words, and how their author does."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_tutor.adapters.openai_model import OpenAIModel
    from jupyter_tutor.authoring.lesson import CompiledLesson
    from jupyter_tutor.core.course import Lesson
    from jupyter_tutor.core.questions import ProseQuestion
    from jupyter_tutor.dialogue.judging import SampleJudged
    from jupyter_tutor.model import Model

FORBIDDEN = "course.yaml says `model: no`, so nothing was sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A prose question and its samples as they were judged; ``why`` none was, or None."""

    lesson: str
    question: str
    samples: "tuple[SampleJudged, ...]"
    why: str | None = None

    @property
    def agreeing(self) -> int:
        """How many samples got the verdict of their author."""
        return sum(sample.agrees for sample in self.samples)


def model_of(name: str, url: str | None) -> "OpenAIModel":
    """The model at that address (None: where the environment says); raises ValueError for none."""
    from jupyter_tutor.adapters.openai_model import OpenAIModel
    from jupyter_tutor.model_setup import address_outside, key_outside

    # Nobody's words are sent but the author's own, so there is nobody to hide.
    return OpenAIModel(
        name,
        base_url=url or address_outside(),
        api_key=key_outside(),
        pseudonym=lambda learner: learner,
    )


def agreements(lessons: "Sequence[CompiledLesson]", model: "OpenAIModel") -> list[Agreement]:
    """All prose questions of these lessons, one after the other. Not for use in an event loop."""

    async def judge() -> list[Agreement]:
        try:
            return [
                await _agreement(model, compiled.lesson, question)
                for compiled in lessons
                for question in _prose(compiled)
            ]
        finally:
            await model.close()

    return asyncio.run(judge())


def as_text(found: Sequence[Agreement], name: str) -> str:
    """A line for each question, with the samples that were judged otherwise; ends in a newline."""
    lines = []
    for one in found:
        if one.why is not None:
            lines.append(f"{one.lesson}, {one.question}: not judged by {name} ({one.why})")
            continue
        told = f"{one.agreeing} of {len(one.samples)} samples as by their author"
        lines.append(f"{one.lesson}, {one.question}: {told}")
        for sample in one.samples:
            if not sample.agrees:
                text = " ".join(sample.sample.text.split())
                lines.append(f"  {sample.sample.verdict}, judged {sample.rating}: {text}")
    if not lines:
        lines.append("No question is answered in words.")
    return "\n".join([f"With {name}:", *lines]) + "\n"


def as_data(found: Sequence[Agreement], name: str) -> dict[str, Any]:
    """The same for a program."""
    return {
        "model": name,
        "questions": [
            {
                "lesson": one.lesson,
                "question": one.question,
                "why": one.why,
                "samples": [
                    {
                        "text": sample.sample.text,
                        "author": sample.sample.verdict,
                        "model": sample.rating,
                    }
                    for sample in one.samples
                ],
            }
            for one in found
        ],
    }


def _prose(compiled: "CompiledLesson") -> "list[ProseQuestion]":
    from jupyter_tutor.core.questions import ProseQuestion

    return [one for one in compiled.lesson.questions if isinstance(one, ProseQuestion)]


async def _agreement(model: "Model", lesson: "Lesson", question: "ProseQuestion") -> Agreement:
    from jupyter_tutor.core.ids import LearnerId
    from jupyter_tutor.dialogue.judging import agreement
    from jupyter_tutor.model import Asker, ModelError

    if lesson.no_model:
        return Agreement(lesson=lesson.id, question=question.id, samples=(), why=FORBIDDEN)
    asker = Asker(learner=LearnerId("author"), course=lesson.course_id, note=lambda call: None)
    sys.stderr.write(f"{question.id}: {len(question.samples)} samples\n")
    try:
        samples = await agreement(model, question, asker)
    except ModelError as error:
        return Agreement(lesson=lesson.id, question=question.id, samples=(), why=error.reason)
    return Agreement(lesson=lesson.id, question=question.id, samples=samples)
