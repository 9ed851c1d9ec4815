"""A reply whose writing fails unexpectedly: what its learner has seen of it stays."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jupyter_tutor.core import words
from jupyter_tutor.core.context import context
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.sessions.session import Session
from tests.core.lessons import LESSON
from tests.sessions.conftest import PLACE, World

AT = "2026-01-02T00:00:00.000Z"


class Fails:
    """An assistant that fails after it has shown these parts of a reply, and let more be heard.

    Each reply takes the next of the ``replies``.
    """

    def __init__(self, *replies: tuple[list[str], str]) -> None:
        self._replies = iter(replies)

    def place(self, lesson: Lesson) -> str | None:
        return "nobody, nowhere"

    def get_ready(self) -> None:
        pass

    async def reply(
        self,
        asked: str,
        *,
        grow: Callable[[str], Awaitable[None]],
        hear: Callable[[str], None],
        **_: Any,
    ) -> Any:
        parts, heard = next(self._replies)
        for part in parts:
            await grow(part)
        if heard:
            hear(heard)
        raise RuntimeError("no reply")


async def asked(world: World, *replies: tuple[list[str], str]) -> Session:
    """A session in which each of these replies was asked for, and has failed."""
    session = await world.server(assistant=Fails(*replies)).join(PLACE)
    for _ in replies:
        await session.ask(Say(at=AT, text="Why?"))
        for _ in range(50):
            await asyncio.sleep(0)
        assert session.state.writing is None
    return session


@pytest.mark.parametrize(
    ("parts", "heard", "seen"),
    [
        (["One.\n\n", "Two.\n\n"], "", "One.\n\nTwo."),
        (["One.\n\n"], "One.\n\nAnd tw", "One.\n\nAnd tw"),
        ([], "One and", "One and"),
        (["One.\n\n"], "Something else", "One."),
    ],
)
async def test_what_was_shown_is_kept_as_a_part(
    world: World, parts: list[str], heard: str, seen: str
) -> None:
    session = await asked(world, (parts, heard))
    last = session.state.transcript[-1]
    assert last.text == f"{seen}\n\n{words.REPLY_FAILED}"
    assert last.reply is not None
    assert last.reply.ending == "broke_off"
    assert last.text in context(session.state, LESSON).shown


@pytest.mark.parametrize("parts", [[], ["\n\n"]])
async def test_where_nothing_was_shown_there_was_no_reply(world: World, parts: list[str]) -> None:
    session = await asked(world, (parts, ""))
    last = session.state.transcript[-1]
    assert last.text == words.REPLY_FAILED
    assert last.reply is not None
    assert last.reply.ending == "failed"


async def test_what_was_shown_of_one_reply_is_not_said_of_the_next(world: World) -> None:
    session = await asked(world, (["One.\n\n"], "One.\n\nAnd"), ([], ""))
    assert session.state.transcript[-1].text == words.REPLY_FAILED
