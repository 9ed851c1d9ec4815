"""Polars' frames and series on their way; standard library only (see `further.py`).

Each column crosses as a description of its dtype and as Python's own values: times as the numbers
they are stored as, categories as texts. A column of Python objects stays where it is.

Once polars has started its threads, a forked copy of the process hangs as soon as it needs them;
:func:`jupyter_tutor.kernel_agent.agent.unforkable` sees to it that none is made. So this runs where
polars may be used: in a process that was not forked since.
"""

from __future__ import annotations

from typing import Any

_SIMPLE = (
    *("Int8", "Int16", "Int32", "Int64", "Int128", "UInt8", "UInt16", "UInt32", "UInt64"),
    *("Float32", "Float64", "Boolean", "String", "Binary", "Null"),
    *("Date", "Time", "Categorical"),
)
_TIMES = ("Date", "Time", "Datetime", "Duration")
_TEXTS = ("Categorical", "Enum")


class _Frames:
    """See :class:`further.Further`."""

    library = "polars"
    kinds = ("polars frame", "polars series")
    shared = ("polars frame", "polars series")

    def __init__(self, polars: Any, further: Any) -> None:
        self._pl = polars
        self.types = {"polars frame": {polars.DataFrame}, "polars series": {polars.Series}}

    def take_apart(self, kind: str, value: Any) -> tuple[Any, ...]:
        """Return the columns; ValueError where one of them has no place on the way."""
        series = [value] if kind == "polars series" else value.get_columns()
        return tuple(self._taken(one) for one in series)

    def put_together(self, kind: str, *columns: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        made = [self._made(*column) for column in columns]
        if kind == "polars frame":
            return self._pl.DataFrame(made)
        (series,) = made
        return series

    def header(self, _kind: str, *_columns: Any) -> Any:
        """Return nothing: a frame can be filled whatever it was before."""
        return None

    def shell(self, kind: str, _header: Any) -> Any:
        """Return one without content."""
        return self._pl.DataFrame() if kind == "polars frame" else self._pl.Series()

    def fill(self, value: Any, kind: str, *columns: Any) -> None:
        """Make it another one, in place."""
        type(value).__init__(value, self.put_together(kind, *columns))

    def _taken(self, series: Any) -> tuple[Any, ...]:
        spec = self._spec(series.dtype)
        stored = series
        if spec[0] in _TEXTS:
            stored = series.cast(self._pl.String)
        elif spec[0] in _TIMES or _nested(spec):
            stored = series.to_physical()
        parts = (series.name, spec, tuple(_frozen(item) for item in stored.to_list()))
        if _nested(spec) and not self._made(*parts).equals(series, null_equal=True):
            raise ValueError("categories within a list or the like")
        return parts

    def _made(self, name: Any, spec: Any, values: Any) -> Any:
        polars, dtype = self._pl, self._dtype(spec)
        if type(name) is not str:
            raise ValueError("not a name")
        if spec[0] in _TEXTS:
            return polars.Series(name, list(values), dtype=polars.String).cast(dtype)
        if spec[0] not in _TIMES and not _nested(spec):
            return polars.Series(name, list(values), dtype=dtype)
        stored = polars.Series(name, [], dtype=dtype).to_physical().dtype
        thawed = [_thawed(value, spec) for value in values]
        return polars.Series(name, thawed, dtype=stored).cast(dtype)

    def _spec(self, dtype: Any) -> tuple[Any, ...]:
        name = type(dtype).__name__
        if name in _SIMPLE and dtype == getattr(self._pl, name):
            return (name,)
        if name == "Datetime":
            return name, dtype.time_unit, dtype.time_zone
        if name == "Duration":
            return name, dtype.time_unit
        if name == "Decimal":
            return name, dtype.precision, dtype.scale
        if name == "Enum":
            return name, tuple(dtype.categories.to_list())
        if name == "List":
            return name, self._spec(dtype.inner)
        if name == "Array":
            return name, self._spec(dtype.inner), dtype.size
        if name == "Struct":
            return name, tuple((field.name, self._spec(field.dtype)) for field in dtype.fields)
        raise ValueError(f"another dtype: {name}")

    def _dtype(self, spec: Any) -> Any:
        polars, (name, *parts) = self._pl, spec
        if name in _SIMPLE:
            () = parts
            return getattr(polars, name)
        if name in ("Datetime", "Duration", "Decimal"):
            return getattr(polars, name)(*parts)
        if name == "Enum":
            return polars.Enum(list(parts[0]))
        if name == "List":
            return polars.List(self._dtype(*parts))
        if name == "Array":
            return polars.Array(self._dtype(parts[0]), parts[1])
        if name == "Struct":
            return polars.Struct({field: self._dtype(inner) for field, inner in parts[0]})
        raise ValueError("not a dtype")


def _nested(spec: Any) -> bool:
    return spec[0] in ("List", "Array", "Struct")


def _frozen(value: Any) -> Any:
    """Return a column's item without lists and dictionaries, which would be kept in step."""
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    return tuple(map(_frozen, value.values())) if isinstance(value, dict) else value


def _thawed(value: Any, spec: Any) -> Any:
    if value is None or not _nested(spec):
        return value
    if spec[0] == "Struct":
        return {name: _thawed(value[n], inner) for n, (name, inner) in enumerate(spec[1])}
    return [_thawed(item, spec[1]) for item in value]


CODECS = (_Frames,)
