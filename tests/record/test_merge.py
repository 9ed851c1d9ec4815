"""Turns scattered over journals come back in the order their sessions had; a second writer's
events are kept apart."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.journal_lines import encode_turn
from jupyter_tutor.adapters.journal_mark import START, Position
from jupyter_tutor.adapters.journal_reader import Damage, JournalReader, ReadTurn
from jupyter_tutor.adapters.journal_segments import SegmentWriter
from jupyter_tutor.adapters.record_chain import verify
from jupyter_tutor.adapters.record_merge import Conflict, Merge, NothingKnown, merge_all
from jupyter_tutor.adapters.record_paths import prepare
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import RecordDamagedError, StoredEvent
from tests.record.turns import chain, flat, resealed, said

SESSION = SessionId("s")


def found(server: str, turns: Sequence[Sequence[StoredEvent]]) -> list[ReadTurn]:
    return [
        ReadTurn(server, tuple(turn), Position(1, number))
        for number, turn in enumerate(turns, start=1)
    ]


def test_a_turn_waits_until_another_journal_has_brought_its_predecessor() -> None:
    turns = chain("s", 4)
    merge = Merge(NothingKnown())
    merge.add("b", found("b", [turns[1], turns[3]]))
    assert merge.settle()
    assert merge.result.positions == {}
    merge.add("a", found("a", [turns[0], turns[2]]))
    assert not merge.settle()
    assert [event for _, event in merge.result.events] == flat(turns)
    assert merge.result.positions == {"a": Position(1, 2), "b": Position(1, 2)}
    assert (merge.result.conflicts, merge.result.gaps, merge.result.late) == ([], [], set())


def test_the_same_turn_found_twice_is_taken_once() -> None:
    turns = chain("s", 3)
    journals = {"a": found("a", turns), "b": found("b", turns[:2])}
    merged = merge_all(journals, journals.__getitem__, NothingKnown())
    assert [event for _, event in merged.events] == flat(turns)
    assert merged.conflicts == []


def test_what_a_second_writer_wrote_is_kept_apart_and_breaks_no_chain() -> None:
    turns = chain("s", 3, per_turn=1)
    other = said("s", turns[0][0], "a second writer")
    its_next = said("s", other[0], "goes on")
    and_on = said("s", its_next[0], "beyond the first")
    journals = {"a": found("a", turns), "b": found("b", [other, its_next, and_on])}
    merged = merge_all(journals, journals.__getitem__, NothingKnown())
    assert [event for _, event in merged.events] == flat(turns)
    assert merged.conflicts == [
        Conflict("b", other[0], turns[1][0].event_id),
        Conflict("b", its_next[0], turns[2][0].event_id),
        Conflict("b", and_on[0], None),
    ]
    assert merged.gaps == []


def test_an_event_that_does_not_follow_is_kept_apart() -> None:
    first, second = chain("s", 2, per_turn=1)
    stranger = resealed(second[0], prev="1" * 64)
    journals = {"a": found("a", [first, [stranger]])}
    merged = merge_all(journals, journals.__getitem__, NothingKnown())
    assert [event for _, event in merged.events] == first
    assert merged.conflicts == [Conflict("a", stranger, None)]


def test_a_predecessor_that_is_nowhere_leaves_a_gap_that_is_told() -> None:
    turns = chain("s", 4, per_turn=1)
    journals = {"a": found("a", [turns[0], turns[2], turns[3]])}
    merged = merge_all(journals, journals.__getitem__, NothingKnown())
    assert [event.seq for _, event in merged.events] == [1, 3, 4]
    assert merged.gaps == ["event 3 of session s came without event 2"]


def test_damage_is_reported_and_passed_over() -> None:
    turns = chain("s", 2)
    broken = Damage("a", "unreadable", Position(1, 7))
    first, second = found("a", turns)
    merged = merge_all(["a"], lambda _: [first, broken, second], NothingKnown())
    assert [event for _, event in merged.events] == flat(turns)
    assert merged.damage == [broken]


def test_a_whole_chain_is_accepted() -> None:
    verify(SESSION, flat(chain("s", 3)))
    verify(SESSION, [])


@pytest.mark.parametrize(
    ("change", "why", "intact"),
    [
        (lambda e: [*e[:2], *e[3:]], "event 3 is missing", 2),
        (lambda e: e[1:], "event 1 is missing", 0),
        (lambda e: [*e[:3], replace(e[3], body="{}")], "event 4 was changed", 3),
        (lambda e: [e[0], resealed(e[1], body="{}"), *e[2:]], "event 3 does not follow", 2),
        (lambda e: [*e[:1], resealed(e[1], session="x")], "belongs to another session", 1),
    ],
)
def test_a_broken_chain_is_told_with_what_is_intact(change, why, intact) -> None:  # type: ignore[no-untyped-def]
    events = flat(chain("s", 3))
    with pytest.raises(RecordDamagedError, match=why) as caught:
        verify(SESSION, change(events))
    assert caught.value.session == SESSION
    assert len(caught.value.intact) == intact


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    """Who (server) wrote how many events to which session, in the order in which it happened."""
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b", "c"]),
                st.sampled_from(["s0", "s1", "s2", "s3"]),
                st.integers(1, 3),
            ),
            max_size=40,
        )
    )


@given(history=histories(), batch=st.integers(1, 5), order=st.permutations(["a", "b", "c"]))
@settings(max_examples=40, deadline=None)
def test_any_interleaving_of_turns_over_sessions_and_servers_reads_back_equal(
    history: list[tuple[str, str, int]], batch: int, order: list[str]
) -> None:
    with TemporaryDirectory() as directory:
        layout = prepare(Path(directory))
        writers = {name: SegmentWriter(layout.journal / name, 2500) for name in order}
        expected: dict[str, list[StoredEvent]] = {}
        for server, session, count in history:
            so_far = expected.setdefault(session, [])
            last = so_far[-1] if so_far else None
            turn = said(session, last, *(f"é {number}" for number in range(count)))
            so_far.extend(turn)
            writers[server].write([encode_turn(turn)])
        for writer in writers.values():
            writer.close()

        reader = JournalReader(layout)
        servers = [name for name in order if name in reader.servers()]
        store = Store(None, layout.exports)
        take_in_batches(store, reader, servers, batch)
        assert {s: store.session_events(SessionId(s)) for s in expected} == expected
        assert store.counts().conflicts == 0
        with store.reader() as cursor:
            rows = cursor.execute("SELECT session_id, events, last_seq FROM session_histories")
            assert sorted(rows.fetchall()) == sorted(
                (s, len(events), len(events)) for s, events in expected.items()
            )
        store.close()
        for session, events in expected.items():
            read = partial(reader.turns, only=SessionId(session))
            scanned = merge_all(servers, read, NothingKnown())
            assert [event for _, event in scanned.events] == events


def take_in_batches(store: Store, reader: JournalReader, servers: list[str], batch: int) -> None:
    """As the intake does, with a transaction for every few turns of each journal."""
    while True:
        positions = store.positions()
        merge = Merge(store)
        for server in servers:
            merge.add(server, islice(reader.turns(server, positions.get(server, START)), batch))
        merge.settle()
        if not merge.result.positions:
            return
        store.take(merge.result)
