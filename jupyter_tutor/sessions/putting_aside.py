"""Telling an instructor of a job that failed for no reason of the learner's."""

import logging
from collections.abc import Mapping
from typing import Any

from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.ports import DeadLetter
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.wire import canonical

log = logging.getLogger(__name__)


async def put_aside(
    services: Services,
    session: SessionId,
    *,
    job: str,
    name: str,
    about: Mapping[str, Any],
    error: str,
) -> None:
    """Make a dead letter of it; one that cannot be written is told of in the log.

    ``name`` tells jobs of that kind in one session apart, ``about`` is what there is to know for
    who tries again, and ``error`` the type of what was raised.
    """
    letter = DeadLetter(
        id=f"{job} {session} {name}",
        job=job,
        at=services.clock.now(),
        input=canonical({"session": session, **about}),
        error=error,
    )
    try:
        await services.dead_letters.put(letter)
    except OSError as failure:
        fields = {"session": session, "error": error, **about}
        log.error("the dead letter could not be written: %s", failure, extra=fields)
