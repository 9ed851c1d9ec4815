"""How often something may be started again: OTP's rule.

Restarts within the last ``seconds`` are counted, the newest included; more than ``limit`` of them
is too many. As in Erlang/OTP (`supervisor:add_restart/1`) the clock is read in whole seconds, so
that one a little longer ago than the period can still count.
"""

import math
from collections.abc import Callable


class RestartIntensity:
    """Count restarts; ``now`` gives monotonic seconds."""

    __slots__ = ("_now", "_restarts", "limit", "seconds")

    def __init__(self, limit: int, seconds: float, now: Callable[[], float]) -> None:
        self.limit = limit
        self.seconds = seconds
        self._now = now
        self._restarts: list[int] = []

    def allows_restart(self) -> bool:
        """Note one more restart and say whether it is still within the limit."""
        now = math.floor(self._now())
        self._restarts = [now, *(at for at in self._restarts if at >= now - self.seconds)]
        return len(self._restarts) <= self.limit
