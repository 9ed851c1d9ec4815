"""When something was said, on the clock of whoever reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from jupyter_tutor.core.state import Message


@dataclass(frozen=True, slots=True)
class Moment:
    """A time such as ``2026-11-22``, ``10:46`` and ``UTC+01:00``."""

    day: str
    clock: str
    zone: str


def moment(at: str, tz: tzinfo) -> Moment:
    """The time of an entry in that zone; as it stands in the record where it is no time."""
    try:
        told = datetime.fromisoformat(at)
        told = told if told.tzinfo else told.replace(tzinfo=UTC)
        here = told.astimezone(tz)
    except (ValueError, OverflowError, OSError):
        return Moment(at[:10], at[11:16], "UTC")
    return Moment(f"{here:%Y-%m-%d}", f"{here:%H:%M}", _zone(here.utcoffset() or timedelta()))


def days(messages: Iterable[Message], tz: tzinfo) -> Iterator[tuple[Message, Moment, str | None]]:
    """Each entry with its time, and before the first of a day with a line that names the day.

    The line says which zone the times are in, and is said anew when that changes.
    """
    before = None
    for message in messages:
        when = moment(message.at, tz)
        now = f"{when.day} (times in {when.zone})"
        yield message, when, now if now != before else None
        before = now


def _zone(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours:02}:{rest:02}"
