"""A panel that reads slowly holds nobody up, and is shown the whole once it reads again."""

import asyncio
import json
from typing import Any

from jupyter_tutor.conversation.conversation import Conversation
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.runtime.bus import LIMIT
from jupyter_tutor.sessions.updates import Accepted
from tests.conversation.carrier import Carrier
from tests.sessions.conftest import PLACE, World


async def test_a_panel_that_does_not_read_gets_the_whole_when_it_does() -> None:
    reads, has_the_last = asyncio.Event(), asyncio.Event()
    reads.set()
    frames: list[dict[str, Any]] = []
    closed: list[int] = []

    async def send(frame: str) -> None:
        await reads.wait()
        frames.append(json.loads(frame))
        if "the last" in frame:
            has_the_last.set()

    carrier = Carrier(World().server())
    slow = Conversation(carrier, PLACE, send, lambda code, _why: closed.append(code))
    await slow.begin(None)
    session = await carrier.sessions.join(PLACE)
    reads.clear()
    for number in range(LIMIT + 50):
        said = await session.ask(Say(at=carrier.clock.now(), text=f"line {number}"))
        assert isinstance(said, Accepted)
    assert session.watchers == 0

    reads.set()
    await session.ask(Say(at=carrier.clock.now(), text="the last"))
    await asyncio.wait_for(has_the_last.wait(), 30)

    views = [frame for frame in frames if frame["type"] == "view"]
    shown: list[Any] = []
    for view in views:
        shown = shown[: view["base"]] + view["messages"]
    assert [message["text"] for message in shown] == [
        message.text for message in session.state.transcript
    ]
    assert [len(view["messages"]) > 2 for view in views if view["base"] == 0] == [False, True]
    assert (closed, session.watchers) == ([], 1)
    slow.end()
    await carrier.sessions.close()
