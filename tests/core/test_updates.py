"""Going on in a newer version of a lesson, from wherever the learner is."""

from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.asking import ask
from jupyter_tutor.core.commands import Command, Rejected, UpdateLesson
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import CancelCheck
from jupyter_tutor.core.events import (
    CheckFailed,
    Event,
    Explained,
    LessonCompleted,
    LessonUpdated,
    QuestionAsked,
    ReviewBegun,
)
from jupyter_tutor.core.ids import ContentHash, QuestionId, StepId
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    Remediation,
    Review,
)
from jupyter_tutor.core.view import Action, head
from tests.core.kinds import LENGTH
from tests.core.lessons import DOUBLE, EVEN, LESSON, LISTS, MEAN, NEWER, PICK, START
from tests.core.play import AT, LEARNER, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import (
    FIRST,
    GO_ON,
    SKIP,
    TO_DOUBLE,
    TO_EVEN,
    WRONG_SOURCE,
    code,
    completed,
    finish,
    picks,
    types,
)

UPDATE = UpdateLesson(at=AT)
ADDED = replace(PICK, id=QuestionId("added"), title="One more")
MORE = Explained(at=AT, step=StepId("more"), title="More", words="There is more.")
RIGHT_DOUBLE = (code(DOUBLE.solution), finish(full_marks(DOUBLE)))

NEW = replace(
    LESSON,
    steps=(
        START,
        replace(DOUBLE, prompt="Write `double(x)` anew."),
        LISTS,
        replace(LISTS, id=StepId("more"), title="More", text="There is more."),
        MEAN,
        ADDED,
    ),
    hash=ContentHash("9" * 64),
)
"""Another `double`, an explanation and a question more, `pick` and `even` gone."""


def updated(cursor: str | None) -> LessonUpdated:
    return LessonUpdated(
        at=AT,
        lesson_hash=NEW.hash,
        cursor=StepId(cursor) if cursor else None,
        words=words.updated(),
    )


STOPPED = CheckFailed(
    at=AT,
    question=DOUBLE.id,
    request=FIRST,
    reason="stopped",
    words=words.check_failed("stopped"),
)
NEW_DOUBLE = ask(replace(DOUBLE, prompt="Write `double(x)` anew."), LEARNER, AT, again=True)
LISTS_SHOWN = Explained(at=AT, step=LISTS.id, title="Lists", words=LISTS.text)


def to_review() -> Play:
    return played(LESSON, *TO_EVEN, SKIP, SKIP)


def finished() -> Play:
    play = Play(LESSON)
    play.finish_willingly()
    return play


SITUATIONS: dict[str, tuple[Play, type, tuple[Event, ...]]] = {
    "reading": (
        played(LESSON, opened()),
        InExposition,
        (updated("start"), replace(NEW_DOUBLE, again=False)),
    ),
    "asked": (played(LESSON, *TO_DOUBLE), AwaitingAnswer, (updated("double"), NEW_DOUBLE)),
    "being checked": (
        played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)),
        Checking,
        (STOPPED, updated("double"), NEW_DOUBLE),
    ),
    "wrong": (
        played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE))),
        Remediation,
        (updated("double"), NEW_DOUBLE),
    ),
    "right": (
        played(LESSON, *TO_DOUBLE, *RIGHT_DOUBLE),
        Correct,
        (updated("double"), LISTS_SHOWN),
    ),
    "asked what is gone": (played(LESSON, *TO_EVEN), AwaitingAnswer, (updated("lists"), MORE)),
    "review": (
        to_review(),
        Review,
        (updated("lists"), MORE),
    ),
    "completed": (finished(), Completed, (updated("lists"), MORE)),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_an_update_leads_to(name: str) -> None:
    play, phase, events = SITUATIONS[name]

    assert type(play.state.phase) is phase
    assert decide(play.state, UPDATE, NEW) == events


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_updated_session_comes_to_its_end_with_nothing_left_open(name: str) -> None:
    play = Play(NEW, SITUATIONS[name][0].state)
    done = {q: r for q, r in play.state.questions.items() if r.outcome != "open"}

    play.do_all([UPDATE]).finish_willingly()

    assert play.state.phase == Completed()
    assert {q: play.state.questions[q] for q in done} == done
    outcomes = {
        question.id: play.state.questions[question.id].outcome for question in NEW.questions
    }
    assert outcomes == dict.fromkeys(outcomes, "correct")
    assert {step.id for step in NEW.steps} <= set(play.state.shown)
    assert play.state.lesson_hash == NEW.hash


def test_before_the_lesson_is_opened_there_is_nothing_to_update() -> None:
    assert Play(NEW).state.phase == NotStarted()
    assert Play(NEW).do(UPDATE) == Rejected(words.NOT_STARTED)


@pytest.mark.parametrize("name", SITUATIONS)
def test_on_the_newest_version_there_is_nothing_newer(name: str) -> None:
    assert decide(SITUATIONS[name][0].state, UPDATE, LESSON) == Rejected(words.NOTHING_NEWER)


def test_the_check_under_way_is_given_up() -> None:
    play = Play(LESSON).do_all([*TO_DOUBLE, code(WRONG_SOURCE)])
    play.lesson = NEW

    play.do_all([UPDATE])

    assert play.effects[-1] == CancelCheck(request=FIRST)
    assert play.running == {}
    assert play.do(finish(full_marks(DOUBLE))) == Rejected(words.CHECK_NOT_AWAITED)
    assert play.state.questions[DOUBLE.id].attempts == 0


