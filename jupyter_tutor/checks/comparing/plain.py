"""Compares Python's own values: numbers, texts, lists, dictionaries, sets and what they hold."""

import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from numbers import Number
from typing import Any

from jupyter_tutor.checks.comparing.difference import (
    NOTHING,
    ROUNDING,
    Difference,
    Options,
    is_close,
    pair,
)
from jupyter_tutor.checks.comparing.matching import Same, unmatched
from jupyter_tutor.checks.showing import a_type, code, is_handle, short, shorten, type_name

Again = Callable[[Any, Any, Options], Difference | None]
"""Compares what is inside, whatever it is."""

_MOST_REORDERED = 1000
_FEW = 2
"""Numbers smaller than this are one apart for many reasons, and not because of a miscount."""


def plain_difference(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    """Return the first difference, or None when the values are the same."""
    if is_handle(seen) or is_handle(expected):
        return _otherwise(seen, expected)
    if is_number(seen, options) and is_number(expected, options):
        return _numbers(seen, expected, options)
    if isinstance(seen, list | tuple) and isinstance(expected, list | tuple):
        if type(seen) is type(expected):
            return _sequences(seen, expected, options, again)
        alike = again(list(seen), list(expected), options) is None
        more = _look_alike(seen, expected) if alike else _other_container(seen, expected)
        return pair(seen, expected, more)
    if isinstance(seen, dict) and isinstance(expected, dict):
        return _dictionaries(seen, expected, options, again)
    if isinstance(seen, set | frozenset) and isinstance(expected, set | frozenset):
        return _sets(seen, expected, options, again)
    if isinstance(seen, str) and isinstance(expected, str):
        return None if seen == expected else pair(seen, expected, _between_texts(seen, expected))
    same_kind = isinstance(seen, bool) == isinstance(expected, bool)
    if same_kind and bool(seen == expected):
        return None
    return _otherwise(seen, expected)


def is_number(value: Any, options: Options) -> bool:
    """Whether a value is a number; a bool is not, unless the options say so."""
    return isinstance(value, Number) and (options.bools or not isinstance(value, bool))


def _between_texts(seen: str, expected: str) -> str | None:
    """Return one sentence on what sets two texts apart that are nearly the same, or None."""
    if "".join(seen.split()) == "".join(expected.split()):
        return "Only spaces or line ends differ."
    if seen.casefold() == expected.casefold():
        return "Only capital letters differ."
    unfilled = next((gap for gap in _GAP.findall(seen) if gap not in expected), None)
    if unfilled is not None:
        return f"{code(unfilled)} stands in it as it is: is there an `f` before the quotes?"
    ours, theirs = seen.splitlines(), expected.splitlines()
    if min(len(ours), len(theirs)) == 0 or max(len(ours), len(theirs)) == 1:
        return None
    for number, (line, wanted) in enumerate(zip(ours, theirs, strict=False), 1):
        if line != wanted:
            return f"Line {number} is {code(short(line))} instead of {code(short(wanted))}."
    return f"It has {len(ours)} line{'' if len(ours) == 1 else 's'} instead of {len(theirs)}."


_GAP = re.compile(r"\{[A-Za-z_]\w*\}")
"""What an f-string would have filled in."""


def _otherwise(seen: Any, expected: Any) -> Difference:
    return pair(seen, expected, _of_another_kind(seen, expected))


def _of_another_kind(seen: Any, expected: Any) -> str | None:
    """Return one sentence on what sets two values of different kinds apart, or None."""
    if type_name(seen) != type_name(expected) and _bare(seen) == _bare(expected):
        return _look_alike(seen, expected)
    if is_handle(expected):
        return None
    if type_name(seen) in _FUNCTIONS:
        return "That is a function, and not what it gives back: a call has `(…)` behind the name."
    if type_name(seen) in _ONE_BY_ONE and isinstance(expected, _CONTAINERS):
        return f"It gives its items one by one; {code(f'{type_name(expected)}(…)')} collects them."
    if is_handle(seen):
        return None
    if isinstance(seen, bool) != isinstance(expected, bool) and _equal_numbers(seen, expected):
        return (
            f"They count the same, but {code(short(seen))} is {a_type(seen)} "
            f"and {code(short(expected))} is {a_type(expected)}."
        )
    if _is_only_item(expected, seen):
        return f"The value is right, but it is in {a_type(seen)}."
    if _is_only_item(seen, expected):
        return f"The value is right, but it is not in {a_type(expected)}."
    return _other_container(seen, expected)


_FUNCTIONS = ("function", "method", "builtin_function_or_method")
_ONE_BY_ONE = (
    *("range", "map", "filter", "zip", "enumerate", "reversed", "generator"),
    *("list_reverseiterator", "dict_keys", "dict_values", "dict_items"),
)
_CONTAINERS = (list, tuple, set, frozenset, dict)


def _equal_numbers(seen: Any, expected: Any) -> bool:
    return isinstance(seen, Number) and isinstance(expected, Number) and bool(seen == expected)


def _is_only_item(item: Any, container: Any) -> bool:
    if not isinstance(container, list | tuple | set | frozenset) or len(container) != 1:
        return False
    (only,) = container
    return type(only) is type(item) and type(item) in (int, float, str, bool) and only == item


def _other_container(seen: Any, expected: Any) -> str | None:
    if not isinstance(seen, _CONTAINERS) or not isinstance(expected, _CONTAINERS):
        return None
    return f"It is {a_type(seen)}, and {a_type(expected)} was expected."


def _look_alike(seen: Any, expected: Any) -> str:
    return (
        f"They look alike, but {code(short(seen))} is {a_type(seen)} "
        f"and {code(short(expected))} is {a_type(expected)}."
    )


def _bare(value: Any) -> str:
    return shorten(value) if type(value) is str else short(value)


def _numbers(seen: Any, expected: Any, options: Options) -> Difference | None:
    whole = isinstance(seen, int) and isinstance(expected, int)
    if not (seen == expected if whole else options.close(seen, expected)):
        return pair(seen, expected, _how_far(seen, expected, options))
    if options.exact and type(seen) is not type(expected):
        more = (
            f"They are equal, but {code(short(seen))} is {a_type(seen)} "
            f"and {code(short(expected))} is {a_type(expected)}."
        )
        return pair(seen, expected, more)
    return None


def _how_far(seen: Any, expected: Any, options: Options) -> str | None:
    """Return one sentence on how far apart two numbers are, where that tells something."""
    if isinstance(seen, int) and isinstance(expected, int):
        miscounted = abs(seen - expected) == 1 and min(abs(seen), abs(expected)) >= _FEW
        return "It is off by one." if miscounted else None
    strict = options.exact or options.tolerance == 0
    if strict and is_close(seen, expected, ROUNDING, NOTHING):
        return "They differ by rounding only: `round(…)` helps."
    if not options.tolerance or isinstance(seen, complex) or isinstance(expected, complex):
        return None
    apart = abs(float(seen) - float(expected))
    if not math.isfinite(apart):
        return None
    allowed = options.tolerance * max(1.0, abs(float(seen)), abs(float(expected)))
    return f"It is off by {apart:.3g}, and up to {allowed:.3g} is allowed."


def _sequences(
    seen: Sequence[Any], expected: Sequence[Any], options: Options, again: Again
) -> Difference | None:
    inner = replace(options, unordered=False)
    brief = replace(inner, brief=True)
    loose = bool(options.tolerance)

    def same(ours: Any, theirs: Any) -> bool:
        return again(ours, theirs, brief) is None

    if options.unordered:
        return _more_or_less(seen, expected, same, loose)
    for index, (ours, theirs) in enumerate(zip(seen, expected, strict=False)):
        found = again(ours, theirs, inner)
        if found is not None and options.brief:
            return found
        if found is not None:
            return _as_a_whole(seen, expected, same, loose) or found.within(f"index {index}")
    return None if len(seen) == len(expected) else Difference(what=_end(seen, expected))


def _as_a_whole(
    seen: Sequence[Any], expected: Sequence[Any], same: Same, loose: bool
) -> Difference | None:
    """Return what is to be said of two lists that differ in one simple way, or None."""
    if abs(len(seen) - len(expected)) == 1:
        less, more = sorted((seen, expected), key=len)
        if less and all(same(ours, theirs) for ours, theirs in zip(less, more[1:], strict=True)):
            item = code(short(more[0]))
            first = f"has one item too many, {item} at the beginning"
            return Difference(what=first if more is seen else f"lacks the first item, {item}")
    if len(seen) != len(expected):
        return Difference(what=_lengths(seen, expected))
    if not 1 < len(seen) <= _MOST_REORDERED:
        return None
    if unmatched(seen, expected, same, loose=loose) == ([], []):
        return Difference(what="has the right items, but in another order")
    apart = {
        ours - theirs if type(ours) is type(theirs) is int else 0
        for ours, theirs in zip(seen, expected, strict=True)
    }
    if apart not in ({1}, {-1}):
        return None
    return Difference(more=f"Every number is too {'large' if apart == {1} else 'small'} by one.")


def _lengths(seen: Sequence[Any], expected: Sequence[Any]) -> str:
    return f"has {len(seen)} item{'' if len(seen) == 1 else 's'} instead of {len(expected)}"


def _end(seen: Sequence[Any], expected: Sequence[Any]) -> str:
    """Return how two lists differ of which one goes on where the other ends."""
    if len(seen) == len(expected) - 1 and seen:
        return f"lacks the last item, {code(short(expected[-1]))}"
    if len(seen) == len(expected) + 1 and expected:
        return f"has one item too many, {code(short(seen[-1]))} at the end"
    return _lengths(seen, expected)


def _more_or_less(
    seen: Sequence[Any], expected: Sequence[Any], same: Same, loose: bool
) -> Difference | None:
    """Return what is missing, or else what is too many, where the order does not matter."""
    extra, missing = unmatched(seen, expected, same, loose=loose)
    if missing:
        again = any(same(item, missing[0]) for item in seen)
        what = f"does not have {code(short(missing[0]))}{' often enough' if again else ''}"
        return Difference(what=what)
    if extra:
        again = any(same(extra[0], item) for item in expected)
        end = " too often" if again else ", which should not be there"
        return Difference(what=f"has {code(short(extra[0]))}{end}")
    return None


def _dictionaries(
    seen: dict[Any, Any], expected: dict[Any, Any], options: Options, again: Again
) -> Difference | None:
    ours, theirs = _by_key(seen, options), _by_key(expected, options)
    missing = [key for name, (key, _) in theirs.items() if name not in ours]
    extra = [key for name, (key, _) in ours.items() if name not in theirs]
    if missing:
        near = next((key for key in extra if _nearly(key, missing[0])), None)
        more = None if near is None else f"It has {code(short(near))} in its place."
        return Difference(what=f"does not have the key {code(short(missing[0]))}", more=more)
    if extra:
        return Difference(what=f"has the key {code(short(extra[0]))}, which should not be there")
    for name, (key, value) in theirs.items():
        found = again(ours[name][1], value, options)
        if found is not None:
            return found.within(f"key {code(short(key))}")
    return None


def _by_key(values: dict[Any, Any], options: Options) -> dict[Hashable, tuple[Any, Any]]:
    """Return a dictionary's items by what is equal for keys that are the same."""
    return {
        (isinstance(key, bool) and not options.bools, key): (key, value)
        for key, value in values.items()
    }


def _nearly(key: Any, wanted: Any) -> bool:
    return _bare(key).strip().casefold() == _bare(wanted).strip().casefold()


def _sets(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    brief = replace(options, unordered=False, brief=True)

    def same(ours: Any, theirs: Any) -> bool:
        return again(ours, theirs, brief) is None

    # In one order whatever the process, so that the same answer hears the same words.
    ours, theirs = sorted(seen, key=short), sorted(expected, key=short)
    return _more_or_less(ours, theirs, same, bool(options.tolerance))
