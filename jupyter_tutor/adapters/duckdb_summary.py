"""One row of ``session_histories``: a session's final state, kept up to date event by event.

The core's own fold says what the state is, so that an instructor never reads anything else than
the learner saw. An event that cannot be read or folded still counts and never stops the intake; the
state stays as it was before it, as in the session itself (``sessions/folding.py``).
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jupyter_tutor.core.events import Event, LessonCompleted, SessionOpened
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.state import Completed, QuestionRecord, State
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import GENESIS, from_json

SUMMARY_COLUMNS = (
    "session_id",
    "learner_id",
    "course_id",
    "lesson_id",
    "lesson_hash",
    "title",
    "started_at",
    "last_at",
    "events",
    "round",
    "phase",
    "completed",
    "completed_at",
    "first_completed_at",
    "points",
    "max_points",
    "attempts",
    "hints",
    "questions",
    "final_words",
    "last_seq",
    "last_hash",
)


@dataclass(slots=True)
class Summary:
    """A session as an instructor's list shows it. Times are texts as the events carry them.

    ``started_at``, ``last_at`` and ``events`` are over the whole session. What the learner has
    reached (phase, completion, points, attempts, hints, questions) is what the core makes of the
    events: of a session that was started over, the last round alone, over the questions that it
    has asked so far. ``first_completed_at`` is over the whole session again: a lesson that was
    completed once stays so (None: it never was). ``questions`` maps a question's id to
    ``{"outcome", "points", "max_points", "attempts", "revealed"}``.
    """

    session_id: str
    learner_id: str = ""
    course_id: str = ""
    lesson_id: str = ""
    lesson_hash: str = ""
    title: str = ""
    started_at: str = ""
    last_at: str = ""
    events: int = 0
    completed_at: str | None = None
    first_completed_at: str | None = None
    final_words: str = ""
    last_seq: int = 0
    last_hash: str = GENESIS
    state: State = field(default_factory=State)

    @property
    def completed(self) -> bool:
        """Whether the last round has been completed."""
        return isinstance(self.state.phase, Completed)

    def row(self) -> tuple[Any, ...]:
        """The values of SUMMARY_COLUMNS."""
        records = self.state.questions.values()
        reached = {
            "round": self.state.round,
            "phase": self.state.phase.type,
            "points": sum(record.points for record in records),
            "max_points": sum(record.asked.max_points for record in records),
            "attempts": sum(record.attempts for record in records),
            "hints": sum(len(record.hints) for record in records),
            "questions": json.dumps(
                {id_: _question(record) for id_, record in self.state.questions.items()}
            ),
        }
        return tuple(
            reached[name] if name in reached else getattr(self, name) for name in SUMMARY_COLUMNS
        )

    def add(self, event: StoredEvent, body: Mapping[str, Any]) -> None:
        """Count the next event."""
        if self.events == 0:
            self.started_at = event.at
        self.learner_id, self.course_id = event.learner, event.course
        self.lesson_id, self.lesson_hash = event.lesson, event.lesson_hash
        self.last_at = event.at
        self.events += 1
        self.last_seq, self.last_hash = event.seq, event.hash
        self.final_words = words_of(body) or self.final_words
        # Of another schema, damaged, or one that crashes the fold: it happened, but what it did to
        # the state is unknown. All sessions share the intake, so it may raise whatever it likes.
        with contextlib.suppress(Exception):
            self._fold(from_json(Event, body))

    def _fold(self, event: Event) -> None:
        # Without the transcript, which nothing here shows, and which would be copied each time.
        self.state = replace(evolve(self.state, event), transcript=())
        if isinstance(event, SessionOpened):
            self.title = event.title
        if isinstance(event, LessonCompleted):
            self.completed_at = event.at
            self.first_completed_at = self.first_completed_at or event.at
        elif not self.completed:
            self.completed_at = None


def _question(record: QuestionRecord) -> dict[str, Any]:
    return {
        "outcome": record.outcome,
        "points": record.points,
        "max_points": record.asked.max_points,
        "attempts": record.attempts,
        "revealed": record.revealed,
    }


def body_of(event: StoredEvent) -> Mapping[str, Any]:
    """The event's body as plain data; empty if it is not a JSON object."""
    try:
        body = json.loads(event.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def words_of(body: Mapping[str, Any]) -> str:
    """What was said in an event; empty if nothing was."""
    reply = body.get("reply")
    return _str((reply if isinstance(reply, Mapping) else body).get("words"))


def _str(value: Any) -> str:
    """The text, without the halves of characters that no database takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
