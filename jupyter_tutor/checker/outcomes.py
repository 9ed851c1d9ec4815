"""What a judging is at, and what one run of one check can come to."""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.checker.connection import EndedError
from jupyter_tutor.checks.record import Call, Failure

Stage = Literal["start", "answer", "foresee"]
"""What a judging is at: getting to the answer, looking at it, or running the author's own."""

OUR_MISTAKE = (
    "This answer could not be checked: the check itself has a fault. "
    "That is our mistake, not yours. You may go on."
)


def not_installed(library: str | None) -> str:
    """Return what an author is told of a library that the checker's Python does not have."""
    return (
        f"The answer gave a value of {library}, which is not installed where answers are checked. "
        f"Name it under `requires:` in course.yaml, and install it there: pip install {library}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """The check held.

    ``entered`` are the loops with an assert that went round, ``idle`` those that were reached and
    never did, perhaps for want of anything in a learner's value: then ``unusable`` tells of it.
    """

    entered: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()
    unusable: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The learner's values are not what the check wants."""

    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The learner's code raised."""

    call: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The learner's process cannot go on; ``call`` was under way, or None."""

    error: EndedError
    call: Call | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The learner has nothing of that name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broke:
    """The author's code raised. ``unusable``: on account of the learner's value, perhaps.

    ``certain`` is True when the learner cannot be the cause.
    """

    fault: str
    certain: bool
    unusable: Failure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swamped:
    """The author's code ran out of time or memory, perhaps on account of the learner's value."""

    of: Literal["time", "memory"]
    unusable: Failure | None


Outcome = Passed | Failed | Stopped | Ended | Missing | Broke | Swamped
