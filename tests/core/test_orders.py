"""Lines put in order: what is right, what is said of the first that is out of place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import answer_words, judge_answer, wording
from jupyter_tutor.core.answers.order import judge_order
from jupyter_tutor.core.asking import mixed_up
from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    ChoiceAnswer,
    Continue,
    OrderAnswer,
    Rejected,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.events import AnswerSubmitted, HintGiven, QuestionAsked, ShownOption
from jupyter_tutor.core.evolve import text_of
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.pedagogy import solution_of
from jupyter_tutor.core.questions import Line
from jupyter_tutor.core.state import Completed
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.core.view import head
from tests.core.arranged import ARRANGED, LARGEST, MORNING
from tests.core.play import AT, LEARNER, Play, opened, played
from tests.core.values import STEADY


def said(*lines: str) -> str:
    report = judge_order(LARGEST, OrderAnswer(lines=lines))
    assert isinstance(report, Report)
    assert (report.verdict, report.points) == ("incorrect", 0.0)
    return report.message


def test_the_right_order() -> None:
    assert judge_order(LARGEST, OrderAnswer(lines=LARGEST.orders[0])) == Report(
        verdict="correct", points=2.0, max_points=2.0, message=wording.IN_ORDER
    )


@pytest.mark.parametrize("order", MORNING.orders)
def test_every_order_that_the_author_declares_is_right(order: tuple[str, ...]) -> None:
    report = judge_order(MORNING, OrderAnswer(lines=order))
    assert isinstance(report, Report)
    assert report.verdict == "correct"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("1", "Look at the beginning: `best = xs[0]` does not come first."),
        (
            "34",
            "The first line is right. Look at what follows: `for x in xs:` does not come next.",
        ),
        (
            "31467",
            "The first 4 lines are right. Look at what follows: `return best` does not come next.",
        ),
        (
            "314527",
            "The first 3 lines are right. Look at what follows: `if x < best:` does not come "
            "next. It would keep the smallest.",
        ),
        ("3", "Your first line is right, and more has to come after."),
        ("31462", "Your 5 lines are right, and more has to come after."),
        (
            "3146275",
            "The first 6 lines are right. Look at what follows: `if x < best:` does not come "
            "next. It would keep the smallest.",
        ),
    ],
)
def test_the_first_line_out_of_place_is_named(lines: str, message: str) -> None:
    assert said(*lines) == message


def test_of_several_right_orders_the_one_that_is_nearest_counts() -> None:
    report = judge_order(MORNING, OrderAnswer(lines=("3", "1", "2", "4")))
    assert isinstance(report, Report)
    assert report.message == (
        "The first 2 lines are right. Look at what follows: “Drink the tea.” does not come next."
    )


def test_a_foreseen_order_has_words_of_its_own() -> None:
    assert judge_order(LARGEST, OrderAnswer(lines=LARGEST.wrong[0].lines)) == Report(
        verdict="incorrect",
        points=0.0,
        max_points=2.0,
        message="Nothing runs after `return`.",
        misconception="returns-early",
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OrderAnswer(lines=()), wording.PUT_LINES_IN_ORDER),
        (OrderAnswer(lines=("3", "3")), wording.UNKNOWN_LINE),
        (OrderAnswer(lines=("3", "9")), wording.UNKNOWN_LINE),
        (ChoiceAnswer(options=("3",)), words.WRONG_KIND),
        (TextAnswer(text="3"), words.WRONG_KIND),
    ],
)
def test_what_cannot_be_an_order(answer: Answer, reason: str) -> None:
    assert judge_answer(LARGEST, answer) == Rejected(reason)


def test_lines_that_read_the_same_may_stand_for_each_other() -> None:
    twice = replace(
        MORNING,
        lines=(*MORNING.lines, Line(id="5", text="Pour it in.")),
        orders=(("1", "4", "3", "5", "2"),),
    )
    report = judge_order(twice, OrderAnswer(lines=("1", "5", "3", "4", "2")))
    assert isinstance(report, Report)
    assert report.verdict == "correct"


def test_the_lines_are_asked_for_mixed_up_and_recorded_as_they_were_shown() -> None:
    play = played(ARRANGED, opened(), Continue(at=AT))
    (asked,) = [event for event in play.events if isinstance(event, QuestionAsked)]

    lines = tuple(ShownOption(id=o.id, text=o.text) for o in mixed_up(LEARNER, LARGEST))
    assert (asked.options, asked.verbatim) == (lines, True)
    question = head(play.state, ARRANGED).question
    assert question is not None
    assert (question.kind, question.options, question.verbatim) == ("order", lines, True)
    assert (play.state.transcript[-1].options, play.state.transcript[-1].verbatim) == (lines, True)


def test_a_wrong_order_and_then_a_right_one() -> None:
    def order(lines: tuple[str, ...], request: str) -> SubmitAnswer:
        answer = OrderAnswer(lines=lines)
        return SubmitAnswer(at=AT, question=LARGEST.id, answer=answer, request=RequestId(request))

    play = played(
        ARRANGED, opened(), Continue(at=AT), order(LARGEST.wrong[0].lines, "r1"), AskHint(at=AT)
    )
    assert isinstance(play.events[-1], HintGiven)
    assert play.events[-1].words == "When is it known?"
    play.do_all([order(LARGEST.orders[0], "r2")])
    submitted = [event for event in play.events if isinstance(event, AnswerSubmitted)]
    assert submitted[-1].words == f"```\n{PROGRAM}\n```"
    play.finish_willingly()
    assert isinstance(play.state.phase, Completed)


PROGRAM = """\
def largest(xs):
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
    return best"""


def test_an_order_as_it_is_kept_and_as_it_is_shown() -> None:
    answer = OrderAnswer(lines=("3", "1", "2", "4"))
    assert text_of(answer) == "3,1,2,4"
    assert answer_words(MORNING, answer) == (
        "1. Fetch a cup.\n2. Boil the water.\n3. Drink the tea.\n4. Pour it in."
    )
    assert solution_of(LARGEST) == f"```\n{PROGRAM}\n```"
    assert solution_of(MORNING) == (
        "1. Boil the water.\n2. Fetch a cup.\n3. Pour it in.\n4. Drink the tea."
    )


@given(learner=st.text(max_size=8))
@STEADY
def test_nobody_is_shown_a_right_order(learner: str) -> None:
    right = (Line(id="1", text="a"), Line(id="2", text="b"), Line(id="3", text="a"))
    question = replace(MORNING, lines=right, orders=(("1", "2", "3"),))
    shown = mixed_up(LearnerId(learner), question)
    assert sorted(line.id for line in shown) == ["1", "2", "3"]
    assert [line.text for line in shown] != ["a", "b", "a"]


@given(lines=st.permutations([line.id for line in LARGEST.lines]), length=st.integers(1, 7))
@STEADY
def test_what_is_said_of_an_order_never_names_a_line_that_was_not_put(
    lines: list[str], length: int
) -> None:
    given_lines = tuple(lines[:length])
    report = judge_order(LARGEST, OrderAnswer(lines=given_lines))
    assert isinstance(report, Report)
    absent = [line.text.strip() for line in LARGEST.lines if line.id not in given_lines]
    if report.misconception is None:
        assert not [text for text in absent if f"`{text}`" in report.message]


def test_the_lesson_is_finished_by_who_is_willing() -> None:
    play = Play(ARRANGED)
    play.finish_willingly()
    assert isinstance(play.state.phase, Completed)
