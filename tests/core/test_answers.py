"""What becomes of an answer: handed in, refused, judged, counted, found undecided."""

from dataclasses import replace
from typing import get_args

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.answers import wording
from jupyter_tutor.core.commands import (
    Answer,
    CheckFailure,
    ChoiceAnswer,
    CodeAnswer,
    FailCheck,
    FinishCheck,
    RecordCell,
    Rejected,
    SubmitAnswer,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.decide.cells import LONGEST_CELL
from jupyter_tutor.core.effects import RunCheck
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    ReviewBegun,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import AwaitingAnswer, Checking, Correct, Remediation
from jupyter_tutor.core.verdict import Report
from tests.core.lessons import DOUBLE, EVEN, LESSON, MEAN, PICK, QUIET
from tests.core.play import AT, Play, full_marks, played, wrong_marks
from tests.core.turns import (
    FIRST,
    GO_ON,
    SECOND,
    SKIP,
    TO_DOUBLE,
    TO_EVEN,
    TO_PICK,
    WRONG_SOURCE,
    cell,
    code,
    completed,
    finish,
    judged,
    picks,
    verdict,
)

# -- handing in ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (CodeAnswer(source="x" * (LONGEST_CELL + 1)), words.TOO_LONG),
        (ChoiceAnswer(options=("a",)), words.WRONG_KIND),
    ],
)
def test_what_cannot_be_an_answer_to_a_code_question(answer: Answer, reason: str) -> None:
    state = played(LESSON, *TO_DOUBLE).state
    command = SubmitAnswer(at=AT, question=DOUBLE.id, answer=answer, request=FIRST)

    assert decide(state, command, LESSON) == Rejected(reason)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (CodeAnswer(source="b"), words.WRONG_KIND),
        (ChoiceAnswer(options=()), wording.PICK_ONE),
        (ChoiceAnswer(options=("a", "b")), wording.PICK_ONLY_ONE),
        (ChoiceAnswer(options=("z",)), wording.UNKNOWN_OPTION),
    ],
)
def test_what_cannot_be_an_answer_to_a_choice(answer: Answer, reason: str) -> None:
    state = played(LESSON, *TO_PICK).state
    command = SubmitAnswer(at=AT, question=PICK.id, answer=answer, request=FIRST)

    assert decide(state, command, LESSON) == Rejected(reason)


def test_an_answer_to_another_question_is_refused() -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, picks("b"), LESSON) == Rejected(words.NOT_THIS_QUESTION)


def test_the_longest_answer_is_accepted() -> None:
    source = "x" * LONGEST_CELL

    assert played(LESSON, *TO_DOUBLE, code(source)).state.phase == Checking(
        question=DOUBLE.id,
        request=FIRST,
        source=source,
        before=AwaitingAnswer(question=DOUBLE.id),
    )


def test_a_right_choice_is_judged_in_the_same_turn() -> None:
    state = played(LESSON, *TO_PICK).state

    assert decide(state, picks("b"), LESSON) == (
        AnswerSubmitted(
            at=AT,
            question=PICK.id,
            answer=ChoiceAnswer(options=("b",)),
            request=FIRST,
            words="- `double(3)`",
        ),
        AnswerJudged(
            at=AT,
            question=PICK.id,
            request=FIRST,
            report=Report(
                verdict="correct", points=1.0, max_points=1.0, message="The brackets call it."
            ),
            attempt=1,
            counted=True,
            words=words.judged_correct("The brackets call it.", False),
        ),
    )


def test_picking_the_same_options_in_another_way_is_not_a_new_attempt() -> None:
    play = played(LESSON, *TO_EVEN, picks("a", "b", question=EVEN.id))

    for options in (("b", "a"), ("a", "b", "a"), ("b", "b", "a", "a")):
        play.do_all([picks(*options, question=EVEN.id)])
        assert (judged(play).attempt, judged(play).counted) == (1, False)


# -- cells that ran --------------------------------------------------------------------------

RECORDED = CellRecorded(at=AT, question=DOUBLE.id, source=WRONG_SOURCE, outcome="ok")


def test_running_the_answer_cell_hands_it_in_only_where_the_lesson_says_so() -> None:
    submitted = AnswerSubmitted(
        at=AT,
        question=DOUBLE.id,
        answer=CodeAnswer(source=WRONG_SOURCE),
        request=SECOND,
        words="",
    )

    asked = played(LESSON, *TO_DOUBLE).state

    assert decide(asked, cell(WRONG_SOURCE), LESSON) == (RECORDED, submitted)
    assert decide(asked, cell(WRONG_SOURCE), QUIET) == (RECORDED,)


