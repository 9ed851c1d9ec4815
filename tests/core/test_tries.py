"""Questions that allow a number of tries: what counts as one, and how it ends."""

from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.commands import (
    AskHint,
    AskSolution,
    Command,
    Rejected,
    StartOver,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    LessonCompleted,
    QuestionAsked,
    SolutionShown,
)
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.pedagogy import points_of, solution_of, tries_left
from jupyter_tutor.core.questions import Question
from jupyter_tutor.core.state import Completed, QuestionRecord, Remediation
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.core.view import Action, ProgressItem, head
from tests.core.kinds import ENDS, KINDS, LENGTH, ONE_PICK, TWO_DOUBLES, WHY
from tests.core.lessons import DOUBLE, LISTS
from tests.core.play import AT, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import (
    GO_ON,
    SKIP,
    WRONG_SOURCE,
    cell,
    code,
    completed,
    finish,
    judged,
    picks,
    types,
    verdict,
)

TO_LENGTH = (opened(), GO_ON)


def lesson_of(*questions: Question) -> Lesson:
    return replace(KINDS, steps=questions)


def after_two_wrong() -> Play:
    return played(KINDS, *TO_LENGTH, types("50", LENGTH.id), types("7", LENGTH.id, "r2"))


# -- the last try ----------------------------------------------------------------------------


def test_the_last_wrong_try_closes_the_question_and_says_so() -> None:
    play = played(KINDS, *TO_LENGTH, types("50", LENGTH.id))
    assert judged(play).words == (
        "That is twice as long.\n\nChange your answer and check it again, or ask for a hint."
    )

    play.do_all([types("7", LENGTH.id, "r2")])

    wrong = Report(verdict="incorrect", points=0.0, max_points=2.0, message=wording.NUMBER_WRONG)
    assert play.events[-2:] == [
        AnswerSubmitted(
            at=AT,
            question=LENGTH.id,
            answer=TextAnswer(text="7"),
            request=RequestId("r2"),
            words="`7`",
        ),
        AnswerJudged(
            at=AT,
            question=LENGTH.id,
            request=RequestId("r2"),
            report=wrong,
            attempt=2,
            counted=True,
            closed=True,
            words=(
                "Not quite. That is not the number.\n\n"
                "That was the last try for this question. Press Continue to go on."
            ),
        ),
    ]
    record = play.state.questions[LENGTH.id]
    assert (record.outcome, record.attempts, record.points) == ("missed", 2, 0.0)
    assert play.state.phase == Remediation(question=LENGTH.id)


def test_an_only_try_invites_to_no_other() -> None:
    play = played(lesson_of(ONE_PICK), opened(), picks("a"))

    assert judged(play).closed
    assert judged(play).words == words.closed("Not quite. That only names it.")


def test_a_right_answer_on_the_last_try_is_right() -> None:
    play = played(KINDS, *TO_LENGTH, types("50", LENGTH.id), types("12.5", LENGTH.id, "r2"))

    assert (judged(play).closed, judged(play).attempt) == (False, 2)
    assert play.state.questions[LENGTH.id].outcome == "correct"
    assert play.state.questions[LENGTH.id].points == 2.0


@pytest.mark.parametrize(
    "no_try",
    [types("50 cm", LENGTH.id), types("about seven", LENGTH.id), types("1,5", LENGTH.id)],
    ids=["the same again", "no number", "a comma"],
)
def test_what_is_no_new_answer_takes_no_try(no_try: SubmitAnswer) -> None:
    question = replace(LENGTH, unit="cm", tries=2)
    play = played(lesson_of(question), opened(), types("50 cm", LENGTH.id))

    play.do(no_try)

    assert tries_left(play.state.questions[LENGTH.id], question) == 1
    assert play.state.questions[LENGTH.id].outcome == "open"


@pytest.mark.parametrize("kind", ["incorrect", "error", "timeout"])
def test_code_that_is_wrong_in_any_way_takes_a_try(kind: str) -> None:
    report = verdict(kind)  # type: ignore[arg-type]
    play = played(lesson_of(TWO_DOUBLES), opened(), code("x = 1"), finish(report))

    play.do_all([code("x = 2", "r2"), finish(report, "r2")])

    assert judged(play).closed


