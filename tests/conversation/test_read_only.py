"""A lesson that is opened while nothing can be saved: it can be read, and begins by itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from jupyter_tutor.conversation import read_only
from jupyter_tutor.conversation.conversation import (
    AWAY_WORDS,
    NOT_BEGUN_WORDS,
    TROUBLE,
    TROUBLE_WORDS,
    Conversation,
)
from jupyter_tutor.conversation.frames import record_frame, whole_view_frame
from jupyter_tutor.core.commands import Command
from jupyter_tutor.ports import OfferedAgent, RecordState
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.sessions import record_watch
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.sessions.session import NOT_SAVED, Session
from jupyter_tutor.sessions.updates import Outcome
from tests.conversation.carrier import Carrier
from tests.record.children import until
from tests.sessions.conftest import PLACE, World

FULL, FINE = json.loads(record_frame("full")), json.loads(record_frame("fine"))
CONTINUE = {"type": "command", "id": "7", "command": {"type": "continue"}}
OFFER = {"address": "/tmp/agent", "secret": "s", "pid": 7, "python": "3.12.1"}

Frame = dict[str, Any]


class Panel:
    """A conversation, and all that it has sent since last asked."""

    def __init__(self, carrier: Carrier, *, from_kernel: bool = False) -> None:
        self.closed: list[int] = []
        self._sent: list[Frame] = []
        self._changed = asyncio.Condition()
        self.conversation = Conversation(
            carrier,
            PLACE,
            self._send,
            lambda code, _why: self.closed.append(code),
            from_kernel=from_kernel,
        )

    async def say(self, frame: Frame) -> None:
        await self.conversation.hear(json.dumps(frame))

    def heard(self) -> list[Frame]:
        heard, self._sent = self._sent, []
        return heard

    async def until(self, holds: Callable[[Frame], bool]) -> list[Frame]:
        """All until such a frame has come."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: any(holds(frame) for frame in self._sent))
        return self.heard()

    async def _send(self, frame: str) -> None:
        async with self._changed:
            self._sent.append(json.loads(frame))
            self._changed.notify_all()


class Disk:
    """A server on a disk that can be full, which is looked at all the time."""

    def __init__(self) -> None:
        self.world = World()
        self._looks = 0
        self._looked = asyncio.Condition()

    @property
    def recorded(self) -> tuple[Any, ...]:
        return tuple(self.world.journal.events)

    async def serve(self) -> Carrier:
        watch = await RecordWatch(self._look, every=0.001).start()
        return Carrier(self.world.server("second"), record_watch=watch)

    async def begin_the_lesson(self) -> Frame:
        """A lesson that was begun and put away; its view."""
        first = self.world.server("first")
        await first.join(PLACE)
        await first.close()
        reading = await self.world.server("reader").read(PLACE)
        assert reading is not None
        view: Frame = json.loads(whole_view_frame(reading.view))
        return view

    async def looked_at(self, times: int) -> None:
        """Return when it was looked at so many times more."""
        async with asyncio.timeout(30), self._looked:
            last = self._looks + times
            await self._looked.wait_for(lambda: self._looks >= last)

    async def _look(self) -> RecordState:
        async with self._looked:
            self._looks += 1
            self._looked.notify_all()
        return "full" if self.world.journal.full else "fine"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(read_only, "EVERY", 0.001)
    return Disk()


@pytest.fixture
async def carrier(disk: Disk) -> AsyncIterator[Carrier]:
    carrier = await disk.serve()
    yield carrier
    carrier.record_watch.exit(SHUTDOWN)
    for server in disk.world.servers:
        await server.close()


