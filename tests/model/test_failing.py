"""Each reason why there is no answer has words of its own, and all are kind."""

from typing import get_args

import pytest

from jupyter_tutor.dialogue.failing import WITHOUT, words_for
from jupyter_tutor.model import ModelError, ModelFailure

REASONS: tuple[ModelFailure, ...] = get_args(ModelFailure)


def test_every_reason_has_its_own_words_and_the_lesson_goes_on() -> None:
    told = [words_for(ModelError(reason, detail="HTTP 500")) for reason in REASONS]
    assert len(set(told)) == len(REASONS)
    assert [words.endswith(f". {WITHOUT}") for words in told] == [True] * len(told)
    assert [words for words in told if "HTTP" in words] == []


@pytest.mark.parametrize(
    ("again_in", "when"),
    [
        (None, "in a little while"),
        (0.0, "in a second"),
        (1.2, "in 2 seconds"),
        (90.0, "in 90 seconds"),
        (91.0, "in 2 minutes"),
        (5400.0, "in 90 minutes"),
        (9000.0, "in 3 hours"),
    ],
)
def test_when_to_ask_again(again_in: float | None, when: str) -> None:
    error = ModelError("too_often", again_in=again_in)
    assert words_for(error) == (
        f"You have asked a lot in a short time, and I need a moment. Please ask again {when}. "
        f"{WITHOUT}"
    )
