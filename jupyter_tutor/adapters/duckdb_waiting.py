"""What waits for a person: answers that nobody could judge, and replies a learner doubts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from jupyter_tutor.adapters.duckdb_query import Answer

# The newest verdict on each question of a session, where it left the answer undecided, and not for
# a fault of the check: that is an author's.
_UNDECIDED = """
SELECT learner_id, course_id, lesson_id, session_id, seq, at_text, body FROM (
    SELECT *, row_number() OVER (
        PARTITION BY session_id, body ->> '$.question' ORDER BY seq DESC
    ) AS newest
    FROM events WHERE type = 'answer_judged'
)
WHERE newest = 1 AND body ->> '$.report.verdict' = 'undecided'
  AND (body ->> '$.report.fault') IS NULL
ORDER BY at_text, session_id, seq
"""

_PERSONS = """
SELECT learner_id, course_id, lesson_id, session_id, seq, at_text, body
FROM events WHERE type = 'person_asked' ORDER BY at_text, session_id, seq
"""

# The newest to that question by then: the request does not name the reply itself.
_REPLIES = """
SELECT body FROM events WHERE type = 'reply_ended' AND session_id = ?
  AND seq < ? AND body ->> '$.asked' = ? ORDER BY seq DESC LIMIT 1
"""

_ANSWERS = """
SELECT body FROM events WHERE type = 'answer_submitted' AND session_id = ?
  AND body ->> '$.request' = ?
"""

_CANDIDATES = """
SELECT course_id, lesson_id, body ->> '$.question' AS question,
  body ->> '$.candidate' AS candidate, count(DISTINCT learner_id) AS learners,
  count(*) AS answers, max_by(body ->> '$.words', seq) AS words
FROM events
WHERE type = 'error_labelled' AND (body ->> '$.candidate') IS NOT NULL
GROUP BY ALL ORDER BY learners DESC, answers DESC, course_id, lesson_id, question, candidate
"""


class Queried(Protocol):
    """A history that can be asked."""

    async def query(
        self, sql: str, params: Sequence[Any] = (), *, events_only: bool = False
    ) -> Answer:
        """Answer one SELECT; ``events_only``: it asks of no other table."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for a person. ``words`` are what the learner wrote.

    ``said`` is what they were told: the verdict's words, or the reply they doubt.
    ``at`` is ISO 8601 in UTC.
    """

    kind: Literal["answer", "reply"]
    learner: str
    course: str
    lesson: str
    session: str
    seq: int
    at: str
    question: str | None
    words: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A misconception that no author has foreseen, named by a language model.

    ``learners`` gave ``answers`` that seemed to show it.
    """

    course: str
    lesson: str
    question: str
    name: str
    learners: int
    answers: int
    words: str


async def waiting(history: Queried) -> tuple[Waiting, ...]:
    """All that waits, the oldest first; raises what the history raises."""
    undecided = [await _undecided(history, row) for row in await _asked(history, _UNDECIDED)]
    persons = [await _person(history, row) for row in await _asked(history, _PERSONS)]
    return tuple(sorted((*undecided, *persons), key=lambda one: (one.at, one.session, one.seq)))


async def candidates(history: Queried) -> tuple[Candidate, ...]:
    """All candidates, those of most learners first; raises what the history raises."""
    found = await _asked(history, _CANDIDATES)
    return tuple(
        Candidate(
            course=course,
            lesson=lesson,
            question=question,
            name=name,
            learners=learners,
            answers=answers,
            words=words,
        )
        for course, lesson, question, name, learners, answers, words in found
    )


async def _asked(history: Queried, sql: str, params: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
    return (await history.query(sql, params, events_only=True)).rows


async def _undecided(history: Queried, row: Sequence[Any]) -> Waiting:
    *_, body = row
    judged = json.loads(body)
    answer = await _asked(history, _ANSWERS, (row[3], judged["request"]))
    submitted = json.loads(answer[0][0]) if answer else {}
    return _made(row, "answer", judged["question"], submitted.get("words", ""), judged["words"])


async def _person(history: Queried, row: Sequence[Any]) -> Waiting:
    *_, body = row
    asked = json.loads(body)["asked"]
    found = await _asked(history, _REPLIES, (row[3], row[4], asked))
    said = json.loads(found[0][0])["reply"]["words"] if found else ""
    return _made(row, "reply", None, asked, said)


def _made(
    row: Sequence[Any],
    kind: Literal["answer", "reply"],
    question: str | None,
    words: str,
    said: str,
) -> Waiting:
    learner, course, lesson, session, seq, at, _ = row
    return Waiting(
        kind=kind,
        learner=learner,
        course=course,
        lesson=lesson,
        session=session,
        seq=seq,
        at=at,
        question=question,
        words=words,
        said=said,
    )
