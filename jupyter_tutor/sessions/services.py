"""What a session needs of the world, in one value."""

from dataclasses import dataclass, field

from jupyter_tutor.assistance import Assistant
from jupyter_tutor.ports import (
    Clock,
    CourseStore,
    DeadLetters,
    Formulas,
    History,
    Ids,
    Journal,
    Leases,
    Snapshots,
)
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions.names import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The ports that every session of a server shares.

    ``place`` names this server in words a learner reads when a session moves here. ``assistant`` is
    None where there is no language model.
    """

    journal: Journal
    history: History
    snapshots: Snapshots
    dead_letters: DeadLetters
    leases: Leases
    courses: CourseStore
    formulas: Formulas
    tasks: TaskPool
    clock: Clock
    ids: Ids
    place: str
    assistant: Assistant | None = None
    names: KnownNames = field(default_factory=KnownNames)
