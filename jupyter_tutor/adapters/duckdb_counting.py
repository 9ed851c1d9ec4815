"""Keeping the rows of ``session_histories``, ``users`` and ``syllabuses`` true to the events.

A row is brought up to date with the events that are taken in, in the same transaction, wherever
the session's summary is at hand. Where it is not (after a start, above all, or where an event came
after its successor), all events of the session have to be read and folded for it. That can wait:
such a row stays as it was until :meth:`Counting.count_some`, so that whoever only wants events is
not kept waiting by it. Which rows are owed shows in the tables themselves.

Used by the one thread that takes in, on its connection.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from jupyter_tutor.adapters import duckdb_rows as rows
from jupyter_tutor.adapters.duckdb_summary import SUMMARY_COLUMNS, Summary, body_of
from jupyter_tutor.adapters.record_merge import Line
from jupyter_tutor.core.ids import LearnerId, SessionId
from jupyter_tutor.ports import StoredEvent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SESSIONS_REMEMBERED = 4096
EVENTS_AT_ONCE = 500

_OWED = """
SELECT session_id, any_value(learner_id), count(*) AS events FROM events
WHERE learner_id = $learner OR $learner IS NULL GROUP BY session_id
HAVING (session_id, events) NOT IN (SELECT session_id, events FROM session_histories)
"""
_ENDS = """
SELECT session_id, max(seq), arg_max(hash, seq), count(*) FROM events
WHERE session_id IN ({values}) GROUP BY session_id
"""
_WIDEN = (
    "ON CONFLICT DO UPDATE SET first_seen = least(first_seen, excluded.first_seen), "
    "last_seen = greatest(last_seen, excluded.last_seen)"
)


@dataclass(frozen=True, slots=True)
class Owed:
    """A session whose row does not count all of its ``events`` (their number)."""

    learner: LearnerId
    events: int


def owed_in(connection: "DuckDBPyConnection", learner: LearnerId | None = None) -> dict[str, Owed]:
    """The sessions of this learner (None: of all) whose rows are owed, as this connection sees it.

    All events are looked through.
    """
    found = connection.execute(_OWED, {"learner": learner}).fetchall()
    return {session: Owed(LearnerId(who), events) for session, who, events in found}


@dataclass(frozen=True, slots=True)
class _End:
    line: Line
    events: int


class Counting:
    """The summaries at hand, and the sessions whose rows are owed."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self._connection = connection
        self._at_hand: OrderedDict[str, Summary] = OrderedDict()
        self._ends: dict[str, _End] = {}
        # Looked up when it is first asked for: lessons that are reopened need only their events.
        self._known_owed: dict[str, Owed] | None = None

    @property
    def _owed(self) -> dict[str, Owed]:
        if self._known_owed is None:
            self._known_owed = owed_in(self._connection)
        return self._known_owed

    def owes(self, learner: LearnerId | None) -> bool:
        """Whether rows are owed to this learner (None: to anyone)."""
        return any(learner in (None, owed.learner) for owed in self._owed.values())

    # What is known of a session, for the merge.

    def prefetch(self, sessions: Sequence[str]) -> None:
        """Have at hand where these sessions end, as far as their events were taken in."""
        missing = [one for one in sessions if one not in self._at_hand and one not in self._ends]
        if missing:
            found = rows.select_in(self._connection, _ENDS, missing)
            self._ends.update(
                (session, _End(Line(seq, hash_), events)) for session, seq, hash_, events in found
            )
            # Of those that are new, all events will pass here.
            self._at_hand.update(
                (session, Summary(session)) for session in missing if session not in self._ends
            )

    def line(self, session: SessionId) -> Line:
        """The session's last event as it was taken in."""
        self.prefetch([session])
        if (summary := self._at_hand.get(session)) is not None:
            return Line(summary.last_seq, summary.last_hash)
        end = self._ends[session].line
        return Line(end.seq, end.hash)

    # Within the transaction that takes events in.

    def add(
        self,
        events: Sequence[tuple[StoredEvent, Mapping[str, Any]]],
        late: Iterable[SessionId],
    ) -> dict[str, Owed] | None:
        """Count these events (each with its body), before they are in the table.

        Gives what is owed with those that could not be counted (None: nobody has asked for that
        yet, and the tables will tell); it is for :meth:`taken`.
        """
        self.prefetch(sorted({event.session for event, _ in events}))
        owed = None if self._known_owed is None else dict(self._known_owed)
        for one in late:
            # Counted out of their order, if they were.
            self._forget(one)
        touched: dict[str, Summary] = {}
        seen: list[tuple[StoredEvent, str]] = []
        for event, body in events:
            summary = self._at_hand.get(event.session)
            if summary is None:
                if owed is not None:
                    before = owed.get(event.session)
                    events_before = before.events if before else self._ends[event.session].events
                    owed[event.session] = Owed(event.learner, events_before + 1)
                continue
            touched[event.session] = summary
            summary.add(event, body)
            seen.append((event, summary.title))
        for session in touched:
            self._at_hand.move_to_end(session)
        self._write(touched.values(), seen)
        return owed

    def taken(self, owed: dict[str, Owed] | None) -> None:
        """The transaction of :meth:`add` is durable."""
        self._known_owed = owed
        self._ends.clear()
        self._trim()

    def undone(self) -> None:
        """The transaction came to nothing: what was counted on the way is not true."""
        self._at_hand.clear()
        self._ends.clear()

    # Paying what is owed.

    def count_some(self, first: Iterable[LearnerId]) -> None:
        """Count some of the sessions whose rows are owed, those of these learners before others.

        At least one session, and others up to some hundreds of events, in one transaction.
        """
        sessions = self._next(frozenset(first))
        found = rows.select_in(
            self._connection,
            f"SELECT {rows.EVENT_COLUMNS} FROM events "  # noqa: S608 - constants
            "WHERE session_id IN ({values}) ORDER BY session_id, seq",
            sessions,
        )
        summaries = {session: Summary(session) for session in sessions}
        seen: list[tuple[StoredEvent, str]] = []
        for event in map(rows.event_of, found):
            summary = summaries[event.session]
            summary.add(event, body_of(event))
            seen.append((event, summary.title))
        with rows.transaction(self._connection):
            self._write(summaries.values(), seen)
        self._at_hand.update(summaries)
        self._trim()
        for session in sessions:
            del self._owed[session]

    def _next(self, wanted: frozenset[LearnerId]) -> list[str]:
        preferred = [one for one, owed in self._owed.items() if owed.learner in wanted]
        sessions: dict[str, None] = {}
        size = 0
        for session in chain(preferred, self._owed):
            size += self._owed[session].events
            if sessions and size > EVENTS_AT_ONCE:
                break
            sessions[session] = None
        return list(sessions)

    def _trim(self) -> None:
        """Let go of the summaries that were of no use for longest; later events are owed then."""
        while len(self._at_hand) > SESSIONS_REMEMBERED:
            self._at_hand.popitem(last=False)

    def _forget(self, session: str) -> None:
        summary = self._at_hand.pop(session, None)
        if summary is not None:
            line = Line(summary.last_seq, summary.last_hash)
            self._ends[session] = _End(line, summary.events)

    def _write(self, summaries: Iterable[Summary], seen: Sequence[tuple[StoredEvent, str]]) -> None:
        rows.insert(
            self._connection,
            "session_histories",
            SUMMARY_COLUMNS,
            [summary.row() for summary in summaries],
            verb="INSERT OR REPLACE INTO",
        )
        self._see(seen)

    def _see(self, seen: Sequence[tuple[StoredEvent, str]]) -> None:
        """Note when learners and lessons (by the title they had then) were seen first and last."""
        learners: dict[str, list[str]] = {}
        lessons: dict[tuple[str, str, str, str], list[str]] = {}
        for event, title in seen:
            learners.setdefault(event.learner, []).append(event.at)
            key = (event.course, event.lesson, event.lesson_hash, title)
            lessons.setdefault(key, []).append(event.at)
        rows.insert(
            self._connection,
            "users",
            ("learner_id", "first_seen", "last_seen"),
            [(learner, min(at), max(at)) for learner, at in learners.items()],
            on_conflict=_WIDEN,
        )
        rows.insert(
            self._connection,
            "syllabuses",
            ("course_id", "lesson_id", "lesson_hash", "title", "first_seen", "last_seen"),
            [(*key, min(at), max(at)) for key, at in lessons.items()],
            on_conflict=_WIDEN,
        )
