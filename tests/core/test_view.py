"""What a screen shows in every phase: the head, the buttons with their reasons, the progress."""

from dataclasses import replace
from typing import get_args

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Command,
    Continue,
    Rejected,
    SkipQuestion,
    StartOver,
    StopCheck,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.events import ShownOption
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Checking,
    Completed,
    Correct,
    InExposition,
    NotStarted,
    Phase,
    Remediation,
    Review,
    State,
    Writing,
)
from jupyter_tutor.core.talk_commands import (
    AskPerson,
    AskSummary,
    EndHint,
    GrowReply,
    Say,
    StopReply,
)
from jupyter_tutor.core.verdict import Verdict
from jupyter_tutor.core.view import (
    Action,
    ActionName,
    Head,
    OpenQuestion,
    Progress,
    ProgressItem,
    ProgressStatus,
    View,
    head,
    view,
)
from tests.core.lessons import DOUBLE, EVEN, LESSON, MEAN, NEWER, PICK, QUIET
from tests.core.play import AT, MODEL, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import (
    FIRST,
    GO_ON,
    SKIP,
    TO_DOUBLE,
    TO_EVEN,
    TO_PICK,
    WRONG_SOURCE,
    code,
    finish,
    picks,
    verdict,
)

START_OVER = (Action(name="summary", enabled=True), Action(name="start_over", enabled=True))
"""What can always be done."""

CONTINUE = Action(name="continue", enabled=True)
CHECK = Action(name="check", enabled=True)
HINT = Action(name="hint", enabled=True)
SKIP_IT = Action(name="skip", enabled=True)


def refused(name: ActionName, why: str) -> Action:
    return Action(name=name, enabled=False, why=why)


WRITING = (
    Action(name="stop_reply", enabled=True),
    refused("summary", words.STILL_WRITING),
    Action(name="start_over", enabled=True),
)


def finished(model: str | None = None) -> Play:
    play = played(LESSON, opened(model=model))
    play.finish_willingly()
    return play


def written_hint() -> Play:
    play = played(LESSON, *TO_MEAN_HELPED, AskHint(at=AT))
    (request,) = play.writing
    return play.do_all([EndHint(at=AT, request=request, words="Sum up first.")])


AFTER_WRONG = (*TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE, "adds")))
TO_MEAN = (*TO_EVEN, picks("a", "c", question=EVEN.id), GO_ON)
TO_MEAN_HELPED = (opened(model=MODEL), *TO_MEAN[1:])
ONLY_ONE_LEFT = (
    *TO_MEAN,
    SKIP,
    GO_ON,
    code("f"),
    finish(full_marks(DOUBLE)),
    GO_ON,
    picks("b"),
    GO_ON,
)

