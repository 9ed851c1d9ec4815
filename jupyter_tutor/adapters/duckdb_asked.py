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


def answer_met(asked: list[Asked], store: Store) -> None:
    """Answer those whose needs are met; they leave ``asked``."""
    met = [one for one in asked if store.meets(one.need)]
    asked[:] = [one for one in asked if one not in met]
    for one in met:
        one.answer(store)
