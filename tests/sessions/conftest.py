"""Servers in miniature: real sessions over ports in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from jupyter_tutor.assistance import Assistant
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.testing import (
    CountingIds,
    Held,
    MemoryCourses,
    MemoryDeadLetters,
    MemoryJournal,
    MemoryLeases,
    MemorySnapshots,
    ScriptedFormulas,
    TickingClock,
)
from tests.core.lessons import LESSON

PLACE = Place(LearnerId("ada"), LESSON.course_id, LESSON.id)

RIGHT = Report(verdict="correct", points=2.0, max_points=2.0, message="", target="fork")
WRONG = Report(
    verdict="incorrect",
    points=0.0,
    max_points=2.0,
    message="`double(5)` returned `7`, expected `10`.",
    misconception="adds",
    target="fork",
)


@dataclass
class World:
    """What servers share: a disk, leases, courses and a clock."""

    journal: MemoryJournal = field(default_factory=MemoryJournal)
    courses: MemoryCourses = field(default_factory=lambda: MemoryCourses(LESSON))
    formulas: ScriptedFormulas = field(default_factory=ScriptedFormulas)
    clock: TickingClock = field(default_factory=TickingClock)
    snapshots: MemorySnapshots = field(default_factory=MemorySnapshots)
    dead_letters: MemoryDeadLetters = field(default_factory=MemoryDeadLetters)
    held: Held = field(default_factory=dict)
    checks_at_once: int = 4
    checks_waiting: int = 100
    servers: list[Sessions] = field(default_factory=list)

    def server(
        self, name: str = "server", linger: float = 60.0, assistant: Assistant | None = None
    ) -> Sessions:
        """A server of its own over the same disk."""
        services = Services(
            journal=self.journal,
            history=self.journal,
            snapshots=self.snapshots,
            dead_letters=self.dead_letters,
            leases=MemoryLeases(self.held),
            courses=self.courses,
            formulas=self.formulas,
            tasks=TaskPool(self.checks_at_once, most=self.checks_waiting),
            clock=self.clock,
            ids=CountingIds(name),
            place=name,
            assistant=assistant,
        )
        sessions = Sessions(services, linger=linger)
        self.servers.append(sessions)
        return sessions


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A world whose servers are closed at the end."""
    made = World()
    yield made
    for server in made.servers:
        await server.close()
