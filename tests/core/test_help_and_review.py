"""Hints, solutions, skipping, the review and the end of a lesson."""

from dataclasses import replace

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Rejected,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.events import (
    Explained,
    HintGiven,
    LessonCompleted,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SolutionShown,
)
from jupyter_tutor.core.ids import StepId
from jupyter_tutor.core.state import AwaitingAnswer
from tests.core.lessons import DOUBLE, EMPTY, EVEN, LESSON, LISTS, MEAN, PICK
from tests.core.play import AT, LEARNER, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import (
    GO_ON,
    SKIP,
    TO_DOUBLE,
    TO_EVEN,
    TO_PICK,
    WRONG_SOURCE,
    code,
    completed,
    finish,
    judged,
    picks,
)

# -- hints and solutions ---------------------------------------------------------------------


def test_hints_come_by_rung_and_each_after_the_first_wants_a_new_try() -> None:
    hint = AskHint(at=AT)
    play = played(LESSON, *TO_DOUBLE, hint)
    assert play.do(hint) == Rejected(words.HINT_NEEDS_A_TRY)

    play.do_all([code(WRONG_SOURCE), finish(wrong_marks(DOUBLE, "adds"))])

    assert play.do(hint) == (
        HintGiven(
            at=AT,
            question=DOUBLE.id,
            rung=2,
            level=1,
            misconception="adds",
            words="You add 2. Twice 5 is not 7.",
        ),
    )
    assert play.do(hint) == Rejected(words.HINT_NEEDS_A_TRY)


def test_a_hint_is_offered_only_while_there_is_one() -> None:
    wrong = picks("a", question=PICK.id)
    offered = "That only names it.\n\nChange your answer and check it again, or ask for a hint."
    assert judged(played(LESSON, *TO_PICK, wrong)).words == f"Not quite. {offered}"

    given = played(LESSON, *TO_PICK, AskHint(at=AT), wrong)
    none = played(LESSON, *TO_EVEN, picks("a", "b", question=EVEN.id))

    assert judged(given).words == (
        "Not quite. That only names it.\n\nChange your answer and check it again."
    )
    assert judged(none).words == (
        "Not quite. Round brackets make a tuple.\n\nChange your answer and check it again."
    )


def test_the_solution_is_shown_when_the_author_allows_it_and_then_gives_no_points() -> None:
    play = played(LESSON, *TO_PICK)
    show = AskSolution(at=AT)
    assert play.do(show) == Rejected(words.solution_not_yet(1, 0))

    play.do_all([picks("c")])

    shown = "- `double(3)`"
    assert play.do(show) == (
        SolutionShown(
            at=AT,
            question=PICK.id,
            solution=shown,
            words=words.solution(shown, over=False, written=False),
        ),
    )
    assert play.do(show) == Rejected(words.SOLUTION_ALREADY_SHOWN)
    play.do_all([picks("b")])
    assert judged(play).words == words.judged_correct("The brackets call it.", revealed=True)
    record = play.state.questions[PICK.id]
    assert (record.outcome, record.points, record.revealed) == ("correct", 0.0, True)


def test_the_solution_of_some_questions_is_never_shown() -> None:
    play = played(LESSON, *TO_EVEN, picks("b", question=EVEN.id))

    assert play.do(AskSolution(at=AT)) == Rejected(words.SOLUTION_NEVER)


# -- skipping, review, completion ------------------------------------------------------------


def test_skipping_goes_on_with_the_next_step() -> None:
    decided = decide(played(LESSON, *TO_PICK).state, SKIP, LESSON)

    assert not isinstance(decided, Rejected)
    assert decided[0] == QuestionSkipped(at=AT, question=PICK.id, words=words.SKIPPED)
    assert [event.type for event in decided] == ["question_skipped", "explained"]


def test_the_review_asks_the_open_questions_in_turn_and_the_last_may_not_be_skipped() -> None:
    play = played(LESSON, *TO_EVEN, SKIP, SKIP)
    asked = []
    for command in (GO_ON, SKIP, SKIP, SKIP, SKIP):
        play.do_all([command])
        assert isinstance(play.events[-1], QuestionAsked)
        asked.append((play.events[-1].question, play.events[-1].again))
    assert asked == [(q.id, True) for q in (DOUBLE, PICK, EVEN, MEAN, DOUBLE)]

    play.do_all([code("def double(x): return x * 2"), finish(full_marks(DOUBLE)), GO_ON])
    play.do_all([picks("b"), GO_ON, picks("c", "a", question=EVEN.id), GO_ON])
    assert play.state.phase == AwaitingAnswer(question=MEAN.id)
    assert play.do(SKIP) == Rejected(words.LAST_OPEN_QUESTION)
    play.do_all([code("mean = max", question=MEAN.id), finish(full_marks(MEAN)), GO_ON])
    assert completed(play) == LessonCompleted(
        at=AT,
        points=5.5,
        max_points=5.5,
        words=words.completed("Functions and lists", 5.5, 5.5, 4, 4),
    )


def test_the_last_step_may_be_skipped_into_the_review() -> None:
    play = Play(replace(LESSON, steps=(LISTS, DOUBLE))).do_all([opened(), GO_ON, SKIP])

    assert play.events[-1] == ReviewBegun(
        at=AT, questions=(DOUBLE.id,), words=words.review([DOUBLE.title])
    )


def test_a_lesson_with_nothing_in_it_is_complete_when_it_is_opened() -> None:
    play = played(EMPTY, opened())

    assert completed(play) == LessonCompleted(
        at=AT, points=0, max_points=0, words=words.completed("Functions and lists", 0, 0, 0, 0)
    )
    assert play.state.learner == LEARNER


def test_the_closing_words_of_a_lesson_wait_for_the_questions_that_were_skipped() -> None:
    closing = replace(LISTS, id=StepId("the-end"), title="That is all")
    lesson = replace(LESSON, steps=(*LESSON.steps, closing))
    play = Play(lesson)
    play.do_all([opened()])
    for _ in lesson.steps:
        if isinstance(play.do(SKIP), Rejected):
            play.do(GO_ON)
    assert play.state.reviewing
    assert closing.id not in play.state.shown
    play.finish_willingly()
    last = [event for event in play.events if isinstance(event, Explained | LessonCompleted)][-2:]
    assert [getattr(event, "step", "completed") for event in last] == [closing.id, "completed"]
