"""What the record says of one learner: how far they have come, and what is kept of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import History, RecordDamagedError, SessionSummary
from jupyter_tutor.sessions.folding import fold_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One lesson as a learner has it.

    ``points`` are of their last round of it. ``entries`` counts what is recorded, by its type.
    ``damage`` says what is wrong with the record of it, None: nothing; then ``points`` and
    ``entries`` are of what can be read.
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
    folded = fold_stored(events)
    return Standing(
        session=session,
        points=sum(record.points for record in folded.state.questions.values()),
        entries=Counter(event.type for event in events),
        damage=damage or folded.left_out,
    )
