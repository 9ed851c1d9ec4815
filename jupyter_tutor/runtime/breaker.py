"""Not asking a service that keeps failing: the circuit breaker, with one probe at a time.

Closed, it lets calls through and counts failures in a row; after too many it is open and refuses
at once; after a while it is half open and lets one call through, whose outcome decides. (Nygard,
"Release It!".) The clock is injected. Knows nothing of tutoring.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

Result = TypeVar("Result")
BreakerState = Literal["closed", "open", "half_open"]


class BreakerOpenError(Exception):
    """Not asked; ``again_in`` is the seconds until one call will be let through."""

    def __init__(self, again_in: float) -> None:
        super().__init__(f"not asked again for {again_in:.0f} seconds")
        self.again_in = again_in


class Breaker:
    """Let calls through, or refuse them.

    ``failures`` in a row open it, for ``seconds``. ``now`` gives monotonic seconds. What raises one
    of ``ignore`` says nothing of the service; a call that is given up neither.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        seconds: float = 30.0,
        ignore: tuple[type[Exception], ...] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._seconds = seconds
        self._ignore = ignore
        self._now = now
        self._failures = 0
        self._opened: float | None = None
        self._probing = False

    @property
    def state(self) -> BreakerState:
        """How it stands now."""
        if self._opened is None:
            return "closed"
        return "open" if self._left() > 0 else "half_open"

    async def call(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """What ``ask`` gives or raises; BreakerOpenError if it is not asked."""
        probe = self.state != "closed"
        if self.state == "open" or self._probing:
            raise BreakerOpenError(max(self._left(), 0.0))
        self._probing = probe
        try:
            result = await ask()
        except self._ignore:
            raise
        except asyncio.CancelledError:
            raise
        except Exception:
            self._failed(probe)
            raise
        else:
            self._worked(probe)
            return result
        finally:
            if probe:
                self._probing = False

    def _left(self) -> float:
        return 0.0 if self._opened is None else self._opened + self._seconds - self._now()

    def _worked(self, probe: bool) -> None:
        # Once it is open only the probe decides, and not a call from before.
        if probe or self._opened is None:
            self._failures, self._opened = 0, None

    def _failed(self, probe: bool) -> None:
        if self._opened is not None and not probe:
            return
        self._failures += 1
        if probe or self._failures >= self._most:
            self._opened = self._now()
