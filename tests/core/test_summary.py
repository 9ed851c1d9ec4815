"""What a session has come to: facts of its record, and a narrative of them."""

from dataclasses import replace

import pytest
from hypothesis import given

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import QuestionRecord, State
from jupyter_tutor.core.summary import Facts, NextStep, QuestionFacts, facts, narrative
from tests.core.lessons import DOUBLE, EVEN, PICK
from tests.core.summed import STATE, THREE, record
from tests.core.values import STEADY, values_of


def test_the_facts_of_a_session() -> None:
    double = QuestionFacts(
        id=DOUBLE.id,
        title="Twice as much",
        outcome="correct",
        attempts=4,
        hints=2,
        revealed=False,
        skipped=False,
        points=2.0,
        max_points=2.0,
        misconceptions=("adds",),
    )
    pick = replace(
        double,
        id=PICK.id,
        title="Which one calls it",
        attempts=1,
        hints=0,
        points=1.0,
        max_points=1.0,
        misconceptions=(),
    )
    even = replace(
        pick, id=EVEN.id, title="Which are lists", outcome="undecided", points=0.0, max_points=1.5
    )

    assert facts(STATE, THREE) == Facts(
        lesson=THREE.title,
        course=THREE.course_title,
        finished=True,
        total=3,
        questions=(double, pick, even),
        learned=("functions",),
        hard=(double, even),
        next=(
            NextStep(type="question", title="Which are lists"),
            NextStep(type="lesson", title="Loops"),
        ),
        points=3.0,
        max_points=4.5,
        unknown=("lists",),
    )


def test_nothing_is_known_of_what_was_not_asked() -> None:
    begun = replace(STATE, questions={PICK.id: STATE.questions[PICK.id]})

    assert facts(begun, THREE).unknown == (DOUBLE.title, EVEN.title, "lists")


def test_the_narrative_of_a_session() -> None:
    assert narrative(facts(STATE, THREE)) == (
        f"You have finished “{THREE.title}” and answered 2 questions of 3 rightly, 1 of them at "
        "the first try and without help. You have shown that you can work with “functions”.\n\n"
        "What took more effort: “Twice as much” took 4 tries and 2 hints; then it was right. "
        "“Which are lists” took 1 try; your answer is kept for your instructor.\n\n"
        "Next, look again at “Which are lists”. The next lesson is “Loops”."
    )


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ({}, f"You have begun “{THREE.title}”. No question has come up yet.\n\n"
             f"Next, go on with “{THREE.title}” where you stopped."),
        (
            {DOUBLE.id: record(DOUBLE.title, attempts=1)},
            f"You have worked on “{THREE.title}”. No answer was right yet; what you tried is "
            "kept, and shows where to go on.\n\nNext, look again at “Twice as much”.",
        ),
        (
            {DOUBLE.id: record(DOUBLE.title, outcome="correct", attempts=2, revealed=True)},
            f"You have worked on “{THREE.title}” and answered 1 question of 3 rightly.\n\n"
            "What took more effort: “Twice as much” took 2 tries; you looked at the solution.\n\n"
            f"Next, go on with “{THREE.title}” where you stopped.",
        ),
        (
            {EVEN.id: record(EVEN.title, outcome="missed", attempts=1)},
            f"You have worked on “{THREE.title}”. No answer was right yet; what you tried is "
            "kept, and shows where to go on.\n\nWhat took more effort: “Which are lists” took 1 "
            "try; it stayed wrong, with no tries left.\n\nNext, look again at “Which are lists”.",
        ),
    ],
)  # fmt: skip
def test_a_session_at_any_time(questions: dict[QuestionId, QuestionRecord], said: str) -> None:
    assert narrative(facts(State(questions=questions), THREE)) == said


@STEADY
@given(values_of(Facts))
def test_any_facts_can_be_told(told: Facts) -> None:
    assert narrative(told)
