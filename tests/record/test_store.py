"""The database has every event once, whatever interrupts the taking in, and answers questions."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jupyter_tutor.adapters import duckdb_counting, duckdb_rows
from jupyter_tutor.adapters.duckdb_migrations import STEPS, NewerHistoryError
from jupyter_tutor.adapters.duckdb_query import Answer, QueryError, query
from jupyter_tutor.adapters.duckdb_store import Counts, Store
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.journal_reader import ReadTurn
from jupyter_tutor.adapters.record_merge import Merged, NothingKnown, merge_all
from jupyter_tutor.adapters.record_paths import Layout, prepare
from jupyter_tutor.core.commands import CodeAnswer
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    Explained,
    HintGiven,
    LessonCompleted,
    QuestionAsked,
    SessionOpened,
    StartedOver,
)
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.ports import StoredEvent
from tests.record.turns import chain, flat, resealed, said, turn_of


@pytest.fixture
def store(layout: Layout):  # type: ignore[no-untyped-def]
    opened = Store(layout.database, layout.exports)
    yield opened
    opened.close()


def merged(store: Store, *turns: list[StoredEvent], server: str = "one", start: int = 0) -> Merged:
    found = [
        ReadTurn(server, tuple(turn), Position(1, start + number))
        for number, turn in enumerate(turns, start=1)
    ]
    return merge_all([server], lambda _: found, store)


def test_events_read_back_as_they_were_taken_in(store: Store) -> None:
    turns = [*chain("s", 3), *chain("t", 2)]
    awkward = said(
        "u", None, "a \x1a b \x1f\x1e \x00 '; DROP TABLE events; -- 😀 \u2028", "", "NULL"
    )
    store.take(merged(store, *turns, awkward))
    assert store.session_events(SessionId("s")) == flat(turns[:3])
    assert store.session_events(SessionId("t")) == flat(turns[3:])
    assert store.session_events(SessionId("u")) == awkward
    assert store.session_events(SessionId("nobody")) == []
    assert store.counts() == Counts(events=13, sessions=3, conflicts=0)
    assert store.positions() == {"one": Position(1, 6)}


def test_taking_in_again_changes_nothing(store: Store) -> None:
    turns = chain("s", 3)
    store.take(merged(store, *turns))
    store.take(merged(store, *turns, server="a copy"))
    assert store.session_events(SessionId("s")) == flat(turns)
    assert store.counts() == Counts(events=6, sessions=1, conflicts=0)


def failing_at(full: str) -> Callable[..., None]:
    """Inserting rows, but for one table the disk is full."""
    insert = duckdb_rows.insert

    def inserting(connection: object, table: str, *given: Any, **named: Any) -> None:
        if table == full:
            raise duckdb.IOException("No space left on device")
        insert(connection, table, *given, **named)  # type: ignore[arg-type]

    return inserting


def test_a_failure_half_way_leaves_nothing_of_the_batch(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = chain("s", 4)
    store.take(merged(store, *turns[:2]))
    with monkeypatch.context() as patch:
        patch.setattr(duckdb_rows, "insert", failing_at("positions"))
        with pytest.raises(duckdb.IOException, match="No space left"):
            store.take(merged(store, *turns[2:], start=2))
    assert store.session_events(SessionId("s")) == flat(turns[:2])
    assert store.positions() == {"one": Position(1, 2)}
    store.take(merged(store, *turns[2:], start=2))
    assert store.session_events(SessionId("s")) == flat(turns)
    store.count_all()
    assert query(store, "SELECT events, last_seq FROM session_histories").rows == ((8, 8),)


def counted(store: Store) -> dict[str, int]:
    """How many events each session's row counts."""
    return dict(query(store, "SELECT session_id, events FROM session_histories").rows)  # type: ignore[arg-type]


def test_rows_that_need_old_events_are_owed_until_they_are_counted(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_counting, "EVENTS_AT_ONCE", 1)
    turns = {session: chain(session, 2) for session in "stu"}
    store = Store(layout.database, layout.exports)
    store.take(merged(store, *(turn[0] for turn in turns.values())))
    assert (counted(store), store.owes()) == ({"s": 2, "t": 2, "u": 2}, False)
    store.close()

    store = Store(layout.database, layout.exports)
    store.take(merged(store, turns["s"][1], turns["t"][1], *chain("v", 1), start=3))
    for session in "stu":
        taken = flat(turns[session] if session in "st" else turns[session][:1])
        assert store.session_events(SessionId(session)) == taken
    assert counted(store) == {"s": 2, "t": 2, "u": 2, "v": 2}
    owing = {who: store.owes(LearnerId(f"learner of {who}")) for who in "stuv"}
    assert owing == {"s": True, "t": True, "u": False, "v": False}
    store.close()

    store = Store(layout.database, layout.exports)
    assert store.owes()
    store.count_some([LearnerId("learner of t")])
    assert counted(store) == {"s": 2, "t": 4, "u": 2, "v": 2}
    store.count_some()
    assert (counted(store), store.owes()) == ({"s": 4, "t": 4, "u": 2, "v": 2}, False)
    store.close()


