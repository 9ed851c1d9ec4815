"""What every event makes the session want done."""

from dataclasses import replace
from types import MappingProxyType
from typing import get_args

import pytest

from jupyter_tutor.core.commands import CheckFailure, TextAnswer
from jupyter_tutor.core.effects import (
    CancelCheck,
    CancelWriting,
    CompareFormula,
    Effect,
    JudgeProse,
    LabelError,
    RunCheck,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.events import AnswerJudged, AnswerSubmitted, Event, SessionResumed
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.questions import QuestionKind
from jupyter_tutor.core.react import react
from jupyter_tutor.core.state import AwaitingAnswer, Checking, State
from jupyter_tutor.core.talk import Ending
from jupyter_tutor.core.talk_events import ReplyEnded, SummaryWritten
from jupyter_tutor.core.verdict import Verdict
from tests.core.event_cases import (
    AT,
    BEFORE,
    CASES,
    CHECKING,
    FIRST,
    NEXT,
    Q1,
    RECORD,
    REPLY,
    UNDER_WAY,
)

IN_CHECK = replace(BEFORE, phase=CHECKING)
RUN = RunCheck(request=FIRST, question=Q1, source="x = 2", cell_error="NameError: y")
CANCEL = CancelCheck(request=FIRST)
(WRONG,) = [event for event, _ in CASES if isinstance(event, AnswerJudged)]

GIVE_UP = CancelWriting(request=UNDER_WAY)

WANTED: dict[tuple[str, str | None], tuple[Effect, ...]] = {
    ("session_left", None): (GIVE_UP,),
    ("session_yielded", None): (GIVE_UP,),
    ("answer_submitted", "r1"): (RUN,),
    ("learner_said", "next-7"): (WriteReply(request=NEXT, asked="Why?"),),
    ("hint_asked", "next-7"): (WriteHint(request=NEXT, question=Q1),),
    ("hint_refused", "next-7"): (CancelWriting(request=NEXT),),
    ("summary_asked", "next-7"): (WriteSummary(request=NEXT),),
}
"""By the type of an event and the request it carries; all others want nothing done."""

WANTED_WHILE_CHECKING = WANTED | {
    ("session_resumed", None): (RUN,),
    ("session_left", None): (CANCEL, GIVE_UP),
    ("session_yielded", None): (CANCEL, GIVE_UP),
}


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: event.type)
def test_what_an_event_wants_done_while_an_answer_is_judged(event: Event) -> None:
    after = evolve(IN_CHECK, event)

    which = event.type, getattr(event, "request", None)
    assert react(after, event) == WANTED_WHILE_CHECKING.get(which, ())


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: event.type)
def test_what_an_event_wants_done_while_no_answer_is_judged(event: Event) -> None:
    after = evolve(BEFORE, event)

    assert react(after, event) == WANTED.get((event.type, getattr(event, "request", None)), ())


def test_the_cases_are_of_every_event() -> None:
    assert {type(event) for event, _ in CASES} == set(get_args(Event))


def test_only_a_stopped_check_is_given_up() -> None:
    (failed,) = [event for event, _ in CASES if event.type == "check_failed"]

    assert {
        reason: react(BEFORE, replace(failed, reason=reason)) for reason in get_args(CheckFailure)
    } == dict.fromkeys(get_args(CheckFailure), ()) | {"stopped": (CANCEL,)}


@pytest.mark.parametrize("model", [None, "small@here"])
@pytest.mark.parametrize("kind", [kind for kind in get_args(QuestionKind) if kind != "code"])
def test_only_a_formula_and_with_a_model_prose_are_judged_elsewhere(
    kind: QuestionKind, model: str | None
) -> None:
    asked = replace(RECORD, asked=replace(RECORD.asked, kind=kind))
    before = replace(BEFORE, questions=MappingProxyType({Q1: asked}), model=model)
    typed = AnswerSubmitted(
        at=AT, question=Q1, answer=TextAnswer(text="2x"), request=FIRST, words="`2x`"
    )
    elsewhere: dict[str, tuple[Effect, ...]] = {
        "formula": (CompareFormula(request=FIRST, question=Q1, text="2x"),),
        "prose": (JudgeProse(request=FIRST, question=Q1, text="2x"),),
    }

    at_once = kind == "prose" and model is None
    wanted = elsewhere.get(kind, ())
    assert react(evolve(before, typed), typed) == (() if at_once else wanted)
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


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", get_args(Ending))
def test_a_reply_is_given_up_when_it_does_not_end_by_itself(ending: Ending) -> None:
    ended = ReplyEnded(at=AT, asked="Why?", reply=replace(REPLY, ending=ending))

    wanted = (GIVE_UP,) if ending in ("stopped", "lost") else ()
    assert react(evolve(BEFORE, ended), ended) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (SummaryWritten(at=AT, by="template", words="So."), ()),
        (SummaryWritten(at=AT, by="model", words="So.", request=UNDER_WAY), ()),
        (SummaryWritten(at=AT, by="template", words="So.", request=UNDER_WAY), (GIVE_UP,)),
    ],
    ids=["at once", "by the model", "instead of the model"],
)
def test_a_summary_of_the_model_is_given_up_when_the_template_speaks(
    written: SummaryWritten, wanted: tuple[Effect, ...]
) -> None:
    assert react(evolve(BEFORE, written), written) == wanted


@pytest.mark.parametrize("kind", get_args(QuestionKind))
@pytest.mark.parametrize("model", [None, "small@here"])
def test_what_is_behind_a_wrong_answer_in_code_is_looked_for(
    kind: QuestionKind, model: str | None
) -> None:
    asked = replace(RECORD, asked=replace(RECORD.asked, kind=kind))
    before = replace(IN_CHECK, model=model, questions=MappingProxyType({Q1: asked}))
    event = replace(WRONG, counted=True)

    label = LabelError(request=FIRST, question=Q1, source="x = 1", said="No.")
    wanted = (label,) if kind == "code" and model else ()
    assert react(evolve(before, event), event) == wanted


@pytest.mark.parametrize(
    "event",
    [
        WRONG,
        replace(WRONG, counted=True, report=replace(WRONG.report, misconception="adds")),
        *(
            replace(WRONG, counted=True, report=replace(WRONG.report, verdict=verdict))
            for verdict in get_args(Verdict)
            if verdict != "incorrect"
        ),
    ],
    ids=lambda event: f"{event.report.verdict} {event.report.misconception} {event.counted}",
)
def test_nothing_is_looked_for_where_it_is_known_or_was_not_wrong(event: AnswerJudged) -> None:
    assert react(evolve(IN_CHECK, event), event) == ()
