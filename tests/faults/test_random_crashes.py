"""Sessions that crash at random, in whatever they are doing: each comes back from its record."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tornado.websocket import WebSocketClientConnection

from jupyter_tutor.adapters.rate_limits import RateLimits
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.system import RandomIds, SystemClock
from jupyter_tutor.conversation.conversation import (
    ENDED_WORDS,
    TROUBLE,
    TROUBLE_WORDS,
    Conversation,
)
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.core.state import Message, State
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions import session as session_module
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import CRASHED, ENDED, Session
from jupyter_tutor.testing import MemoryCourses, ScriptedFormulas
from jupyter_tutor.wire import event_from_body, to_json
from tests.driving.panel import ClosedError, Panel
from tests.soak.accounts import Faults, counted
from tests.soak.desk import Desk
from tests.soak.servers import a_lesson_without_code

SEED = 20261126
TURNS = 1000
UNLUCKY = ("ada", "alan", "edsger", "grace")
LUCKY = ("barbara", "tony")
CHANCE = 0.02
"""Of each of the four things that a session does for a command: some 8 in 100 commands crash it."""

FALLIBLE = ("decide", "evolve", "react", "head")

TROUBLES = {CRASHED, ENDED, ENDED_WORDS, TROUBLE_WORDS}

LESSON = a_lesson_without_code()


class Line:
    """A panel's connection within this process; keeps what it was told in words."""

    def __init__(self, tutor: Any, place: Place, heard: Counter[str]) -> None:
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self._heard = heard
        self.close_code: int | None = None
        self.close_reason: str | None = None
        self._conversation = Conversation(tutor, place, self._frames.put, self._hang_up)

    async def begin(self) -> None:
        await self._conversation.begin(None)

    async def read_message(self) -> str | None:
        text = await self._frames.get()
        if text is None:
            self._conversation.end()
        return text

    async def write_message(self, data: str, *, binary: bool) -> None:
        assert not binary
        await self._conversation.hear(data)

    def close(self) -> None:
        self._conversation.end()

    def _hang_up(self, code: int, reason: str) -> None:
        self.close_code, self.close_reason = code, reason
        self._frames.put_nowait(None)


class Listening(Panel):
    """A panel that counts the words of what went wrong."""

    def __init__(self, line: Line, heard: Counter[str]) -> None:
        super().__init__(cast(WebSocketClientConnection, line))
        self._words = heard

    async def read(self) -> Any:
        frame = await super().read()
        if frame["type"] in ("refused", "trouble"):
            self._words[frame.get("reason") or frame["words"]] += 1
        return frame


class Bench:
    """A tutor over a real record, whose sessions of unlucky learners crash now and then."""

    def __init__(self, record: Record, patch: pytest.MonkeyPatch) -> None:
        clock, ids = SystemClock(), RandomIds()
        services = Services(
            journal=record.journal,
            history=record.history,
            snapshots=record.snapshots,
            dead_letters=record.dead_letters,
            leases=record.leases,
            courses=MemoryCourses(LESSON),
            formulas=ScriptedFormulas(),
            tasks=TaskPool(1),
            clock=clock,
            ids=ids,
            place="here",
        )
        self.record = record
        self.sessions = Sessions(services)
        self.heard: dict[str, Counter[str]] = {}
        self.crashes: Counter[str] = Counter()
        self.joined: defaultdict[str, list[Session | None]] = defaultdict(list)
        self.codes: set[int | None] = set()
        self.left = TURNS
        self._tutor = SimpleNamespace(
            sessions=self.sessions,
            record_watch=RecordWatch(record.state),
            kernels=None,
            limits=RateLimits({}),
            clock=clock,
            ids=ids,
        )
        self._chance = random.Random(SEED)
        for name in FALLIBLE:
            patch.setattr(
                session_module, name, self._unreliable(name, getattr(session_module, name))
            )

    async def open(self, learner: str, course: str, lesson: str) -> Panel:
        heard = self.heard.setdefault(learner, Counter())
        line = Line(self._tutor, place_of(learner), heard)
        panel = Listening(line, heard)
        await line.begin()
        await panel.until(lambda: bool(panel.head))
        return panel

    def session(self, desk: Desk) -> Session | None:
        return self.sessions.running(place_of(desk.account.learner))

    def _unreliable(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def crash_or_work(state: State, *rest: Any, **more: Any) -> Any:
            if is_unlucky(state.learner) and self.left > 0 and self._chance.random() < CHANCE:
                self.crashes[name] += 1
                raise ZeroDivisionError("a fault of this test")
            return work(state, *rest, **more)

        return crash_or_work


def is_unlucky(learner: str | None) -> bool:
    return learner is not None and learner.startswith(UNLUCKY)


def place_of(learner: str) -> Place:
    return Place(LearnerId(learner), CourseId(LESSON.course_id), LessonId(LESSON.id))


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    record = await Record.open(tmp_path / "record")
    made = Bench(record, monkeypatch)
    yield made
    await made.sessions.close()
    await record.close()


class EnoughError(Exception):
    """All turns have been taken."""


async def play(desk: Desk, bench: Bench) -> None:
    """Take turns until all have been taken, and come back whenever the session is lost."""

    def turned() -> None:
        bench.left -= 1
        if bench.left <= 0:
            raise EnoughError

    while bench.left > 0:
        try:
            await desk.open()
            bench.joined[desk.account.learner].append(bench.session(desk))
            await desk.play(turned)
        except ClosedError as closed:
            bench.codes.add(closed.code)
            await desk.leave()
        except EnoughError:
            return


@pytest.mark.timeout(120)
async def test_crashing_sessions_come_back_from_the_record_and_touch_no_others(
    bench: Bench,
) -> None:
    faults = Faults()
    desks = [
        Desk(learner, LESSON, bench.open, random.Random(learner), faults, turns=10 * TURNS)
        for learner in (*UNLUCKY, *LUCKY)
    ]
    # If one learner fails, the others are not waited for.
    async with asyncio.TaskGroup() as learners:
        for desk in desks:
            learners.create_task(play(desk, bench))

    assert min(bench.crashes[name] for name in FALLIBLE) > 0, bench.crashes
    assert TURNS * 0.05 < bench.crashes.total() < TURNS * 0.15, bench.crashes
    assert bench.codes == {TROUBLE}
    for desk in desks:
        learner = desk.account.learner
        session = await bench.sessions.join(place_of(learner))
        # Checks the chain of hashes.
        events = await bench.record.history.session_events(session.id)
        assert session.state == fold(event_from_body(event.body) for event in events)
        messages = to_json(tuple[Message, ...], session.state.transcript)
        faults.compare_messages(desk.account, messages, len(events))
        faults.compare_events(desk.account, counted(events))
        assert desk.account.accepted.total() > 50
        told = {words for words in bench.heard[learner] if words in TROUBLES}
        if is_unlucky(learner):
            assert CRASHED in told
            assert len(set(bench.joined[learner])) > 1
        else:
            assert told == set()
            assert bench.joined[learner] == [session]
    assert faults.words == []
