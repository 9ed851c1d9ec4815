"""Why a process ended: OTP's exit reasons, as values.

``Normal`` and ``Shutdown`` are orderly; the rest is not, and a transient child that ends so is
started again. Knows nothing of tutoring.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Normal:
    """It had nothing more to do."""


@dataclass(frozen=True, slots=True)
class Shutdown:
    """It was asked to end; ``detail`` says why where there is more to say (`{shutdown, Why}`)."""

    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Killed:
    """It was ended without being asked: it had no say, and ``terminate`` did not run."""


@dataclass(frozen=True, slots=True, eq=False)
class Crashed:
    """What ran in it raised."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class NoProcess:
    """It had ended before anybody asked; why is not known any more (`noproc`)."""


ExitReason = Normal | Shutdown | Killed | Crashed | NoProcess

NORMAL, SHUTDOWN, KILLED, NO_PROCESS = Normal(), Shutdown(), Killed(), NoProcess()


def is_orderly(reason: ExitReason) -> bool:
    """Whether a transient child that ended so stays gone."""
    return isinstance(reason, Normal | Shutdown)


def in_words(reason: ExitReason) -> str:
    """The reason in a word or two; of an error only its type, for its text may quote anything."""
    match reason:
        case Normal():
            return "normal"
        case Shutdown(detail=None):
            return "shutdown"
        case Shutdown(detail=detail):
            return f"shutdown: {detail}"
        case Killed():
            return "killed"
        case Crashed(error=error):
            return f"crashed: {type(error).__name__}"
        case NoProcess():
            return "no process"
