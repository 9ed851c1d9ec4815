"""One row of ``session_histories``: a session's final state, kept up to date event by event.

Reads the bodies as plain JSON and knows only the few fields it shows, so that an event of another
schema, or one it has never heard of, still counts and never stops the intake.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import GENESIS

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
    "points",
    "max_points",
    "attempts",
    "hints",
    "questions",
    "final_words",
    "last_seq",
    "last_hash",
)

_PHASES = {
    "session_opened": "exposition",
    "explained": "exposition",
    "question_asked": "awaiting_answer",
    "answer_submitted": "checking",
    "check_failed": "awaiting_answer",
    "review_begun": "review",
    "lesson_completed": "completed",
    "started_over": "exposition",
}

_JUDGED = {
    "correct": "correct",
    "unattempted": "awaiting_answer",
    "undecided": "awaiting_answer",
}


@dataclass(slots=True)
class Summary:
    """A session as an instructor's list shows it. Times are texts as the events carry them.

    ``questions`` maps a question's id to ``{"points", "max_points", "attempts"}`` since the
    lesson was (last) begun; ``points`` and ``max_points`` are over the questions asked so far
    and, once completed, what the completion said.
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
    round: int = 1
    phase: str = "not_started"
    completed: bool = False
    completed_at: str | None = None
    points: float = 0.0
    max_points: float = 0.0
    attempts: int = 0
    hints: int = 0
    questions: dict[str, dict[str, float]] = field(default_factory=dict)
    final_words: str = ""
    last_seq: int = 0
    last_hash: str = GENESIS

    def row(self) -> tuple[Any, ...]:
        """The values of SUMMARY_COLUMNS."""
        values = {name: getattr(self, name) for name in SUMMARY_COLUMNS}
        return tuple({**values, "questions": json.dumps(self.questions)}.values())

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> "Summary":
        """The summary of a row of SUMMARY_COLUMNS."""
        values = dict(zip(SUMMARY_COLUMNS, row, strict=True))
        return cls(**{**values, "questions": json.loads(values["questions"])})

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
        self.phase = _PHASES.get(event.type, self.phase)
        self._note(event, body)

    def _note(self, event: StoredEvent, body: Mapping[str, Any]) -> None:
        match event.type:
            case "session_opened":
                self.title = _str(body.get("title"))
            case "question_asked":
                question = self._question(body)
                question["max_points"] = _float(body.get("max_points"))
                self._total()
            case "answer_judged":
                self._judge(body)
            case "hint_given":
                self.hints += 1
            case "lesson_completed":
                self.completed, self.completed_at = True, event.at
                self.points = _float(body.get("points"))
                self.max_points = _float(body.get("max_points"))
            case "started_over":
                self.round += 1
                self.completed, self.completed_at = False, None
                self.attempts = self.hints = 0
                self.questions = {}
                self._total()
            case _:
                return

    def _judge(self, body: Mapping[str, Any]) -> None:
        report = body.get("report")
        report = report if isinstance(report, dict) else {}
        question = self._question(body)
        question["points"] = max(question["points"], _float(report.get("points")))
        if body.get("counted") is True:
            question["attempts"] += 1
            self.attempts += 1
        self.phase = _JUDGED.get(_str(report.get("verdict")), "remediation")
        self._total()

    def _question(self, body: Mapping[str, Any]) -> dict[str, float]:
        blank = {"points": 0.0, "max_points": 0.0, "attempts": 0}
        return self.questions.setdefault(_str(body.get("question")), blank)

    def _total(self) -> None:
        self.points = sum(question["points"] for question in self.questions.values())
        self.max_points = sum(question["max_points"] for question in self.questions.values())


def body_of(event: StoredEvent) -> Mapping[str, Any]:
    """The event's body as plain data; empty if it is not a JSON object."""
    try:
        body = json.loads(event.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def words_of(body: Mapping[str, Any]) -> str:
    """What was said in an event; empty if nothing was."""
    return _str(body.get("words"))


def _str(value: Any) -> str:
    """The text, without the halves of characters that no database takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _float(value: Any) -> float:
    try:
        return float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