def test_a_cell_that_was_stopped_is_recorded_and_not_judged() -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, cell(WRONG_SOURCE, "interrupted", "KeyboardInterrupt"), LESSON) == (
        replace(RECORDED, outcome="interrupted", error="KeyboardInterrupt"),
    )


def test_a_cell_that_failed_is_handed_in_with_its_error() -> None:
    play = played(LESSON, *TO_DOUBLE, cell(WRONG_SOURCE, "error", "NameError: x"))

    assert isinstance(play.state.phase, Checking)
    (effect,) = [effect for effect in play.effects if isinstance(effect, RunCheck)]
    assert effect.cell_error == "NameError: x"


@pytest.mark.parametrize(
    "source", [DOUBLE.stub, f"{DOUBLE.stub}\n\n   # thinking\n", "\n" + DOUBLE.stub.rstrip()]
)
def test_running_the_untouched_stub_is_not_an_answer(source: str) -> None:
    state = played(LESSON, *TO_DOUBLE).state

    untouched = replace(RECORDED, source=source, changed=False)
    assert decide(state, cell(source), LESSON) == (untouched,)


def test_the_cell_of_another_question_is_recorded_and_not_judged() -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, cell("mean = max", question=MEAN.id), LESSON) == (
        CellRecorded(
            at=AT,
            question=MEAN.id,
            source="mean = max",
            outcome="ok",
            words=words.out_of_turn(MEAN.title, "ahead", words.open_question(DOUBLE.title)),
        ),
    )


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (cell("x", question=QuestionId("unheard-of")), words.NOT_THIS_QUESTION),
        (cell("x", question=PICK.id), words.NOT_THIS_QUESTION),
        (cell("x" * (LONGEST_CELL + 1)), words.TOO_LONG),
    ],
)
def test_a_cell_that_answers_nothing_here_is_not_recorded(command: RecordCell, reason: str) -> None:
    for state in (played(LESSON, *TO_DOUBLE).state, played(LESSON, *TO_DOUBLE, code("x")).state):
        assert decide(state, command, LESSON) == Rejected(reason)


# -- verdicts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "attempt", "said"),
    [
        (full_marks(DOUBLE), 1, "All checks passed."),
        (verdict("incorrect", "Not 10."), 1, words.judged_wrong("Not 10.", True, hint=True)),
        (verdict("error", "It raised."), 1, words.judged_wrong("It raised.", True, hint=True)),
        (verdict("timeout", "Too slow."), 1, words.judged_wrong("Too slow.", True, hint=True)),
        (verdict("undecided", "My check broke."), 0, words.judged_undecided("My check broke.")),
        (verdict("unattempted", "Write something."), 0, "Write something."),
    ],
    ids=lambda value: value.verdict if isinstance(value, Report) else None,
)
def test_what_is_said_to_a_verdict_and_whether_it_counts(
    report: Report, attempt: int, said: str
) -> None:
    state = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)).state

    assert decide(state, finish(report), LESSON) == (
        AnswerJudged(
            at=AT,
            question=DOUBLE.id,
            request=FIRST,
            report=report,
            attempt=attempt,
            counted=attempt == 1,
            words=said,
        ),
    )


@pytest.mark.parametrize("again", [WRONG_SOURCE, f"# second try\n{WRONG_SOURCE}  \n\n"])
def test_the_same_wrong_answer_again_is_no_second_attempt(again: str) -> None:
    play = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)))

    play.do_all([code(again, "r2"), finish(wrong_marks(DOUBLE), "r2")])

    assert (judged(play).attempt, judged(play).counted) == (1, False)
    assert judged(play).words == "`double(5)` returned `7`, expected `10`."


def test_the_same_answer_that_has_become_right_is_a_second_attempt() -> None:
    """The learner mended what the answer uses: it is right now, and was not at the first try."""
    play = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)))

    play.do_all([code(WRONG_SOURCE, "r2"), finish(full_marks(DOUBLE), "r2")])

    assert (judged(play).attempt, judged(play).counted) == (2, True)
    play.finish_willingly()
    assert "3 of 4 questions at the first try" in completed(play).words


