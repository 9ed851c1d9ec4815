"""How often something may be restarted: OTP's rule, for one child.

Restarts within the last ``seconds`` are counted, the newest included; more than ``limit`` of
them is too many (Erlang/OTP, ``supervisor:add_restart/1``). A limit of one's own for each child
means that many children crashing at once do not take the others down.
"""

from collections.abc import Callable


class RestartIntensity:
    """Count restarts of one child; ``now`` gives monotonic seconds."""

    def __init__(self, limit: int, seconds: float, now: Callable[[], float]) -> None:
        self._limit = limit
        self._seconds = seconds
        self._now = now
        self._restarts: list[float] = []

    def allows_restart(self) -> bool:
        """Note one more restart and say whether it is still within the limit."""
        now = self._now()
        self._restarts = [at for at in self._restarts if at >= now - self._seconds]
        self._restarts.append(now)
        return len(self._restarts) <= self._limit