ACTIONS: dict[str, tuple[Play, type, tuple[Action, ...]]] = {
    "not started": (Play(LESSON), NotStarted, ()),
    "reading": (played(LESSON, opened()), InExposition, (CONTINUE, *START_OVER)),
    "asked": (
        played(LESSON, *TO_DOUBLE),
        AwaitingAnswer,
        (CHECK, HINT, SKIP_IT, refused("solution", words.solution_not_yet(3, 0)), *START_OVER),
    ),
    "asked, no hints, shown after one": (
        played(LESSON, *TO_MEAN),
        AwaitingAnswer,
        (
            CHECK,
            refused("hint", words.NO_MORE_HINTS),
            SKIP_IT,
            refused("solution", words.solution_not_yet(1, 0)),
            *START_OVER,
        ),
    ),
    "asked, solution never shown": (
        played(LESSON, *TO_EVEN),
        AwaitingAnswer,
        (CHECK, refused("hint", words.NO_MORE_HINTS), SKIP_IT, *START_OVER),
    ),
    "hinted": (
        played(LESSON, *TO_DOUBLE, AskHint(at=AT)),
        AwaitingAnswer,
        (
            CHECK,
            refused("hint", words.HINT_NEEDS_A_TRY),
            SKIP_IT,
            refused("solution", words.solution_not_yet(3, 0)),
            *START_OVER,
        ),
    ),
    "the only one left": (
        played(LESSON, *ONLY_ONE_LEFT),
        AwaitingAnswer,
        (
            CHECK,
            refused("hint", words.NO_MORE_HINTS),
            refused("skip", words.LAST_OPEN_QUESTION),
            refused("solution", words.solution_not_yet(1, 0)),
            *START_OVER,
        ),
    ),
    "being checked": (
        played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)),
        Checking,
        (Action(name="stop_check", enabled=True), *START_OVER),
    ),
    "wrong": (
        played(LESSON, *AFTER_WRONG),
        Remediation,
        (CHECK, HINT, SKIP_IT, refused("solution", words.solution_not_yet(3, 1)), *START_OVER),
    ),
    "wrong, solution allowed": (
        played(LESSON, *TO_PICK, picks("a")),
        Remediation,
        (CHECK, HINT, SKIP_IT, Action(name="solution", enabled=True), *START_OVER),
    ),
    "wrong, solution shown": (
        played(LESSON, *TO_PICK, picks("a"), AskSolution(at=AT)),
        Remediation,
        (CHECK, HINT, SKIP_IT, refused("solution", words.SOLUTION_ALREADY_SHOWN), *START_OVER),
    ),
    "undecided": (
        played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(verdict("undecided"))),
        Remediation,
        (
            CONTINUE,
            CHECK,
            HINT,
            refused("skip", words.NO_NEED_TO_SKIP),
            refused("solution", words.solution_not_yet(3, 0)),
            *START_OVER,
        ),
    ),
    "right": (
        played(LESSON, *TO_DOUBLE, code("f"), finish(full_marks(DOUBLE))),
        Correct,
        (CONTINUE, *START_OVER),
    ),
    "review": (played(LESSON, *TO_EVEN, SKIP, SKIP), Review, (CONTINUE, *START_OVER)),
    "completed": (finished(), Completed, START_OVER),
    "asked, with a model": (
        played(LESSON, *TO_MEAN_HELPED),
        AwaitingAnswer,
        (CHECK, HINT, SKIP_IT, refused("solution", words.solution_not_yet(1, 0)), *START_OVER),
    ),
    "hint being written": (
        played(LESSON, *TO_MEAN_HELPED, AskHint(at=AT)),
        AwaitingAnswer,
        (
            CHECK,
            refused("hint", words.STILL_WRITING),
            SKIP_IT,
            refused("solution", words.solution_not_yet(1, 0)),
            *WRITING,
        ),
    ),
    "hint written": (
        written_hint(),
        AwaitingAnswer,
        (
            CHECK,
            refused("hint", words.HINT_NEEDS_A_TRY),
            SKIP_IT,
            refused("solution", words.solution_not_yet(1, 0)),
            *START_OVER,
        ),
    ),
    "reply being written": (
        played(LESSON, opened(model=MODEL), Say(at=AT, text="Why?")),
        InExposition,
        (CONTINUE, *WRITING),
    ),
    "reply being written, an author's hint is left": (
        played(LESSON, opened(model=MODEL), GO_ON, Say(at=AT, text="Why?")),
        AwaitingAnswer,
        (CHECK, HINT, SKIP_IT, refused("solution", words.solution_not_yet(3, 0)), *WRITING),
    ),
    "completed, the summary being written": (finished(MODEL), Completed, WRITING),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_the_buttons(name: str) -> None:
    play, phase, actions = ACTIONS[name]

    assert type(play.state.phase) is phase
    assert head(play.state, LESSON).actions == actions


def test_the_buttons_are_shown_for_every_phase() -> None:
    assert {phase for _, phase, _ in ACTIONS.values()} == set(get_args(Phase))


