"""Answers of a shape: read with patience, and asked for once more in words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.dialogue.shaped import Shape, ask_shaped, schema_of
from jupyter_tutor.model import ModelError, Prompt, PromptMessage
from tests.core.values import STEADY
from tests.dialogue.scripted import ASKER, ScriptedModel, asker_noting


class Pair(Shape):
    name: str
    size: int = 0


PROMPT = Prompt(
    name="label@1", purpose="label", messages=(PromptMessage("user", "Which?"),), longest=9
)
GOOD = '{"name": "a", "size": 2}'


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Here it is: {GOOD} I hope it helps.",
        f"<think>{{hm}} or {{}}?</think>{GOOD}",
        '{"name": "a", "size": "2", "more": null}',
        f'{{"other": 1}} {GOOD}',
    ],
)
async def test_an_answer_is_read_whatever_stands_around_it(answer: str) -> None:
    model = ScriptedModel([answer])

    assert await ask_shaped(model, PROMPT, ASKER, Pair) == Pair(name="a", size=2)
    assert model.prompts[0].shape == schema_of(Pair)


async def test_what_cannot_be_read_is_asked_again_with_what_is_wrong() -> None:
    calls: list[ModelCall] = []
    model = ScriptedModel(['{"size": "big"}', GOOD])

    assert await ask_shaped(model, PROMPT, asker_noting(calls), Pair) == Pair(name="a", size=2)
    assert model.prompts[1].messages[0] == PROMPT.messages[0]
    assert model.prompts[1].messages[1] == PromptMessage("assistant", '{"size": "big"}')
    said = model.prompts[1].messages[2].text
    assert "name: Field required" in said
    assert "size: Input should be a valid integer" in said
    assert [call.outcome for call in calls] == ["ok", "ok"]


async def test_it_is_asked_again_once_only() -> None:
    model = ScriptedModel(["No.", "{" * 5000, GOOD])

    with pytest.raises(ModelError) as failed:
        await ask_shaped(model, PROMPT, ASKER, Pair)

    assert failed.value.reason == "garbled"
    assert len(model.prompts) == 2


async def test_what_a_caller_finds_amiss_is_said_too() -> None:
    model = ScriptedModel([GOOD, '{"name": "b"}'])

    read = await ask_shaped(
        model, PROMPT, ASKER, Pair, lambda pair: None if pair.name == "b" else "not b"
    )

    assert read == Pair(name="b")
    assert "not b" in model.prompts[1].messages[2].text


async def test_a_model_that_does_not_answer_is_not_asked_again() -> None:
    model = ScriptedModel([ModelError("slow"), GOOD])

    with pytest.raises(ModelError, match="slow"):
        await ask_shaped(model, PROMPT, ASKER, Pair)


def test_the_schema_is_strict() -> None:
    assert schema_of(Pair) == {
        "title": "Pair",
        "type": "object",
        "properties": {
            "name": {"title": "Name", "type": "string"},
            "size": {"title": "Size", "type": "integer"},
        },
        "required": ["name", "size"],
        "additionalProperties": False,
    }


@STEADY
@given(st.text(), st.builds(Pair, name=st.text(), size=st.integers(0, 10**6)))
async def test_an_answer_in_a_fence_is_read_whatever_it_holds(before: str, pair: Pair) -> None:
    text = f"{before.replace('{', '')}\n```json\n{json.dumps(pair.model_dump())}\n```\n"

    assert await ask_shaped(ScriptedModel([text]), PROMPT, ASKER, Pair) == pair
