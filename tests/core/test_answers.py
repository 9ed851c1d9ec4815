"""What becomes of an answer: handed in, refused, judged, counted, asked for again."""

from dataclasses import replace

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    Answer,
    AskHint,
    AskSolution,
    CellOutcome,
    CheckFailure,
    ChoiceAnswer,
    CodeAnswer,
    Continue,
    FailCheck,
    FinishCheck,
    RecordCell,
    Rejected,
    SkipQuestion,
    SubmitAnswer,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.decide.cells import LONGEST_CELL
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    HintGiven,
    LessonCompleted,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SolutionShown,
)
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.state import AwaitingAnswer, Checking, Correct, Remediation
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.lessons import DOUBLE, EMPTY, EVEN, LESSON, LISTS, MEAN, PICK, QUIET
from tests.core.play import AT, LEARNER, Play, full_marks, opened, played, wrong_marks

GO_ON = Continue(at=AT)
SKIP = SkipQuestion(at=AT)
TO_DOUBLE = (opened(), GO_ON)
TO_PICK = (*TO_DOUBLE, SKIP)
TO_EVEN = (*TO_PICK, SKIP, GO_ON)
FIRST, SECOND = RequestId("r1"), RequestId("r2")
WRONG_SOURCE = "def double(x):\n    return x + 2"


def code(source: str, request: str = "r1", question: QuestionId = DOUBLE.id) -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=question, answer=CodeAnswer(source=source), request=RequestId(request)
    )


def picks(*options: str, question: QuestionId = PICK.id) -> SubmitAnswer:
    return SubmitAnswer(
        at=AT, question=question, answer=ChoiceAnswer(options=options), request=FIRST
    )


def cell(
    source: str,
    outcome: CellOutcome = "ok",
    error: str | None = None,
    question: QuestionId = DOUBLE.id,
) -> RecordCell:
    return RecordCell(
        at=AT, question=question, source=source, outcome=outcome, error=error, request=SECOND
    )


def finish(report: Report, request: str = "r1") -> FinishCheck:
    return FinishCheck(at=AT, request=RequestId(request), report=report)


def verdict(kind: Verdict, message: str = "Hm.") -> Report:
    return Report(verdict=kind, points=0.0, max_points=2.0, message=message)


def judged(play: Play) -> AnswerJudged:
    last = play.events[-1]
    assert isinstance(last, AnswerJudged)
    return last


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
        (ChoiceAnswer(options=()), words.PICK_ONE),
        (ChoiceAnswer(options=("a", "b")), words.PICK_ONLY_ONE),
        (ChoiceAnswer(options=("z",)), words.UNKNOWN_OPTION),
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
        words=words.answered_by_cell(),
    )

    asked = played(LESSON, *TO_DOUBLE).state

    assert decide(asked, cell(WRONG_SOURCE), LESSON) == (RECORDED, submitted)
    assert decide(asked, cell(WRONG_SOURCE), QUIET) == (RECORDED,)


@pytest.mark.parametrize("outcome", ["error", "interrupted"])
def test_a_cell_that_failed_is_recorded_and_not_judged(outcome: CellOutcome) -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, cell(WRONG_SOURCE, outcome, "NameError: x"), LESSON) == (
        replace(RECORDED, outcome=outcome, error="NameError: x"),
    )


@pytest.mark.parametrize(
    "source", [DOUBLE.stub, f"{DOUBLE.stub}\n\n   # thinking\n", "\n" + DOUBLE.stub.rstrip()]
)
def test_running_the_untouched_stub_is_not_an_answer(source: str) -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, cell(source), LESSON) == (replace(RECORDED, source=source),)


def test_the_cell_of_another_question_is_recorded_and_not_judged() -> None:
    state = played(LESSON, *TO_DOUBLE).state

    assert decide(state, cell("mean = max", question=MEAN.id), LESSON) == (
        CellRecorded(at=AT, question=MEAN.id, source="mean = max", outcome="ok"),
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
        (full_marks(DOUBLE), 1, "**Correct.** All checks passed."),
        (verdict("incorrect", "Not 10."), 1, words.judged_wrong("Not 10.", first=True)),
        (verdict("error", "It raised."), 1, words.judged_wrong("It raised.", first=True)),
        (verdict("timeout", "Too slow."), 1, words.judged_wrong("Too slow.", first=True)),
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
    assert isinstance(play.events[-1], LessonCompleted)
    assert "3 of 4 questions at the first try" in play.events[-1].words


def test_a_result_under_another_request_is_refused() -> None:
    state = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE)).state
    failed = FailCheck(at=AT, request=SECOND, reason="internal")

    assert decide(state, finish(full_marks(DOUBLE), "r2"), LESSON) == Rejected(
        words.CHECK_NOT_AWAITED
    )
    assert decide(state, failed, LESSON) == Rejected(words.CHECK_NOT_AWAITED)


@pytest.mark.parametrize("reason", ["busy", "stopped", "kernel_died", "no_kernel", "internal"])
def test_a_check_that_failed_leaves_the_question_as_it_was(reason: CheckFailure) -> None:
    failed = FailCheck(at=AT, request=FIRST, reason=reason)
    again = replace(failed, request=SECOND)

    play = played(LESSON, *TO_DOUBLE, code(WRONG_SOURCE), failed)
    assert play.state.phase == AwaitingAnswer(question=DOUBLE.id)

    play.do_all([code(WRONG_SOURCE), finish(wrong_marks(DOUBLE)), code("x = 1", "r2"), again])
    assert play.state.phase == Remediation(question=DOUBLE.id)
    assert play.state.questions[DOUBLE.id].attempts == 1


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


def test_the_solution_is_shown_when_the_author_allows_it_and_then_gives_no_points() -> None:
    play = played(LESSON, *TO_PICK)
    show = AskSolution(at=AT)
    assert play.do(show) == Rejected(words.solution_not_yet(1, 0))

    play.do_all([picks("c")])

    shown = "- `double(3)`"
    assert play.do(show) == (
        SolutionShown(at=AT, question=PICK.id, solution=shown, words=words.solution(shown)),
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
    assert play.events[-1] == LessonCompleted(
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

    assert play.events[-1] == LessonCompleted(
        at=AT, points=0, max_points=0, words=words.completed("Functions and lists", 0, 0, 0, 0)
    )
    assert play.state.learner == LEARNER
