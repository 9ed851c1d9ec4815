"""What a helper may know of a session, compared as a whole."""

from dataclasses import replace

from jupyter_tutor.core.commands import AskHint, AskSolution, Continue, StartOver
from jupyter_tutor.core.context import EARLIER_KEPT, TURNS_KEPT, context
from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk import Context, RecentAnswer, Reply, Turn
from jupyter_tutor.core.talk_commands import EndHint, EndReply, Say, StopReply
from tests.core.lessons import DOUBLE, EVEN, LESSON, LISTS, MEAN, PICK, START
from tests.core.play import AT, MODEL, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import GO_ON, SKIP, WRONG_SOURCE, cell, code, finish, picks

WITH_MODEL = opened(model=MODEL)
ALL = (DOUBLE.id, PICK.id, EVEN.id, MEAN.id)


def asks(play: Play, text: str, reply: str) -> Play:
    play.do_all([Say(at=AT, text=text)])
    (request,) = play.writing
    ended = Reply(request=request, ending="finished", words=reply)
    return play.do_all([EndReply(at=AT, reply=ended)])


def test_of_nothing_all_questions_are_guarded() -> None:
    assert context(State(), LESSON) == Context(
        question=None, guarded=ALL, seen=(), answers=(), turns=(), shown=()
    )


def test_all_that_is_known_in_the_middle_of_a_lesson() -> None:
    play = asks(played(LESSON, WITH_MODEL), "Before?", "Before it.")
    play.do_all([GO_ON, AskHint(at=AT), AskHint(at=AT)])
    (request,) = play.writing
    play.do_all([EndHint(at=AT, request=request, words="Two of them.")])
    play.do_all([code(WRONG_SOURCE), finish(wrong_marks(DOUBLE))])
    asks(play, "Why not?", "Try 5.")
    play.do_all([Say(at=AT, text="And 6?")])

    assert context(play.state, LESSON) == Context(
        question=DOUBLE.id,
        guarded=ALL,
        seen=(START.id, StepId(DOUBLE.id)),
        answers=(
            RecentAnswer(
                question=DOUBLE.id,
                source=WRONG_SOURCE,
                error=None,
                said="`double(5)` returned `7`, expected `10`.",
                attempts=1,
                open=True,
            ),
        ),
        turns=(
            Turn(asked="Before?", reply="Before it."),
            Turn(asked="Why not?", reply="Try 5."),
        ),
        shown=(DOUBLE.hints[0].text, "Two of them.", "Try 5."),
        earlier=("Before it.",),
        hints=(DOUBLE.hints[0].text,),
        level=1,
    )


def test_an_error_of_the_newest_cell_is_known() -> None:
    play = played(LESSON, WITH_MODEL, GO_ON, cell("y", "error", "NameError: y"))

    (answer,) = context(play.state, LESSON).answers
    assert answer == RecentAnswer(
        question=DOUBLE.id, source="y", error="NameError: y", said=None, attempts=0, open=True
    )


def test_the_last_ten_turns_are_known() -> None:
    play = played(LESSON, WITH_MODEL)
    for number in range(TURNS_KEPT + 2):
        asks(play, f"Question {number}?", f"Reply {number}.")

    assert TURNS_KEPT == 10
    assert context(play.state, LESSON).turns == tuple(
        Turn(asked=f"Question {number}?", reply=f"Reply {number}.") for number in range(2, 12)
    )


def test_what_is_being_answered_is_no_turn_yet_and_what_was_stopped_is_one() -> None:
    play = asks(played(LESSON, WITH_MODEL), "Before?", "Before it.")
    before = Turn(asked="Before?", reply="Before it.")

    play.do_all([Say(at=AT, text="And now?")])
    assert context(play.state, LESSON).turns == (before,)

    play.do_all([StopReply(at=AT)])
    assert context(play.state, LESSON).turns == (before, Turn(asked="And now?", reply=""))


def test_what_was_answered_or_shown_is_not_guarded_and_the_open_question_comes_first() -> None:
    play = played(LESSON, WITH_MODEL, GO_ON)
    assert context(play.state, LESSON).guarded == ALL

    play.do_all([code(DOUBLE.solution), finish(full_marks(DOUBLE))])
    assert context(play.state, LESSON).guarded == (PICK.id, EVEN.id, MEAN.id)
    play.do_all([GO_ON, SKIP, GO_ON])
    known = context(play.state, LESSON)
    assert (known.question, known.guarded) == (EVEN.id, (EVEN.id, PICK.id, MEAN.id))
    assert known.seen == (START.id, *(StepId(q.id) for q in (DOUBLE, PICK)), LISTS.id, EVEN.id)

    play.do_all([SKIP, code("x = 1", question=MEAN.id), finish(wrong_marks(MEAN))])
    assert context(play.state, LESSON).guarded == (MEAN.id, PICK.id, EVEN.id)
    play.do_all([AskSolution(at=AT)])
    known = context(play.state, LESSON)
    assert (known.question, known.guarded) == (MEAN.id, (PICK.id, EVEN.id))


def test_a_solution_that_was_seen_in_an_earlier_round_is_not_guarded_in_the_next() -> None:
    play = played(LESSON, WITH_MODEL, GO_ON, SKIP, picks("a"), AskSolution(at=AT))

    play.do_all([StartOver(at=AT)])

    assert context(play.state, LESSON).guarded == (DOUBLE.id, EVEN.id, MEAN.id)


def test_a_question_that_is_judged_is_still_the_open_one() -> None:
    play = played(LESSON, WITH_MODEL, GO_ON, code(WRONG_SOURCE))

    assert context(play.state, LESSON).question == DOUBLE.id


def test_help_counts_from_when_the_question_was_first_asked() -> None:
    """Not from when it was asked again: harmless pieces must not add up."""
    one = replace(LESSON, steps=(START, DOUBLE, PICK))
    play = asks(played(one, WITH_MODEL), "Before?", "Before it.")
    play.do_all([GO_ON, AskHint(at=AT)])
    asks(play, "At it?", "At it.")
    play.do_all([SKIP, AskHint(at=AT)])
    known = context(play.state, one)
    assert known.shown == (PICK.hints[0].text,)
    assert known.earlier == ("Before it.", DOUBLE.hints[0].text, "At it.")

    play.do_all([SKIP, Continue(at=AT)])

    known = context(play.state, one)
    assert known.question == DOUBLE.id
    assert known.shown == (DOUBLE.hints[0].text, "At it.", PICK.hints[0].text)


def test_where_no_question_is_open_all_help_counts() -> None:
    play = asks(played(LESSON, WITH_MODEL), "Before?", "Before it.")
    play.do_all([GO_ON, AskHint(at=AT), code(DOUBLE.solution), finish(full_marks(DOUBLE))])

    known = context(play.state, LESSON)
    assert (known.question, known.hints, known.level) == (None, (), 0)
    assert known.shown == ("Before it.", DOUBLE.hints[0].text)
    assert known.earlier == ()


def test_of_the_help_from_before_only_the_newest_is_kept() -> None:
    play = played(LESSON, WITH_MODEL)
    for number in range(EARLIER_KEPT + 1):
        asks(play, "And?", f"Before {number}.")
    play.do_all([GO_ON])

    earlier = context(play.state, LESSON).earlier
    assert earlier == tuple(f"Before {number}." for number in range(1, EARLIER_KEPT + 1))
