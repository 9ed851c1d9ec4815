"""What a supervisor is told of its children and of itself: values, checked before anything runs.

The terms, the defaults and what may not go together are OTP's (`supervisor`, `child_spec()` and
`sup_flags()`). Knows nothing of tutoring.
"""

import math
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from jupyter_tutor.runtime.process import Process

RestartType = Literal["permanent", "transient", "temporary"]
Strategy = Literal["one_for_one", "one_for_all", "rest_for_one"]
AutoShutdown = Literal["never", "any_significant", "all_significant"]
ChildType = Literal["worker", "supervisor"]
Shutdown = float | Literal["brutal_kill", "infinity"]


class Ignored:
    """What a start function gives that decided to start nothing (OTP's `ignore`)."""


IGNORE: Final = Ignored()

Started = Process | Ignored
Start = Callable[..., Started | Awaitable[Started]]


class BadSpecError(ValueError):
    """A specification that cannot hold; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpec:
    """A child to be: ``start(*args)`` starts it, gives ``IGNORE``, or raises.

    What it gives is a new process, which has not been in any tree.

    ``restart``: permanent children are always started again, transient ones unless they ended in
    good order, temporary ones never. ``shutdown`` is the seconds it has to end when it is asked
    to, before it is killed; ``brutal_kill`` does not ask. None: 5 for a worker, for ever for a
    supervisor. A ``significant`` child may end its supervisor with it (``auto_shutdown``).
    """

    id: Hashable
    start: Start
    args: tuple[Any, ...] = ()
    restart: RestartType = "permanent"
    shutdown: Shutdown | None = None
    type: ChildType = "worker"
    significant: bool = False

    @property
    def patience(self) -> float | None:
        """The seconds it has to end in good order; 0: it is killed; None: as long as it takes."""
        match self.shutdown:
            case None:
                return 5.0 if self.type == "worker" else None
            case "brutal_kill":
                return 0.0
            case "infinity":
                return None
            case seconds:
                return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """How a supervisor is: more than ``max_restarts`` in ``max_seconds`` and it gives up."""

    strategy: Strategy = "one_for_one"
    max_restarts: int = 3
    max_seconds: float = 5.0
    auto_shutdown: AutoShutdown = "never"


def check_flags(flags: Flags) -> None:
    """Raise BadSpecError for what cannot hold."""
    if flags.strategy not in get_args(Strategy):
        raise BadSpecError(f"invalid strategy: {flags.strategy!r}")
    if not _is_whole(flags.max_restarts) or flags.max_restarts < 0:
        raise BadSpecError(f"invalid max_restarts: {flags.max_restarts!r}")
    if not _is_number(flags.max_seconds) or flags.max_seconds <= 0:
        raise BadSpecError(f"invalid max_seconds: {flags.max_seconds!r}")
    if flags.auto_shutdown not in get_args(AutoShutdown):
        raise BadSpecError(f"invalid auto_shutdown: {flags.auto_shutdown!r}")


def check_spec(spec: ChildSpec, auto_shutdown: AutoShutdown) -> None:
    """Raise BadSpecError for what cannot hold of a child."""
    if not callable(spec.start):
        raise BadSpecError(f"invalid start: {spec.start!r}")
    if spec.restart not in get_args(RestartType):
        raise BadSpecError(f"invalid restart: {spec.restart!r}")
    if spec.type not in get_args(ChildType):
        raise BadSpecError(f"invalid type: {spec.type!r}")
    if not _is_shutdown(spec.shutdown):
        raise BadSpecError(f"invalid shutdown: {spec.shutdown!r}")
    if not isinstance(spec.significant, bool):
        raise BadSpecError(f"invalid significant: {spec.significant!r}")
    if spec.significant and spec.restart == "permanent":
        raise BadSpecError("a permanent child cannot be significant: it never stays away")
    if spec.significant and auto_shutdown == "never":
        raise BadSpecError("a child cannot be significant where auto_shutdown is never")


def check_specs(specs: Sequence[ChildSpec], auto_shutdown: AutoShutdown) -> None:
    """Raise BadSpecError for what cannot hold of children together."""
    seen: set[Hashable] = set()
    for spec in specs:
        check_spec(spec, auto_shutdown)
        if spec.id in seen:
            raise BadSpecError(f"duplicate child id: {spec.id!r}")
        seen.add(spec.id)


def _is_shutdown(value: Any) -> bool:
    return value in (None, "brutal_kill", "infinity") or (_is_number(value) and value >= 0)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))
