"""Arguments like those an author wrote: what an answer does with them tells it from another.

A check rarely asks for more than two or three values, and an answer may give those by accident.
"""

import copy
from collections.abc import Iterator
from typing import Any

_LARGE = 1_000_000


def neighbours(
    args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Return argument lists that differ from this one in one plain value, the nearest first.

    They are new objects, and always the same ones for the same arguments.
    """
    for place, value in enumerate(args):
        for other in _like(value):
            changed = [*args[:place], other, *args[place + 1 :]]
            yield copy.deepcopy((tuple(changed), kwargs))
    for name, value in kwargs.items():
        for other in _like(value):
            yield copy.deepcopy((args, {**kwargs, name: other}))


def _like(value: Any) -> Iterator[Any]:
    kind = type(value)
    if kind is bool:
        yield not value
    elif kind is int and abs(value) < _LARGE:
        yield from (value + 1, value - 1, 2 * value + 3)
    elif kind is float and abs(value) < _LARGE:
        yield from (value + 0.5, 2 * value)
    elif kind in (str, list, tuple) and len(value):
        yield from (value + value[:1], value[:-1], value[::-1])
    elif kind is dict and value:
        *first, _last = value.items()
        yield dict(first)
