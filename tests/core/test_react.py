"""What every event makes the session want done."""

from dataclasses import replace
from types import MappingProxyType
from typing import get_args

import pytest

from jupyter_tutor.core.commands import CheckFailure, TextAnswer
from jupyter_tutor.core.effects import CancelCheck, CompareFormula, Effect, RunCheck
from jupyter_tutor.core.events import AnswerSubmitted, Event, SessionResumed
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.questions import QuestionKind
from jupyter_tutor.core.react import react
from jupyter_tutor.core.state import AwaitingAnswer, Checking, State
from tests.core.event_cases import AT, BEFORE, CASES, CHECKING, FIRST, Q1, RECORD

IN_CHECK = replace(BEFORE, phase=CHECKING)
RUN = RunCheck(request=FIRST, question=Q1, source="x = 2", cell_error="NameError: y")
CANCEL = CancelCheck(request=FIRST)

WANTED_WHILE_CHECKING: dict[str, tuple[Effect, ...]] = {
    "session_resumed": (RUN,),
    "session_left": (CANCEL,),
    "session_yielded": (CANCEL,),
    "answer_submitted": (RUN,),
}


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: event.type)
def test_what_an_event_wants_done_while_an_answer_is_judged(event: Event) -> None:
    after = evolve(IN_CHECK, event)

    assert react(after, event) == WANTED_WHILE_CHECKING.get(event.type, ())


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: event.type)
def test_what_an_event_wants_done_while_no_answer_is_judged(event: Event) -> None:
    after = evolve(BEFORE, event)

    wanted = (RUN,) if event.type == "answer_submitted" else ()
    assert react(after, event) == wanted


def test_the_cases_are_of_every_event() -> None:
    assert {type(event) for event, _ in CASES} == set(get_args(Event))


def test_only_a_stopped_check_is_given_up() -> None:
    (failed,) = [event for event, _ in CASES if event.type == "check_failed"]

    assert {
        reason: react(BEFORE, replace(failed, reason=reason)) for reason in get_args(CheckFailure)
    } == dict.fromkeys(get_args(CheckFailure), ()) | {"stopped": (CANCEL,)}


@pytest.mark.parametrize("kind", [kind for kind in get_args(QuestionKind) if kind != "code"])
def test_only_a_formula_is_compared_elsewhere(kind: QuestionKind) -> None:
    asked = replace(RECORD, asked=replace(RECORD.asked, kind=kind))
    before = replace(BEFORE, questions=MappingProxyType({Q1: asked}))
    typed = AnswerSubmitted(
        at=AT, question=Q1, answer=TextAnswer(text="2x"), request=FIRST, words="`2x`"
    )
    compare = CompareFormula(request=FIRST, question=Q1, text="2x")

    wanted = (compare,) if kind == "formula" else ()
    assert react(evolve(before, typed), typed) == wanted
    resumed = SessionResumed(at=AT, words="Welcome back.")
    assert react(evolve(evolve(before, typed), resumed), resumed) == wanted


def test_one_who_comes_back_has_the_check_asked_again_with_what_is_known_of_the_cell() -> None:
    resumed = SessionResumed(at=AT, words="Welcome back.")
    quiet = State(
        phase=Checking(question=Q1, request=FIRST, source="x", before=AwaitingAnswer(question=Q1)),
        questions=MappingProxyType({Q1: replace(RECORD, last_cell_error=None)}),
    )

    assert react(quiet, resumed) == (
        RunCheck(request=FIRST, question=Q1, source="x", cell_error=None),
    )
