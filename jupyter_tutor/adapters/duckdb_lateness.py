"""Whether what is saved has been waiting for the database for longer than usual."""

import time
from collections.abc import Callable

Now = Callable[[], float]

USUAL_SECONDS = 5.0
"""How long something may wait to be taken in, or an owner to answer, before that is told."""


class Lateness:
    """Since when the oldest of what waits has waited, by a clock of seconds that is never set.

    Not to be used by two threads at once.
    """

    def __init__(self, now: Now = time.monotonic) -> None:
        self._now = now
        self._asked: float | None = None
        self._came: float | None = None

    @property
    def late(self) -> bool:
        """Whether that is longer than usual."""
        since = self._came if self._asked is None else self._asked
        return since is not None and self._now() - since > USUAL_SECONDS

    def came(self) -> None:
        """Something waits from now on."""
        if self._came is None:
            self._came = self._now()

    def begin(self) -> None:
        """All that waits now is being seen to; there may be more of it than was told of."""
        if self._asked is None:
            self._asked = self._now() if self._came is None else self._came
        self._came = None

    def done(self) -> None:
        """What waited at the last :meth:`begin` waits no longer."""
        self._asked = None
