"""The pause between tries that an author may set, so that guessing takes longer than thinking.

It begins with a wrong answer that counted as a try, and only stops answers: hints, skipping and
going on elsewhere stay open. Times are those of the commands and events; nothing here has a clock.
"""

import re
from calendar import timegm
from math import ceil

from jupyter_tutor.core.questions import CoolingOff, Question
from jupyter_tutor.core.state import QuestionRecord

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)Z")


def cooling_off(record: QuestionRecord, question: Question) -> CoolingOff | None:
    """The rule of the question if its last wrong answer has set it going; None: no pause."""
    rule = question.cooling_off
    if rule is None or record.last_wrong_at is None or record.outcome != "open":
        return None
    return rule if record.attempts >= rule.after else None


def seconds_to_wait(record: QuestionRecord, question: Question, at: str) -> int:
    """The whole seconds from ``at`` until the next answer is taken; 0: it is taken now.

    A clock that was set back does not make the pause longer: before it began there is none.
    """
    rule = cooling_off(record, question)
    if rule is None or record.last_wrong_at is None:
        return 0
    since, now = _seconds(record.last_wrong_at), _seconds(at)
    if since is None or now is None or now < since:
        return 0
    return max(0, ceil(since + rule.seconds - now))


def _seconds(at: str) -> float | None:
    found = _TIME.fullmatch(at)
    if found is None:
        return None
    year, month, day, hour, minute = map(int, found.groups()[:5])
    return timegm((year, month, day, hour, minute, 0)) + float(found[6])
