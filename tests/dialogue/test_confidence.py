"""The label of a reply: what it is made of, and what outranks it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.talk import Confidence, Factor, Ground
from jupyter_tutor.dialogue import confidence as c
from jupyter_tutor.dialogue.retrieval import Found, Section
from jupyter_tutor.dialogue.verifying import Outcome
from tests.core.values import STEADY

GROUND = Ground(type="section", id=StepId("start"), title="What a function is")
NEAR = Found(relevance=1.0, sections=(Section(GROUND, "A function …"),), follows_up=False)
FAR = Found(relevance=0.0, sections=(), follows_up=False)
ASKED = "What does a function give back?"
REPLY = (
    "A function gives back what stands behind the word return. Where there is no such word, it "
    "gives back nothing that you can use, and Python says None when you look at it."
)


def test_the_score_is_the_weighted_sum_of_four_factors_each_with_its_reason() -> None:
    assert c.confidence(0.9, ASKED, replace(NEAR, relevance=0.8), REPLY) == Confidence(
        label="high",
        score=0.9,
        factors=(
            Factor(
                name="self_assessment",
                value=0.9,
                weight=0.4,
                why="The model says that it is sure of its answer.",
            ),
            Factor(
                name="relevance",
                value=0.8,
                weight=0.3,
                why="Your question is about this lesson.",
            ),
            Factor(name="clarity", value=1.0, weight=0.2, why="Your question is clear."),
            Factor(name="completeness", value=1.0, weight=0.1, why="The answer is complete."),
        ),
    )


@pytest.mark.parametrize(
    ("stated", "relevance", "label"),
    [
        (1.0, 1.0, "high"),
        (0.9, 0.5, "high"),
        (0.7, 0.7, "medium"),
        (0.5, 0.5, "medium"),
        (0.2, 0.5, "low"),
        (None, 1.0, "high"),
        (None, 0.9, "medium"),
        (1.0, 0.0, "low"),
    ],
)
def test_thresholds(stated: float | None, relevance: float, label: str) -> None:
    assert c.confidence(stated, ASKED, replace(NEAR, relevance=relevance), REPLY).label == label


def test_what_was_run_and_holds_is_verified_whatever_the_score() -> None:
    found = c.confidence(0.1, ASKED, FAR, "So.", Outcome(ran=("`double(2)` gives `4`",)))

    assert (found.label, found.ran) == ("verified", ("`double(2)` gives `4`",))


def test_what_was_run_and_does_not_hold_is_low_whatever_the_score() -> None:
    assert c.confidence(1.0, ASKED, NEAR, REPLY, Outcome(ran=("x",), refuted=True)).label == "low"


def test_where_a_claim_was_not_run_the_factors_count() -> None:
    left = Outcome(ran=("`double(2)` gives `4`",), left=True)

    assert c.confidence(1.0, ASKED, NEAR, REPLY, left).label == "high"
    assert c.confidence(0.1, ASKED, FAR, "So.", left).label == "low"
    assert c.confidence(1.0, ASKED, NEAR, REPLY, replace(left, refuted=True)).label == "low"


@STEADY
@given(st.floats(0, 1), st.text(max_size=30), st.floats(0, 0.149), st.text(max_size=200))
def test_a_reply_to_a_question_out_of_scope_is_low_however_sure_the_model_is(
    stated: float, asked: str, relevance: float, reply: str
) -> None:
    assert c.confidence(stated, asked, replace(FAR, relevance=relevance), reply).label == "low"


@STEADY
@given(
    st.none() | st.floats(-1, 2),
    st.text(max_size=30),
    st.builds(
        Found,
        relevance=st.floats(0, 1),
        sections=st.sampled_from([(), NEAR.sections]),
        follows_up=st.booleans(),
    ),
    st.text(max_size=200),
)
def test_the_floor_is_never_above_the_score(
    stated: float | None, asked: str, found: Found, reply: str
) -> None:
    judged = c.confidence(stated, asked, found, reply)

    assert 0 <= c.floor(stated, asked, found) <= judged.score <= 1
    assert judged.label != "low" or c.floor(stated, asked, found) < c.MEDIUM
    assert all(factor.why for factor in judged.factors)
    assert sum(factor.weight for factor in judged.factors) == pytest.approx(1)


@pytest.mark.parametrize(
    ("asked", "found", "value"),
    [
        (ASKED, NEAR, 1.0),
        ("What about that?", NEAR, 0.2),
        ("What about that?", replace(NEAR, follows_up=True), 0.9),
        ("functions", NEAR, 0.4),
        ("What is it? Why? How? And lists? And loops?", NEAR, 0.5),
        ("function " * 130, NEAR, 0.6),
        ("How do I bake bread?", FAR, 0.0),
        ("?", FAR, 0.0),
    ],
)
def test_clarity(asked: str, found: Found, value: float) -> None:
    assert c.clarity(asked, found).value == value


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        (REPLY, 1.0),
        ("A function gives back the value that stands behind the word return.", 0.8),
        ("It gives it back.", 0.4),
        ("", 0.0),
        ("```python\nreturn", 0.3),
        ("It gives back the", 0.3),
        ("Bread is made of flour and water, and of salt, and then it is baked.", 0.5),
    ],
)
def test_completeness(reply: str, value: float) -> None:
    assert c.completeness(ASKED, reply).value == value
