"""Dates, times, decimals, fractions and UUIDs on their way: what Python's own library has.

Standard library only (see `further.py`).
"""

from __future__ import annotations

from typing import Any


class _Codec:
    """What the codecs here have in common: a kind is the name of a class of their module."""

    library = ""
    kinds: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def __init__(self, module: Any, further: Any) -> None:
        self._further = further
        self._module = module
        self.types = {kind: {getattr(module, kind)} for kind in self.kinds}

    def put_together(self, kind: str, *parts: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        return getattr(self._module, kind)(*parts)


class _Times(_Codec):
    library = "datetime"
    kinds = ("date", "time", "datetime", "timedelta", "timezone")

    def take_apart(self, kind: str, value: Any) -> tuple[Any, ...]:
        """Return the numbers; a time zone is a part of its own."""
        if kind == "timedelta":
            return value.days, value.seconds, value.microseconds
        if kind == "timezone":
            return tuple(value.__getinitargs__())
        date = () if kind == "time" else (value.year, value.month, value.day)
        if kind == "date":
            return date
        zone = value.tzinfo
        if zone is not None and self._further.kind_of(zone) is None:
            raise ValueError("another kind of time zone")
        clock = (value.hour, value.minute, value.second, value.microsecond)
        return (*date, *clock, zone, value.fold)

    def put_together(self, kind: str, *parts: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        made = getattr(self._module, kind)
        return made(*parts[:-1], fold=parts[-1]) if kind in ("time", "datetime") else made(*parts)


class _Zones(_Codec):
    library = "zoneinfo"
    kinds = ("ZoneInfo",)

    def take_apart(self, _kind: str, value: Any) -> tuple[Any, ...]:
        """Return its name."""
        if type(value.key) is not str:
            raise ValueError("a time zone without a name")
        return (value.key,)


class _Decimals(_Codec):
    library = "decimal"
    kinds = ("Decimal",)

    def take_apart(self, _kind: str, value: Any) -> tuple[Any, ...]:
        """Return its text, which is exact."""
        return (str(value),)


class _Fractions(_Codec):
    library = "fractions"
    kinds = ("Fraction",)

    def take_apart(self, _kind: str, value: Any) -> tuple[Any, ...]:
        """Return both numbers."""
        return int(value.numerator), int(value.denominator)


class _Identifiers(_Codec):
    library = "uuid"
    kinds = ("UUID",)

    def take_apart(self, _kind: str, value: Any) -> tuple[Any, ...]:
        """Return its text."""
        return (str(value),)


CODECS = (_Times, _Zones, _Decimals, _Fractions, _Identifiers)
