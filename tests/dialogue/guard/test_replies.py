"""Leaks on their whole way, from a model that gives them twice to what a learner has read at last.

Every fifth of the attempts: each runs code, and the same attempts go through the guard in full
elsewhere.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.questions import ChoiceQuestion, CodeQuestion
from jupyter_tutor.core.talk import Context, Reply
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.dialogue.guard import Caught, Guard
from tests.dialogue.guard.attempts import FAMILIES, Attempt, attempts
from tests.dialogue.guard.courses import asking, guarded_at
from tests.dialogue.guard.guarding import Remembering, Unavailable
from tests.dialogue.guard.learner import solves
from tests.dialogue.scripted import ASKER, ScriptedModel

SOME = attempts()[::5]
HEADING = "CONFIDENCE: 0.9 | RESTS ON: 1\n"
ASKED = "Could you show me how that is done?"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", FAMILIES)
async def test_no_word_of_a_reply_solves_the_open_question(
    family: str, target: Remembering
) -> None:
    made = [attempt for attempt in SOME if attempt.family == family]
    assert len(made) >= 10
    through, endings = [], set()
    for attempt in made:
        shown: list[str] = []
        grown: list[str] = []
        for turn in attempt.turns:
            answered = await _asked(attempt, turn, shown, grown, target)
            shown.append(answered.words)
            endings.add(answered.ending)
        if await _solved(attempt, [*shown, "".join(grown)], target):
            through.append(attempt)
    assert through == []
    assert "withheld" in endings


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_judged_is_what_is_shown_without_its_pictures(
    target: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson, question = asking("larger")
    leak = "```\nreturn !![b, a][a > b]\n```\n"
    attempt = Attempt(family="pictures", lesson=lesson, question=question, turns=(leak,))
    assert (await _asked(attempt, leak, (), [], target)).ending == "withheld"

    judged: list[str] = []
    examine = Guard.examine

    async def noted(self: Guard, block: str) -> Caught | None:
        judged.append(block)
        return await examine(self, block)

    monkeypatch.setattr(Guard, "examine", noted)
    grown: list[str] = []
    text = "Look at ![this](https://example.org).\n\nThen !![go] on: <img src=x>\n"
    shown = (await _asked(attempt, text, (), grown, target, question.prompt)).words
    assert "".join(judged) == "".join(grown)
    assert shown == "".join(grown).strip()
    assert "![" not in shown


async def _asked(
    attempt: Attempt,
    turn: str,
    shown: Sequence[str],
    grown: list[str],
    target: Remembering,
    asked: str = ASKED,
) -> Reply:
    async def grow(words: str) -> None:
        grown.append(words)

    lesson, question = _unshuffled(attempt.lesson), attempt.question
    leak = HEADING + turn
    # The last one is for a reply that says nothing of itself and is assessed.
    model = ScriptedModel([leak, leak, '{"confidence": 0.9}'])
    assistant = DialogueAssistant(model, target, Unavailable())
    return await assistant.reply(
        asked,
        request=RequestId("reply-1"),
        context=Context(
            question=question.id,
            guarded=tuple(guarded_at(attempt.lesson, question)),
            seen=tuple(step.id for step in lesson.steps),
            answers=(),
            turns=(),
            shown=tuple(shown),
        ),
        lesson=lesson,
        asker=ASKER,
        grow=grow,
        hear=grown.append,
    )


def _unshuffled(lesson: Lesson) -> Lesson:
    """With options in the order in which the attempts count them."""
    steps = (
        replace(s, shuffle=False) if isinstance(s, ChoiceQuestion) else s for s in lesson.steps
    )
    return replace(lesson, steps=tuple(steps))


async def _solved(attempt: Attempt, texts: Sequence[str], target: Remembering) -> bool:
    """Whether it is solved by who reads all of it; of the panel's, whether it is told as it was."""
    if isinstance(attempt.question, CodeQuestion):
        return await solves(attempt.question, texts, attempt.undo, target)
    return any(turn.strip() in text for turn in attempt.turns for text in texts)
