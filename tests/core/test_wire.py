"""Commands, events and lessons to JSON and back; sealed events; what is refused, and where."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.core.commands import Command
from jupyter_tutor.core.course import Course
from jupyter_tutor.core.events import SCHEMA, AnswerJudged, Event, SessionLeft
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    session_id_of,
)
from jupyter_tutor.core.state import Message, State
from jupyter_tutor.core.talk_events import LearnerSaid
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import (
    GENESIS,
    WireError,
    canonical,
    event_from_body,
    from_json,
    hash_of,
    lesson_from_json,
    lesson_to_json,
    seal,
    to_json,
)
from tests.core.lessons import EMPTY, LESSON, NEWER, QUIET
from tests.core.play import AT
from tests.core.values import ANY_COMMAND, ANY_EVENT, STEADY, values_of


def through_text(shape: Any, value: Any) -> Any:
    return from_json(shape, json.loads(canonical(to_json(shape, value))))


@STEADY
@given(ANY_COMMAND)
def test_every_command_comes_back_as_it_was(command: Command) -> None:
    assert through_text(Command, command) == command


@STEADY
@given(ANY_EVENT)
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    body = canonical(to_json(Event, event))

    assert event_from_body(body) == event
    assert canonical(json.loads(body)) == body


@STEADY
@given(values_of(Course))
def test_every_course_comes_back_as_it_was(course: Course) -> None:
    assert through_text(Course, course) == course


@pytest.mark.parametrize("lesson", [LESSON, QUIET, NEWER, EMPTY], ids=lambda lesson: lesson.hash[0])
def test_a_lesson_comes_back_as_it_was(lesson: Any) -> None:
    assert lesson_from_json(json.loads(canonical(lesson_to_json(lesson)))) == lesson


def test_canonical_text_is_the_same_whatever_the_order_of_the_keys() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    assert canonical({"a": None, "b": [1, "é"]}) == '{"a":null,"b":[1,"é"]}'


# -- what is refused -------------------------------------------------------------------------

SUBMIT = {
    "type": "submit_answer",
    "at": AT,
    "question": "double",
    "answer": {"type": "code", "source": "x"},
    "request": "r1",
}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"at": AT}, "type: "),
        ({"type": "dance", "at": AT}, "type: "),
        ({"type": ["say"], "at": AT}, "type: "),
        ([], "the message: "),
        (None, "the message: "),
        ("say", "the message: "),
        ({"type": "say", "at": AT}, "say.text: "),
        ({"type": "say", "at": AT, "text": 3}, "say.text: "),
        ({"type": "say", "at": AT, "text": "half a pair: \ud800"}, "say.text: "),
        (SUBMIT | {"question": None}, "submit_answer.question: "),
        (SUBMIT | {"answer": {"type": "code"}}, "submit_answer.answer.CodeAnswer.source: "),
        (
            {
                "type": "finish_check",
                "at": AT,
                "request": "r1",
                "report": {
                    "verdict": "correct",
                    "points": float("nan"),
                    "max_points": 1,
                    "message": "",
                },
            },
            "finish_check.report.points: ",
        ),
        (
            {"type": "fail_check", "at": AT, "request": "r1", "reason": "boredom"},
            "fail_check.reason: ",
        ),
    ],
)
def test_what_is_no_command_is_refused_with_the_place(data: Any, message: str) -> None:
    with pytest.raises(WireError) as refused:
        from_json(Command, data)

    where, said = str(refused.value)[: len(message)], str(refused.value)[len(message) :]
    assert where == message
    assert said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("", "the event: "),
        ("{", "the event: "),
        ("[" * 100_000, "the event: "),
        ('{"at":"x","words":"y"}', "type: "),
        ('{"at":"x","type":"learner_said"}', "learner_said.words: "),
        ("7", "the message: "),
    ],
)
def test_what_is_no_event_is_refused_with_the_place(body: str, where: str) -> None:
    with pytest.raises(WireError) as refused:
        event_from_body(body)

    assert str(refused.value).startswith(where)


def test_what_is_no_lesson_is_refused_with_the_place() -> None:
    data = lesson_to_json(LESSON)
    data["steps"][0]["examples"] = "not a list"

    with pytest.raises(WireError) as refused:
        lesson_from_json(data)

    assert str(refused.value).startswith("steps.0.")


@STEADY
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "at", "text", "answer", "report", "x"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_any_json_is_either_a_command_or_refused(data: Any) -> None:
    try:
        command = from_json(Command, data)
    except WireError:
        return
    assert (command.type, command.at) == (data["type"], data["at"])


# -- sealing ---------------------------------------------------------------------------------

HEADER: dict[str, Any] = {
    "session": session_id_of(LearnerId("ada"), CourseId("python"), LessonId("functions")),
    "learner": LearnerId("ada"),
    "course": CourseId("python"),
    "lesson": LessonId("functions"),
    "lesson_hash": ContentHash("a" * 64),
}
SAID = LearnerSaid(at=AT, words="Why?")
LEFT = SessionLeft(at="2026-11-22T10:00:00.000Z")


def sealed(*events: Event, after: StoredEvent | None = None) -> list[StoredEvent]:
    first = after.seq if after else 0
    ids = [f"id-{first + number}" for number in range(1, len(events) + 1)]
    return seal(events, after=after, ids=ids, **HEADER)


def test_a_sealed_event_carries_all_that_the_record_needs() -> None:
    first, second = sealed(SAID, LEFT)

    assert first == StoredEvent(
        event_id="id-1",
        seq=1,
        at=AT,
        type="learner_said",
        schema=SCHEMA,
        body=f'{{"at":"{AT}","request":null,"type":"learner_said","words":"Why?"}}',
        prev=GENESIS,
        hash=hash_of(first),
        **HEADER,
    )
    assert (second.seq, second.prev, second.type, second.at) == (
        2,
        first.hash,
        "session_left",
        LEFT.at,
    )
    assert second.hash == hash_of(second)


@STEADY
@given(st.lists(ANY_EVENT, max_size=6), st.integers(min_value=0, max_value=6))
def test_a_chain_sealed_in_turns_is_the_chain_sealed_at_once(events: list[Event], cut: int) -> None:
    whole = sealed(*events)
    turn = sealed(*events[:cut])
    rest = sealed(*events[cut:], after=turn[-1] if turn else None)

    assert [*turn, *rest] == whole
    assert [event.seq for event in whole] == list(range(1, len(events) + 1))
    assert [event.prev for event in whole] == [GENESIS, *(event.hash for event in whole)][
        : len(events)
    ]
    assert all(event.hash == hash_of(event) for event in whole)
    assert [event_from_body(event.body) for event in whole] == events


@pytest.mark.parametrize("name", [field.name for field in fields(StoredEvent)])
def test_a_change_to_any_field_is_detected(name: str) -> None:
    honest = sealed(SAID, LEFT)[1]
    value = getattr(honest, name)
    changed: dict[str, Any] = {name: value + 1 if isinstance(value, int) else value + "x"}
    forged = replace(honest, **changed)

    assert hash_of(honest) == honest.hash
    assert hash_of(forged) != forged.hash


def test_text_moved_from_one_field_to_the_next_is_detected() -> None:
    honest = sealed(SAID)[0]
    forged = replace(honest, course=CourseId("pytho"), lesson=LessonId("nfunctions"))

    assert hash_of(forged) != forged.hash


def test_every_event_needs_an_id_of_its_own() -> None:
    with pytest.raises(ValueError, match="zip"):
        seal([SAID, LEFT], after=None, ids=["only-one"], **HEADER)


def test_the_id_of_a_session_is_of_learner_course_and_lesson_together() -> None:
    ids = {
        session_id_of(LearnerId(learner), CourseId(course), LessonId(lesson))
        for learner, course, lesson in [
            ("ada", "python", "one"),
            ("ad", "apython", "one"),
            ("ada", "pythono", "ne"),
            ("ada", "python", "two"),
            ("bob", "python", "one"),
        ]
    }

    assert len(ids) == 5
    assert all(len(one) == 32 and set(one) <= set("0123456789abcdef") for one in ids)


# -- what only authors may see ---------------------------------------------------------------


@STEADY
@given(values_of(Report))
def test_a_fault_is_recorded_and_never_in_a_message(report: Report) -> None:
    report = replace(report, fault="Traceback: the author's assert is wrong")
    event = AnswerJudged(
        at=AT,
        question=QuestionId("double"),
        request=RequestId("r1"),
        report=report,
        attempt=1,
        counted=True,
        words="Hm.",
    )

    message = evolve(State(), event).transcript[-1]

    assert event_from_body(canonical(to_json(Event, event))) == event
    assert message.report == replace(report, fault=None, basis=None)
    assert "Traceback" not in canonical(to_json(Message, message))
