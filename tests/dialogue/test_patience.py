"""However many calls it takes to do one thing, nobody waits longer than was set for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from jupyter_tutor.core.answers import prose
from jupyter_tutor.core.ids import CourseId, LearnerId
from jupyter_tutor.core.summary import facts
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.dialogue.assistant import DialogueAssistant
from jupyter_tutor.model import Asker, Completion, Prompt
from jupyter_tutor.sessions.model_use import MeteredModel
from tests.core.kinds import KINDS, WHY
from tests.core.lessons import DOUBLE
from tests.core.lessons import LESSON as SMALL
from tests.core.summed import STATE, THREE
from tests.dialogue.examples import NOTHING
from tests.dialogue.scripted import asker_noting
from tests.dialogue.test_assistant import NeverRight, open_at, reply, shuffled_choice
from tests.runtime.virtual import virtual

WITHIN = 30.0
LATE = "That took too long, so I stopped waiting for an answer."
LESSON, QUESTION, PLACE = shuffled_choice()
LEAK = f"The right answer is option {'ABCDEFGH'[PLACE]}."
SURE = "CONFIDENCE: 0.9 | RESTS ON: 1\n"


class SlowModel:
    """Gives each of its answers after so many seconds; at the end of them it hangs."""

    name = "slow"
    place = "here"

    def __init__(self, answers: Sequence[tuple[float, str]]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def ask(
        self, prompt: Prompt, asker: Asker, hear: Callable[[str], None] | None = None
    ) -> Completion:
        outcome = "stopped"
        self.asked += 1

        def call() -> ModelCall:
            return ModelCall(
                purpose=prompt.purpose,
                model=self.name,
                prompt=prompt.name,
                outcome=outcome,
                seconds=0.0,
            )

        try:
            if not self._answers:
                await asyncio.Event().wait()
            seconds, answer = self._answers.pop(0)
            await asyncio.sleep(seconds)
            outcome = "ok"
        finally:
            asker.note(call())
        if hear is not None:
            hear(answer)
        return Completion(text=answer, call=call())


class Free:
    """Counts nothing."""

    async def take(self, _learner: LearnerId) -> float:
        return 0.0

    async def spent(self, _course: CourseId) -> tuple[int, float]:
        return (0, 0.0)

    async def spend(self, _course: CourseId, _tokens: int, _cost: float) -> None:
        return None


Act = Callable[[DialogueAssistant, Asker], Awaitable[object]]


async def hinted(assistant: DialogueAssistant, asker: Asker) -> object:
    came = await assistant.hint(
        QUESTION.id, context=open_at(QUESTION.id), lesson=LESSON, asker=asker
    )
    return (came.words, came.why.partition(" Please")[0])


async def summed_up(assistant: DialogueAssistant, asker: Asker) -> object:
    return await assistant.summary(facts(STATE, THREE), context=NOTHING, lesson=THREE, asker=asker)


async def judged(assistant: DialogueAssistant, asker: Asker) -> object:
    report = await assistant.judge(
        WHY, "It ends the function and gives back a value.", lesson=KINDS, asker=asker
    )
    return report.verdict


async def labelled(assistant: DialogueAssistant, asker: Asker) -> object:
    return await assistant.label(DOUBLE, "pass", "It failed.", lesson=SMALL, asker=asker)


async def replied(assistant: DialogueAssistant, _asker: Asker) -> object:
    came = await reply(assistant, LESSON, open_at(QUESTION.id), "Which one is right?")
    return (came.ending, came.words.partition(" Please")[0])


BY_RUBRIC = prose.judge_prose(WHY, "It ends the function and gives back a value.").verdict


@pytest.mark.parametrize(
    ("act", "first", "expected"),
    [
        (hinted, LEAK, (None, LATE)),
        (summed_up, "You answered 99 of 3 questions.", None),
        (judged, "Fine!", BY_RUBRIC),
        (labelled, "Hm.", None),
        (replied, SURE + LEAK + "\n", ("failed", LATE)),
    ],
)
@virtual
async def test_a_second_call_has_only_the_time_that_the_first_has_left(
    act: Act, first: str, expected: object
) -> None:
    calls: list[ModelCall] = []
    model = MeteredModel(SlowModel([(20.0, first)]), spending=Free(), budgets={}, within=WITHIN)
    assistant = DialogueAssistant(model, NeverRight(), NeverRight(), within=WITHIN)

    assert await act(assistant, asker_noting(calls)) == expected

    assert asyncio.get_running_loop().time() == pytest.approx(WITHIN)
    if act is not replied:
        assert [call.outcome for call in calls] == ["ok", "slow"]


@virtual
async def test_a_second_look_at_a_reply_is_within_the_same_time() -> None:
    told = "There are many things to look at here, and each of them is worth a thought or two."
    model = MeteredModel(SlowModel([(29.0, told)]), spending=Free(), budgets={}, within=WITHIN)
    assistant = DialogueAssistant(model, NeverRight(), NeverRight(), within=WITHIN)

    came = await reply(assistant, LESSON, open_at(QUESTION.id), "What is this about?")

    assert came.ending == "finished"
    assert asyncio.get_running_loop().time() == pytest.approx(WITHIN)


@virtual
async def test_nothing_is_asked_when_no_time_is_left() -> None:
    slow = SlowModel([(WITHIN, "Fine!"), (0.0, "Fine!")])
    assistant = DialogueAssistant(slow, NeverRight(), NeverRight(), within=WITHIN)
    calls: list[ModelCall] = []

    await assistant.judge(WHY, "It gives back a value.", lesson=KINDS, asker=asker_noting(calls))

    assert len(calls) == 1


@pytest.mark.parametrize("act", [hinted, summed_up, judged, labelled, replied])
@virtual
async def test_nothing_is_asked_in_a_lesson_whose_author_wants_no_model(
    act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is looked at before; this is the last door."""
    for name in ("LESSON", "SMALL", "KINDS", "THREE"):
        monkeypatch.setattr(f"{__name__}.{name}", replace(globals()[name], no_model=True))
    calls: list[ModelCall] = []
    slow = SlowModel([(0.0, "Fine!")])
    assistant = DialogueAssistant(slow, NeverRight(), NeverRight())

    await act(assistant, asker_noting(calls))

    assert (calls, slow.asked) == ([], 0)
