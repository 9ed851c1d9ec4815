"""What the server's log tells of a session: ids, numbers and kinds, nothing that anybody wrote.

At info: how a session comes and goes, and what its answers came to. Every other saved event is a
line at debug. Learners are not named: their names would be in it, and the session's id is enough.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.events import (
    AnswerJudged,
    AnswerSubmitted,
    CheckFailed,
    Event,
    KernelNoted,
    LessonCompleted,
    LessonUpdated,
    SessionLeft,
    SessionOpened,
    SessionResumed,
    SessionYielded,
    StartedOver,
)
from jupyter_tutor.core.ids import RequestId, SessionId
from jupyter_tutor.ports import StoredEvent

log = logging.getLogger(__name__)

Details = dict[str, Any]


class Logbook:
    """Tells of one session. ``since``: when its loading began, by the loop's clock."""

    __slots__ = ("_asked", "_course", "_lesson", "_session", "_since")

    def __init__(self, session: SessionId, lesson: Lesson, since: float) -> None:
        self._session, self._course, self._lesson = session, lesson.course_id, lesson.id
        self._since = since
        # Of the answer that is being judged, if one is; a session that rests holds nothing.
        self._asked: tuple[RequestId, float] | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """What every line about the session carries, as ``extra`` of the log."""
        return {"session": self._session, "course": self._course, "lesson": self._lesson}

    def saved(self, events: Sequence[Event], stored: Sequence[StoredEvent]) -> None:
        """Tell of a turn that is durable now."""
        for event, kept in zip(events, stored, strict=True):
            level, words, details = self._told(event)
            ids = {"event_id": kept.event_id, "seq": kept.seq, "type": kept.type}
            log.log(level, words, extra={**self.fields, **ids, **details})

    def _told(self, event: Event) -> tuple[int, str, Details]:
        match event:
            case SessionOpened():
                return logging.INFO, "session begun", {"ms": _ms(self._since)}
            case SessionResumed():
                return logging.INFO, "session resumed", {"ms": _ms(self._since)}
            case SessionLeft():
                return logging.INFO, "session put away", {}
            case SessionYielded():
                return logging.INFO, "session taken over elsewhere", {}
            case AnswerJudged(question=question, report=report):
                details: Details = {"question": question, "verdict": report.verdict}
                return logging.INFO, "answer judged", details | self._took(event.request)
            case CheckFailed(question=question, reason=reason):
                details = {"question": question, "reason": reason}
                return logging.INFO, "check failed", details | self._took(event.request)
            case LessonCompleted():
                return logging.INFO, "lesson completed", {}
            case StartedOver(round=number):
                return logging.INFO, "lesson begun anew", {"round": number}
            case LessonUpdated():
                return logging.INFO, "lesson moved to a newer version", {}
            case KernelNoted(status="died" | "restarted", kernel=kernel):
                return logging.INFO, f"kernel {event.status}", {"kernel": kernel}
            case AnswerSubmitted(request=request):
                self._asked = request, _now()
        return logging.DEBUG, "event saved", {}

    def _took(self, request: RequestId) -> Details:
        """How long its verdict took; not known where it was asked for before the session came."""
        asked, self._asked = self._asked, None
        return {"ms": _ms(asked[1])} if asked is not None and asked[0] == request else {}


def _now() -> float:
    return asyncio.get_running_loop().time()


def _ms(since: float) -> int:
    return round((_now() - since) * 1000)
