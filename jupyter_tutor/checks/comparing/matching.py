"""Pairs the items of two lists in which the order does not matter."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from jupyter_tutor.checks.comparing.difference import Missing

_MOST_PAIRS = 1_000_000
"""Comparisons that are worth their time; beyond, only items that are equal are paired."""

_LITERAL = (str, bytes, bool, type(None), Missing)
_NUMBERS = (int, float)

Same = Callable[[Any, Any], bool]


def unmatched(
    seen: Sequence[Any], expected: Sequence[Any], same: Same, *, loose: bool = False
) -> tuple[list[Any], list[Any]]:
    """Return what is left of both when every item has been paired with one that is the ``same``.

    As many as possible are paired, each once, so that how often an item is there counts. ``loose``:
    a number may be the same as several that are not the same among themselves.
    """
    ours, theirs = _without_twins(seen, expected, loose)
    if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRS:
        return ours, theirs
    partners = _Pairing(ours, theirs, same).partners()
    taken = set(partners.values())
    return (
        [item for place, item in enumerate(ours) if place not in taken],
        [item for place, item in enumerate(theirs) if place not in partners],
    )


def _without_twins(
    seen: Sequence[Any], expected: Sequence[Any], loose: bool
) -> tuple[list[Any], list[Any]]:
    """Return the lists without those items of which both have one of the same type and value."""
    keys, known = [_key(item, loose) for item in seen], [_key(item, loose) for item in expected]
    both = Counter(key for key in keys if key is not None)
    both &= Counter(key for key in known if key is not None)
    return _taken_out(seen, keys, both), _taken_out(expected, known, both)


def _taken_out(
    items: Sequence[Any], keys: list[Hashable | None], twins: Counter[Hashable]
) -> list[Any]:
    left, kept = Counter(twins), []
    for item, key in zip(items, keys, strict=True):
        if key is not None and left[key] > 0:
            left[key] -= 1
        else:
            kept.append(item)
    return kept


def _key(item: Any, loose: bool) -> Hashable | None:
    """Return what only an item of the same type and value has; None when that is not known."""
    kind = type(item)
    if kind in _LITERAL or (kind in _NUMBERS and not loose):
        return kind, item
    if kind in (tuple, list) and len(item) < 100:
        keys = tuple(_key(part, loose) if part is not item else None for part in item)
        return None if None in keys else (kind, keys)
    return None


class _Pairing:
    """The largest pairing, by augmenting paths: an item gives way if it has another choice."""

    def __init__(self, ours: list[Any], theirs: list[Any], same: Same) -> None:
        self._choices = [
            [i for i, item in enumerate(ours) if same(item, wanted)] for wanted in theirs
        ]
        self._partner_of_theirs: dict[int, int] = {}
        self._partner_of_ours: dict[int, int] = {}

    def partners(self) -> dict[int, int]:
        """Return the place of our item for each place of theirs that has one."""
        for place in range(len(self._choices)):
            self._augment(place)
        return self._partner_of_theirs

    def _augment(self, start: int) -> None:
        """Find an item of ours for ``start``, others moving on where that helps."""
        came_from: dict[int, int] = {}
        queue = [start]
        for place in queue:  # which grows meanwhile
            for choice in self._choices[place]:
                if choice in came_from:
                    continue
                came_from[choice] = place
                holder = self._partner_of_ours.get(choice)
                if holder is None:
                    self._move_on(choice, came_from)
                    return
                queue.append(holder)

    def _move_on(self, choice: int | None, came_from: dict[int, int]) -> None:
        while choice is not None:
            place = came_from[choice]
            before = self._partner_of_theirs.get(place)
            self._partner_of_theirs[place] = choice
            self._partner_of_ours[choice] = place
            choice = before
