"""The kernel's own program: it alone may say that it waits, and it knows its own kernel only."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from jupyter_tutor.conversation.conversation import NOT_THE_KERNEL, Conversation
from jupyter_tutor.ports import OfferedAgent
from tests.conversation.carrier import Carrier
from tests.sessions.conftest import PLACE, World


class Talk:
    """A conversation, and all that was sent to its far end."""

    def __init__(self, carrier: Carrier, *, from_kernel: bool) -> None:
        self.frames: list[dict[str, Any]] = []
        self.conversation = Conversation(
            carrier, PLACE, self._send, lambda code, why: None, from_kernel=from_kernel
        )

    async def say(self, frame: dict[str, Any]) -> None:
        await self.conversation.hear(json.dumps(frame))

    async def waiting(self, waiting: bool) -> None:
        await self.say({"type": "waiting", "waiting": waiting})

    def refused(self) -> list[Any]:
        return [frame["reason"] for frame in self.frames if frame["type"] == "refused"]

    async def _send(self, frame: str) -> None:
        self.frames.append(json.loads(frame))


@pytest.fixture
async def carrier() -> AsyncIterator[Carrier]:
    server = World().server()
    yield Carrier(server)
    await server.close()


async def test_a_page_cannot_say_that_the_kernel_waits(carrier: Carrier) -> None:
    page = Talk(carrier, from_kernel=False)
    await page.conversation.begin("own")
    await page.waiting(True)
    assert page.refused() == [NOT_THE_KERNEL]
    assert carrier.kernels.own.holds == 0


async def test_the_kernel_is_held_while_its_program_waits(carrier: Carrier) -> None:
    program = Talk(carrier, from_kernel=True)
    await program.conversation.begin("own")
    held = []
    for waiting in (True, True, False, False):
        await program.waiting(waiting)
        held.append(carrier.kernels.own.holds)
    assert held == [1, 1, 0, 0]
    assert program.refused() == []


async def test_the_kernel_is_let_go_of_when_the_conversation_ends(carrier: Carrier) -> None:
    one, two = Talk(carrier, from_kernel=True), Talk(carrier, from_kernel=True)
    for program in (one, two):
        await program.conversation.begin("own")
        await program.waiting(True)
    assert carrier.kernels.own.holds == 2
    one.conversation.end()
    one.conversation.end()
    assert carrier.kernels.own.holds == 1
    two.conversation.end()
    assert carrier.kernels.own.holds == 0


async def test_the_kernel_that_was_held_is_let_go_of_though_the_page_has_another_now(
    carrier: Carrier,
) -> None:
    program, page = Talk(carrier, from_kernel=True), Talk(carrier, from_kernel=False)
    await program.conversation.begin("own")
    await page.conversation.begin(None)
    await program.waiting(True)
    await page.say({"type": "attach", "kernel": "other"})
    await program.waiting(False)
    assert (carrier.kernels.own.holds, carrier.kernels.other.holds) == (0, 0)


async def test_another_kernel_is_not_held(carrier: Carrier) -> None:
    program, page = Talk(carrier, from_kernel=True), Talk(carrier, from_kernel=False)
    await program.conversation.begin("own")
    await page.conversation.begin("other")
    await program.waiting(True)
    assert (carrier.kernels.own.holds, carrier.kernels.other.holds) == (0, 0)


async def test_waiting_without_a_kernel_holds_nothing(carrier: Carrier) -> None:
    program = Talk(carrier, from_kernel=True)
    await program.conversation.begin("gone")
    await program.waiting(True)
    await program.waiting(False)
    assert (program.refused(), carrier.kernels.own.holds) == ([], 0)


async def test_a_kernels_program_stops_no_other_kernel(carrier: Carrier) -> None:
    program, page = Talk(carrier, from_kernel=True), Talk(carrier, from_kernel=False)
    await program.conversation.begin("own")
    await program.say({"type": "interrupt"})
    await page.conversation.begin("other")
    await program.say({"type": "interrupt"})
    await page.say({"type": "interrupt"})
    assert (carrier.kernels.own.interrupts, carrier.kernels.other.interrupts) == (1, 1)


OFFER = {"address": "/tmp/agent", "secret": "s", "pid": 7, "python": "3.12.1"}


async def test_only_the_kernel_offers_an_agent_and_only_for_itself(carrier: Carrier) -> None:
    program, page = Talk(carrier, from_kernel=True), Talk(carrier, from_kernel=False)
    await program.conversation.begin("own")
    await page.conversation.begin(None)
    for talk in (program, page):
        await talk.say({"type": "agent", **OFFER})
    await page.say({"type": "attach", "kernel": "other"})
    await program.say({"type": "agent", **OFFER})
    assert page.refused() == [NOT_THE_KERNEL]
    assert carrier.kernels.own.offered == [OfferedAgent(**OFFER)]
    assert carrier.kernels.other.offered == []


@pytest.mark.parametrize("named", ["other", None])
async def test_a_kernels_program_attaches_its_own_kernel_whatever_it_names(
    carrier: Carrier, named: str | None
) -> None:
    program = Talk(carrier, from_kernel=True)
    await program.conversation.begin("own")
    await program.say({"type": "attach", "kernel": named})
    session = carrier.sessions.running(PLACE)
    assert session is not None
    assert session.kernel is carrier.kernels.own


async def test_a_page_attaches_what_it_names(carrier: Carrier) -> None:
    page = Talk(carrier, from_kernel=False)
    await page.conversation.begin("own")
    session = carrier.sessions.running(PLACE)
    assert session is not None
    attached = [session.kernel]
    for named in ("other", None):
        await page.say({"type": "attach", "kernel": named})
        attached.append(session.kernel)
    assert attached == [carrier.kernels.own, carrier.kernels.other, None]
