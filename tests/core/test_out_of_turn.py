"""Answer cells of questions that are not open: what is said of them, and how often."""

from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import CellOutcome, Command
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import CellRecorded
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.core.state import Message
from tests.core.lessons import DOUBLE, LESSON, LISTS, MEAN, PICK
from tests.core.play import AT, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import GO_ON, SKIP, WRONG_SOURCE, cell, code, finish, picks

TRIPLE = replace(
    MEAN,
    id=QuestionId("triple"),
    title="Three times",
    stub="#| tutor: answer\n#| for: triple\n",
    solution="def triple(x):\n    return 3 * x",
)
THREE = replace(LESSON, steps=(DOUBLE, TRIPLE, LISTS, MEAN))
"""Code questions, with something to read before the last."""

OPENED = "The open question is “Twice as much”."


def run(question: CodeQuestion) -> Command:
    return cell(question.solution, question=question.id)


def right(question: CodeQuestion, request: str = "r1") -> tuple[Command, ...]:
    return (code(question.solution, request, question.id), finish(full_marks(question), request))


def said(play: Play, question: CodeQuestion) -> str:
    """What is said when the solved cell of that question runs."""
    decided = play.do(run(question))
    assert isinstance(decided, tuple)
    (recorded,) = decided
    assert isinstance(recorded, CellRecorded)
    return recorded.words


def test_it_is_said_that_the_question_comes_later_and_which_is_open() -> None:
    play = played(THREE, opened())

    assert (
        said(play, TRIPLE) == f"The cell you ran answers “Three times”, which comes later. {OPENED}"
    )
    assert play.state.transcript[-1] == Message(
        id=2,
        at=AT,
        author="notice",
        kind="notice",
        text=f"The cell you ran answers “Three times”, which comes later. {OPENED}",
        question=TRIPLE.id,
    )


@pytest.mark.parametrize(
    ("lesson", "before", "question", "expected"),
    [
        (THREE, (opened(), code("x")), TRIPLE, f"which comes later. {OPENED}"),
        (
            THREE,
            (opened(), code(WRONG_SOURCE), finish(wrong_marks(DOUBLE))),
            TRIPLE,
            f"which comes later. {OPENED}",
        ),
        (
            THREE,
            (opened(), SKIP),
            DOUBLE,
            "which you have skipped for now. The open question is “Three times”.",
        ),
        (
            THREE,
            (opened(), *right(DOUBLE)),
            DOUBLE,
            "which you have already answered. Press Continue to go on.",
        ),
        (
            THREE,
            (opened(), *right(DOUBLE), GO_ON),
            DOUBLE,
            "which you have already answered. The open question is “Three times”.",
        ),
        (
            THREE,
            (opened(), SKIP, SKIP),
            MEAN,
            f"which comes later. {words.CONTINUE_FIRST}",
        ),
        (
            THREE,
            (opened(), SKIP, SKIP, GO_ON, SKIP),
            DOUBLE,
            f"which you have skipped for now. {words.CONTINUE_TO_REVIEW}",
        ),
        (
            replace(LESSON, steps=(replace(DOUBLE, tries=1), TRIPLE)),
            (opened(), code(WRONG_SOURCE), finish(wrong_marks(DOUBLE))),
            DOUBLE,
            "for which there are no more tries. Press Continue to go on.",
        ),
        (
            replace(LESSON, steps=(DOUBLE,)),
            (opened(), *right(DOUBLE), GO_ON),
            DOUBLE,
            f"which you have already answered. {words.LESSON_DONE}",
        ),
        (
            LESSON,
            (opened(), GO_ON, SKIP, picks("b", question=PICK.id)),
            DOUBLE,
            "which you have skipped for now. Press Continue to go on.",
        ),
    ],
)
def test_what_is_said_depends_on_how_the_question_stands_and_on_what_is_open(
    lesson: Lesson, before: tuple[Command, ...], question: CodeQuestion, expected: str
) -> None:
    play = played(lesson, *before)

    assert said(play, question) == f"The cell you ran answers “{question.title}”, {expected}"


def test_nothing_is_said_twice_until_the_next_step() -> None:
    play = played(THREE, opened())

    assert [bool(said(play, question)) for question in (TRIPLE, MEAN, TRIPLE, MEAN)] == [
        True,
        True,
        False,
        False,
    ]
    play.do_all([code(WRONG_SOURCE), finish(wrong_marks(DOUBLE))])
    assert said(play, TRIPLE) == ""
    play.do_all([*right(DOUBLE, "r2"), GO_ON])
    assert said(play, MEAN) == (
        "The cell you ran answers “The mean”, which comes later. "
        "The open question is “Three times”."
    )


def test_of_all_questions_that_are_done_it_is_said_once() -> None:
    play = played(THREE, opened(), *right(DOUBLE), GO_ON, *right(TRIPLE, "r2"), GO_ON, GO_ON)

    assert [bool(said(play, one)) for one in (DOUBLE, TRIPLE, DOUBLE)] == [True, False, False]


@pytest.mark.parametrize(
    ("lesson", "source", "outcome"),
    [
        (THREE, TRIPLE.stub, "ok"),
        (THREE, TRIPLE.solution, "interrupted"),
        (replace(THREE, check_on_run=False), TRIPLE.solution, "ok"),
    ],
    ids=["as it was given", "interrupted", "where running hands nothing in"],
)
def test_a_cell_that_would_hand_nothing_in_is_not_talked_of(
    lesson: Lesson, source: str, outcome: CellOutcome
) -> None:
    play = played(lesson, opened())

    decided = play.do(cell(source, outcome, question=TRIPLE.id))

    assert isinstance(decided, tuple)
    assert [event.words for event in decided if isinstance(event, CellRecorded)] == [""]
    assert len(play.state.transcript) == 2


def test_a_cell_that_ended_in_an_error_is_talked_of_too() -> None:
    play = played(THREE, opened())

    decided = play.do(cell("y", "error", "NameError: y", question=TRIPLE.id))

    assert isinstance(decided, tuple)
    assert decided[0] == CellRecorded(
        at=AT,
        question=TRIPLE.id,
        source="y",
        outcome="error",
        error="NameError: y",
        words=f"The cell you ran answers “Three times”, which comes later. {OPENED}",
    )
