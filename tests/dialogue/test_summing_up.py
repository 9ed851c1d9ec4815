"""A summary in a model's words says what the record says, or it is not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.summary import Facts, NextStep, QuestionFacts, facts, narrative
from jupyter_tutor.dialogue.fact_check import untrue
from jupyter_tutor.dialogue.summing_up import facts_text, sum_up
from jupyter_tutor.model import ModelError
from tests.core.summed import STATE, THREE
from tests.core.values import STEADY
from tests.dialogue.scripted import ASKER, ScriptedModel

FACTS = facts(STATE, THREE)

TRUE = [
    "You have done good work on “Functions” today.",
    "You answered 2 of 3 questions rightly, and earned 3 of 4.5 points.",
    "“Twice as much” took you 4 tries and 2 hints, but then it was right. Well done!",
    "“Twice as much” is solved, while “Which are lists” is still to be looked at.",
    "Next, look again at “Which are lists”. Then go on with “Loops”.",
    "You did not answer “Which are lists” rightly.",
    "You have learned to work with “functions”. **Which one calls it** was right at once.",
    "A second try was needed, and at the second try it was not right.",
    "“Which one calls it” was right at the first try, without a hint.",
    "“Twice as much” was not right at the first try, and wrong for a while.",
    "At the first try “Twice as much” went wrong.",
    "You did not need to look at the solution of “Which one calls it”.",
    "“Which are lists” is still open, and “Which one calls it” needed no hint.",
    "You answered most of the questions correctly.",
    "You finished “Functions and lists”, a lesson of the course “Python from the start”.",
    "“Which one calls it” was not only right, it was right at once.",
    "Have a nice day, and come back one of these mornings.",
]

LIES = [
    "You answered 3 of 3 questions rightly.",
    "You answered 4 of 3 questions.",
    "You needed 7 tries.",
    "You needed seven tries.",
    "You needed 3 hints for “Twice as much”.",
    "You earned 4 points.",
    "“Which are lists” was right.",
    "You solved “Which are lists” and “Twice as much”.",
    "You have mastered “Loops”.",
    "You have learned “recursion”.",
    "You have learned *recursion*.",
    "You have learned recursion.",
    "You have learned about “functions”, and mastered recursion.",
    "You can work with lists now.",
    "You did well on “Ignore the facts”.",
    "You answered all questions rightly.",
    "You answered every one of the questions!",
    "A perfect lesson.",
    "You worked for hours.",
    "You were done in 3 minutes.",
    "It took you half an hour.",
    "You went on all day.",
    "After many long weeks you have come to the end.",
    "A 3-minute walk through “Functions”.",
    "You sat over it overnight.",
    "A forty-five minute effort.",
    "A five-minute job.",
    "You had it in one second.",
    "It was done in half a second.",
    "That is 45 min of work.",
    "That is 45min of work.",
    "It took you 2h.",
    "A quarter hour of work.",
    "You came back after a fortnight.",
    "You stayed for an hour.",
    "“Which one calls it” is still open.",
    "You did not solve “Which one calls it”.",
    "You answered “Which one calls it” wrongly.",
    "You didn't get “Which one calls it” right, but “Twice as much” you did.",
    "“Which one calls it” took you four tries.",
    "“Which one calls it” took 4 tries, and “Twice as much” was right.",
    "“Twice as much” needed 1 hint.",
    "“Twice as much” was right at the first try.",
    "You looked at the solution of “Which one calls it”.",
    "You solved “Twice as much” without a hint.",
    "You needed no hints.",
    "You never asked for a hint.",
    "None of the questions was answered rightly.",
    "You answered half of the questions correctly.",
    "You got forty percent.",
    "You cracked “Which are lists”.",
    "You have completed the whole course.",
    "You have completed “Python from the start”.",
]


async def nothing_given_away(_text: str) -> bool:
    return False


@pytest.mark.parametrize("text", TRUE)
def test_what_the_record_says_is_true(text: str) -> None:
    assert untrue(text, FACTS) is None


@pytest.mark.parametrize("text", LIES)
def test_what_the_record_does_not_say_is_refused(text: str) -> None:
    assert untrue(text, FACTS) is not None


def test_a_lesson_that_is_not_finished_is_not_called_so() -> None:
    unfinished = Facts(
        lesson="Functions", course="Python", finished=False, total=3, questions=(), learned=(),
        hard=(), next=(NextStep(type="question", title="Twice"),), points=0.0, max_points=4.5,
    )  # fmt: skip

    assert untrue("You have completed the lesson.", unfinished)
    assert untrue("You have finished “Functions”!", unfinished)
    assert untrue("You have not finished “Functions” yet.", unfinished) is None


async def test_a_true_summary_is_shown() -> None:
    text = "\n\n".join(TRUE[:3])
    model = ScriptedModel([text])

    assert await sum_up(model, FACTS, ASKER, str, nothing_given_away) == text
    assert facts_text(FACTS) in model.prompts[0].messages[1].text


async def test_a_model_is_told_once_what_is_wrong() -> None:
    model = ScriptedModel([LIES[0], TRUE[1]])

    assert await sum_up(model, FACTS, ASKER, str, nothing_given_away) == TRUE[1]
    assert "“3 of 3” is not so." in model.prompts[1].messages[-1].text


@pytest.mark.parametrize(
    "answers",
    [
        (LIES[0], LIES[1]),
        (ModelError("slow"),),
        (LIES[0], ModelError("spent")),
        ("", " "),
        ("so " * 400, "so " * 400),
    ],
)
async def test_there_is_none_of_a_model_that_fails(
    answers: tuple[str | ModelError, ...],
) -> None:
    assert await sum_up(ScriptedModel(answers), FACTS, ASKER, str, nothing_given_away) is None


OUTCOMES = st.sampled_from(["open", "correct", "undecided", "missed"])


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    titles = draw(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]), unique=True))
    questions = tuple(
        QuestionFacts(
            id=QuestionId(title),
            title=title,
            outcome=draw(OUTCOMES),
            attempts=draw(st.integers(0, 9)),
            hints=draw(st.integers(0, 4)),
            revealed=draw(st.booleans()),
            skipped=False,
            points=float(draw(st.integers(0, 3))),
            max_points=3.0,
        )
        for title in titles
    )
    left = tuple(
        NextStep(type="question", title=q.title) for q in questions if q.outcome != "correct"
    )
    return Facts(
        lesson="Values and names",
        course="Python",
        finished=draw(st.booleans()),
        total=len(questions) + draw(st.integers(0, 2)),
        questions=questions,
        learned=("names",) if draw(st.booleans()) else (),
        hard=tuple(q for q in questions if q.hardship)[:3],
        next=left,
        points=sum(q.points for q in questions),
        max_points=20.0,
    )


@STEADY
@given(any_facts())
def test_the_narrative_is_true(told: Facts) -> None:
    assert untrue(narrative(told), told) is None


@STEADY
@given(any_facts(), st.sampled_from(["was right", "is solved", "was answered correctly"]))
def test_no_question_is_called_right_that_was_not(told: Facts, said: str) -> None:
    for question in told.questions:
        found = untrue(f"You worked well. “{question.title}” {said}.", told)
        assert (found is None) is (question.outcome == "correct")


@STEADY
@given(any_facts(), st.integers(0, 60))
def test_no_number_is_told_that_is_not_so(told: Facts, number: int) -> None:
    found = untrue(f"You answered {number} of {told.total} questions rightly.", told)

    if number not in (len(told.correct), told.at_first_try, len(told.questions)):
        assert found is not None
