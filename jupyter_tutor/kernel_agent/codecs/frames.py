"""Pandas' frames, series and indexes on their way; standard library only (see `further.py`).

What is in a column is the affair of `columns.py`. A frame with a column that cannot cross (sparse,
of Arrow) stays where it is, and so do attributes that are no data (`attrs`, `flags`).
"""

from __future__ import annotations

from typing import Any


class _Frames:
    """See :class:`further.Further`."""

    library = "pandas"
    kinds = ("frame", "series", "index")
    shared = ("frame", "series")

    def __init__(self, pandas: Any, further: Any) -> None:
        self._pd = pandas
        self._further = further
        indexes = ("Index", "RangeIndex", "MultiIndex", "CategoricalIndex", "IntervalIndex")
        of_times = ("DatetimeIndex", "TimedeltaIndex", "PeriodIndex")
        self.types: dict[str, set[type]] = {
            "frame": {pandas.DataFrame},
            "series": {pandas.Series},
            "index": {getattr(pandas, name) for name in (*indexes, *of_times)},
        }

    def take_apart(self, kind: str, value: Any) -> tuple[Any, ...]:
        """Return what is in it; ValueError where something of that has no place on the way."""
        if kind == "index":
            return self._labels(value)
        if kind == "series":
            return self._apart(value.index), self._apart(value.array), value.name
        columns = range(len(value.columns))
        values = tuple(self._apart(value.iloc[:, n].array) for n in columns)
        return self._apart(value.index), self._apart(value.columns), values

    def put_together(self, kind: str, *parts: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        if kind == "index":
            return self._index(*parts)
        if kind == "frame":
            return self._frame(*parts)
        rows, values, name = parts
        series = self._series(values, self._together(rows))
        series.name = name
        return series

    def header(self, _kind: str, *_parts: Any) -> Any:
        """Return nothing: a frame can be filled whatever it was before."""
        return None

    def shell(self, kind: str, _header: Any) -> Any:
        """Return one without content."""
        return self._pd.DataFrame() if kind == "frame" else self._pd.Series(dtype=object)

    def fill(self, value: Any, kind: str, *parts: Any) -> None:
        """Make it another one, in place."""
        type(value).__init__(value, self.put_together(kind, *parts))

    def _frame(self, rows: Any, names: Any, values: Any) -> Any:
        index, columns = self._together(rows), self._together(names)
        made = {n: self._series(column, index) for n, column in enumerate(values)}
        frame = self._pd.DataFrame(made, index=index)
        frame.columns = columns
        return frame

    def _series(self, parts: Any, index: Any) -> Any:
        values = self._together(parts)
        return self._pd.Series(values, index=index, dtype=values.dtype)

    def _labels(self, index: Any) -> tuple[Any, ...]:
        if type(index) is self._pd.RangeIndex:
            return "range", index.start, index.stop, index.step, index.name
        if type(index) is self._pd.MultiIndex:
            levels = tuple(self._apart(level) for level in index.levels)
            codes = tuple(self._apart(code) for code in index.codes)
            return "multi", levels, codes, tuple(index.names)
        rhythmic = type(index) in (self._pd.DatetimeIndex, self._pd.TimedeltaIndex)
        rhythm = index.freqstr if rhythmic else None
        return "plain", self._apart(index.array), rhythm, index.name

    def _index(self, how: str, *parts: Any) -> Any:
        pandas = self._pd
        if how == "range":
            start, stop, step, name = parts
            return pandas.RangeIndex(start, stop, step, name=name)
        if how == "multi":
            levels, codes, names = parts
            made = [self._together(level) for level in levels]
            return pandas.MultiIndex(made, [self._together(code) for code in codes], names=names)
        if how != "plain":
            raise ValueError("not an index")
        values, rhythm, name = parts
        array = self._together(values)
        index = pandas.Index(array, dtype=array.dtype, name=name, tupleize_cols=False)
        if rhythm is not None:
            index.freq = rhythm
        return index

    def _apart(self, value: Any) -> tuple[Any, ...]:
        parts: tuple[Any, ...] | None = self._further.take_apart(value)
        if parts is None:
            raise ValueError(f"no way for {type(value)}")
        return parts

    def _together(self, parts: Any) -> Any:
        return self._further.put_together(parts)


CODECS = (_Frames,)
