"""What sets two values apart, and the rules by which that is found."""

import math
from dataclasses import dataclass
from typing import Any

from jupyter_tutor.checks.showing import code, short

ROUNDING = 1e-9
"""How far apart, relative to their size, two numbers may be that differ by rounding only."""

NOTHING = 1e-12
"""How far from zero a number may be that is zero but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How two values are compared.

    ``exact``: numbers have to be of the same type and to the last digit. ``tolerance`` is how far
    floats may be apart, absolutely or relative to their size; None allows for rounding.
    ``unordered``: the outermost lists may have their items in any order. ``index``: the labels of
    a frame's rows count. ``bools``: `True` is the number 1, and `False` 0.
    ``brief``: no words are wanted, only whether there is a difference.
    """

    exact: bool = False
    tolerance: float | None = None
    unordered: bool = False
    index: bool = True
    bools: bool = False
    brief: bool = False

    def __post_init__(self) -> None:
        flags = (self.exact, self.unordered, self.index)
        if any(type(flag) is not bool for flag in flags):
            raise TypeError("exact, unordered and index are True or False")
        if self.tolerance is not None and not (
            type(self.tolerance) in (int, float) and self.tolerance >= 0
        ):
            raise TypeError("tolerance is a number, and not less than 0")

    def close(self, seen: Any, expected: Any) -> bool:
        """Whether two numbers of which one at least is no whole number are the same number."""
        if seen == expected or (seen != seen and expected != expected):
            return True
        if self.exact:
            return False
        relative = ROUNDING if self.tolerance is None else self.tolerance
        absolute = NOTHING if self.tolerance is None else self.tolerance
        return is_close(seen, expected, relative, absolute)


def is_close(seen: Any, expected: Any, relative: float, absolute: float) -> bool:
    """As :func:`math.isclose`, of complex numbers too."""
    try:
        if isinstance(seen, complex) or isinstance(expected, complex):
            apart = abs(seen - expected)
            return bool(apart <= max(relative * max(abs(seen), abs(expected)), absolute))
        return math.isclose(seen, expected, rel_tol=relative, abs_tol=absolute)
    except (OverflowError, TypeError):  # a number that no float can hold, or no complex one
        return False


class Missing:
    """Stands for a cell of a table without a value: None, NaN, NaT, NULL."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first thing that sets two values apart.

    ``path`` leads to it from the outside (``index 2``, ``key `'b'` ``, ``in column `'n'` ``). There
    either ``what`` completes a sentence that begins with "It", or ``pair`` has what is there and
    what was expected. ``more`` is a further sentence. All may be None: then the whole values say
    it.
    """

    path: tuple[str, ...] = ()
    what: str | None = None
    pair: tuple[str, str] | None = None
    more: str | None = None

    def within(self, *place: str) -> "Difference":
        """Return this difference as seen from further outside."""
        return Difference(path=(*place, *self.path), what=self.what, pair=self.pair, more=self.more)

    def __str__(self) -> str:
        """In whole sentences; empty when there is nothing to add to the whole values."""
        said = []
        where = ", ".join(self.path)
        if where and not where.startswith("in "):
            where = f"at {where}"
        if self.what is not None and where:
            said.append(f"{where[0].upper()}{where[1:]}, it {self.what}.")
        elif self.what is not None:
            said.append(f"It {self.what}.")
        elif self.pair is not None and where:
            seen, expected = self.pair
            said.append(f"The first difference is {where}: {seen} instead of {expected}.")
        if self.more is not None:
            said.append(self.more)
        return " ".join(said)


def pair(seen: Any, expected: Any, more: str | None = None) -> Difference:
    """Return the difference between two values that are not taken apart any further."""
    return Difference(pair=(code(short(seen)), code(short(expected))), more=more)


AS_PYTHON = Options(tolerance=0.0, bools=True)
"""What ``==`` calls the same."""