@pytest.mark.parametrize("kind", ["unattempted", "undecided"])
def test_what_says_nothing_of_the_learner_takes_none(kind: str) -> None:
    question = replace(DOUBLE, tries=1)
    report = verdict(kind)  # type: ignore[arg-type]
    play = played(lesson_of(question), opened(), code("x = 1"), finish(report))

    assert not judged(play).closed
    assert tries_left(play.state.questions[DOUBLE.id], question) == 1
    play.do_all([code(DOUBLE.solution, "r2"), finish(full_marks(DOUBLE), "r2")])
    assert play.state.questions[DOUBLE.id].outcome == "correct"


def test_sentences_that_cannot_be_judged_take_a_try_and_never_close_the_question() -> None:
    question = replace(WHY, tries=1)
    play = played(lesson_of(question), opened(), types("It gives back a value.", WHY.id))

    asked = f"I find this in your answer:\n\n- It gives a value back.\n\n{ENDS.says}"
    assert (judged(play).closed, judged(play).counted) == (False, True)
    assert judged(play).words == words.judged_unclear(asked, last=True)
    assert play.do(types("It ends the function.", WHY.id, "r2")) == Rejected(words.NO_MORE_TRIES)
    assert play.state.questions[WHY.id].outcome == "undecided"
    play.do_all([GO_ON])
    assert isinstance(play.state.phase, Completed)


def test_sentences_may_be_bettered_while_there_are_tries() -> None:
    play = played(lesson_of(WHY), opened(), types("It gives back a value.", WHY.id))
    assert judged(play).words == words.judged_unclear(
        f"I find this in your answer:\n\n- It gives a value back.\n\n{ENDS.says}", last=False
    )

    play.do_all([types("It gives back a value and stops.", WHY.id, "r2")])

    record = play.state.questions[WHY.id]
    assert (record.outcome, record.attempts, record.points) == ("correct", 2, 1.5)


# -- after it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (types("12.5", LENGTH.id), words.NO_MORE_TRIES),
        (AskHint(at=AT), words.NO_MORE_TRIES),
        (SKIP, words.NO_NEED_TO_SKIP),
    ],
)
def test_a_closed_question_takes_no_more(command: Command, reason: str) -> None:
    assert decide(after_two_wrong().state, command, KINDS) == Rejected(reason)


def test_its_solution_is_shown_to_who_asks_and_asks_for_nothing_more() -> None:
    play = after_two_wrong()

    play.do_all([AskSolution(at=AT)])

    assert play.events[-1] == SolutionShown(
        at=AT,
        question=LENGTH.id,
        solution="12.5 cm",
        words=("This is the answer. Find out why, then press Continue.\n\n12.5 cm"),
    )
    assert play.do(AskSolution(at=AT)) == Rejected(words.SOLUTION_ALREADY_SHOWN)


def test_an_author_may_keep_it_from_a_closed_question_too() -> None:
    question = replace(LENGTH, reveal_after=None, tries=1)
    play = played(lesson_of(question), opened(), types("7", LENGTH.id))

    assert play.do(AskSolution(at=AT)) == Rejected(words.SOLUTION_NEVER)


def test_a_cell_that_is_run_again_is_recorded_and_not_judged() -> None:
    question = replace(DOUBLE, tries=1)
    play = played(lesson_of(question), opened(), code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)))

    assert play.do(cell(DOUBLE.solution)) == (
        CellRecorded(
            at=AT,
            question=DOUBLE.id,
            source=DOUBLE.solution,
            outcome="ok",
            words=words.out_of_turn(DOUBLE.title, "closed", words.PRESS_CONTINUE),
        ),
    )


def test_a_closed_question_does_not_come_back_in_the_review() -> None:
    play = played(lesson_of(LENGTH, LISTS, WHY), opened(), SKIP, GO_ON, SKIP, GO_ON)
    play.do_all([types("7", LENGTH.id), types("8", LENGTH.id, "r2"), GO_ON])

    last = play.events[-1]
    assert isinstance(last, QuestionAsked)
    assert last.question == WHY.id
    play.do_all([types("It stops and gives back a value.", WHY.id, "r3"), GO_ON])
    assert completed(play) == LessonCompleted(
        at=AT, points=1.5, max_points=3.5, words=words.completed("All kinds", 1.5, 3.5, 1, 2)
    )


# -- what a screen shows ---------------------------------------------------------------------


