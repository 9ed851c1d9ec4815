"""The mistake in thinking behind a wrong answer."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jupyter_tutor.dialogue.labelling import Label, label_common_errors
from jupyter_tutor.model import ModelError
from tests.core.lessons import DOUBLE, LESSON, MEAN
from tests.dialogue.scripted import ASKER, ScriptedModel

(ADDS,) = DOUBLE.wrong
HALVES = replace(ADDS, misconception="halves", says="You divide by 2.")
OTHERS = replace(MEAN, wrong=(HALVES, replace(ADDS, says="Other words for the same.")))
TWO = replace(LESSON, steps=(DOUBLE, OTHERS))


async def label(*answers: dict[str, Any]) -> Label | None:
    model = ScriptedModel([json.dumps({"confidence": 0.9, **answer}) for answer in answers])
    source = "def double(x):\n    return x + 2"
    return await label_common_errors(model, DOUBLE, TWO, source, "`double(5)` is `7`", ASKER, str)


async def test_a_known_mistake_has_the_authors_words() -> None:
    assert await label({"type": "known", "id": "adds", "says": "Something else."}) == Label(
        type="known", id="adds", says="You add 2 to `x`.", confidence=0.9
    )


async def test_a_mistake_that_was_foreseen_at_another_question_is_known_too() -> None:
    assert await label({"type": "known", "id": "halves", "says": ""}) == Label(
        type="known", id="halves", says="You divide by 2.", confidence=0.9
    )


async def test_a_new_one_is_a_candidate() -> None:
    new = {"type": "new", "id": "prints-not-returns", "says": "To print is\nto return."}

    assert await label(new) == Label(
        type="candidate", id="prints-not-returns", says="To print is to return.", confidence=0.9
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "none"},
        {"type": "known", "id": "adds", "confidence": 0.6},
        {"type": "new", "id": "guess", "says": "Guesses.", "confidence": 0.1},
    ],
)
async def test_no_label_where_the_model_cannot_tell(answer: dict[str, Any]) -> None:
    assert await label(answer) is None


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "known", "id": "unheard-of"},
        {"type": "new", "id": "Two Words", "says": "It."},
        {"type": "new", "id": "no-words", "says": " "},
        {"type": "maybe", "id": "adds"},
    ],
)
async def test_a_label_out_of_bounds_is_refused(answer: dict[str, Any]) -> None:
    assert (await label(answer, {"type": "known", "id": "adds"})) is not None
    with pytest.raises(ModelError, match="garbled"):
        await label(answer, answer)
