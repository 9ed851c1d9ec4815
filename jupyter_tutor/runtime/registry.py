"""Finding processes by stable keys, and by what is said of them.

A key stands for one process at a time and is free again when that has ended. What is said of it
(metadata) can be searched: who learns, in which course, with which kernel. Keys and values are
values, never names made of what somebody typed. Knows nothing of tutoring.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Generic, TypeVar

from jupyter_tutor.runtime.exits import ExitReason
from jupyter_tutor.runtime.process import Process, Watch

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found", bound=Process)


_Index = dict[Hashable, Key | dict[Key, None]]
"""The keys of which a value is said: a single one as it is, for most values are said of one."""


_NOTHING = object()


class AlreadyRegisteredError(Exception):
    """The key stands for another process that is alive."""


class Entry(Watch, Generic[Key, Found]):
    """A registered process and what is said of it. It is the watch over it, too."""

    __slots__ = ("_registry", "_said", "key")

    process: Found

    def __init__(
        self,
        key: Key,
        process: Found,
        registry: "Registry[Key, Found]",
        metadata: Mapping[str, Hashable],
    ) -> None:
        super().__init__(process)
        self.key = key
        self._registry = registry
        # In the order of the fields: a dict is three times as large, and there may be very many.
        self._said = tuple(metadata.get(field, _NOTHING) for field in registry.fields)

    @property
    def metadata(self) -> dict[str, Hashable]:
        """What is said of it, by field."""
        said = zip(self._registry.fields, self._said, strict=True)
        return {field: value for field, value in said if value is not _NOTHING}

    def tell(self, reason: ExitReason) -> None:
        """The process has ended, and is not registered any more."""
        del reason
        self._registry.drop(self)


class Registry(Process, Generic[Key, Found]):
    """Processes by key. ``fields`` are what may be said of them, and searched for."""

    __slots__ = ("_entries", "_index")

    def __init__(self, *fields: str) -> None:
        super().__init__()
        self._entries: dict[Key, Entry[Key, Found]] = {}
        self._index: dict[str, _Index[Key]] = {field: {} for field in fields}

    @property
    def fields(self) -> Collection[str]:
        """What may be said of a process, in this order."""
        return self._index.keys()

    def register(self, key: Key, process: Found, **metadata: Hashable) -> None:
        """Let a key stand for a process until that ends.

        Raises AlreadyRegisteredError, and KeyError for what is no field.
        """
        unknown = metadata.keys() - self._index.keys()
        if unknown:
            raise KeyError(*unknown)
        held = self._entries.get(key)
        if held is not None and held.process is not process:
            raise AlreadyRegisteredError(key)
        self.unregister(key)
        if not process.alive:
            return
        entry = self._entries[key] = Entry(key, process, self, metadata)
        process.add_watch(entry)
        for field, value in metadata.items():
            _add(self._index[field], value, key)

    def unregister(self, key: Key) -> None:
        """Free a key; nothing happens if it is free."""
        entry = self._entries.get(key)
        if entry is not None:
            entry.cancel()
            self.drop(entry)

    def drop(self, entry: Entry[Key, Found]) -> None:
        """Forget an entry whose process has ended; nothing happens if it is forgotten."""
        if self._entries.get(entry.key) is not entry:
            return
        del self._entries[entry.key]
        for field, value in entry.metadata.items():
            _take_away(self._index[field], value, entry.key)

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
