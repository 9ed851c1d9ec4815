"""Handing in an answer and waiting for its verdict, in the background thread.

While a cell of the learner's does nothing but wait, the tutor is told so: it may then look into
the kernel although that is busy.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from jupyter_tutor.core.commands import CellOutcome
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import OpenQuestion
from jupyter_tutor.widgets.errors import (
    ELSEWHERE,
    NO_TUTOR,
    LineLostError,
    RefusedError,
    TutorError,
)
from jupyter_tutor.widgets.line import Line
from jupyter_tutor.wire import clean

NOTED_SECONDS = 10.0
"""Seconds until a cell that ran is in the record; far more than it ever takes."""

ASIDE_SECONDS = 2.0
"""The same where nobody waits for a verdict: the cell may be none that is recorded."""


async def hand_in(line: Line, question: OpenQuestion, answer: dict[str, Any]) -> list[Message]:
    """What came of an answer; raises RefusedError."""

    async def work() -> list[Message]:
        since = len(line.messages)
        async with _waiting(line):
            try:
                await line.ask({"type": "submit_answer", "question": question.id, "answer": answer})
            except RefusedError:
                # Perhaps running its cell has just handed it in; the view may not tell of it yet.
                await line.look_again()
                if line.head.checking is None and _newest_answer(line) < since:
                    raise
                since = _newest_answer(line)
            await _judged(line, question.id, since)
        return _came(line, since)

    return await _once_more(line, work)


async def awaited(line: Line, question: OpenQuestion) -> list[Message]:
    """What comes of the answer that is being looked at."""

    async def work() -> list[Message]:
        since = max(0, _newest_answer(line))
        async with _waiting(line):
            await _judged(line, question.id, since)
        return _came(line, since)

    return await _once_more(line, work)


async def cell_ran(
    line: Line, question: str, source: str, outcome: CellOutcome, error: str | None
) -> list[Message]:
    """Tell a host of an answer cell that has ended, and wait for what comes of it.

    Where it is no answer to the open question that is a word about it, or nothing.
    """
    frame = {
        "type": "cell",
        "question": question,
        "source": source,
        "outcome": outcome,
        "error": error,
    }

    async def work() -> list[Message]:
        await line.ensure()
        since, seq, open_question = len(line.messages), line.head.seq, line.head.question
        async with _waiting(line):
            await line.send(frame)
            if outcome == "interrupted":
                return []
            its_turn = open_question is not None and open_question.id == question
            with suppress(TimeoutError):
                async with asyncio.timeout(NOTED_SECONDS if its_turn else ASIDE_SECONDS):
                    await line.until(
                        lambda: line.head.seq > seq and (not its_turn or _is_newest(line, source))
                    )
            news = line.messages[since:]
            if not any(message.kind == "answer" for message in news):
                return [message for message in news if message.question == question]
            await _judged(line, question, since)
        return _came(line, since)

    return await _once_more(line, work)


async def _once_more(line: Line, work: Callable[[], Awaitable[list[Message]]]) -> list[Message]:
    """Do this; where the line is lost over it, once more on a new one. Raises TutorError."""
    try:
        return await work()
    except LineLostError:
        if line.moved:
            raise TutorError(ELSEWHERE) from None
    try:
        return await work()
    except LineLostError as error:
        raise TutorError(NO_TUTOR) from error


def _came(line: Line, since: int) -> list[Message]:
    """What was said of the answer since then, and nothing of what else happened meanwhile."""
    return [one for one in line.messages[since:] if one.kind != "notice" or one.question]


def _is_newest(line: Line, source: str) -> bool:
    question = line.head.question
    return question is None or question.last_answer == clean(source)


def _newest_answer(line: Line) -> int:
    """The number of the newest answer among the messages, -1 where there is none."""
    numbers = [message.id for message in line.messages if message.kind == "answer"]
    return numbers[-1] if numbers else -1


async def _judged(line: Line, question: str, since: int) -> None:
    """Return once there is a verdict, or words why there is none, and nothing under way."""

    def over() -> bool:
        return line.head.checking is None and any(
            message.question == question and message.kind in ("verdict", "notice")
            for message in line.messages[since:]
        )

    try:
        await line.until(over)
    except LineLostError:
        if line.moved:
            raise
        # Whoever holds the lesson now asks for the check again by itself.
        await line.ensure()
        await line.send(_waits(True))
        await line.until(over)


@asynccontextmanager
async def _waiting(line: Line) -> AsyncIterator[None]:
    """The running cell waits for the tutor; who interrupts it does not want to wait."""
    await line.ensure()
    try:
        await line.send(_waits(True))
        yield
    except asyncio.CancelledError:
        with suppress(LineLostError):
            stop = {"type": "command", "id": "stop", "command": {"type": "stop_check"}}
            await line.send(stop)
        raise
    finally:
        with suppress(LineLostError):
            await line.send(_waits(False))


def _waits(waiting: bool) -> dict[str, Any]:
    return {"type": "waiting", "waiting": waiting}
