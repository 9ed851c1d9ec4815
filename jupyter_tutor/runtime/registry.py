"""Finding processes by stable keys, and by what is said of them.

A key stands for one process at a time and is free again when that has ended. What is said of it
(metadata) can be searched: who learns, in which course, with which kernel. Keys and values are
values, never names made of what somebody typed. Knows nothing of tutoring.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from jupyter_tutor.runtime.exits import ExitReason
from jupyter_tutor.runtime.process import Monitor, Process

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found", bound=Process)


class AlreadyRegisteredError(Exception):
    """The key stands for another process that is alive."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key, Found]):
    """A registered process and what is said of it."""

    key: Key
    process: Found
    metadata: Mapping[str, Hashable]


class Registry(Process, Generic[Key, Found]):
    """Processes by key. ``fields`` are those of the metadata that can be searched."""

    __slots__ = ("_entries", "_index", "_monitored")

    def __init__(self, *fields: str) -> None:
        super().__init__()
        self._entries: dict[Key, Entry[Key, Found]] = {}
        self._monitored: dict[Key, Monitor] = {}
        self._index: dict[str, dict[Hashable, dict[Key, None]]] = {field: {} for field in fields}

    def __len__(self) -> int:
        return len(self._entries)

    def register(self, key: Key, process: Found, **metadata: Hashable) -> None:
        """Let a key stand for a process until that ends; raises AlreadyRegisteredError."""
        held = self._entries.get(key)
        if held is not None and held.process is not process:
            raise AlreadyRegisteredError(key)
        self.unregister(key)
        if not process.alive:
            return
        self._entries[key] = Entry(key, process, MappingProxyType(dict(metadata)))
        self._monitored[key] = process.monitor(lambda ended, _: self._ended(key, ended))
        for field, keys in self._index.items():
            if field in metadata:
                keys.setdefault(metadata[field], {})[key] = None

    def unregister(self, key: Key) -> None:
        """Free a key; nothing happens if it is free."""
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._monitored.pop(key).cancel()
        for field, keys in self._index.items():
            value = entry.metadata.get(field)
            if value in keys:
                keys[value].pop(key, None)
                if not keys[value]:
                    del keys[value]

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
        hits = [self._index[field].get(value, {}) for field, value in metadata.items()]
        fewest = min(hits, key=len)
        return [self._entries[key] for key in fewest if all(key in keys for keys in hits)]

    def _ended(self, key: Key, process: Process) -> None:
        entry = self._entries.get(key)
        if entry is not None and entry.process is process:
            self.unregister(key)

    def _end(self, reason: ExitReason) -> None:
        for key in tuple(self._entries):
            self.unregister(key)
        super()._end(reason)
