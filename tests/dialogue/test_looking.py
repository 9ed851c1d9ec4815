"""What the bench of tutoring calls given away, and what it calls described."""

import pytest

from benchmarks.learners.looking import Describing, gives_away
from jupyter_tutor.core.questions import CodeQuestion, Question
from jupyter_tutor.core.verdict import Report
from tests.core.arranged import LARGEST as ORDER
from tests.core.lessons import DOUBLE, PICK
from tests.dialogue.scripted import ScriptedModel
from tests.driving.answers import lines_of, right_text


class KnowsTwice:
    """Finds right what doubles."""

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        verdict = "correct" if "2 * x" in source else "incorrect"
        return Report(verdict=verdict, points=0.0, max_points=1.0, message="")


RIGHT = [option.text for option in PICK.options if option.right]
ALL = [option.text for option in PICK.options]


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (DOUBLE, "Here:\n\n```python\ndef double(x):\n    return 2 * x\n```\n", True),
        (DOUBLE, "Think of what twice is.", False),
        (PICK, f"It is {' and '.join(RIGHT)}.", True),
        (PICK, f"It is one of {', '.join(ALL)}.", False),
        (PICK, f"Option {right_text(PICK)}", False),
        (ORDER, " then ".join(lines_of(ORDER, ORDER.orders[0])), True),
        (ORDER, " then ".join(reversed(lines_of(ORDER, ORDER.orders[0]))), False),
    ],
)
async def test_what_is_given_away(question: Question, text: str, told: bool) -> None:
    assert await gives_away(question, text, KnowsTwice()) is told


@pytest.mark.parametrize(
    ("guess", "written", "described"),
    [("pass", "2 * x", True), ("pass", "x + 2", False), ("2 * x", "2 * x", False)],
)
async def test_words_describe_what_can_be_written_by_them_and_not_without(
    guess: str, written: str, described: bool
) -> None:
    answers = [f"```python\ndef double(x):\n    return {each}\n```" for each in (guess, written)]
    model = ScriptedModel(answers)
    text = "Take it two times.\n\n```python\nsecret()\n```"

    assert await Describing(model, KnowsTwice()).describes(DOUBLE, text) is described
    assert all("secret" not in repr(prompt) for prompt in model.prompts)
    assert all(DOUBLE.prompt not in repr(prompt) for prompt in model.prompts)
