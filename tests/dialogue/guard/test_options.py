"""How options of a choice are told by their letters, and how they are not."""

import pytest

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import ChoiceQuestion, Option
from jupyter_tutor.dialogue.guard.options import option_told


def choice(*right: str) -> ChoiceQuestion:
    """Four options, of which these letters are right."""
    texts = ("It stops at once.", "It goes on for ever.", "It is started again.", "Nothing at all.")
    return ChoiceQuestion(
        id=QuestionId("q"),
        title="What happens?",
        prompt="What happens when it crashes?",
        options=tuple(
            Option(id=letter, text=text, right=letter in right)
            for letter, text in zip("abcd", texts, strict=True)
        ),
        many=len(right) > 1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "The answer is this: a,c",
        "The answer is a and c.",
        "The right ones are A, and C.",
        "Correct: a & c",
        "Pick a, c!",
        "You have to select just a/c.",
    ],
)
def test_letters_in_a_row_tell_the_options(text: str) -> None:
    assert option_told(choice("a", "c"), text, is_open=True)


@pytest.mark.parametrize("text", ["The answer is a.", "Answer: A", "Choose b? No: choose a."])
def test_one_letter_at_the_end_tells_an_option(text: str) -> None:
    assert option_told(choice("a"), text, is_open=True)


@pytest.mark.parametrize(
    "text",
    [
        "Swap them with `a, b = b, a`, and look again.",
        "The right place to look is a function.",
        "Choose a name that says what it holds.",
        "To answer it, think of a supervisor and of what it is told.",
        "Is the answer a, b, c or d? Think of each of them.",
    ],
)
def test_letters_that_are_none_tell_nothing(text: str) -> None:
    assert not option_told(choice("a", "c"), text, is_open=True)
