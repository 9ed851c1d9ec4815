"""What crosses beside Python's own plain values, as the codecs of some libraries have it.

A codec takes a value apart into plain ones and puts it together again. Which value is whose is
decided by its exact type: a subclass crosses as a handle, like everything that no codec knows.
Nothing is pickled, and of a library that is not in use already nothing is known here.

Standard library only: it is pushed into kernels as text, beside the agent.
"""

from __future__ import annotations

import sys
from typing import Any

MOST_WITHIN = 12
"""How deep such values may be nested in each other."""

_LITERAL = (bytes, str, int, float, bool, type(None))


class Further:
    """All codecs together.

    ``library(name)`` returns a module or raises what is to be said when it is not there: it is
    asked only when something of that library arrives. ``codecs`` are classes with ``library``, the
    name, ``kinds``, what they call their values, and ``shared``, those of them that can be changed;
    an object of theirs has ``types``, the classes of each kind. ``describers`` are classes with
    ``library`` whose objects tell in plain values what a thing holds that does not cross itself.
    """

    def __init__(self, library: Any, codecs: Any, describers: Any = ()) -> None:
        self._library = library
        self._describers = tuple(describers)
        self._classes = tuple(codecs)
        self._of_kind = {kind: codec for codec in codecs for kind in codec.kinds}
        self._shared = {kind for codec in codecs for kind in codec.shared}
        self._made: dict[Any, Any] = {}
        self._types: dict[type, tuple[Any, str]] = {}
        self._within = 0

    def kind_of(self, value: Any) -> str | None:
        """Return what a value is called on the way, or None when it is no codec's."""
        found = self._known().get(type(value))
        return found[1] if found is not None else None

    def is_shared(self, kind: str | None) -> bool:
        """Whether such a value can be changed in place, which is to be seen at both ends."""
        return kind in self._shared

    def take_apart(self, value: Any) -> tuple[Any, ...] | None:
        """Return the kind of a value and its parts, or None when this one cannot cross.

        The parts are plain values, or tuples of such, save for objects that it holds.
        """
        found = self._known().get(type(value))
        if found is None or self._within >= MOST_WITHIN:
            return None
        codec, kind = found
        self._within += 1
        try:
            parts = codec.take_apart(kind, value)
        except Exception:  # noqa: BLE001 - in a kernel a library may be anything by now
            return None
        finally:
            self._within -= 1
        return None if parts is None else (kind, *parts)

    def put_together(self, apart: Any) -> Any:
        """Return the value that was taken apart; ValueError for what is none."""
        codec, kind, parts = self._read(apart)
        try:
            return codec.put_together(kind, *parts)
        except Exception as error:
            raise ValueError(f"not a {kind}: {error}") from error

    def shell(self, kind: str, header: Any) -> Any:
        """Return a value of this kind that :meth:`fill` will give its content."""
        return self._codec(kind).shell(kind, header)

    def header(self, apart: Any) -> Any:
        """Return what :meth:`shell` has to know, ready for JSON."""
        return self._codec(apart[0]).header(*apart)

    def fill(self, value: Any, apart: Any) -> None:
        """Give a value another content, in place; ValueError when that is impossible."""
        codec, kind, parts = self._read(apart)
        if self.kind_of(value) != kind or kind not in self._shared:
            raise ValueError(f"not a {kind}")
        try:
            codec.fill(value, kind, *parts)
        except Exception as error:
            raise ValueError(f"not a {kind}: {error}") from error

    def describe(self, thing: Any) -> Any:
        """Return what a thing holds that is no data; None when nobody knows it."""
        for describer in self._describers:
            if describer.library in sys.modules:
                told = describer(sys.modules[describer.library]).describe(thing)
                if told is not None:
                    return told
        return None

    def _read(self, apart: Any) -> tuple[Any, str, tuple[Any, ...]]:
        if type(apart) is not tuple or not apart or type(apart[0]) is not str:
            raise ValueError("not a value that was taken apart")
        return self._codec(apart[0]), apart[0], apart[1:]

    def _codec(self, kind: str) -> Any:
        codec = self._of_kind[kind]
        if codec not in self._made:
            self._make(codec, self._library(codec.library))
        return self._made[codec]

    def _known(self) -> dict[type, tuple[Any, str]]:
        """Return the types that can cross by now, each with its codec and kind."""
        for codec in self._classes:
            if codec not in self._made and codec.library in sys.modules:
                try:
                    self._make(codec, sys.modules[codec.library])
                except Exception:  # noqa: BLE001, S112 - still being imported, or something else
                    continue
        return self._types

    def _make(self, codec: Any, library: Any) -> None:
        made = self._made[codec] = codec(library, self)
        for kind, types in made.types.items():
            self._types.update(dict.fromkeys(types, (made, kind)))

    def unchanged(self, before: Any, now: Any) -> bool:
        """Whether two values that were taken apart have the same content, and the same objects."""
        if type(before) is not type(now):
            return False
        if type(before) is tuple:
            return len(before) == len(now) and all(map(self.unchanged, before, now))
        return before is now or (type(before) in _LITERAL and bool(before == now))