def test_a_count_that_fails_is_owed_still(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = chain("s", 2)
    store = Store(layout.database, layout.exports)
    store.take(merged(store, turns[0]))
    store.close()
    store = Store(layout.database, layout.exports)
    store.take(merged(store, turns[1], start=1))
    with monkeypatch.context() as patch:
        patch.setattr(duckdb_rows, "insert", failing_at("users"))
        with pytest.raises(duckdb.IOException, match="No space left"):
            store.count_some()
    assert (counted(store), store.owes()) == ({"s": 2}, True)
    store.count_some()
    assert (counted(store), store.owes()) == ({"s": 4}, False)
    store.close()


def test_of_many_sessions_that_were_counted_the_latest_are_remembered(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_counting, "SESSIONS_REMEMBERED", 2)
    turns = {session: chain(session, 3) for session in "stu"}
    store = Store(layout.database, layout.exports)
    store.take(merged(store, *(turn[0] for turn in turns.values())))
    store.close()
    store = Store(layout.database, layout.exports)
    store.take(merged(store, *(turn[1] for turn in turns.values()), start=3))
    store.count_all()
    store.take(merged(store, *(turn[2] for turn in turns.values()), start=6))
    assert sorted(counted(store).values()) == [4, 6, 6]
    store.count_all()
    assert counted(store) == {"s": 6, "t": 6, "u": 6}
    store.close()


def test_a_conflict_keeps_both_events(store: Store) -> None:
    turns = chain("s", 2, per_turn=1)
    other = said("s", turns[0][0], "a second writer")
    store.take(merged(store, *turns))
    store.take(merged(store, other, server="two"))
    store.take(merged(store, other, server="three"))
    assert store.session_events(SessionId("s")) == flat(turns)
    asked = query(store, "SELECT seq, event_id, kept_event_id, body, server_id FROM conflicts")
    assert asked.rows == ((2, other[0].event_id, turns[1][0].event_id, other[0].body, "two"),)


def test_an_event_that_comes_after_its_successor_is_counted_in_its_place(store: Store) -> None:
    turns = chain("s", 3, per_turn=1)
    store.take(merged(store, turns[0], turns[2]))
    store.take(merged(store, turns[1], server="two"))
    assert store.session_events(SessionId("s")) == flat(turns)
    store.count_all()
    asked = query(store, "SELECT events, last_seq, last_hash, final_words FROM session_histories")
    assert asked.rows == ((3, 3, turns[2][0].hash, "2.0 é"),)


def report(verdict: str, points: float) -> Report:
    return Report(verdict=verdict, points=points, max_points=2.0, message="…")  # type: ignore[arg-type]


def a_lesson() -> list[StoredEvent]:
    at = [f"2026-11-22T09:46:2{number}.125Z" for number in range(10)]
    learner, course, lesson = "ada", "python-foundations", "functions"
    return turn_of(
        "s",
        None,
        [
            SessionOpened(  # type: ignore[arg-type]
                at=at[0],
                learner=learner,
                course=course,
                lesson=lesson,
                lesson_hash="c0ffee",
                title="Functions and lists",
                words="Welcome.",
            ),
            Explained(at=at[1], step="s1", title="Lists", words="A list holds values."),  # type: ignore[arg-type]
            QuestionAsked(  # type: ignore[arg-type]
                at=at[2],
                question="mean",
                kind="code",
                title="The mean",
                words="Write `mean`.",
                max_points=2.0,
            ),
            AnswerSubmitted(  # type: ignore[arg-type]
                at=at[3],
                question="mean",
                answer=CodeAnswer(source="x"),
                request="r1",
                words="x",
            ),
            AnswerJudged(  # type: ignore[arg-type]
                at=at[4],
                question="mean",
                request="r1",
                report=report("incorrect", 0.5),
                attempt=1,
                counted=True,
                words="Not yet.",
            ),
            HintGiven(  # type: ignore[arg-type]
                at=at[5],
                question="mean",
                rung=1,
                level=1,
                misconception=None,
                words="Divide.",
            ),
            AnswerJudged(  # type: ignore[arg-type]
                at=at[6],
                question="mean",
                request="r2",
                report=report("correct", 2.0),
                attempt=2,
                counted=True,
                words="Right.",
            ),
            LessonCompleted(at=at[7], points=2.0, max_points=2.0, words="Well done."),
        ],
    )


HISTORY = """
    SELECT learner_id, course_id, lesson_id, lesson_hash, title, started_at, last_at, events,
           round, phase, completed, completed_at, points, max_points, attempts, hints, questions,
           final_words
    FROM session_histories
"""


def test_a_session_history_has_the_final_state(store: Store) -> None:
    lesson = a_lesson()
    store.take(merged(store, lesson[:5]))
    learner = "learner of s"
    first = (learner, "python-foundations", "functions", "c0ffee", "Functions and lists")
    wrong = {"outcome": "open", "points": 0.0, "max_points": 2.0, "attempts": 1, "revealed": False}
    assert query(store, HISTORY).rows == (
        (
            *first,
            lesson[0].at,
            lesson[4].at,
            5,
            1,
            "remediation",
            False,
            None,
            0.0,
            2.0,
            1,
            0,
            json.dumps({"mean": wrong}),
            "Not yet.",
        ),
    )
    store.take(merged(store, lesson[5:], start=1))
    right = {**wrong, "outcome": "correct", "points": 2.0, "attempts": 2}
    assert query(store, HISTORY).rows == (
        (
            *first,
            lesson[0].at,
            lesson[7].at,
            8,
            1,
            "completed",
            True,
            lesson[7].at,
            2.0,
            2.0,
            2,
            1,
            json.dumps({"mean": right}),
            "Well done.",
        ),
    )
    again = turn_of(
        "s",
        lesson[-1],
        [StartedOver(at="2026-11-23T00:00:00.000Z", round=2, lesson_hash="c0ffee", words="Anew.")],  # type: ignore[arg-type]
    )
    store.take(merged(store, again, start=2))
    assert query(store, HISTORY).rows == (
        (
            *first,
            lesson[0].at,
            again[0].at,
            9,
            2,
            "not_started",
            False,
            None,
            0.0,
            0.0,
            0,
            0,
            "{}",
            "Anew.",
        ),
    )


def test_the_summary_is_the_same_after_the_store_was_opened_anew(layout: Layout) -> None:
    lesson = a_lesson()
    for number, event in enumerate(lesson):
        opened = Store(layout.database, layout.exports)
        opened.take(merged(opened, [event], start=number))
        opened.count_all()
        opened.close()
    whole = Store(None, layout.exports)
    whole.take(merged(whole, lesson))
    again = Store(layout.database, layout.exports)
    asked = "SELECT * FROM session_histories"
    assert query(again, asked) == query(whole, asked)
    again.close()
    whole.close()


def test_learners_lessons_and_conversations_can_be_asked(store: Store) -> None:
    lesson = a_lesson()
    store.take(merged(store, lesson))
    assert query(store, "SELECT * FROM users").rows == (
        ("learner of s", lesson[0].at, lesson[7].at),
    )
    assert query(store, "SELECT * FROM syllabuses").rows == (
        (
            "python-foundations",
            "functions",
            "c0ffee",
            "Functions and lists",
            lesson[0].at,
            lesson[7].at,
        ),
    )
    spoken = query(store, "SELECT seq, type, words FROM conversations ORDER BY seq LIMIT 2")
    assert spoken.rows == (
        (1, "session_opened", "Welcome."),
        (2, "explained", "A list holds values."),
    )
    with store.reader() as cursor:
        times = cursor.execute("SELECT at_utc FROM events ORDER BY seq LIMIT 1").fetchall()
    assert times == [(datetime(2026, 11, 22, 9, 46, 20, 125000),)]  # noqa: DTZ001 - the column is in UTC by definition


def test_odd_events_never_stop_the_intake(store: Store) -> None:
    first = said("s", None, "hello")
    odd = [
        resealed(first[0], body='"no object"', type="answer_judged", at="yesterday"),
        resealed(first[0], session="t", body="no json", type="question_asked"),
        resealed(
            first[0],
            session="u",
            body='{"words":"\\ud800","points":1e999}',
            type="lesson_completed",
        ),
        resealed(
            first[0],
            session="v",
            body='{"report":[],"question":7}',
            type="answer_judged",
            at="2026-11-22T10:46:20.125+01:00",
        ),
    ]
    store.take(merged(store, *([event] for event in odd)))
    assert [store.session_events(event.session) for event in odd] == [[event] for event in odd]
    asked = query(store, "SELECT session_id, CAST(at_utc AS VARCHAR) FROM events ORDER BY ALL")
    assert asked.rows == (
        ("s", None),
        ("t", "2026-11-22 09:46:20.125"),
        ("u", "2026-11-22 09:46:20.125"),
        ("v", "2026-11-22 09:46:20.125"),
    )


def test_a_question_is_one_select_over_the_tables(store: Store) -> None:
    store.take(merged(store, *chain("s", 2)))
    assert query(store, "SELECT count(*) AS n FROM events WHERE seq > ?", [1]) == Answer(
        ("n",), ((3,),), True
    )
    assert query(store, "SELECT [1, 2], {'a': DATE '2026-11-22'}").rows == (
        ([1, 2], {"a": "2026-11-22"}),
    )
    many = query(store, "SELECT * FROM range(10001)")
    assert (len(many.rows), many.whole) == (10_000, False)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events",
        "INSERT INTO users VALUES ('x', '', '')",
        "SELECT 1; SELECT 2",
        "SET threads = 1",
        "COPY events TO 'x'",
        "ATTACH 'x.duckdb'",
        "PRAGMA database_list; DROP TABLE events",
        "nonsense",
        "",
        "SELECT * FROM read_blob('{database}')",
        "SELECT * FROM \"read_blob\"('{database}')",
        "SELECT * FROM read_text('{database}')",
        "SELECT * FROM '{database}'",
        "SELECT * FROM glob('*')",
        "SELECT * FROM range(3), '{database}'",
        "SELECT missing FROM events",
    ],
)
def test_anything_else_is_refused_and_changes_nothing(
    store: Store, layout: Layout, sql: str
) -> None:
    store.take(merged(store, *chain("s", 2)))
    with pytest.raises(QueryError):
        query(store, sql.format(database=layout.database))
    assert store.counts() == Counts(events=4, sessions=1, conflicts=0)


