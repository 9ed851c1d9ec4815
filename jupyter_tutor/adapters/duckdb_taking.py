"""Reading all journals from where they were left, and taking what they hold into the store.

Owns how far each journal was taken in. Knows nothing of locks and of what to do on errors
(``duckdb_intake.py``); used by one thread.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from jupyter_tutor.adapters.duckdb_store import Store
from jupyter_tutor.adapters.journal_mark import START, Position
from jupyter_tutor.adapters.journal_reader import Damage, JournalReader, ReadTurn
from jupyter_tutor.adapters.record_merge import Merge, Merged

BATCH_TURNS = 2000
BATCH_CHARACTERS = 8 * 1024 * 1024
REREADS = 3


class Taking:
    """The state of the intake's reading. ``tell`` hears, in words, what was odd."""

    def __init__(self, reader: JournalReader, tell: Callable[[str], None]) -> None:
        self._reader = reader
        self._tell = tell
        self._positions: dict[str, Position] | None = None
        self._done: set[str] = set()

    def begin(self, store: Store) -> None:
        """Go on from where this store, just opened, has been left."""
        self._positions = store.positions()
        self._done.clear()

    def is_done(self, server: str) -> bool:
        """Whether that journal has ended and was taken in whole."""
        return server in self._done

    def behind(self) -> int | None:
        """How many journalled bytes are not taken in yet; None before a store was opened."""
        if self._positions is None:
            return None
        return sum(
            self._reader.bytes_after(server, self._positions.get(server, START))
            for server in self._reader.servers()
            if server not in self._done
        )

    def take_all(self, store: Store, stop_by: Callable[[], float | None]) -> None:
        """Take in what is durable now, or what can be until the (monotonic) time to stop."""
        rereads = 0
        while (end := stop_by()) is None or time.monotonic() < end:
            merge = Merge(store)
            more = self._read_into(merge, store)
            waits = merge.settle()
            if waits and not merge.result.positions:
                # What it waits for was durable before it was: perhaps just after we looked.
                rereads += 1
                if rereads < REREADS:
                    continue
                merge.force()
            rereads = 0
            if merge.result.positions:
                store.take(merge.result)
                self._remember(merge.result)
            if not waits and not more:
                return

    def _read_into(self, merge: Merge, store: Store) -> bool:
        """Read a batch from each journal that has something new; whether there is yet more."""
        more = False
        sessions: set[str] = set()
        positions = self._positions or {}
        for server in self._reader.servers():
            if server in self._done:
                continue
            start = positions.get(server, START)
            if self._reader.ends_at(server, start):
                self._done.add(server)
                continue
            extent = self._reader.extent(server)
            if extent.end is not None and extent.end <= start:
                continue
            found: list[ReadTurn | Damage] = []
            for size, item in _sized(self._reader.turns(server, start)):
                found.append(item)
                if len(found) == BATCH_TURNS or size > BATCH_CHARACTERS:
                    more = True
                    break
            for item in found:
                if isinstance(item, ReadTurn):
                    sessions.update(event.session for event in item.turn)
            merge.add(server, found)
            if extent.ended and not found:
                self._finish(server, start)
        store.prefetch(sorted(sessions))
        return more

    def _finish(self, server: str, position: Position) -> None:
        """A journal that has ended is taken in whole and need not be looked at again."""
        self._done.add(server)
        size = self._reader.size(server)
        if position > size:
            self._tell(
                f"The journal of server {server} is shorter than what was already taken in from "
                f"it (segment {size.segment}, byte {size.offset}): its end was lost or removed. "
                "The history keeps what it has."
            )

    def _remember(self, merged: Merged) -> None:
        self._positions = {**(self._positions or {}), **merged.positions}
        for damage in merged.damage:
            self._tell(damage.words)
        for gap in merged.gaps:
            self._tell(f"The journals have a gap: {gap}.")
        for item in merged.conflicts:
            self._tell(
                f"Event {item.event.seq} of session {item.event.session} was written twice; the "
                f"second one ({item.event.event_id}, server {item.server}) is kept in conflicts."
            )


def _sized(found: Iterable[ReadTurn | Damage]) -> Iterator[tuple[int, ReadTurn | Damage]]:
    """What was found, each with the length of all bodies up to it."""
    size = 0
    for item in found:
        if isinstance(item, ReadTurn):
            size += sum(len(event.body) for event in item.turn)
        yield size, item
