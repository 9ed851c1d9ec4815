"""What every event makes of a state, compared as a whole."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from jupyter_tutor.core.commands import ChoiceAnswer, CodeAnswer
from jupyter_tutor.core.events import (
    AnswerJudged,
    CellRecorded,
    CheckFailed,
    Event,
    KernelNoted,
)
from jupyter_tutor.core.evolve import evolve, fold, text_of
from jupyter_tutor.core.ids import (
    QuestionId,
)
from jupyter_tutor.core.state import (
    AwaitingAnswer,
    Correct,
    Phase,
    Remediation,
    State,
)
from jupyter_tutor.core.verdict import Report, Verdict
from tests.core.event_cases import (
    AT,
    BEFORE,
    CASES,
    CHECKING,
    FIRST,
    Q1,
    Q2,
    RECORD,
    WELCOME,
    asked,
    q1,
)


@pytest.mark.parametrize(("event", "changes"), CASES, ids=[event.type for event, _ in CASES])
def test_an_event_changes_this_and_nothing_else(event: Event, changes: dict[str, Any]) -> None:
    assert evolve(BEFORE, event) == replace(BEFORE, **changes, seq=8)


def test_there_is_a_case_for_every_event() -> None:
    assert {type(event) for event, _ in CASES} == set(get_args(Event))


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: event.type)
def test_every_event_applies_to_nothing_at_all(event: Event) -> None:
    """A record that lacks its beginning still shows what it has."""
    assert evolve(State(), event).seq == 1


def test_folding_goes_on_from_where_it_was() -> None:
    events = [event for event, _ in CASES]

    assert fold(events[5:], fold(events[:5])) == fold(events)
    assert fold([], BEFORE) is BEFORE
    assert fold([]) == State()


# -- finer points ----------------------------------------------------------------------------


def judged(verdict: Verdict, points: float = 2.0, counted: bool = True) -> AnswerJudged:
    report = Report(verdict=verdict, points=points, max_points=2.0, message="")
    return AnswerJudged(
        at=AT,
        question=Q1,
        request=FIRST,
        report=report,
        attempt=2,
        counted=counted,
        words="So.",
    )


IN_CHECK = replace(BEFORE, phase=CHECKING)
COUNTED: dict[str, Any] = {
    "attempts": 2,
    "evidence": 3,
    "last_judged": "x = 2",
    "last_message": "",
    "last_misconception": None,
}


@pytest.mark.parametrize(
    ("verdict", "phase", "changes", "pending"),
    [
        ("correct", Correct(question=Q1), {"outcome": "correct", "points": 2.0}, (Q2,)),
        ("incorrect", Remediation(question=Q1), {"last_wrong_at": AT}, (Q1, Q2)),
        ("error", Remediation(question=Q1), {"last_wrong_at": AT}, (Q1, Q2)),
        ("timeout", Remediation(question=Q1), {"last_wrong_at": AT}, (Q1, Q2)),
        ("undecided", Remediation(question=Q1), {"outcome": "undecided"}, (Q2,)),
        ("unattempted", Remediation(question=Q1), {}, (Q1, Q2)),
    ],
)
def test_a_verdict(
    verdict: Verdict, phase: Phase, changes: dict[str, Any], pending: tuple[QuestionId, ...]
) -> None:
    after = evolve(IN_CHECK, judged(verdict))

    assert replace(after, transcript=(WELCOME,)) == replace(
        BEFORE, phase=phase, questions=q1(**COUNTED, **changes), pending=pending, seq=8
    )


def test_an_unattempted_answer_leaves_the_question_as_it_was_before_the_check() -> None:
    first_time = replace(CHECKING, before=AwaitingAnswer(question=Q1))

    after = evolve(replace(BEFORE, phase=first_time), judged("unattempted", counted=False))

    assert after.phase == AwaitingAnswer(question=Q1)
    assert after.questions[Q1] == replace(RECORD, attempts=2, last_misconception=None)


def test_a_right_answer_after_the_solution_was_shown_gives_no_points() -> None:
    shown = replace(IN_CHECK, questions=q1(revealed=True))

    assert evolve(shown, judged("correct")).questions[Q1] == replace(
        RECORD, **COUNTED, revealed=True, outcome="correct", points=0.0
    )


@pytest.mark.parametrize("before", [AwaitingAnswer(question=Q1), Remediation(question=Q1)])
def test_a_failed_check_falls_back_to_where_it_began(before: AwaitingAnswer | Remediation) -> None:
    failed = CheckFailed(at=AT, question=Q1, request=FIRST, reason="busy", words="Busy.")

    assert evolve(replace(BEFORE, phase=replace(CHECKING, before=before)), failed).phase == before


def test_the_same_cell_run_again_is_no_evidence() -> None:
    again = CellRecorded(at=AT, question=Q1, source="x = 1", outcome="ok", changed=False)

    assert evolve(BEFORE, again).questions == q1(last_cell_error=None)


def test_the_cell_of_a_question_not_asked_yet_changes_nothing() -> None:
    early = CellRecorded(at=AT, question=QuestionId("q3"), source="x = 1", outcome="ok")

    assert evolve(BEFORE, early) == replace(BEFORE, seq=8)


def test_the_cursor_stands_still_for_a_question_asked_again_and_moves_for_a_new_one() -> None:
    assert evolve(BEFORE, asked(Q2, again=True)).cursor == "q1"
    assert evolve(BEFORE, asked(Q2)).cursor == "q2"


def test_a_question_asked_again_keeps_its_history() -> None:
    again = asked(Q1, again=True)

    assert evolve(BEFORE, again).questions == q1(asked=again)


@pytest.mark.parametrize(
    ("status", "kernel"),
    [("attached", "k2"), ("restarted", "k2"), ("died", "k2"), ("detached", None)],
)
def test_a_kernel_event_without_words_says_nothing(status: Any, kernel: str | None) -> None:
    noted = KernelNoted(at=AT, status=status, kernel="k2", words="")

    assert evolve(BEFORE, noted) == replace(BEFORE, kernel=kernel, seq=8)


def test_options_compare_whatever_the_order_and_repetition() -> None:
    assert text_of(ChoiceAnswer(options=("b", "a", "b"))) == "a,b"
    assert text_of(CodeAnswer(source="x\n")) == "x\n"
