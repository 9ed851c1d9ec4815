"""Orders that follow from who is asked what: the same each time, another for others."""

from collections import Counter
from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.asking import offered_to
from jupyter_tutor.core.commands import OpenSession, StartOver
from jupyter_tutor.core.events import QuestionAsked, ShownOption
from jupyter_tutor.core.ids import ContentHash, LearnerId, QuestionId
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.shuffle import shuffled
from jupyter_tutor.core.state import Correct
from jupyter_tutor.core.view import head
from tests.core.lessons import LESSON, PICK
from tests.core.play import AT, Play, played
from tests.core.turns import SKIP, picks
from tests.core.values import STEADY

MIXED = replace(PICK, shuffle=True)


def lesson_of(*questions: Question) -> Play:
    return Play(replace(LESSON, steps=questions, hash=ContentHash("9" * 64)))


def asked(learner: str) -> Play:
    return lesson_of(MIXED).do_all([OpenSession(at=AT, learner=LearnerId(learner))])


def order(play: Play) -> str:
    (question,) = [event for event in play.events[-1:] if isinstance(event, QuestionAsked)]
    return "".join(option.id for option in question.options)


def test_what_was_shown_is_recorded_and_is_what_the_screen_shows() -> None:
    play = asked("bea")
    (event,) = [event for event in play.events if isinstance(event, QuestionAsked)]

    offered = offered_to(LearnerId("bea"), MIXED)
    assert event.options == tuple(ShownOption(id=o.id, text=o.text) for o in offered)
    shown = head(play.state, play.lesson).question
    assert shown is not None
    assert shown.options == event.options
    assert play.state.transcript[-1].options == event.options


def test_an_option_keeps_its_id_wherever_it_stands() -> None:
    for learner in ("ada", "bea", "cem"):
        play = asked(learner).do_all([picks("b")])
        assert isinstance(play.state.phase, Correct)


def test_learners_meet_the_options_in_orders_of_their_own_and_always_the_same() -> None:
    orders = Counter(order(asked(f"learner-{number}")) for number in range(600))

    assert set(orders) == {"".join(each) for each in permutations("abc")}
    assert min(orders.values()) > 60
    assert order(asked("ada")) == order(asked("ada"))


def test_the_order_is_the_same_when_the_question_comes_again() -> None:
    play = lesson_of(MIXED, replace(MIXED, id=QuestionId("other")))
    play.do_all([OpenSession(at=AT, learner=LearnerId("ada"))])
    first = order(play)
    play.do_all([SKIP])
    other = order(play)
    play.do_all([StartOver(at=AT)])

    assert order(play) == first
    assert other != first


def test_without_the_rule_the_order_is_the_author_s() -> None:
    play = played(replace(LESSON, steps=(PICK,)), OpenSession(at=AT, learner=LearnerId("ada")))
    assert order(play) == "abc"


@given(
    items=st.lists(st.text(), unique=True),
    question=st.text(),
    learner=st.one_of(st.none(), st.text()),
)
@STEADY
def test_nothing_is_lost_or_added_and_the_order_before_does_not_matter(
    items: list[str], question: str, learner: str | None
) -> None:
    who = None if learner is None else LearnerId(learner)
    made = shuffled(items, str, QuestionId(question), who)
    assert sorted(made) == sorted(items)
    assert shuffled(reversed(items), str, QuestionId(question), who) == made
