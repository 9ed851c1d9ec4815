"""A panel that does not read loses its own conversation, and nothing else."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any, cast

from jupyter_tutor.conversation.conversation import ENDED_WORDS, TROUBLE, Conversation
from jupyter_tutor.core.commands import Say
from jupyter_tutor.ports import RecordState
from jupyter_tutor.server.composition import Tutor
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.sessions.updates import Accepted
from tests.sessions.conftest import PLACE, World


async def all_is_well() -> RecordState:
    return "fine"


async def test_one_that_does_not_read_is_dropped_and_the_session_goes_on() -> None:
    world = World()
    server = world.server()
    watch = RecordWatch(all_is_well)
    tutor = cast(Tutor, SimpleNamespace(sessions=server, record_watch=watch))
    reading = asyncio.Event()
    reading.set()
    frames: list[dict[str, Any]] = []
    closed: list[tuple[int, str]] = []

    async def send(frame: str) -> None:
        await reading.wait()
        frames.append(json.loads(frame))

    ended = asyncio.Event()

    def close(code: int, why: str) -> None:
        closed.append((code, why))
        ended.set()

    panel = Conversation(tutor, PLACE, send, close)
    await panel.begin(None)
    session = server.running(PLACE)
    assert session is not None
    reading.clear()
    for number in range(400):
        said = await session.ask(Say(at="2026-01-02T00:00:00.000Z", text=f"{number}"))
        assert isinstance(said, Accepted)
    assert session.watchers == 0
    reading.set()
    await ended.wait()
    assert closed == [(TROUBLE, "trouble")]
    assert frames[-1] == {"type": "trouble", "words": ENDED_WORDS}
    assert len(frames) < 300
    panel.end()
    await server.close()
