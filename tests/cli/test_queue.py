"""What waits for an instructor, as the command tells it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from jupyter_tutor.adapters.record_paths import prepare
from jupyter_tutor.cli.main import main
from jupyter_tutor.core.commands import TextAnswer
from jupyter_tutor.core.events import AnswerJudged, AnswerSubmitted, Event
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    SessionId,
)
from jupyter_tutor.core.talk import Reply
from jupyter_tutor.core.talk_events import ErrorLabelled, PersonAsked, ReplyEnded
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.wire import seal
from tests.record.turns import write_journal

Captured = pytest.CaptureFixture[str]
WHY, DOUBLE = QuestionId("why"), QuestionId("double")


def at(second: int) -> str:
    return f"2026-11-22T09:46:{second:02}.000Z"


def answered(number: int, words: str, verdict: Verdict, fault: str | None = None) -> list[Event]:
    """An answer in sentences and its verdict."""
    request = RequestId(f"r{number}")
    report = Report(verdict=verdict, points=0.0, max_points=1.0, message="m", fault=fault)
    return [
        AnswerSubmitted(
            at=at(number),
            question=WHY,
            answer=TextAnswer(text=words),
            request=request,
            words=words,
        ),
        AnswerJudged(
            at=at(number),
            question=WHY,
            request=request,
            report=report,
            attempt=number,
            counted=True,
            words="I cannot tell.",
        ),
    ]


def keep(data_dir: Path, learner: str, events: Sequence[Event], course: str = "tiny") -> None:
    """Record these as a session's."""
    sealed = seal(
        events,
        session=SessionId(f"of-{learner}-{course}"),
        learner=LearnerId(learner),
        course=CourseId(course),
        lesson=LessonId("means"),
        lesson_hash=ContentHash("0" * 64),
        after=None,
        ids=[f"{learner}-{course}-{number}" for number in range(len(events))],
    )
    write_journal(prepare(data_dir), f"of-{learner}-{course}", [sealed])


def labelled(number: int, candidate: str | None) -> ErrorLabelled:
    return ErrorLabelled(
        at=at(number),
        question=DOUBLE,
        request=RequestId(f"r{number}"),
        misconception=None if candidate else "halves",
        candidate=candidate,
        words="It adds two\ninstead of doubling.",
    )


@pytest.fixture
def data(home: Path) -> Path:
    return home / "data"


def test_nothing_waits_where_nothing_is_recorded(data: Path, capsys: Captured) -> None:
    assert main(["queue"]) == 0
    assert capsys.readouterr().out == f"Nothing waits in {data}.\n"


def test_the_newest_verdict_counts_and_faults_of_checks_do_not(
    data: Path, capsys: Captured
) -> None:
    keep(data, "ada", [*answered(1, "It is so.", "undecided"), *answered(2, "Two", "undecided")])
    keep(data, "bob", [*answered(3, "Hm", "undecided"), *answered(4, "Clear.", "correct")])
    keep(data, "eve", answered(5, "Hm", "undecided", fault="ZeroDivisionError"))
    assert main(["queue"]) == 0
    assert capsys.readouterr().out == (
        "1. answer to why, by ada in tiny/means, 2026-11-22T09:46\n   > Two\n   I cannot tell.\n"
    )


def test_who_wants_a_person_waits_too_in_the_order_of_time(data: Path, capsys: Captured) -> None:
    wanted = PersonAsked(at=at(1), message=3, asked="Why?\nReally?", words="It is on the list.")
    keep(data, "ada", answered(2, "So.", "undecided"))
    keep(data, "bob", [wanted])
    keep(data, "bob", [wanted], course="other")
    assert main(["queue", "--course", "tiny"]) == 0
    assert capsys.readouterr().out == (
        "1. question to the tutor, by bob in tiny/means, 2026-11-22T09:46\n"
        "   > Why?\n   > Really?\n"
        "2. answer to why, by ada in tiny/means, 2026-11-22T09:46\n   > So.\n   I cannot tell.\n"
    )
    assert main(["queue", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["course"]) for one in listed] == [
        ("reply", "other"),
        ("reply", "tiny"),
        ("answer", "tiny"),
    ]


def test_who_wants_a_person_waits_with_the_reply_they_were_given(
    data: Path, capsys: Captured
) -> None:
    def reply(number: int, asked: str, words: str) -> ReplyEnded:
        told = Reply(request=RequestId(f"reply-{number}"), ending="finished", words=words)
        return ReplyEnded(at=at(number), asked=asked, reply=told)

    keep(
        data,
        "ada",
        [
            reply(1, "Why?", "An older one."),
            reply(2, "Why?", "Because of **this**.\n\nOr that."),
            reply(3, "How?", "Like so."),
            PersonAsked(at=at(4), message=3, asked="Why?", words="It is on the list."),
            reply(5, "Why?", "A later one."),
        ],
    )
    keep(data, "bob", [reply(1, "Why?", "To another learner.")])
    assert main(["queue"]) == 0
    assert capsys.readouterr().out == (
        "1. question to the tutor, by ada in tiny/means, 2026-11-22T09:46\n"
        "   > Why?\n   Because of **this**.\n   Or that.\n"
    )


def test_candidates_are_counted_by_learner(data: Path, capsys: Captured) -> None:
    keep(data, "ada", [labelled(1, "adds-two"), labelled(2, "adds-two"), labelled(3, None)])
    keep(data, "bob", [labelled(4, "adds-two"), labelled(5, "never-returns")])
    assert main(["queue", "--candidates"]) == 0
    assert capsys.readouterr().out == (
        "1. adds-two (tiny/means, double): 2 learners, 3 answers\n"
        "   It adds two instead of doubling.\n"
        "2. never-returns (tiny/means, double): 1 learner, 1 answer\n"
        "   It adds two instead of doubling.\n"
    )
