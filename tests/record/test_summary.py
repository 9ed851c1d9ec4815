"""A row of ``session_histories`` says of a session what the core says of it."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jupyter_tutor.adapters import duckdb_counting, duckdb_summary
from jupyter_tutor.adapters.duckdb_query import query
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.journal_mark import Position
from jupyter_tutor.adapters.journal_reader import JournalReader, ReadTurn
from jupyter_tutor.adapters.record_learner import rows_from_journals, rows_of
from jupyter_tutor.adapters.record_merge import merge_all
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.core.commands import AskSolution, StartOver
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve, fold
from jupyter_tutor.core.state import Completed, Phase, State
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.sessions import folding
from tests.core.lessons import LESSON, QUIET
from tests.core.play import AT, opened, played
from tests.core.values import STEADY
from tests.record.turns import turn_of, write_journal
from tests.record.walks import (
    A_WALK,
    Move,
    answer,
    check_fails,
    go_over,
    gone_wrong,
    judged,
    on_to_a_question,
    press,
    walked,
    willingly,
)

A_SECOND_ROUND = [on_to_a_question, go_over(LESSON), on_to_a_question]
TO_THE_END: list[Move] = [willingly] * 40


def take(store: Store, *turns: Sequence[StoredEvent]) -> None:
    found = [
        ReadTurn("one", tuple(turn), Position(1, number)) for number, turn in enumerate(turns, 1)
    ]
    store.take(merge_all(["one"], lambda _: found, store))
    store.count_all()


COLUMNS = (
    *("title", "started_at", "last_at", "events", "round", "phase", "completed", "completed_at"),
    "first_completed_at",
    *("points", "max_points", "attempts", "hints", "questions", "final_words"),
)


def row_of(store: Store, session: str) -> dict[str, Any]:
    found = query(
        store,
        f"SELECT {', '.join(COLUMNS)} FROM session_histories WHERE session_id = ?",
        [session],
    )
    (row,) = found.rows
    values = dict(zip(COLUMNS, row, strict=True))
    return {**values, "questions": json.loads(values["questions"])}


def row_by_the_core(events: Sequence[Event], folded: State | None = None) -> dict[str, Any]:
    state = fold(events) if folded is None else folded
    records = state.questions.values()
    completed = isinstance(state.phase, Completed)
    ended = [event.at for event in events if event.type == "lesson_completed"]
    return {
        "title": LESSON.title,
        "started_at": events[0].at,
        "last_at": events[-1].at,
        "events": len(events),
        "round": state.round,
        "phase": state.phase.type,
        "completed": completed,
        "completed_at": ended[-1] if completed else None,
        "first_completed_at": ended[0] if ended else None,
        "points": sum(record.points for record in records),
        "max_points": sum(record.asked.max_points for record in records),
        "attempts": sum(record.attempts for record in records),
        "hints": sum(len(record.hints) for record in records),
        "questions": {
            question: {
                "outcome": record.outcome,
                "points": record.points,
                "max_points": record.asked.max_points,
                "attempts": record.attempts,
                "revealed": record.revealed,
            }
            for question, record in state.questions.items()
        },
        "final_words": next(
            words for event in reversed(events) if (words := getattr(event, "words", ""))
        ),
    }


def test_a_session_history_says_what_the_core_says(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(None, layout.exports)
    seen: Counter[object] = Counter()

    @settings(STEADY, max_examples=60)
    @given(
        lesson=st.sampled_from([LESSON, QUIET]),
        moves=A_WALK,
        part=st.floats(0, 1),
        remembered=st.booleans(),
    )
    # Chance may happen to bring neither a second round nor an end.
    @example(lesson=LESSON, moves=A_SECOND_ROUND, part=0.5, remembered=True)
    @example(lesson=QUIET, moves=TO_THE_END, part=0.5, remembered=False)
    def holds(lesson: Lesson, moves: list[Move], part: float, remembered: bool) -> None:
        seen["walks"] += 1
        session = f"s{seen['walks']}"
        events = walked(lesson, moves)
        turn = turn_of(session, None, events)
        cut = max(1, round(len(turn) * part))
        monkeypatch.setattr(duckdb_counting, "SESSIONS_REMEMBERED", 4096 if remembered else 0)
        for half, until in ((turn[:cut], events[:cut]), (turn[cut:], events)):
            take(store, half)
            assert row_of(store, session) == row_by_the_core(until)
            note(fold(until))

    def note(state: State) -> None:
        seen[state.phase.type] += 1
        seen["a later round"] += state.round > 1
        for record in state.questions.values():
            seen[record.outcome] += 1
            seen["right after the solution"] += record.revealed and record.outcome == "correct"
            seen["points"] += record.points > 0

    holds()
    store.close()
    phases = {phase.__dataclass_fields__["type"].default for phase in get_args(Phase)}
    # Nobody is left before the first step: opening a lesson shows it.
    wanted = phases - {"not_started"} | {"a later round", "open", "undecided", "points"}
    wanted.add("right after the solution")
    assert sorted(what for what in wanted if not seen[what]) == [], "nothing was proved of these"


@pytest.mark.parametrize("poison", range(1, 7))
def test_an_event_that_crashes_the_fold_is_left_out_as_in_the_session(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, poison: int
) -> None:
    events = walked(LESSON, [on_to_a_question, *judged("incorrect", 0.5), *judged("correct", 1.0)])

    def faulty(state: State, event: Event) -> State:
        if event == events[poison]:
            raise ZeroDivisionError
        return evolve(state, event)

    monkeypatch.setattr(folding, "evolve", faulty)
    monkeypatch.setattr(duckdb_summary, "evolve", faulty)
    turn = turn_of("s", None, events)
    session = folding.fold_stored(turn)
    assert [left_out.seq for left_out in session.poison] == [turn[poison].seq]
    write_journal(layout, "one", [turn])
    store = Store(None, layout.exports)
    take(store, turn, turn_of("t", None, events))
    assert row_of(store, "s") == row_by_the_core(events, session.state)
    assert rows_from_journals(JournalReader(layout), turn[0].learner) == rows_of(
        store, turn[0].learner
    )
    store.close()


@pytest.mark.parametrize(
    ("then", "phase", "points"),
    [
        (judged("incorrect", 0.5), "remediation", 0.0),
        (judged("correct", 1.0), "correct", 2.0),
        (judged("unattempted", 0.0), "awaiting_answer", 0.0),
        (judged("undecided", 0.5), "remediation", 0.0),
        ([*judged("incorrect", 0.0), *judged("unattempted", 0.0)], "remediation", 0.0),
        ([*judged("incorrect", 0.0), answer("x = 1"), check_fails], "remediation", 0.0),
        ([answer("x = 1"), check_fails], "awaiting_answer", 0.0),
        (
            [
                *gone_wrong(),
                press(AskSolution(at=AT)),
                *judged("correct", 1.0),
            ],
            "correct",
            0.0,
        ),
    ],
)
def test_points_and_phases_are_the_learners(
    layout: Layout, then: list[Move], phase: str, points: float
) -> None:
    events = walked(LESSON, [on_to_a_question, *then])
    store = Store(None, layout.exports)
    take(store, turn_of("s", None, events))
    row = row_of(store, "s")
    store.close()
    assert (row["phase"], row["points"], row["max_points"]) == (phase, points, 2.0)


def test_a_lesson_once_completed_stays_so_when_it_is_begun_anew(layout: Layout) -> None:
    once = played(QUIET, opened())
    once.finish_willingly()
    once.do_all([StartOver(at="2026-11-23T00:00:00.000Z")])
    store = Store(None, layout.exports)
    take(store, turn_of("s", None, once.events))
    row = row_of(store, "s")
    store.close()
    assert (row["round"], row["completed"], row["completed_at"]) == (2, False, None)
    assert row["first_completed_at"] == AT


def test_histories_counted_by_earlier_rules_are_counted_anew(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_counting, "EVENTS_AT_ONCE", 20)
    events = walked(LESSON, [on_to_a_question, *judged("incorrect", 0.5)])
    turns = [turn_of(session, None, events) for session in "stu"]
    first = Store(layout.database, layout.exports)
    take(first, *turns)
    first.close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("UPDATE session_histories SET points = 0.5, phase = 'checking'")
    connection.execute("DELETE FROM migrations WHERE name = 's05_summaries_of_the_core'")
    connection.close()

    again = Store(layout.database, layout.exports)
    assert again.migrated == ["s05_summaries_of_the_core"]
    again.count_all()
    assert [row_of(again, session) for session in "stu"] == [row_by_the_core(events)] * 3

    # Whoever goes on is counted on, from what was recorded before.
    further = walked(LESSON, [on_to_a_question, *judged("incorrect", 0.5), *judged("correct", 1.0)])
    more = [
        turn_of(session, turn[-1], further[len(events) :])
        for session, turn in zip("stu", turns, strict=True)
    ]
    take(again, *turns, *more)
    assert [row_of(again, session) for session in "stu"] == [row_by_the_core(further)] * 3
    again.close()


def test_histories_of_before_learn_when_they_were_first_completed(layout: Layout) -> None:
    first = Store(layout.database, layout.exports)
    events = walked(LESSON, [on_to_a_question])
    take(first, turn_of("s", None, events))
    first.close()
    connection = duckdb.connect(str(layout.database))
    connection.execute("ALTER TABLE session_histories DROP COLUMN first_completed_at")
    connection.execute("DELETE FROM migrations WHERE name = 's06_first_completed'")
    connection.close()
    again = Store(layout.database, layout.exports)
    assert again.migrated == ["s06_first_completed"]
    again.count_all()
    assert row_of(again, "s") == row_by_the_core(events)
    again.close()
