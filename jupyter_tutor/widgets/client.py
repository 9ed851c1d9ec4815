"""What all Tutors of a process share: a thread, the doors, and a line for each lesson in use."""

import logging
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from jupyter_tutor.widgets.agent import agent_here
from jupyter_tutor.widgets.background import Background
from jupyter_tutor.widgets.doors import DoorGoneError, Doors, Entry, ask
from jupyter_tutor.widgets.errors import NO_TUTOR, RefusedError, TutorError
from jupyter_tutor.widgets.line import Line

log = logging.getLogger(__name__)

OPEN_SECONDS = 90.0
ASK_SECONDS = 30.0


class Client:
    """One for each process. Its methods are called by learners' cells, and wait."""

    def __init__(self) -> None:
        self.background = Background()
        self._doors = Doors()
        self._lines: dict[tuple[str, str], Line] = {}
        self.pages: Counter[tuple[str, str]] = Counter()
        """How many pages show each lesson through this kernel just now."""

    def line(self, course: str, lesson: str | None) -> Line:
        """The open line to that lesson, one for each; raises TutorError."""
        return self.background.call(self._line(course, lesson), OPEN_SECONDS)

    @property
    def host_lines(self) -> list[Line]:
        """The lines to a host, open or lost, but none that went elsewhere."""
        lines = tuple(self._lines.values())
        return [line for line in lines if line.entry.carrier == "host" and not line.moved]

    def command(self, line: Line, command: dict[str, Any]) -> None:
        """Return once a command is carried out and shown; raises RefusedError or TutorError."""
        self.background.call(line.ask(command), ASK_SECONDS)

    def answers(self, line: Line) -> list[dict[str, Any]]:
        """The newest answer to each code question of a lesson; raises TutorError."""
        found = self.background.call(self._fetch(line, lambda e: f"{e.url}/answers"), OPEN_SECONDS)
        answers: list[dict[str, Any]] = found["answers"]
        return answers

    def record(self, line: Line) -> dict[str, Any]:
        """What is recorded about the learner; RefusedError where only a page may ask for it."""
        return self.background.call(self._fetch(line, lambda e: f"{e.root}/record"), OPEN_SECONDS)

    def close(self) -> None:
        """Put all lines down and end the host, if there is one, as the kernel's end would."""
        self.background.call(self._close(), ASK_SECONDS)
        self.background.close()

    async def attach(self, course: str, lesson: str) -> Entry:
        """Into a lesson once more, for a page."""
        return await self._doors.attach(course, lesson)

    async def _line(self, course: str, lesson: str | None) -> Line:
        entry = await self._doors.attach(course, lesson)
        place = (entry.course, entry.lesson)
        line = self._lines.get(place)
        if line is None:
            line = Line(self._doors, entry, agent_here)
            await line.ensure()
            self._lines[place] = line
        else:
            await line.ensure()
        return line

    async def _close(self) -> None:
        for line in self._lines.values():
            await line.close()
        await self._doors.close()

    async def _fetch(self, line: Line, address: Callable[[Entry], str]) -> dict[str, Any]:
        await line.ensure()
        try:
            status, said = await ask(line.entry.request(address(line.entry)))
        except DoorGoneError as error:
            raise TutorError(NO_TUTOR) from error
        if status != 200 or said is None:
            raise RefusedError((said or {}).get("message", NO_TUTOR))
        answer: dict[str, Any] = said
        return answer


@cache
def client() -> Client:
    """The one of this process."""
    return Client()
