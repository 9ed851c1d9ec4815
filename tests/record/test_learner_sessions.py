"""Which sessions a learner has is told whole, wherever the database is, and of nobody else."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import Merged
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.commands import ChoiceAnswer, Command, Continue, SkipQuestion, StartOver
from jupyter_tutor.core.commands import SubmitAnswer as Submit
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import ContentHash, LearnerId, LessonId, RequestId, session_id_of
from jupyter_tutor.core.talk_events import TutorSaid
from jupyter_tutor.ports import SessionSummary, StoredEvent
from jupyter_tutor.wire import seal
from tests.core.lessons import LESSON, PICK, START
from tests.core.play import opened, played
from tests.record.children import spawn, until
from tests.record.turns import write_journal

OpenRecord = Callable[[], Awaitable[Record]]

ADA, BOB = LearnerId("ada"), LearnerId('b"ob\\')
SHORT = replace(
    LESSON, id=LessonId("names"), title="Names", steps=(START, PICK), hash=ContentHash("7" * 64)
)


def at(minute: int) -> str:
    return f"2026-11-22T09:{minute:02}:00.000Z"


def walk(learner: LearnerId, lesson: Lesson, *commands: Command) -> list[StoredEvent]:
    """What is recorded of a learner who does this."""
    events = played(lesson, *commands).events
    return sealed(learner, lesson, events, None)


def sealed(
    learner: LearnerId, lesson: Lesson, events: Sequence[object], after: StoredEvent | None
) -> list[StoredEvent]:
    return seal(
        events,  # type: ignore[arg-type]
        session=session_id_of(learner, lesson.course_id, lesson.id),
        learner=learner,
        course=lesson.course_id,
        lesson=lesson.id,
        lesson_hash=lesson.hash,
        after=after,
        ids=[uuid.uuid4().hex for _ in events],
    )


def pick(minute: int) -> Submit:
    answer = ChoiceAnswer(options=("b",))
    return Submit(at=at(minute), question=PICK.id, answer=answer, request=RequestId("r"))


HALF = walk(
    ADA,
    LESSON,
    opened(at(5)),
    Continue(at=at(6)),
    SkipQuestion(at=at(7)),
    pick(8),
)
WHOLE = walk(ADA, SHORT, opened(at(1)), Continue(at=at(2)), pick(3), Continue(at=at(4)))
AGAIN = walk(
    BOB,
    SHORT,
    opened(at(1)),
    Continue(at=at(2)),
    pick(3),
    Continue(at=at(4)),
    StartOver(at=at(9)),
)

ADAS = [
    SessionSummary(
        session=WHOLE[0].session,
        course=SHORT.course_id,
        lesson=SHORT.id,
        title="Names",
        finished=True,
        again=False,
        closed=frozenset({PICK.id}),
        events=len(WHOLE),
        first=at(1),
        last=at(4),
    ),
    SessionSummary(
        session=HALF[0].session,
        course=LESSON.course_id,
        lesson=LESSON.id,
        title="Functions and lists",
        finished=False,
        again=False,
        closed=frozenset({PICK.id}),
        events=len(HALF),
        first=at(5),
        last=at(8),
    ),
]
BOBS = [
    SessionSummary(
        session=AGAIN[0].session,
        course=SHORT.course_id,
        lesson=SHORT.id,
        title="Names",
        finished=True,
        again=True,
        closed=frozenset(),
        events=len(AGAIN),
        first=at(1),
        last=at(9),
    )
]


async def ask_all(record: Record) -> None:
    assert await record.history.learner_sessions(ADA) == ADAS
    assert await record.history.learner_sessions(BOB) == BOBS
    assert await record.history.learner_sessions(LearnerId("nobody")) == []


async def until_here(record: Record) -> None:
    await until(lambda: record.status() == {"intake": "here", "behind": 0, "notice": None})


async def test_they_are_told_by_whoever_has_the_database(open_record: OpenRecord) -> None:
    here = await open_record()
    await until_here(here)
    for turn in (HALF, WHOLE, AGAIN):
        await here.journal.append(turn)
    await ask_all(here)
    elsewhere = await open_record()
    await until(lambda: elsewhere.status()["intake"] == "elsewhere")
    await ask_all(elsewhere)


async def test_they_are_told_while_another_program_has_the_database(
    open_record: OpenRecord, layout: Layout
) -> None:
    before = await open_record()
    await before.journal.append(WHOLE)
    await before.close()
    holder = await spawn("tests.record.child_holder", str(layout.database))
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"
    record = await open_record()
    await record.journal.append(HALF)
    await record.journal.append(AGAIN)
    await ask_all(record)
    await holder.communicate(b"close\n")


async def test_they_are_told_where_the_database_takes_nothing_in(
    open_record: OpenRecord, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_self: Store, _merged: Merged) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Store, "take", failing)
    # The session went on elsewhere: its second half stands in the journal that is read first.
    write_journal(layout, "a", [HALF[4:]])
    write_journal(layout, "b", [HALF[:4], WHOLE, AGAIN])
    await ask_all(await open_record())


async def test_what_only_names_a_learner_is_not_theirs(open_record: OpenRecord) -> None:
    said = TutorSaid(at=at(0), words='"learner":"ada"')
    record = await open_record()
    await record.journal.append(sealed(BOB, LESSON, [said], None))
    await record.journal.append(WHOLE)
    assert await record.history.learner_sessions(ADA) == ADAS[:1]
