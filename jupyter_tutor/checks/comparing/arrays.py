"""Compares numpy's arrays and numbers: shape, dtype, and place by place within a tolerance."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy

from jupyter_tutor.checks.comparing.difference import (
    NOTHING,
    ROUNDING,
    Difference,
    Options,
    pair,
)
from jupyter_tutor.checks.showing import code

Again = Callable[[Any, Any, Options], Difference | None]

_GROUPS = {
    **dict.fromkeys("iufc", "numbers"),
    **dict.fromkeys("SUT", "texts"),
    "b": "truth values",
    "M": "times",
    "m": "spans of time",
}
_MOST_IN_WORDS = 1000


def array_difference(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    """Return the first difference of two values of which at least one is numpy's."""
    if isinstance(seen, numpy.ndarray) and isinstance(expected, numpy.ndarray):
        return _arrays(seen, expected, options, again)
    if isinstance(seen, numpy.ndarray) or isinstance(expected, numpy.ndarray):
        return _one_array(seen, expected, options, again)
    ours, theirs = _plain(seen), _plain(expected)
    if ours is seen and theirs is expected:
        return None if bool(seen == expected) else pair(seen, expected)
    return again(ours, theirs, options)


def _plain(value: Any) -> Any:
    """Return a number of numpy's as one of Python's, where there is one."""
    if not isinstance(value, numpy.generic) or isinstance(
        value, numpy.datetime64 | numpy.timedelta64
    ):
        return value
    plain = value.item()
    return float(plain) if isinstance(plain, numpy.floating) else plain


def _one_array(seen: Any, expected: Any, options: Options, again: Again) -> Difference:
    ours = seen.tolist() if isinstance(seen, numpy.ndarray) else seen
    theirs = expected.tolist() if isinstance(expected, numpy.ndarray) else expected
    listed = isinstance(ours, list) and isinstance(theirs, list | tuple | range)
    if not listed or again(ours, list(theirs), options) is not None:
        return pair(seen, expected)
    kind, wanted = _kind(seen), _kind(expected)
    return pair(seen, expected, f"The items are the same, but it is {kind} and not {wanted}.")


def _kind(value: Any) -> str:
    if isinstance(value, numpy.ndarray):
        return "an array"
    return f"a {code(type(value).__name__)}"


def _arrays(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    if options.exact and seen.dtype != expected.dtype:
        return Difference(what=f"is an array of {_named(seen)} instead of {_named(expected)}")
    groups = _GROUPS.get(seen.dtype.kind), _GROUPS.get(expected.dtype.kind)
    if None not in groups and groups[0] != groups[1]:
        what = f"is an array of {groups[0]} ({_named(seen)}) instead of {groups[1]}"
        return Difference(what=f"{what} ({_named(expected)})")
    if seen.ndim == expected.ndim == 1 and (options.unordered or seen.shape != expected.shape):
        return again(seen.tolist(), expected.tolist(), options)
    if seen.shape != expected.shape:
        return _shapes(seen, expected, options, again)
    if options.unordered and seen.ndim > 1:
        return again(seen.tolist(), expected.tolist(), options)
    return _places(seen, expected, options, again)


def _named(array: Any) -> str:
    return code(str(array.dtype))


def _shapes(seen: Any, expected: Any, options: Options, again: Again) -> Difference:
    what = f"has the shape {code(str(seen.shape))} instead of {code(str(expected.shape))}"
    turned = seen.shape == expected.shape[::-1]
    if turned and _places(seen.T, expected, options, again) is None:
        return Difference(what=what, more="Rows and columns have changed places.")
    return Difference(what=what)


def _places(seen: Any, expected: Any, options: Options, again: Again) -> Difference | None:
    """Return the first difference of two arrays of the same shape."""
    differ = _differing(seen, expected, options, again)
    count = int(differ.sum())
    if count == 0:
        return None
    if seen.ndim == 0:
        return pair(seen[()], expected[()])
    if seen.ndim == 1 and seen.size <= _MOST_IN_WORDS:
        found = again(seen.tolist(), expected.tolist(), options)
        if found is not None and not found.path:
            return found
    place = tuple(int(n) for n in numpy.argwhere(differ)[0])
    spoken = str(place[0]) if len(place) == 1 else str(list(place))
    ours, theirs = _plain(seen[place]), _plain(expected[place])
    found = again(ours, theirs, options) or pair(ours, theirs)
    if found.more is None and count > 1:
        found = replace(found, more=f"{count} of {seen.size} values differ.")
    return found.within(f"index {spoken}")


def _differing(seen: Any, expected: Any, options: Options, again: Again) -> Any:
    """Return an array that is true where the two differ."""
    if seen.dtype.kind in "iub" and expected.dtype.kind in "iub":
        return seen != expected
    if seen.dtype.kind in "iufc" and expected.dtype.kind in "iufc":
        return ~_close(seen, expected, options)
    if seen.dtype.kind in "mM" and expected.dtype.kind == seen.dtype.kind:
        return (seen != expected) & ~(numpy.isnat(seen) & numpy.isnat(expected))
    pairs = zip(seen.ravel().tolist(), expected.ravel().tolist(), strict=True)
    differ = [again(ours, theirs, options) is not None for ours, theirs in pairs]
    return numpy.array(differ, dtype=bool).reshape(seen.shape)


def _close(seen: Any, expected: Any, options: Options) -> Any:
    same = (seen == expected) | (numpy.isnan(seen) & numpy.isnan(expected))
    if options.exact:
        return same
    relative = ROUNDING if options.tolerance is None else options.tolerance
    absolute = NOTHING if options.tolerance is None else options.tolerance
    with numpy.errstate(all="ignore"):
        apart = numpy.abs(seen - expected)
        larger = numpy.maximum(numpy.abs(seen), numpy.abs(expected))
        near = apart <= numpy.maximum(relative * larger, absolute)
    return same | (near & numpy.isfinite(apart))
