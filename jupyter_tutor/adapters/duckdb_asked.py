"""Who waits for the database to have what they need of it."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.adapters.duckdb_needs import Need
from jupyter_tutor.adapters.duckdb_store import Store

Where = Literal["here", "elsewhere", "waiting"]


class IntakeUnavailableError(Exception):
    """The server asked cannot answer from the database; ``where`` says who might."""

    def __init__(self, where: Where, words: str) -> None:
        super().__init__(words)
        self.where = where


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


def answer_met(asked: list[Asked], store: Store, *, events_only: bool = False) -> None:
    """Answer those whose needs are met; they leave ``asked``.

    First those who want only events, and with ``events_only`` no others: whether rows are owed may
    have to be looked up.
    """
    for one in sorted(asked, key=lambda one: one.need.rows):
        if not (events_only and one.need.rows) and store.meets(one.need):
            asked.remove(one)
            one.answer(store)
