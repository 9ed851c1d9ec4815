"""What the record says of one learner: how far they have come, and what is kept of them.

Reading only; works beside running servers, and where nothing was ever recorded.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import History, RecordDamagedError, SessionSummary
from jupyter_tutor.wire import WireError, event_from_body

T = TypeVar("T")


class RecordUnreadableError(Exception):
    """The record cannot be asked at the moment; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One lesson as a learner has it.

    ``points`` are of their last round of it. ``entries`` counts what is recorded, by its type.
    ``damage`` says what is wrong with the record of it, None: nothing; then ``points`` and
    ``entries`` are of what is before the damage.
    """

    session: SessionSummary
    points: float
    entries: Mapping[str, int]
    damage: str | None = None


async def standings(history: History, learner: LearnerId) -> tuple[Standing, ...]:
    """The learner's lessons, those begun first before the others."""
    return tuple(
        [await _standing(history, each) for each in await history.learner_sessions(learner)]
    )


async def _standing(history: History, session: SessionSummary) -> Standing:
    damage = None
    try:
        events = await history.session_events(session.session)
    except RecordDamagedError as error:
        events, damage = error.intact, str(error)
    try:
        state = fold(event_from_body(event.body) for event in events)
        points = sum(record.points for record in state.questions.values())
    except WireError as error:
        points, damage = 0.0, str(error)
    return Standing(
        session=session,
        points=points,
        entries=Counter(event.type for event in events),
        damage=damage,
    )


def read_record(data_dir: Path, work: Callable[[Record], Awaitable[T]]) -> T | None:
    """What ``work`` makes of the record; None where nothing was ever recorded.

    Raises RecordUnreadableError, and whatever ``work`` does. Not to be called in an event loop.
    """

    async def read() -> T:
        async with _opened(data_dir) as record:
            return await work(record)

    # Opening a record makes its folders, which one who only asks should not do.
    return asyncio.run(read()) if (data_dir / "journal").is_dir() else None


@asynccontextmanager
async def _opened(data_dir: Path) -> AsyncIterator[Record]:
    try:
        record = await Record.open(data_dir)
    except OSError as error:
        raise RecordUnreadableError(f"{data_dir} cannot be read: {error.strerror}.") from error
    try:
        yield record
    finally:
        await record.close()
