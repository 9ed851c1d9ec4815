"""How often each learner may ask, by the library ``limits``: moving windows, kept in memory.

A rule is written as that library has it: ``30 per second; 600 per minute``.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.ports import Asked

SHORTEST = 0.001
"""Seconds that whoever is refused has to wait at least."""


def read_rule(rule: str) -> list[RateLimitItem]:
    """The windows that a rule is made of, none if it is empty; raises ValueError."""
    windows = parse_many(rule) if rule.strip() else []
    if not all(window.amount > 0 for window in windows):
        raise ValueError(f"{rule!r} would allow nothing at all")
    return windows


class RateLimits:
    """The port ``Limits``. ``rules`` says what is limited; ``now`` gives monotonic seconds."""

    def __init__(
        self, rules: Mapping[Asked, str], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._rules = {what: read_rule(rule) for what, rule in rules.items()}
        self._now = now
        self._limiter = MovingWindowRateLimiter(_Windows(now))

    async def take(self, what: Asked, who: LearnerId) -> float:
        """Count one, unless a window is full: then nothing, and it is the seconds to wait."""
        windows = self._rules.get(what, [])
        full = [window for window in windows if not self._limiter.test(window, what, who)]
        for window in () if full else windows:
            self._limiter.hit(window, what, who)
        return max((self._wait(window, what, who) for window in full), default=0.0)

    def _wait(self, window: RateLimitItem, what: Asked, who: LearnerId) -> float:
        opens = self._limiter.get_window_stats(window, what, who).reset_time
        return max(opens - self._now(), SHORTEST)


class _Windows(MemoryStorage):
    """The library's own goes by the time of day, which may jump, and starts a thread a hit."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._hits: dict[str, deque[float]] = {}

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count, unless that would be more than the limit."""
        recent = self._recent(key, expiry)
        if len(recent) + amount > limit:
            return False
        recent.extend([self._now()] * amount)
        self._hits[key] = recent
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest that counts was, and how many count."""
        recent = self._recent(key, expiry)
        return (recent[0] if recent else self._now(), len(recent))

    def _recent(self, key: str, expiry: int) -> deque[float]:
        recent = self._hits.pop(key, deque())
        while recent and recent[0] <= self._now() - expiry:
            recent.popleft()
        if recent:
            self._hits[key] = recent
        return recent
