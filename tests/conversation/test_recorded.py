"""What a learner reads of their own record: every entry, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from jupyter_tutor.conversation.recorded import LONGEST, PAGE, entries_as_data
from jupyter_tutor.core.basis import Basis, UsedFile
from jupyter_tutor.core.commands import CodeAnswer, TextAnswer
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CellRecorded,
    CheckFailed,
    Event,
    Explained,
    HintGiven,
    KernelNoted,
    LessonCompleted,
    LessonUpdated,
    QuestionAsked,
    QuestionSkipped,
    ReviewBegun,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    ShownOption,
    SolutionShown,
    StartedOver,
)
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
    StepId,
    session_id_of,
)
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.core.talk_events import LearnerSaid, ModelCalled, TutorSaid
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import seal

AT = "2026-11-22T09:46:20.125Z"
ADA, COURSE, LESSON = LearnerId("ada"), CourseId("python"), LessonId("functions")
HASH = ContentHash("a" * 64)
MEAN, REQUEST = QuestionId("mean"), RequestId("r1")
ASKED = QuestionAsked(
    at=AT, question=MEAN, kind="code", title="The mean", words="Write `mean`.", max_points=2.0
)
NOTHING: dict[str, Any] = {
    "title": None,
    "text": "",
    "code": [],
    "outcome": None,
    "error": None,
    "points": None,
    "max_points": None,
    "whole": True,
}


def stored(*events: Event) -> Sequence[StoredEvent]:
    return seal(
        events,
        session=session_id_of(ADA, COURSE, LESSON),
        learner=ADA,
        course=COURSE,
        lesson=LESSON,
        lesson_hash=HASH,
        after=None,
        ids=[str(number) for number in range(len(events))],
    )


def newest(*events: Event) -> dict[str, Any]:
    """What is told of the last of these events, beside what is told of every one."""
    entry: dict[str, Any] = entries_as_data(stored(*events))["entries"][0]
    last = events[-1]
    assert {name: entry.pop(name) for name in ("seq", "at", "kind")} == {
        "seq": len(events),
        "at": last.at,
        "kind": last.type,
    }
    return entry


CALL = ModelCall(purpose="reply", model="small", prompt="reply@2", outcome="ok", seconds=0.5)


@pytest.mark.parametrize(
    ("tokens_in", "tokens_out", "told"),
    [
        (812, 64, "small: 812 tokens in, 64 out"),
        (812, 0, "small: 812 tokens in, 0 out"),
        (None, None, "small: how many tokens it took is not known"),
        (812, None, "small: how many tokens it took is not known"),
    ],
)
def test_tokens_that_no_service_told_are_not_known(
    tokens_in: int | None, tokens_out: int | None, told: str
) -> None:
    call = replace(CALL, tokens_in=tokens_in, tokens_out=tokens_out)
    event = ModelCalled(at=AT, request=REQUEST, call=call)
    assert newest(event) == NOTHING | {"title": "reply", "text": told, "outcome": "ok"}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            SessionOpened(
                at=AT,
                learner=ADA,
                course=COURSE,
                lesson=LESSON,
                lesson_hash=HASH,
                title="Functions",
                words="Welcome.",
            ),
            {"title": "Functions", "text": "Welcome."},
        ),
        (SessionResumed(at=AT, words="Welcome back."), {"text": "Welcome back."}),
        (SessionLeft(at=AT), {}),
        (SessionYielded(at=AT, words="Elsewhere."), {"text": "Elsewhere."}),
        (
            Explained(at=AT, step=StepId("s"), title="Lists", words="So.", examples=("1", "2")),
            {"title": "Lists", "text": "So.", "code": ["1", "2"]},
        ),
        (
            replace(
                ASKED,
                kind="choice",
                options=(ShownOption(id="a", text="`6`"), ShownOption(id="b", text="9")),
            ),
            {"title": "The mean", "text": "Write `mean`.\n\n- `6`\n- 9"},
        ),
        (
            replace(ASKED, kind="blanks", pieces=("x = ", " + 1"), verbatim=True),
            {"title": "The mean", "text": "Write `mean`.\n\n```\nx = ____ + 1\n```"},
        ),
        (
            replace(ASKED, kind="predict", program="print(1)"),
            {"title": "The mean", "text": "Write `mean`.", "code": ["print(1)"]},
        ),
        (
            CellRecorded(
                at=AT, question=MEAN, source="x = 5", outcome="error", error="NameError: y"
            ),
            {
                "title": "The mean",
                "code": ["x = 5"],
                "outcome": "error",
                "error": "NameError: y",
            },
        ),
        (
            AnswerSubmitted(
                at=AT, question=MEAN, answer=CodeAnswer(source="x = 2"), request=REQUEST, words=""
            ),
            {"title": "The mean", "code": ["x = 2"]},
        ),
        (
            AnswerSubmitted(
                at=AT, question=MEAN, answer=TextAnswer(text="4"), request=REQUEST, words="`4`"
            ),
            {"title": "The mean", "text": "`4`"},
        ),
        (
            AnswerJudged(
                at=AT,
                question=MEAN,
                request=REQUEST,
                report=Report(verdict="correct", points=1.5, max_points=2.0, message="Right."),
                attempt=1,
                counted=True,
                words="Right.",
            ),
            {
                "title": "The mean",
                "text": "Right.",
                "outcome": "correct",
                "points": 1.5,
                "max_points": 2.0,
            },
        ),
        (
            AnswerJudged(
                at=AT,
                question=MEAN,
                request=REQUEST,
                report=Report(
                    verdict="correct",
                    points=1.5,
                    max_points=2.0,
                    message="Right.",
                    basis=Basis(
                        cells=("rate = 2", "rate += 1"),
                        files=(
                            UsedFile(name="a.csv", size=3, sha256="0", content="MTIz"),
                            UsedFile(name="b.csv", size=999_999, sha256="0"),
                        ),
                    ),
                ),
                attempt=1,
                counted=True,
                words="Right.",
            ),
            {
                "title": "The mean",
                "text": "Right.\n\nRecorded with it, because it uses them: 2 of your cells and the "
                "files `a.csv` (3 bytes), `b.csv` (999999 bytes, not its content).",
                "code": ["rate = 2", "rate += 1"],
                "outcome": "correct",
                "points": 1.5,
                "max_points": 2.0,
            },
        ),
        (
            CheckFailed(at=AT, question=MEAN, request=REQUEST, reason="busy", words="It runs."),
            {"title": "The mean", "text": "It runs."},
        ),
        (
            HintGiven(at=AT, question=MEAN, rung=1, level=1, misconception=None, words="Think."),
            {"title": "The mean", "text": "Think."},
        ),
        (
            QuestionSkipped(at=AT, question=MEAN, words="Later."),
            {"title": "The mean", "text": "Later."},
        ),
        (
            SolutionShown(at=AT, question=MEAN, solution="x = 2", words="It is `x = 2`."),
            {"title": "The mean", "text": "It is `x = 2`."},
        ),
        (ReviewBegun(at=AT, questions=(MEAN,), words="Once more."), {"text": "Once more."}),
        (
            LessonCompleted(at=AT, points=1.5, max_points=2.0, words="Done."),
            {"text": "Done.", "points": 1.5, "max_points": 2.0},
        ),
        (LearnerSaid(at=AT, words="Why?"), {"text": "Why?"}),
        (TutorSaid(at=AT, words="Because."), {"text": "Because."}),
        (StartedOver(at=AT, round=2, lesson_hash=HASH, words="Anew."), {"text": "Anew."}),
        (
            LessonUpdated(at=AT, lesson_hash=HASH, cursor=None, words="A newer one."),
            {"text": "A newer one."},
        ),
        (
            KernelNoted(at=AT, status="restarted", kernel="k1", words="It restarted."),
            {"text": "It restarted.", "outcome": "restarted"},
        ),
    ],
)
def test_an_entry_tells_what_was_shown_and_done(event: Event, told: dict[str, Any]) -> None:
    assert newest(ASKED, event) == NOTHING | told


def test_what_was_never_asked_has_no_title() -> None:
    assert newest(QuestionSkipped(at=AT, question=MEAN, words="Later.")) == NOTHING | {
        "text": "Later."
    }


def test_long_texts_are_shortened_and_say_so() -> None:
    long = "x" * (LONGEST + 1)
    explained = Explained(
        at=AT, step=StepId("s"), title="Lists", words=long, examples=("abc", long, "d")
    )
    assert newest(explained) == NOTHING | {
        "title": "Lists",
        "text": long[:LONGEST],
        "code": ["abc", long[: LONGEST - 3]],
        "whole": False,
    }
    just = "x" * LONGEST
    assert newest(LearnerSaid(at=AT, words=just)) == NOTHING | {"text": just}


def test_a_long_record_is_told_page_by_page_from_its_end() -> None:
    said = [LearnerSaid(at=AT, words=str(number)) for number in range(1, 2 * PAGE + 4)]
    record = stored(*said)
    pages, before = [], None
    while True:
        page = entries_as_data(record, before)
        pages.append([entry["seq"] for entry in page["entries"]])
        if not page["earlier"]:
            break
        before = pages[-1][-1]
    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert [seq for page in pages for seq in page] == list(range(2 * PAGE + 3, 0, -1))


def test_a_page_that_is_just_full_has_none_before_it() -> None:
    record = stored(*[LearnerSaid(at=AT, words="So.")] * PAGE)
    assert not entries_as_data(record)["earlier"]
    assert entries_as_data(record, 1) == {"entries": [], "earlier": False}


def test_an_entry_of_a_newer_server_is_named_all_the_same() -> None:
    (event,) = stored(SessionLeft(at=AT))
    newer = replace(event, type="nudged", body='{"type":"nudged"}')
    assert entries_as_data([newer])["entries"] == [
        {"seq": 1, "at": AT, "kind": "nudged"} | NOTHING | {"whole": False}
    ]