def test_the_tries_that_are_left_are_shown() -> None:
    play = played(KINDS, *TO_LENGTH)
    left = []
    for number, typed in enumerate(["1", "1", "2"]):
        question = head(play.state, KINDS).question
        assert question is not None
        left.append(question.tries_left)
        play.do_all([types(typed, LENGTH.id, f"r{number}")])
    last = head(play.state, KINDS).question

    assert left == [2, 1, 1]
    assert last is not None
    assert (last.tries_left, last.unit, last.kind) == (0, "cm", "number")


def test_the_buttons_of_a_closed_question() -> None:
    shown = head(after_two_wrong().state, KINDS)

    assert shown.actions == (
        Action(name="continue", enabled=True),
        Action(name="check", enabled=False, why=words.NO_MORE_TRIES),
        Action(name="hint", enabled=False, why=words.NO_MORE_TRIES),
        Action(name="skip", enabled=False, why=words.NO_NEED_TO_SKIP),
        Action(name="solution", enabled=True),
        Action(name="summary", enabled=True),
        Action(name="start_over", enabled=True),
    )
    assert (shown.progress.done, shown.progress.points) == (1, 0)
    assert shown.progress.items[0] == ProgressItem(
        id=LENGTH.id, title="How long", status="missed", current=True
    )


@pytest.mark.parametrize(
    ("tries", "attempts", "outcome", "left"),
    [
        (None, 99, "open", None),
        (3, 0, "open", 3),
        (3, 2, "open", 1),
        (3, 3, "missed", 0),
        (3, 3, "undecided", 0),
        (3, 1, "undecided", 2),
        (1, 3, "open", 1),
        (1, 3, "missed", 0),
    ],
)
def test_an_open_question_has_a_try_left_whatever_a_newer_version_allows(
    tries: int | None, attempts: int, outcome: str, left: int | None
) -> None:
    asked = QuestionAsked(
        at=AT, question=LENGTH.id, kind="number", title="", words="", max_points=2.0
    )
    record = QuestionRecord(asked=asked, attempts=attempts, outcome=outcome)  # type: ignore[arg-type]

    assert tries_left(record, replace(LENGTH, tries=tries)) == left


@pytest.mark.parametrize(
    ("worth", "points", "worth_now", "points_now"),
    [(2.0, 2.0, 2.0, 2.0), (2.0, 2.0, 1.0, 1.0), (2.0, 1.0, 3.0, 1.5), (0.0, 0.0, 3.0, 0.0)],
)
def test_points_are_the_same_share_of_what_a_newer_version_gives(
    worth: float, points: float, worth_now: float, points_now: float
) -> None:
    asked = QuestionAsked(
        at=AT, question=LENGTH.id, kind="number", title="", words="", max_points=worth
    )
    record = QuestionRecord(asked=asked, points=points, outcome="correct")

    assert points_of(record, replace(LENGTH, points=worth_now)) == points_now


def test_the_solution_of_every_kind() -> None:
    assert {question.type: solution_of(question) for question in KINDS.questions} == {
        "number": "12.5 cm",
        "predict": "```\n0\n1\n2\n```",
        "expression": "```python\nn % 2 == 0\n```",
        "prose": "It ends the function and gives back a value.",
        "choice": "- `double(3)`",
        "code": "```python\ndef double(x):\n    return 2 * x\n```",
    }
    assert solution_of(replace(WHY, samples=())) == (
        "- It gives a value back.\n- It ends the function."
    )


# -- what is a new try, and what starting over forgets ----------------------------------------


def test_the_same_source_with_another_outcome_is_another_try() -> None:
    """The learner has changed what it uses, in a cell that is no answer."""
    lesson = lesson_of(replace(DOUBLE, tries=3))
    play = played(lesson, opened())
    for number, message in enumerate(("It gave 1.", "It gave 1.", "It gave 2."), 1):
        report = replace(wrong_marks(DOUBLE), message=message)
        request = f"same-{number}"
        play.do_all([code(WRONG_SOURCE, request), finish(report, request)])
    counted = [e.counted for e in play.events if isinstance(e, AnswerJudged)]
    assert counted == [True, False, True]
    assert play.state.questions[DOUBLE.id].attempts == 2


def test_who_has_seen_a_solution_gets_no_points_for_it_after_starting_over() -> None:
    play = after_two_wrong().do_all([AskSolution(at=AT), StartOver(at=AT), GO_ON])
    play.do_all([types("12.5", LENGTH.id, "again")])
    record = play.state.questions[LENGTH.id]
    assert (record.outcome, record.points, record.revealed) == ("correct", 0.0, True)
