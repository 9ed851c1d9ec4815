"""Which mistake in thinking stands behind a wrong answer in code: a known one, or a new candidate.

A label is for authors and for hints; it is never a verdict.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.material import question_text
from jupyter_tutor.dialogue.prompting import Strip, prompt_of
from jupyter_tutor.dialogue.shaped import Shape, ask_shaped
from jupyter_tutor.model import Asker, Model, Prompt

SURE = 0.7
"""The least confidence of a label that counts."""

LONGEST_SAYS = 200

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+){0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A mistake in thinking.

    ``known``: ``id`` and ``says`` are the author's. ``candidate``: they are the model's, for an
    author to look at, and not for the learner.
    """

    type: Literal["known", "candidate"]
    id: str
    says: str
    confidence: float


class Named(Shape):
    """What a model says of a wrong answer."""

    type: Literal["known", "new", "none"]
    id: str = Field(default="", max_length=60)
    says: str = Field(default="", max_length=1000)
    confidence: float = Field(ge=0, le=1)


async def label_common_errors(
    model: Model,
    question: CodeQuestion,
    lesson: Lesson,
    source: str,
    seen: str,
    asker: Asker,
    strip: Strip,
) -> Label | None:
    """The mistake behind a wrong answer; None: none can be told. Raises ModelError.

    ``seen`` is what came of the answer, such as its error or the words of the check.
    """
    known = _known(question, lesson)

    def amiss(named: Named) -> str | None:
        if named.type == "known" and named.id not in known:
            return f"id: “{named.id[:60]}” is none of the known mistakes."
        if named.type == "new" and not (_NAME.fullmatch(named.id) and named.says.strip()):
            return "a new mistake needs an id in small letters, and one sentence that says it."
        return None

    prompt = label_prompt(question, lesson, source, seen, strip)
    named = await ask_shaped(model, prompt, asker, Named, amiss)
    if named.type == "none" or named.confidence < SURE:
        return None
    if named.id in known:
        return Label(type="known", id=named.id, says=known[named.id], confidence=named.confidence)
    says = " ".join(named.says.split())
    return Label(
        type="candidate", id=named.id, says=says[:LONGEST_SAYS], confidence=named.confidence
    )


def label_prompt(
    question: CodeQuestion, lesson: Lesson, source: str, seen: str, strip: Strip
) -> Prompt:
    """The prompt: of the known mistakes their ids and what is said to them."""
    data = {
        "question": question_text(question),
        "known": "\n".join(f"{id_}: {says}" for id_, says in _known(question, lesson).items()),
        "answer": source,
        "seen": seen,
    }
    return prompt_of("label@1", data, strip, longest=300, temperature=0.0)


def _known(question: CodeQuestion, lesson: Lesson) -> dict[str, str]:
    """What the author foresaw, at this question and then at the others of the lesson."""
    others = (one for one in lesson.questions if isinstance(one, CodeQuestion))
    known: dict[str, str] = {}
    for wrong in (wrong for one in (question, *others) for wrong in one.wrong):
        known.setdefault(wrong.misconception, wrong.says)
    return known
