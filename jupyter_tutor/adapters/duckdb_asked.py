"""Who waits for the database to have what they need of it."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.core.ids import LearnerId

Where = Literal["here", "elsewhere", "waiting"]


class IntakeUnavailableError(Exception):
    """The server asked cannot answer from the database; ``where`` says who might."""

    def __init__(self, where: Where, words: str) -> None:
        super().__init__(words)
        self.where = where


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be true of the store for whoever waits for it, beside its having all events.

    ``rows``: that the rows of ``session_histories`` count them, those of one learner or (None) all.
    """

    rows: bool
    learner: LearnerId | None = None

    def is_met(self, store: Store) -> bool:
        """Whether it is true now."""
        return not (self.rows and store.owes(self.learner))


EVENTS = Need(rows=False)
ROWS = Need(rows=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who waits; ``future`` is what they were given."""

    need: Need
    future: Future[Store]

    def answer(self, answer: Store | IntakeUnavailableError) -> None:
        """Let them go on; whoever asked may have stopped waiting."""
        if not self.future.set_running_or_notify_cancel():
            return
        if isinstance(answer, Store):
            self.future.set_result(answer)
        else:
            self.future.set_exception(answer)


def answer_met(asked: list[Asked], store: Store) -> None:
    """Answer those whose needs are met; they leave ``asked``."""
    met = [one for one in asked if one.need.is_met(store)]
    asked[:] = [one for one in asked if one not in met]
    for one in met:
        one.answer(store)
