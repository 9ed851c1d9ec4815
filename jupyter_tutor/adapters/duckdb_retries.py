"""How soon what has failed is tried again, and after how many failures something has to be done."""

import time

RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
MOST_FAILURES = 3


class Retries:
    """Of one thing that may fail. ``words`` say what ails it; None: it goes well."""

    def __init__(self) -> None:
        self.words: str | None = None
        self._failures = 0
        self._retry_at = 0.0

    @property
    def waits(self) -> bool:
        """Whether it is too soon to try again."""
        return time.monotonic() < self._retry_at

    @property
    def is_at_an_end(self) -> bool:
        """Whether it has failed too often to be only tried again."""
        return self._failures >= MOST_FAILURES

    def failed(self, words: str) -> None:
        """It failed once more."""
        self._failures += 1
        wait = RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS)) - 1]
        self._retry_at = time.monotonic() + wait
        self.words = words

    def forget(self) -> None:
        """It went well, or what it failed on is gone."""
        self._failures, self._retry_at, self.words = 0, 0.0, None