async def test_it_is_shown_as_recorded_and_begins_when_there_is_room(
    disk: Disk, carrier: Carrier
) -> None:
    view = await disk.begin_the_lesson()
    recorded = disk.recorded
    disk.world.journal.full = True
    panel = Panel(carrier)

    await panel.conversation.begin("own")
    assert panel.heard() == [view, FULL]
    await panel.say(CONTINUE)
    assert panel.heard() == [{"type": "refused", "id": "7", "reason": NOT_SAVED}]
    await panel.say({"type": "resync"})
    assert panel.heard() == [view, FULL]
    await panel.say({"type": "attach", "kernel": "other"})
    await disk.looked_at(20)
    assert (panel.heard(), panel.closed) == ([], [])
    assert (disk.recorded, disk.world.held) == (recorded, {})

    disk.world.journal.full = False
    told = await panel.until(lambda frame: frame == FINE)
    assert [frame["type"] for frame in told] == ["view", "kernel", "record"]
    assert (told[0]["base"], told[0]["messages"][: len(view["messages"])]) == (0, view["messages"])
    session = carrier.sessions.running(PLACE)
    assert session is not None
    await until(lambda: session.kernel is carrier.kernels.other)
    await panel.say(CONTINUE)
    told = await panel.until(lambda frame: frame["type"] == "accepted")
    assert told[-1] == {"type": "accepted", "id": "7", "seq": session.state.seq}
    panel.conversation.end()


async def test_one_that_was_never_begun_is_told_in_words_that_it_is_tried_again(
    disk: Disk, carrier: Carrier
) -> None:
    disk.world.journal.full = True
    panel = Panel(carrier)
    await panel.conversation.begin(None)
    assert panel.heard() == [{"type": "trouble", "words": NOT_BEGUN_WORDS}]
    assert panel.closed == [TROUBLE]


async def test_what_the_kernel_has_offered_meanwhile_is_taken(disk: Disk, carrier: Carrier) -> None:
    await disk.begin_the_lesson()
    disk.world.journal.full = True
    program = Panel(carrier, from_kernel=True)
    await program.conversation.begin("own")
    await program.say({"type": "agent", **OFFER})
    await program.say({"type": "waiting", "waiting": True})
    disk.world.journal.full = False
    await until(lambda: carrier.kernels.own.holds == 1)
    assert carrier.kernels.own.offered == [OfferedAgent(**OFFER)]
    program.conversation.end()


async def test_a_panel_that_left_begins_nothing(disk: Disk, carrier: Carrier) -> None:
    await disk.begin_the_lesson()
    disk.world.journal.full = True
    panel = Panel(carrier)
    await panel.conversation.begin(None)
    panel.conversation.end()
    disk.world.journal.full = False
    recorded = disk.recorded
    await disk.looked_at(20)
    assert (disk.recorded, carrier.sessions.live) == (recorded, ())


async def test_one_that_crashes_as_it_is_opened_is_not_said_to_lack_room(
    disk: Disk, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_self: Session, _command: Command) -> Outcome:
        raise RuntimeError("a mistake")

    await disk.begin_the_lesson()
    monkeypatch.setattr(Session, "handle_call", crash)
    panel = Panel(carrier)
    await panel.conversation.begin(None)
    assert panel.heard() == [{"type": "trouble", "words": TROUBLE_WORDS}]
    assert panel.closed == [TROUBLE]


async def test_while_no_lesson_can_be_opened_that_is_told_and_tried_again(
    carrier: Carrier,
) -> None:
    await carrier.sessions.close()
    panel = Panel(carrier)
    await panel.conversation.begin(None)
    assert panel.heard() == [{"type": "trouble", "words": AWAY_WORDS}]
    assert panel.closed == [TROUBLE]


async def test_how_saving_goes_is_told_also_once_who_watches_it_began_anew(
    disk: Disk, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_watch, "EVERY", 0.001)
    panel = Panel(carrier)
    await panel.conversation.begin(None)
    disk.world.journal.full = True
    assert (await panel.until(lambda frame: frame == FULL))[-1] == FULL

    before, carrier.record_watch = carrier.record_watch, (await disk.serve()).record_watch
    before.exit(SHUTDOWN)
    assert (await panel.until(lambda frame: frame == FULL))[-1] == FULL
    disk.world.journal.full = False
    assert (await panel.until(lambda frame: frame == FINE))[-1] == FINE
    panel.conversation.end()
