"""Hints of a model's: one idea, short, no blocks of code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.dialogue.hinting import LONGEST, hint, hint_prompt, in_bounds
from jupyter_tutor.model import ModelError
from tests.core.lessons import LESSON
from tests.core.values import STEADY
from tests.dialogue.examples import CONTEXT, NOTHING
from tests.dialogue.scripted import ASKER, ScriptedModel


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Look at the sign. What does it do?", "Look at the sign. What does it do?"),
        ("Look.\n\n```python\nabs(-3)\n```\n\nTry.", "Look.\n\n```python\nabs(-3)\n```\n\nTry."),
        ("Look.\n\n```python\na = 1\nb = 2\n```\n\nTry.", "Look.\n\nTry."),
        ("Look.\n```\na\n```\nTry.\n```\nb\n```\nSo.", "Look.\n```\na\n```\nTry.\n\nSo."),
        ("Look.\n\n    a = 1\n    b = 2\n\nTry.", "Look.\n\nTry."),
        ("Look.\n```python\na = 1\nb = 2", "Look."),
    ],
)
async def test_a_hint_has_one_short_line_of_code_at_most(said: str, shown: str) -> None:
    assert await hint(ScriptedModel([said]), LESSON, CONTEXT, ASKER, str) == shown


async def test_a_hint_that_is_too_long_ends_with_a_sentence() -> None:
    said = "This is a sentence of seven words. " * 40

    shown = await hint(ScriptedModel([said]), LESSON, CONTEXT, ASKER, str)

    assert shown == ("This is a sentence of seven words. " * 22).strip()


@pytest.mark.parametrize("said", ["", "```python\na = 1\nb = 2\n```", "Hm"])
async def test_a_hint_without_a_sentence_is_none(said: str) -> None:
    with pytest.raises(ModelError, match="garbled"):
        await hint(ScriptedModel([said]), LESSON, CONTEXT, ASKER, str)


def test_how_much_is_said_follows_from_the_level() -> None:
    told = [
        hint_prompt(LESSON, replace(CONTEXT, level=level), str).messages[0].text
        for level in (0, 1, 2, 3)
    ]

    assert len(set(told)) == 3
    assert "Only point to where to look" in told[0]
    assert told[2] == told[3]


def test_what_was_tried_and_hinted_is_in_the_prompt() -> None:
    text = hint_prompt(LESSON, CONTEXT, str).messages[1].text

    assert "return x + 2" in text
    assert "- What does `return` do?" in text
    assert "A function takes something and gives something back." in text


def test_there_has_to_be_an_open_question() -> None:
    with pytest.raises(ValueError, match="no open question"):
        hint_prompt(LESSON, NOTHING, str)


@STEADY
@given(st.text(alphabet="ab. \n`~", max_size=400).map(lambda text: text * 4))
def test_any_hint_is_in_bounds(text: str) -> None:
    assert len(in_bounds(text).split()) <= LONGEST + 1
