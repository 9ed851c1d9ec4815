"""Between this library's values and the words of scenarios and traces."""

from typing import Any

from jupyter_tutor.runtime.answers import Counts
from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.exits import (
    KILLED,
    NORMAL,
    SHUTDOWN,
    Crashed,
    ExitReason,
    Killed,
    Normal,
)
from jupyter_tutor.runtime.exits import Shutdown as ShutdownReason
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import BadSpecError, ChildSpec, Flags
from tests.runtime.otp.reading import Sup


class CrashError(Exception):
    pass


def to_reason(word: str) -> ExitReason:
    match word.split(":"):
        case ["normal"]:
            return NORMAL
        case ["shutdown"]:
            return SHUTDOWN
        case ["shutdown", detail]:
            return ShutdownReason(detail)
        case ["kill"]:
            return KILLED
    return Crashed(CrashError())


def reason_in_words(reason: ExitReason) -> str:
    match reason:
        case Normal():
            return "normal"
        case ShutdownReason(detail=None):
            return "shutdown"
        case ShutdownReason(detail=detail):
            return f"shutdown:{detail}"
        case Killed():
            return "killed"
    return "crash"


def to_flags(told: Sup) -> Flags:
    """The flags that are written of a supervisor."""
    simple = told.strategy == "simple_one_for_one"
    return Flags(
        strategy="one_for_one" if simple else told.strategy,  # type: ignore[arg-type]
        max_restarts=_number(told.intensity),
        max_seconds=_number(told.period),
        auto_shutdown=told.auto,  # type: ignore[arg-type]
    )


def _number(word: str) -> Any:
    return int(word) if word.lstrip("-").isdigit() else word


def names(spec: str, many: str) -> list[str]:
    return [f"{spec}-{number}" for number in range(1, int(many) + 1)]


def started_in_words(started: Process | None) -> str:
    return "ok" if started is not None else "ok ignored"


def counts_in_words(counts: Counts) -> str:
    return f"active={counts.active} supervisors={counts.supervisors} workers={counts.workers}"


def spec_in_words(spec: ChildSpec) -> str:
    if isinstance(spec.shutdown, str):
        shutdown = spec.shutdown
    else:
        shutdown = "infinity" if spec.patience is None else str(round(spec.patience * 1000))
    significant = str(spec.significant).lower()
    return f"restart={spec.restart} shutdown={shutdown} type={spec.type} significant={significant}"


def of_spec(error: BadSpecError) -> str:
    """Which word of a specification does not hold."""
    text = str(error)
    if text.startswith("duplicate"):
        return "duplicate"
    return text.split()[1].rstrip(":") if text.startswith("invalid") else "combination"


def of_missing(error: TypeError) -> str:
    """Which word a specification lacks."""
    text = str(error)
    return "unknown" if "unexpected keyword" in text else "missing " + text.split("'")[1]


def whose_start(error: BaseException | None) -> str:
    """Whose start failed, down the tree."""
    if not isinstance(error, StartChildError):
        return ""
    return f" {str(error).split(':')[0]}{whose_start(error.__cause__)}"
