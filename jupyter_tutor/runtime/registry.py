"""Finding processes by stable keys, and by what is said of them.

A key stands for one process at a time and is free again when that has ended. What is said of it
(metadata) can be searched: who learns, in which course, with which kernel. Keys and values are
values, never names made of what somebody typed. Knows nothing of tutoring.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from jupyter_tutor.runtime.exits import ExitReason
from jupyter_tutor.runtime.process import Monitor, Process

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found", bound=Process)


_Index = dict[Hashable, Key | dict[Key, None]]
"""The keys of which a value is said: a single one as it is, for most values are said of one."""


class AlreadyRegisteredError(Exception):
    """The key stands for another process that is alive."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key, Found]):
    """A registered process and what is said of it."""

    key: Key
    process: Found
    metadata: Mapping[str, Hashable]
    monitor: Monitor = field(repr=False, compare=False)


class Registry(Process, Generic[Key, Found]):
    """Processes by key. ``fields`` are those of the metadata that can be searched."""

    __slots__ = ("_entries", "_index", "_on_end")

    def __init__(self, *fields: str) -> None:
        super().__init__()
        self._entries: dict[Key, Entry[Key, Found]] = {}
        self._index: dict[str, _Index[Key]] = {field: {} for field in fields}
        self._on_end = self._ended  # one for all: there may be very many entries

    def register(self, key: Key, process: Found, **metadata: Hashable) -> None:
        """Let a key stand for a process until that ends; raises AlreadyRegisteredError."""
        held = self._entries.get(key)
        if held is not None and held.process is not process:
            raise AlreadyRegisteredError(key)
        self.unregister(key)
        if not process.alive:
            return
        monitor = process.monitor(self._on_end, key)
        self._entries[key] = Entry(key, process, metadata, monitor)
        for name, keys in self._index.items():
            if name in metadata:
                _add(keys, metadata[name], key)

    def unregister(self, key: Key) -> None:
        """Free a key; nothing happens if it is free."""
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        entry.monitor.cancel()
        for name, keys in self._index.items():
            if name in entry.metadata:
                _take_away(keys, entry.metadata[name], key)

    def update(self, key: Key, **metadata: Hashable) -> None:
        """Say more, or something else, of a process; KeyError for a free key."""
        entry = self._entries[key]
        self.register(key, entry.process, **{**entry.metadata, **metadata})

    def lookup(self, key: Key) -> Entry[Key, Found] | None:
        """What the key stands for, or None."""
        return self._entries.get(key)

    def find(self, **metadata: Hashable) -> list[Entry[Key, Found]]:
        """All of which this is said; with no word, all there are. KeyError: no such field."""
        if not metadata:
            return list(self._entries.values())
        hits = [_keys(self._index[field], value) for field, value in metadata.items()]
        fewest = min(hits, key=len)
        return [self._entries[key] for key in fewest if all(key in keys for keys in hits)]

    def _ended(self, key: Key, process: Process, _reason: ExitReason) -> None:
        entry = self._entries.get(key)
        if entry is not None and entry.process is process:
            self.unregister(key)

    def _end(self, reason: ExitReason) -> None:
        for key in tuple(self._entries):
            self.unregister(key)
        super()._end(reason)


def _keys(index: _Index[Key], value: Hashable) -> Collection[Key]:
    if value not in index:
        return ()
    held = index[value]
    return held if isinstance(held, dict) else (held,)


def _add(index: _Index[Key], value: Hashable, key: Key) -> None:
    held = _keys(index, value)
    if isinstance(held, dict):
        held[key] = None
    else:
        index[value] = dict.fromkeys((*held, key)) if held else key


def _take_away(index: _Index[Key], value: Hashable, key: Key) -> None:
    held = _keys(index, value)
    if isinstance(held, dict):
        held.pop(key, None)
    if not held or key in held:
        index.pop(value, None)
