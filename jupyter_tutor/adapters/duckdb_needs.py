"""What has to be true of the database for whoever reads it."""

from dataclasses import dataclass

from jupyter_tutor.core.ids import LearnerId


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs beside all events.

    ``rows``: that the rows of ``session_histories`` count them, those of one learner or (None) all.
    """

    rows: bool
    learner: LearnerId | None = None


EVENTS = Need(rows=False)
ROWS = Need(rows=True)
