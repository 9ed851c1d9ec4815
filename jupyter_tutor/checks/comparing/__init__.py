"""Whether what a learner's code made is what was expected, and what sets the two apart.

One file per library, imported only when a value of that library is there. Every value here is the
checker's own: a learner's object that is no data arrives as a handle, which equals only itself.
"""

import sys
from collections.abc import Callable
from typing import Any

from jupyter_tutor.checks.comparing.described import Chart, Drawn, Relation
from jupyter_tutor.checks.comparing.difference import AS_PYTHON, Difference, Options
from jupyter_tutor.checks.comparing.plain import plain_difference
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.checks.showing import is_handle

__all__ = ["AS_PYTHON", "Difference", "Options", "difference"]


def difference(seen: Any, expected: Any, options: Options) -> Difference | None:
    """Return the first thing that sets two values apart, or None when they are the same."""
    try:
        return _Comparing().difference(seen, expected, options)
    except RecursionError:
        return Difference(more="It is nested too deeply to be compared.")


class _Comparing:
    """One comparison. Lists that hold themselves are walked through once."""

    def __init__(self) -> None:
        self._under_way: set[tuple[int, int]] = set()

    def difference(self, seen: Any, expected: Any, options: Options) -> Difference | None:
        both = (id(seen), id(expected))
        if seen is expected or both in self._under_way:
            return None
        self._under_way.add(both)
        try:
            compare = _comparator(seen, expected)
            return compare(seen, expected, options, self.difference)
        finally:
            self._under_way.discard(both)


_Again = Callable[[Any, Any, Options], Difference | None]
_Comparator = Callable[[Any, Any, Options, _Again], Difference | None]


def _comparator(seen: Any, expected: Any) -> _Comparator:
    """Return what knows both values; of a library that is not in use nothing is imported."""
    if any(isinstance(value, WantedPlot | Drawn | Chart) for value in (seen, expected)):
        from jupyter_tutor.checks.comparing.plots import plot_difference

        return plot_difference
    if is_handle(seen) or is_handle(expected):
        return plain_difference
    if isinstance(seen, Relation) or isinstance(expected, Relation):
        from jupyter_tutor.checks.comparing.relations import relation_difference

        return relation_difference
    libraries = {
        str(type(value).__module__).partition(".")[0] for value in (seen, expected)
    }.intersection(sys.modules)
    if "polars" in libraries:
        from jupyter_tutor.checks.comparing.polars_frames import polars_difference

        return polars_difference
    if "pandas" in libraries:
        from jupyter_tutor.checks.comparing.pandas_frames import pandas_difference

        return pandas_difference
    if "numpy" in libraries:
        from jupyter_tutor.checks.comparing.arrays import array_difference

        return array_difference
    return plain_difference
