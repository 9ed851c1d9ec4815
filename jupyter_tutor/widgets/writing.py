"""Waiting until the tutor has written what was asked for, in the background thread."""

import asyncio
from contextlib import suppress

from jupyter_tutor.widgets.errors import ELSEWHERE, NO_TUTOR, LineLostError, TutorError
from jupyter_tutor.widgets.line import Line


async def written(line: Line) -> None:
    """Return once nothing is being written; who interrupts it does not want it. Raises TutorError.

    A reply whose server has gone is lost, which is told when the lesson is opened again.
    """
    try:
        try:
            await line.until(lambda: line.head.writing is None)
        except LineLostError:
            if line.moved:
                raise TutorError(ELSEWHERE) from None
            await line.ensure()
            await line.until(lambda: line.head.writing is None)
    except LineLostError as error:
        raise TutorError(NO_TUTOR) from error
    except asyncio.CancelledError:
        with suppress(LineLostError):
            await line.send({"type": "command", "id": "stop", "command": {"type": "stop_reply"}})
        raise
