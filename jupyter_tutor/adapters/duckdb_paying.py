"""When rows that are owed are counted: for whoever waits for them, and little by little else.

What is not counted is not lost: which rows are owed shows in the database (``duckdb_counting.py``).
"""

from collections.abc import Callable

from jupyter_tutor.adapters.duckdb_asked import Asked, answer_met
from jupyter_tutor.adapters.duckdb_lateness import Now
from jupyter_tutor.adapters.duckdb_store import Store

SHARE_SECONDS = 1.0
"""After so long something is counted, however much else there is to do."""

STOP_SECONDS = 1.0
"""How long rows are counted at a stop, while another server waits to have the database."""


class Paying:
    """``is_pressed`` says whether there is something to do that should not wait."""

    def __init__(self, now: Now, is_pressed: Callable[[], bool]) -> None:
        self._now = now
        self._is_pressed = is_pressed
        self._counted_at = now()

    def pay_some(self, store: Store, asked: list[Asked], *, idle: bool, stopping: bool) -> None:
        """Count some of what this store owes; those whose needs are met by that leave ``asked``.

        For these until something presses; at a stop for STOP_SECONDS at most. Where nobody waits
        for rows it is one lot, in an ``idle`` round or when it is time.
        """
        begun = self._now()
        if stopping:
            while store.owes() and self._now() - begun < STOP_SECONDS:
                self._count(store, asked)
        elif asked:
            self._count(store, asked)
            while store.owes() and not self._is_pressed():
                self._count(store, asked)
        elif (idle and not self._is_pressed()) or begun - self._counted_at >= SHARE_SECONDS:
            # Learners whose lessons are opened meanwhile share the processor.
            self._count(store, asked)

    def _count(self, store: Store, asked: list[Asked]) -> None:
        store.count_some({one.need.learner for one in asked if one.need.learner is not None})
        self._counted_at = self._now()
        answer_met(asked, store)
