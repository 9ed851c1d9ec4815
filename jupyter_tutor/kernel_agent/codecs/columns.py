"""What pandas' columns and indexes consist of, on its way; and single values of such kinds.

Numbers and times cross as bytes, texts as texts, categories as codes, objects as the objects.
Standard library only (see `further.py`).
"""

from __future__ import annotations

from typing import Any

_ARRAYS = (
    *("DatetimeArray", "TimedeltaArray", "PeriodArray", "IntervalArray", "NumpyExtensionArray"),
    *("IntegerArray", "FloatingArray", "BooleanArray", "StringArray", "ArrowStringArray"),
)
_DTYPES = (
    *(f"{kind}{size}Dtype" for kind in ("Int", "UInt") for size in (8, 16, 32, 64)),
    *("Float32Dtype", "Float64Dtype", "BooleanDtype", "StringDtype", "CategoricalDtype"),
    *("DatetimeTZDtype", "PeriodDtype", "IntervalDtype"),
)


class _Columns:
    """See :class:`further.Further`."""

    library = "pandas"
    kinds = ("column", "column type", "moment", "span", "period", "interval", "none")
    shared = ()

    def __init__(self, pandas: Any, further: Any) -> None:
        self._pd = pandas
        self._further = further
        own = [getattr(pandas.arrays, name, None) for name in _ARRAYS]
        self.types: dict[str, set[type]] = {
            "column": {pandas.Categorical, *[kind for kind in own if kind is not None]},
            "column type": {getattr(pandas, name) for name in _DTYPES},
            "moment": {pandas.Timestamp},
            "span": {pandas.Timedelta},
            "period": {pandas.Period},
            "interval": {pandas.Interval},
            "none": {type(pandas.NA), type(pandas.NaT)},
        }

    def take_apart(self, kind: str, value: Any) -> tuple[Any, ...]:
        """Return what is in it; ValueError where something of that has no place on the way."""
        if kind == "column":
            return self._column(value)
        if kind == "column type":
            return self._type(value)
        if kind == "moment":
            return _number(value), value.unit, self._zone(value.tz, value.unit)
        if kind == "span":
            return _number(value), value.unit
        if kind == "period":
            return value.ordinal, value.freqstr
        if kind == "interval":
            return value.left, value.right, value.closed
        return ("NA" if value is self._pd.NA else "NaT",)

    def put_together(self, kind: str, *parts: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        pandas = self._pd
        if kind == "column":
            return self._column_made(*parts)
        if kind == "column type":
            return self._type_made(*parts)
        if kind == "moment":
            number, *how = parts
            return self._moments(_eight(number), *how)[0]
        if kind == "span":
            number, unit = parts
            return self._spans(_eight(number), unit)[0]
        if kind == "period":
            ordinal, rhythm = parts
            return pandas.Period(ordinal=ordinal, freq=rhythm)
        if kind == "interval":
            return pandas.Interval(*parts)
        (name,) = parts
        return {"NA": pandas.NA, "NaT": pandas.NaT}[name]

    def _column(self, array: Any) -> tuple[Any, ...]:
        pandas, dtype = self._pd, array.dtype
        if isinstance(dtype, pandas.CategoricalDtype):
            return "categories", self._apart(array.codes), self._type(dtype)
        if isinstance(dtype, pandas.StringDtype):
            texts = array.to_numpy(dtype=object, na_value=None).tolist()
            return "texts", self._type(dtype), tuple(texts)
        if isinstance(dtype, pandas.PeriodDtype):
            return "periods", array.freqstr, array.asi8.tobytes()
        if isinstance(dtype, pandas.IntervalDtype):
            return "intervals", array.closed, self._apart(array.left), self._apart(array.right)
        if hasattr(array, "_mask"):
            return "masked", self._apart(array._data), self._apart(array._mask)
        if dtype.kind == "M":
            zone = self._zone(array.tz, array.unit)
            return "moments", array.view("i8").tobytes(), array.unit, zone
        if dtype.kind == "m":
            return "spans", array.view("i8").tobytes(), array.unit
        return "plain", self._apart(array.to_numpy())

    def _column_made(self, how: str, *parts: Any) -> Any:
        pandas = self._pd
        if how == "plain":
            return pandas.arrays.NumpyExtensionArray(self._together(*parts))
        if how == "categories":
            codes, dtype = parts
            made = self._together(codes)
            return pandas.Categorical.from_codes(made, dtype=self._type_made(*dtype))
        if how == "texts":
            dtype, texts = parts
            values = [pandas.NA if text is None else text for text in texts]
            return pandas.array(values, dtype=self._type_made(*dtype))
        if how == "periods":
            rhythm, data = parts
            return pandas.PeriodIndex.from_ordinals(self._numbers(data), freq=rhythm).array
        if how == "intervals":
            closed, *ends = parts
            return pandas.arrays.IntervalArray.from_arrays(*map(self._together, ends), closed)
        if how == "masked":
            values, mask = map(self._together, parts)
            names = {"b": "BooleanArray", "f": "FloatingArray"}
            kind = names.get(values.dtype.kind, "IntegerArray")
            return getattr(pandas.arrays, kind)(values, mask)
        if how in ("moments", "spans"):
            return self._moments(*parts) if how == "moments" else self._spans(*parts)
        raise ValueError("not a column")

    def _type(self, dtype: Any) -> tuple[Any, ...]:
        pandas = self._pd
        if type(dtype) is pandas.StringDtype:
            return "texts", dtype.storage, "NA" if dtype.na_value is pandas.NA else "nan"
        if type(dtype) is pandas.CategoricalDtype:
            labels = None if dtype.categories is None else self._apart(dtype.categories)
            return "categories", labels, dtype.ordered
        if pandas.api.types.pandas_dtype(str(dtype)) != dtype:
            raise ValueError("a dtype without a name")
        return "named", str(dtype)

    def _type_made(self, how: str, *parts: Any) -> Any:
        pandas = self._pd
        if how == "categories":
            labels, ordered = parts
            made = None if labels is None else self._together(labels)
            return pandas.CategoricalDtype(made, ordered)
        if how == "named":
            made = pandas.api.types.pandas_dtype(*parts)
            if type(made) not in self.types["column type"]:
                raise ValueError("not a dtype of pandas")
            return made
        if how != "texts":
            raise ValueError("not a dtype")
        storage, missing = parts
        told = {} if missing == "NA" else {"na_value": float("nan")}
        try:
            return pandas.StringDtype(storage, **told)
        except ImportError:  # there it had a library that is not here
            return pandas.StringDtype("python", **told)

    def _moments(self, data: bytes, unit: str, zone: str | None) -> Any:
        values = self._pd.DatetimeIndex(self._numbers(data).view(f"M8[{_unit(unit)}]"))
        if zone is not None:
            values = values.tz_localize("UTC").tz_convert(zone)
        return values.array

    def _spans(self, data: bytes, unit: str) -> Any:
        return self._pd.TimedeltaIndex(self._numbers(data).view(f"m8[{_unit(unit)}]")).array

    def _zone(self, zone: Any, unit: str) -> str | None:
        if zone is None:
            return None
        name = str(zone)
        if self._pd.DatetimeTZDtype(unit, name) != self._pd.DatetimeTZDtype(unit, zone):
            raise ValueError("a time zone without a name")
        return name

    def _numbers(self, data: bytes) -> Any:
        return self._together(("array", "<i8", (len(data) // 8,), data))

    def _apart(self, value: Any) -> tuple[Any, ...]:
        parts: tuple[Any, ...] | None = self._further.take_apart(value)
        if parts is None:
            raise ValueError(f"no way for {type(value)}")
        return parts

    def _together(self, parts: Any) -> Any:
        return self._further.put_together(parts)


def _number(value: Any) -> int:
    return int(value.asm8.view("i8"))


def _eight(number: Any) -> bytes:
    return int(number).to_bytes(8, "little", signed=True)


def _unit(text: str) -> str:
    if text not in ("s", "ms", "us", "ns"):
        raise ValueError("not a unit of time")
    return text


CODECS = (_Columns,)