def test_what_was_tried_of_an_open_question_is_remembered() -> None:
    play = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE, "adds")))
    before = play.state.questions[DOUBLE.id]
    play.lesson = NEW

    play.do_all([UPDATE])

    assert play.state.questions[DOUBLE.id] == replace(before, asked=NEW_DOUBLE)


def test_what_is_new_is_shown_wherever_it_stands_and_nothing_twice() -> None:
    """The step the learner is at has moved to the end, and an explanation to the beginning."""
    play = played(LESSON, *TO_DOUBLE)
    more = replace(LISTS, id=StepId("more"), title="More", text="There is more.")
    play.lesson = replace(NEW, steps=(more, START, ADDED, LISTS, DOUBLE))

    play.do_all([UPDATE, *RIGHT_DOUBLE, GO_ON, GO_ON, picks("b", question=ADDED.id), GO_ON, GO_ON])

    shown = [e for e in play.events if isinstance(e, Explained | QuestionAsked)][2:]
    names = [e.step if isinstance(e, Explained) else e.question for e in shown]
    assert names == ["double", "more", "added", "lists"]
    assert play.state.phase == Completed()


def test_a_question_that_is_gone_vanishes_from_progress_and_review() -> None:
    play = to_review()
    play.lesson = NEW

    play.do_all([UPDATE, GO_ON, SKIP])

    last = play.events[-1]
    assert isinstance(last, ReviewBegun)
    assert last.questions == (DOUBLE.id, MEAN.id, ADDED.id)
    items = head(play.state, NEW).progress.items
    assert [(item.id, item.status) for item in items] == [
        (DOUBLE.id, "skipped"),
        (MEAN.id, "skipped"),
        (ADDED.id, "skipped"),
    ]


def test_a_lesson_that_only_lost_something_is_finished_again_at_once() -> None:
    play = finished()
    play.lesson = replace(NEW, steps=(START, DOUBLE, MEAN))

    play.do_all([UPDATE])

    assert completed(play) == LessonCompleted(
        at=AT,
        points=3.0,
        max_points=3.0,
        words=words.completed("Functions and lists", 3.0, 3.0, 2, 2),
    )


def test_points_keep_their_share_when_a_question_is_worth_more() -> None:
    play = finished()
    play.lesson = NEWER

    play.do_all([UPDATE])

    done = completed(play)
    assert (done.points, done.max_points) == (6.0, 6.0)
    progress = head(play.state, NEWER).progress
    assert (progress.points, progress.max_points) == (6.0, 6.0)


def test_a_question_may_become_one_of_another_kind() -> None:
    play = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)))
    number = replace(LENGTH, id=DOUBLE.id)
    play.lesson = replace(NEW, steps=(START, number))

    play.do_all([UPDATE])

    assert play.state.questions[DOUBLE.id].asked == ask(number, LEARNER, AT, again=True)
    play.do_all([types("12.5", DOUBLE.id, "r2"), GO_ON])
    assert play.state.phase == Completed()


def test_fewer_tries_than_were_made_leave_one_more() -> None:
    tries = [code("x = 1"), finish(wrong_marks(DOUBLE))]
    tries += [code("x = 2", "r2"), finish(wrong_marks(DOUBLE), "r2")]
    play = played(LESSON, *TO_DOUBLE, *tries)
    play.lesson = replace(NEW, steps=(START, replace(DOUBLE, tries=1)))

    play.do_all([UPDATE, code("x = 2", "r3"), finish(wrong_marks(DOUBLE), "r3")])
    assert play.state.questions[DOUBLE.id].outcome == "open", "the same answer is no new try"
    play.do_all([code("x = 3", "r4"), finish(wrong_marks(DOUBLE), "r4")])
    assert play.state.questions[DOUBLE.id].outcome == "missed"
    play.do_all([GO_ON])
    assert play.state.phase == Completed()


def test_a_closed_question_stays_closed_though_more_tries_are_allowed_now() -> None:
    once = replace(LESSON, steps=(START, replace(PICK, tries=1), EVEN), hash=ContentHash("1" * 64))
    play = played(once, opened(), GO_ON, picks("a"))
    play.lesson = replace(once, steps=(START, PICK, EVEN), hash=ContentHash("2" * 64))

    play.do_all([UPDATE])

    assert play.state.questions[PICK.id].outcome == "missed"
    assert play.state.phase == AwaitingAnswer(question=EVEN.id)


PHASES: dict[str, tuple[Command, ...]] = {
    "reading": (opened(),),
    "asked": TO_DOUBLE,
    "being checked": (*TO_DOUBLE, code(WRONG_SOURCE)),
}


@pytest.mark.parametrize("name", PHASES)
def test_the_button_is_there_while_there_is_a_newer_version(name: str) -> None:
    state = played(LESSON, *PHASES[name]).state
    update = Action(name="update", enabled=True)

    assert update not in head(state, LESSON).actions
    shown = head(state, LESSON, newer=True)
    assert shown.newer
    assert shown.actions == (*head(state, LESSON).actions, update)


def lessons_met(events: tuple[Event, ...]) -> list[str]:
    return [event.question for event in events if isinstance(event, QuestionAsked)]


def test_back_to_the_former_version_is_an_update_too() -> None:
    play = played(LESSON, *TO_DOUBLE)
    versions: list[Lesson] = [NEW, LESSON, NEW]

    for lesson in versions:
        play.lesson = lesson
        decided = play.do(UPDATE)
        assert not isinstance(decided, Rejected)
        assert lessons_met(decided) == [DOUBLE.id]
    assert play.state.phase == AwaitingAnswer(question=DOUBLE.id)
