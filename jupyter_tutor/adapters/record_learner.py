"""All sessions of one learner at a glance: from the database's table, or folded anew."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from jupyter_tutor.adapters.duckdb_needs import Need
from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.duckdb_summary import SUMMARY_COLUMNS, Summary, body_of
from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.record_merge import NothingKnown, merge_all
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId, QuestionId, SessionId
from jupyter_tutor.ports import SessionSummary

_COLUMNS = (
    "session_id",
    "course_id",
    "lesson_id",
    "title",
    "completed",
    "first_completed_at",
    "questions",
    "events",
    "started_at",
    "last_at",
)
_SESSIONS = f"SELECT {', '.join(_COLUMNS)} FROM session_histories WHERE learner_id = ?"  # noqa: S608 - all of it constants of this module


def rows_of(store: Store, learner: LearnerId) -> list[list[Any]]:
    """The learner's rows, as plain data that :func:`summaries` takes.

    They count all events that are there; raises what :meth:`Store.reader` raises.
    """
    with store.reader(Need(rows=True, learner=learner)) as cursor:
        return [list(row) for row in cursor.execute(_SESSIONS, [learner]).fetchall()]


def summaries(rows: Iterable[Sequence[Any]]) -> list[SessionSummary]:
    """The sessions of these rows, those begun first before the others."""
    found = map(_summary, rows)
    return sorted(found, key=lambda summary: (summary.first, summary.session))


def _summary(row: Sequence[Any]) -> SessionSummary:
    has = dict(zip(_COLUMNS, row, strict=True))
    finished = has["first_completed_at"] is not None
    return SessionSummary(
        session=SessionId(has["session_id"]),
        course=CourseId(has["course_id"]),
        lesson=LessonId(has["lesson_id"]),
        title=has["title"],
        finished=finished,
        again=finished and not has["completed"],
        closed=frozenset(
            QuestionId(question)
            for question, record in json.loads(has["questions"]).items()
            if record["outcome"] != "open"
        ),
        events=has["events"],
        first=has["started_at"],
        last=has["last_at"],
    )


def rows_from_journals(reader: JournalReader, learner: LearnerId) -> list[list[Any]]:
    """The same rows without a database: every journal is read."""
    merged = merge_all(
        reader.servers(), lambda server: reader.turns(server, of=learner), NothingKnown()
    )
    sessions: dict[SessionId, Summary] = {}
    for event in sorted((event for _, event in merged.events), key=lambda event: event.seq):
        summary = sessions.setdefault(event.session, Summary(event.session))
        summary.add(event, body_of(event))
    return [_row(summary) for summary in sessions.values()]


def _row(summary: Summary) -> list[Any]:
    named = dict(zip(SUMMARY_COLUMNS, summary.row(), strict=True))
    return [named[name] for name in _COLUMNS]
