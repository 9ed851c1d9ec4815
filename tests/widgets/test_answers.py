"""Answers handed to `t.check(…)`, as the protocol has them, and how a call is told of them."""

from dataclasses import replace

import pytest

from jupyter_tutor.core.ids import ContentHash
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.view import Head, OpenQuestion, head
from jupyter_tutor.widgets.answers import answer_frame
from jupyter_tutor.widgets.errors import RefusedError
from jupyter_tutor.widgets.steps import how_to_answer
from tests.core.arranged import ARRANGED, CAPITAL, LARGEST, MORNING, SUM_UP
from tests.core.lessons import PICK
from tests.core.play import opened, played


def head_of(question: Question) -> Head:
    lesson = replace(ARRANGED, steps=(question,), hash=ContentHash("6" * 64))
    return head(played(lesson, opened()).state, lesson)


def open_question(question: Question) -> OpenQuestion:
    found = head_of(question).question
    assert found is not None
    return found


def ids(question: Question) -> list[str]:
    return [option.id for option in open_question(question).options]


@pytest.mark.parametrize("given", [[2, 1, 4], ["2", " 1", "4"], "2 1 4", "2, 1,4", (2, 1, 4)])
def test_lines_are_given_by_the_numbers_they_are_shown_with(given: object) -> None:
    shown = ids(LARGEST)
    assert answer_frame(open_question(LARGEST), given) == {
        "type": "order",
        "lines": [shown[1], shown[0], shown[3]],
    }


def test_lines_may_be_given_by_what_they_say() -> None:
    given = ["Fetch a cup.", "Pour it in."]
    assert answer_frame(open_question(MORNING), given) == {"type": "order", "lines": ["3", "4"]}


@pytest.mark.parametrize(
    ("given", "named"), [([1, 9], "9"), ([1, 1], "1"), (["Sleep."], "Sleep."), (0, "0")]
)
def test_a_line_that_is_not_there_is_refused(given: object, named: str) -> None:
    with pytest.raises(RefusedError, match=f"^No line “{named}” is left. They are 1 to 4"):
        answer_frame(open_question(MORNING), given)


def test_blanks_are_given_in_their_order() -> None:
    assert answer_frame(open_question(SUM_UP), ["0", "xs", "+="]) == {
        "type": "blanks",
        "texts": ["0", "xs", "+="],
    }
    assert answer_frame(open_question(SUM_UP), (0, "xs")) == {
        "type": "blanks",
        "texts": ["0", "xs"],
    }
    paris = {"type": "blanks", "texts": ["Paris, France"]}
    assert answer_frame(open_question(CAPITAL), "Paris, France") == paris


def test_the_letters_of_options_follow_what_is_shown() -> None:
    mixed = replace(PICK, shuffle=True)
    shown = ids(mixed)
    assert shown != ["a", "b", "c"]
    for letter, option in zip("abc", shown, strict=True):
        frame = {"type": "choice", "options": [option]}
        assert answer_frame(open_question(mixed), letter.upper()) == frame
    right = {"type": "choice", "options": ["b"]}
    assert answer_frame(open_question(mixed), "`double(3)`") == right


def test_a_call_is_told_how() -> None:
    lines = "\n".join(
        f"{number}  {line.text}" for number, line in enumerate(open_question(LARGEST).options, 1)
    )
    assert how_to_answer(head_of(LARGEST), "t") == (
        f"```\n{lines}\n```\n\n"
        "Put them in order by their numbers, such as `t.check([2, 1])`. Some may belong nowhere."
    )
    assert how_to_answer(head_of(CAPITAL), "t") == (
        'The capital of France is `____`.\n\nFill the blanks: `t.check("…")`'
    )
    assert how_to_answer(head_of(SUM_UP), "t") == (
        "```\ntotal = ____\nfor x in ____:\n    total ____ x\nprint('done')\n```\n\n"
        'Fill the blanks, in their order: `t.check(["…", "…"])`'
    )
