"""Looking through open notebooks where the server's loop never waits for it.

What it takes to compile a course is done by whatever ``compute`` hands it to: a process.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

PATIENCE = 20.0
"""Seconds for one notebook; the largest course here takes one."""


_REFUSED = b"!"
"""What an answer begins with that is none; JSON never does."""


class Compute(Protocol):
    """What runs a module's function elsewhere, as the task pool's ``compute`` does."""

    async def __call__(
        self, function: Callable[[bytes], bytes], given: bytes, *, owner: str, within: float
    ) -> bytes:
        """What ``function(given)`` gives. Raises TimeoutError; OSError without a process."""
        ...


class NotAnsweredError(Exception):
    """There is no answer; its words say why. ``asked_wrongly``: there would never be one."""

    def __init__(self, words: str, *, asked_wrongly: bool) -> None:
        super().__init__(words)
        self.asked_wrongly = asked_wrongly


async def faults(
    compute: Compute, asked: bytes, root: Path, author: str, patience: float = PATIENCE
) -> bytes:
    """The answer of :func:`jupyter_tutor.authoring.open_notebook.faults_of_open`, as JSON.

    Raises NotAnsweredError.
    """
    given = b"\n".join((json.dumps(str(root)).encode(), asked))
    try:
        answer = await compute(look_through, given, owner=author, within=patience)
    except TimeoutError:
        words = (
            f"Looking through the notebook took more than {patience:g} seconds, so "
            "it was stopped. Is there a very long text in one of its cells?"
        )
        raise NotAnsweredError(words, asked_wrongly=False) from None
    except OSError as error:
        words = "The notebook could not be looked through: the process for it ended."
        raise NotAnsweredError(words, asked_wrongly=False) from error
    if answer.startswith(_REFUSED):
        raise NotAnsweredError(answer.removeprefix(_REFUSED).decode(), asked_wrongly=True)
    return answer


def look_through(given: bytes) -> bytes:
    """What the process does. It reads what an author wrote and runs none of it."""
    from jupyter_tutor.authoring.open_notebook import AskedWronglyError, faults_of_open

    root, _, asked = given.partition(b"\n")
    try:
        return json.dumps(faults_of_open(asked, Path(json.loads(root)))).encode()
    except AskedWronglyError as error:
        return _REFUSED + str(error).encode()
