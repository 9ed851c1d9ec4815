"""Values as they can be kept and compared: of the same types and content, or different."""

from typing import Any

from jupyter_tutor.kernel_agent.codecs import all_of_them

_MOST_PARTS, _DEEPEST = 100_000, 50

Frozen = tuple[Any, ...]


class Opaque:
    """A learner's object, of which nothing but its type can be compared."""

    def __init__(self, number: int, type_name: str, _text: str, _can_call: bool) -> None:
        self.number = number
        self.type_name = type_name


def freeze(value: Any) -> Frozen:
    """Return a hashable stand-in: equal for values of the same types and content, and only then.

    Raises TooMuchToCompareError where that would take too long: a list that holds itself, or the
    same lists again and again, is small in memory and endless to walk through.
    """
    return _Freezing().freeze(value)


class TooMuchToCompareError(Exception):
    """A value has too many parts to be compared with another."""


class _Freezing:
    def __init__(self) -> None:
        self._parts = 0
        self._path: list[int] = []

    def freeze(self, value: Any) -> Frozen:
        self._parts += 1
        if self._parts > _MOST_PARTS or len(self._path) > _DEEPEST:
            raise TooMuchToCompareError
        kind = type(value).__name__
        if not isinstance(value, list | tuple | dict | set | frozenset):
            return self._leaf(kind, value)
        if id(value) in self._path:
            return ("cycle", len(self._path) - self._path.index(id(value)))
        self._path.append(id(value))
        try:
            if isinstance(value, list | tuple):
                return (kind, *[self.freeze(item) for item in value])
            if isinstance(value, dict):
                pairs = [(self.freeze(k), self.freeze(v)) for k, v in value.items()]
                return (kind, frozenset(pairs))
            return (kind, frozenset(self.freeze(item) for item in value))
        finally:
            self._path.pop()

    def _leaf(self, kind: str, value: Any) -> Frozen:
        if isinstance(value, Opaque):
            return ("object", value.type_name)
        if isinstance(value, int | str | bytes):
            return (kind, value)
        apart = all_of_them().take_apart(value)
        if apart is not None:
            return (kind, self.freeze(apart))
        return (kind, repr(value))
