"""What a question is about."""

from dataclasses import replace

import pytest

from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.talk import Ground, Turn
from jupyter_tutor.dialogue.caution import CAUTION
from jupyter_tutor.dialogue.retrieval import GOES_ON, OWN_WORK, find, follows_up, sections_of
from jupyter_tutor.dialogue.terms import content_words
from tests.core.lessons import LESSON
from tests.dialogue.examples import CONTEXT, NOTHING

LAST = (Turn(asked="What is a function?", reply="It takes something and gives something back."),)
CAUTIONED = (replace(LAST[0], reply=f"{LAST[0].reply}\n\n{CAUTION}"),)
ALL_SEEN = replace(NOTHING, seen=tuple(StepId(step.id) for step in LESSON.steps))


def test_a_reply_rests_on_what_was_seen_and_on_answers() -> None:
    assert [section.ground for section in sections_of(LESSON, CONTEXT)] == [
        Ground(type="answer", id=StepId("double"), title="Twice as much"),
        Ground(type="section", id=StepId("start"), title="What a function is"),
    ]


def test_the_best_section_comes_first() -> None:
    found = find("How many values does a list hold?", sections_of(LESSON, ALL_SEEN))

    assert found.sections[0].ground.title == "Lists"
    assert found.relevance > 0.6


def test_a_question_on_something_else_is_not_relevant() -> None:
    found = find("Who won the football match yesterday?", sections_of(LESSON, ALL_SEEN))

    assert (found.relevance, found.sections) == (0.0, ())


def test_nothing_is_relevant_to_nothing() -> None:
    assert find("What is a list?", ()).relevance == 0.0
    assert find("", sections_of(LESSON, ALL_SEEN)).relevance == 0.0


def test_a_question_on_ones_own_answer_rests_on_it() -> None:
    found = find("Why is my answer not accepted?", sections_of(LESSON, CONTEXT))

    assert found.sections[0].ground.type == "answer"
    assert found.relevance >= OWN_WORK


def test_a_question_that_goes_on_is_read_with_the_one_before() -> None:
    found = find("What about that?", sections_of(LESSON, ALL_SEEN), LAST)

    assert found.follows_up
    assert found.relevance >= GOES_ON
    assert found.sections[0].ground.title == "What a function is"


@pytest.mark.parametrize(
    ("asked", "turns", "goes_on"),
    [
        ("What about that?", LAST, True),
        ("Why?", LAST, True),
        ("And lists?", LAST, True),
        ("Tell me more", LAST, True),
        ("Does it give something back then?", LAST, True),
        ("What does a function take?", LAST, True),
        ("How do I write a loop over a list of names?", LAST, False),
        ("Why does that loop never reach the end of my long list of names?", LAST, False),
        ("Which person knows a cell to try?", CAUTIONED, False),
        ("What about that?", (), False),
    ],
)
def test_follow_ups(asked: str, turns: tuple[Turn, ...], goes_on: bool) -> None:
    assert follows_up(asked, turns) is goes_on


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What are functions?", ("function",)),
        ("Why did it crash, and crashes again?", ("crash", "crash")),
        ("writing writes", ("writ", "writ")),
        ("What does `if` do?", ("if",)),
        ("What does if do?", ()),
        ("count_words(x) += 1", ("count_word", "count", "word", "+=")),
        ("It\u2019s Python\u2019s `%` sign", ("python", "%", "sign")),
    ],
)
def test_words_that_tell_what_a_question_is_about(text: str, words: tuple[str, ...]) -> None:
    assert content_words(text) == words
