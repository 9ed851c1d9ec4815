"""A formula in a session: read at once, compared elsewhere, and reported on."""

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.commands import (
    ChoiceAnswer,
    FailCheck,
    FinishCheck,
    Rejected,
    StopCheck,
    SubmitAnswer,
    TextAnswer,
)
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import CancelCheck, CompareFormula
from jupyter_tutor.core.events import AnswerSubmitted, CheckFailed, QuestionAsked
from jupyter_tutor.core.ids import RequestId
from jupyter_tutor.core.pedagogy import solution_of
from jupyter_tutor.core.state import AwaitingAnswer, Checking, Correct, Remediation
from jupyter_tutor.core.view import head
from tests.core.algebra import ALGEBRA, FACTORS, HALF
from tests.core.play import AT, Play, full_marks, opened, played, wrong_marks
from tests.core.turns import GO_ON

FIRST, SECOND = RequestId("r1"), RequestId("r2")


def types(text: str, request: RequestId = FIRST) -> SubmitAnswer:
    return SubmitAnswer(at=AT, question=FACTORS.id, answer=TextAnswer(text=text), request=request)


def asked() -> Play:
    return played(ALGEBRA, opened(), GO_ON)


def test_the_question_names_its_letters() -> None:
    question = asked().events[-1]

    assert isinstance(question, QuestionAsked)
    assert (question.kind, question.names) == ("formula", ("x",))


def test_a_formula_is_handed_in_as_it_was_typed_and_says_how_it_was_read() -> None:
    play = asked()

    assert play.do(types(" (x+1)(x-2) ")) == (
        AnswerSubmitted(
            at=AT,
            question=FACTORS.id,
            answer=TextAnswer(text=" (x+1)(x-2) "),
            request=FIRST,
            words="`(x+1)(x-2)`\n\nRead as: `(x + 1)·(x \u2212 2)`",
        ),
    )
    assert play.effects == [CompareFormula(request=FIRST, question=FACTORS.id, text=" (x+1)(x-2) ")]
    assert isinstance(play.state.phase, Checking)


def test_the_view_shows_how_the_last_answer_is_read() -> None:
    play = asked()
    before = head(play.state, ALGEBRA).question
    play.do_all([types("2x²")])
    after = head(play.state, ALGEBRA).question

    assert before is not None
    assert after is not None
    assert (before.last_answer, before.read_as) == (None, None)
    assert (after.last_answer, after.read_as) == ("2x²", "2·x^2")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (TextAnswer(text="  "), "Write your answer first."),
        (
            TextAnswer(text="2y"),
            "There is no `y` here. Use `x`. It is at the mark: `2 ▸ y`.",
        ),
        (TextAnswer(text="x" * 501), "That is too long: 500 characters are enough."),
        (ChoiceAnswer(options=("a",)), words.WRONG_KIND),
    ],
)
def test_what_is_no_formula_counts_as_nothing(
    answer: TextAnswer | ChoiceAnswer, reason: str
) -> None:
    command = SubmitAnswer(at=AT, question=FACTORS.id, answer=answer, request=FIRST)

    assert decide(asked().state, command, ALGEBRA) == Rejected(reason)


def test_a_verdict_leads_on_and_a_late_one_is_refused() -> None:
    play = asked().do_all([types("x+1")])

    play.do_all([FinishCheck(at=AT, request=FIRST, report=wrong_marks(FACTORS, "signs-swapped"))])
    assert play.state.phase == Remediation(question=FACTORS.id)
    late = FinishCheck(at=AT, request=FIRST, report=full_marks(FACTORS))
    assert play.do(late) == Rejected(words.CHECK_NOT_AWAITED)
    play.do_all([types("(x+1)(x-2)", SECOND)])
    play.do_all([FinishCheck(at=AT, request=SECOND, report=full_marks(FACTORS))])
    assert play.state.phase == Correct(question=FACTORS.id)
    assert [record.attempts for record in play.state.questions.values()] == [2]


def test_what_took_too_long_is_not_counted() -> None:
    play = asked().do_all([types("x+1")])

    assert play.do(FailCheck(at=AT, request=FIRST, reason="too_long")) == (
        CheckFailed(
            at=AT,
            question=FACTORS.id,
            request=FIRST,
            reason="too_long",
            words="It took too long to compare your answer with the right one. That is not "
            "counted. Write it in a simpler way, then check again.",
        ),
    )
    assert play.state.phase == AwaitingAnswer(question=FACTORS.id)
    assert play.state.questions[FACTORS.id].attempts == 0


def test_a_comparison_can_be_stopped_and_is_asked_again_after_a_crash() -> None:
    play = asked().do_all([types("x+1"), opened()])
    compare = CompareFormula(request=FIRST, question=FACTORS.id, text="x+1")
    assert play.effects == [compare, compare]

    play.do_all([StopCheck(at=AT)])
    assert play.effects[-1] == CancelCheck(request=FIRST)


def test_the_solution_is_shown_as_it_is_read() -> None:
    assert solution_of(FACTORS) == "`(x + 1)·(x \u2212 2)`"
    assert solution_of(HALF) == "`sqrt(2)/2`"