def test_a_result_under_another_request_is_refused() -> None:
    state = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)).state
    failed = FailCheck(at=AT, request=SECOND, reason="internal")

    assert decide(state, finish(full_marks(DOUBLE), "r2"), LESSON) == Rejected(
        words.CHECK_NOT_AWAITED
    )
    assert decide(state, failed, LESSON) == Rejected(words.CHECK_NOT_AWAITED)


@pytest.mark.parametrize("reason", get_args(CheckFailure))
def test_a_check_that_failed_leaves_the_question_as_it_was(reason: CheckFailure) -> None:
    failed = FailCheck(at=AT, request=FIRST, reason=reason)
    again = replace(failed, request=SECOND)

    first = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), failed)
    later = played(
        LESSON,
        *TO_DOUBLE,
        code(WRONG_SOURCE),
        finish(wrong_marks(DOUBLE)),
        code("x = 1", "r2"),
        again,
    )

    assert first.state.phase == AwaitingAnswer(question=DOUBLE.id)
    assert first.state.questions[DOUBLE.id].attempts == 0
    assert later.state.phase == Remediation(question=DOUBLE.id)
    assert later.state.questions[DOUBLE.id].attempts == 1


# -- a check that broke ----------------------------------------------------------------------


def broken() -> Play:
    return played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), finish(verdict("undecided")))


def test_after_an_undecided_check_the_learner_may_go_on_or_try_again() -> None:
    play = broken()

    decided = decide(play.state, GO_ON, LESSON)
    assert not isinstance(decided, Rejected)
    assert [event.type for event in decided] == ["question_asked"]
    play.do_all([code("def double(x): return 2 * x", "r2"), finish(full_marks(DOUBLE), "r2")])
    assert play.state.phase == Correct(question=DOUBLE.id)
    assert play.state.questions[DOUBLE.id].outcome == "correct"


def test_an_undecided_question_is_not_skipped_for_it_would_never_come_back() -> None:
    assert decide(broken().state, SKIP, LESSON) == Rejected(words.NO_NEED_TO_SKIP)


def test_a_question_left_undecided_is_not_asked_in_the_review() -> None:
    play = broken().do_all([GO_ON, SKIP, GO_ON, SKIP, SKIP])

    assert play.events[-1] == ReviewBegun(
        at=AT,
        questions=(PICK.id, EVEN.id, MEAN.id),
        words=words.review([PICK.title, EVEN.title, MEAN.title]),
    )


def test_a_comment_more_is_no_new_answer() -> None:
    state = played(QUIET, *TO_DOUBLE, cell(WRONG_SOURCE)).state
    commented = f"{WRONG_SOURCE}\n\n# perhaps like this?\n"

    assert decide(state, cell(commented), QUIET) == (
        replace(RECORDED, source=commented, changed=False),
    )


def test_after_the_solution_was_shown_an_answer_gives_no_points() -> None:
    state = played(LESSON, *TO_DOUBLE).state
    record = replace(state.questions[DOUBLE.id], revealed=True)
    checking = Checking(
        question=DOUBLE.id,
        request=FIRST,
        source=DOUBLE.solution,
        before=AwaitingAnswer(question=DOUBLE.id),
    )
    shown = replace(state, phase=checking, questions={DOUBLE.id: record})
    verdict = FinishCheck(at=AT, request=FIRST, report=full_marks(DOUBLE))

    decided = decide(shown, verdict, LESSON)
    assert not isinstance(decided, Rejected)
    assert [event.report for event in decided if isinstance(event, AnswerJudged)] == [
        replace(full_marks(DOUBLE), points=0.0)
    ]


def test_an_answer_changed_while_it_is_checked_is_checked_instead() -> None:
    play = played(LESSON, *TO_DOUBLE, cell(WRONG_SOURCE))
    assert isinstance(play.state.phase, Checking)
    old = play.state.phase.request

    new = RequestId("newer")
    play.do_all([replace(cell(DOUBLE.solution), request=new)])

    assert isinstance(play.state.phase, Checking)
    assert (play.state.phase.request, play.state.phase.source) == (new, DOUBLE.solution)
    assert list(play.running) == [new] != [old]


def test_the_same_answer_run_again_while_it_is_checked_is_only_recorded() -> None:
    state = played(LESSON, *TO_DOUBLE, cell(WRONG_SOURCE)).state

    assert decide(state, cell(WRONG_SOURCE), LESSON) == (replace(RECORDED, changed=False),)