def test_a_question_that_takes_too_long_is_stopped(store: Store) -> None:
    with pytest.raises(QueryError, match=r"more than 0\.2 seconds"):
        query(store, "SELECT count(*) FROM range(100000000000) a, range(100000) b", seconds=0.2)


def schema_of(store: Store) -> list[tuple[object, ...]]:
    with store.reader() as cursor:
        return cursor.execute(
            "SELECT table_name, column_name, data_type, is_nullable "
            "FROM information_schema.columns ORDER BY table_name, ordinal_position"
        ).fetchall()


@pytest.mark.parametrize("count", range(len(STEPS) + 1))
def test_the_tables_are_the_same_from_every_earlier_schema(layout: Layout, count: int) -> None:
    names = list(STEPS)
    connection = duckdb.connect(str(layout.database))
    connection.execute(
        "CREATE TABLE migrations (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP NOT NULL)"
    )
    for name in names[:count]:
        STEPS[name](connection)
        connection.execute("INSERT INTO migrations VALUES (?, now()::TIMESTAMP)", [name])
    connection.close()
    store = Store(layout.database, layout.exports)
    blank = Store(None, layout.exports)
    assert (store.migrated, blank.migrated) == (names[count:], names)
    assert schema_of(store) == schema_of(blank)
    store.take(merged(store, *chain("s", 1)))
    assert store.counts() == Counts(events=2, sessions=1, conflicts=0)
    store.close()
    blank.close()


def test_a_history_of_a_newer_version_is_left_alone(layout: Layout) -> None:
    Store(layout.database, layout.exports).close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("INSERT INTO migrations VALUES ('s99_future', now()::TIMESTAMP)")
    connection.close()
    before = layout.database.read_bytes()
    with pytest.raises(NewerHistoryError, match="s99_future"):
        Store(layout.database, layout.exports)
    assert layout.database.read_bytes() == before


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    prepare(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_file_is_private(store: Store, layout: Layout) -> None:
    private: list[Path] = [layout.database]
    assert [oct(path.stat().st_mode & 0o777) for path in private] == ["0o600"]
    assert merge_all([], lambda _: [], NothingKnown()) == Merged()