PRESSED: dict[str, Command] = {
    "continue": Continue(at=AT),
    "hint": AskHint(at=AT),
    "skip": SkipQuestion(at=AT),
    "solution": AskSolution(at=AT),
    "stop_check": StopCheck(at=AT),
    "start_over": StartOver(at=AT),
    "stop_reply": StopReply(at=AT),
    "summary": AskSummary(at=AT),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_a_button_does_what_it_promises(name: str) -> None:
    """An enabled one is accepted; a disabled one is refused in the words it shows."""
    play, _, _ = ACTIONS[name]
    promised = {a.name: a.why for a in head(play.state, LESSON).actions if a.name != "check"}

    kept = {}
    for button in promised:
        decided = decide(play.state, PRESSED[button], LESSON)
        kept[button] = decided.reason if isinstance(decided, Rejected) else None
    assert kept == promised


def item(
    question: QuestionId, title: str, status: ProgressStatus, current: bool = False
) -> ProgressItem:
    return ProgressItem(id=question, title=title, status=status, current=current)


def test_a_whole_view_with_a_code_question_open() -> None:
    state = played(LESSON, *AFTER_WRONG).state

    assert view(state, LESSON) == View(
        messages=state.transcript,
        head=Head(
            seq=5,
            phase="remediation",
            course="python",
            lesson="functions",
            course_title="Python from the start",
            lesson_title="Functions and lists",
            check_on_run=True,
            newer=False,
            question=OpenQuestion(
                id=DOUBLE.id,
                kind="code",
                title="Twice as much",
                options=(),
                many=False,
                names=(),
                unit=None,
                pieces=(),
                verbatim=False,
                attempts=1,
                tries_left=None,
                pause=None,
                hints_given=0,
                max_points=2.0,
                last_answer=WRONG_SOURCE,
                read_as=None,
                stub=DOUBLE.stub,
            ),
            actions=ACTIONS["wrong"][2],
            progress=Progress(
                done=0,
                total=4,
                points=0,
                max_points=5.5,
                items=(
                    item(DOUBLE.id, "Twice as much", "open", current=True),
                    item(PICK.id, "Which one calls it", "ahead"),
                    item(EVEN.id, "Which are lists", "ahead"),
                    item(MEAN.id, "The mean", "ahead"),
                ),
            ),
            checking=None,
            writing=None,
            model=None,
            persons=(),
        ),
    )


def test_a_view_of_nothing() -> None:
    assert view(State(), QUIET) == View(
        messages=(),
        head=Head(
            seq=0,
            phase="not_started",
            course="python",
            lesson="functions",
            course_title="Python from the start",
            lesson_title="Functions and lists",
            check_on_run=False,
            newer=False,
            question=None,
            actions=(),
            progress=Progress(
                done=0,
                total=4,
                points=0,
                max_points=5.5,
                items=tuple(item(q.id, q.title, "ahead") for q in QUIET.questions),
            ),
            checking=None,
            writing=None,
            model=None,
            persons=(),
        ),
    )


def test_the_head_names_the_model_what_is_written_and_what_a_person_looks_at() -> None:
    play = played(LESSON, opened(model=MODEL), Say(at=AT, text=" Why? "))
    (request,) = play.writing
    play.do_all([GrowReply(at=AT, request=request, words="Be")])

    shown = head(play.state, LESSON)
    assert (shown.model, shown.writing, shown.persons) == (
        MODEL,
        Writing(kind="reply", request=request, asked="Why?", words="Be"),
        (),
    )

    play.do_all([StopReply(at=AT)])
    reply = play.state.transcript[-1].id
    play.do_all([AskPerson(at=AT, message=reply)])

    shown = head(play.state, LESSON)
    assert (shown.model, shown.writing, shown.persons) == (MODEL, None, (reply,))


def test_a_choice_shows_the_options_as_they_were_offered() -> None:
    """Not as a newer version of the lesson words them."""
    state = played(LESSON, *TO_PICK, picks("c")).state

    offered = OpenQuestion(
        id=PICK.id,
        kind="choice",
        title="Which one calls it",
        options=(
            ShownOption(id="a", text="`double`"),
            ShownOption(id="b", text="`double(3)`"),
            ShownOption(id="c", text="`def double`"),
        ),
        many=False,
        names=(),
        unit=None,
        pieces=(),
        verbatim=False,
        attempts=1,
        tries_left=None,
        pause=None,
        hints_given=0,
        max_points=1.0,
        last_answer="c",
        read_as=None,
        stub=None,
    )
    assert head(state, LESSON).question == offered
    assert head(state, NEWER).question == offered


def test_while_an_answer_is_judged_the_view_names_the_check() -> None:
    state = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)).state

    assert (head(state, LESSON).checking, head(state, LESSON).phase) == (FIRST, "checking")


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [
        ("correct", "correct", 1),
        ("undecided", "undecided", 1),
        ("incorrect", "open", 0),
        ("unattempted", "open", 0),
    ],
)
def test_progress_after_a_verdict(kind: Verdict, status: ProgressStatus, done: int) -> None:
    report = replace(verdict(kind), points=2.0 if kind == "correct" else 0.0)
    state = played(LESSON, *TO_DOUBLE, code("f"), finish(report)).state

    progress = head(state, LESSON).progress
    assert progress == Progress(
        done=done,
        total=4,
        points=report.points,
        max_points=5.5,
        items=(
            item(DOUBLE.id, "Twice as much", status, current=True),
            *progress.items[1:],
        ),
    )


def test_a_skipped_question_shows_as_skipped_until_it_is_answered() -> None:
    play = played(LESSON, *TO_PICK)
    assert head(play.state, LESSON).progress.items[:2] == (
        item(DOUBLE.id, "Twice as much", "skipped"),
        item(PICK.id, "Which one calls it", "open", current=True),
    )

    play.finish_willingly()

    assert head(play.state, LESSON).progress == Progress(
        done=4,
        total=4,
        points=5.5,
        max_points=5.5,
        items=tuple(item(q.id, q.title, "correct") for q in LESSON.questions),
    )
