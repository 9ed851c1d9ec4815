"""Numpy's arrays, scalars and dtypes on their way; standard library only (see `further.py`).

Numbers, dates and fixed-length texts cross as their bytes, arrays of objects as the objects. What
a dtype's own text does not bring back exactly stays where it is.
"""

from __future__ import annotations

import re
from typing import Any

MOST_BYTES = 8 << 20
_SIMPLE = re.compile(r"[<>|=]?[biufcSUVmM][0-9]+(\[[A-Za-z0-9]+\])?|[?bBhHiIlLqQefdgFDG]")
_SCALARS = "?bBhHiIlLqQefdgFDG"


class _Arrays:
    """See :class:`further.Further`."""

    library = "numpy"
    kinds = ("array", "scalar", "text", "dtype")
    shared = ("array",)

    def __init__(self, numpy: Any, further: Any) -> None:
        self._np = numpy
        scalars = {numpy.dtype(char).type for char in _SCALARS}
        self.types: dict[str, set[type]] = {
            "array": {numpy.ndarray},
            "scalar": {*scalars, numpy.datetime64, numpy.timedelta64},
            "text": {numpy.str_, numpy.bytes_},
            "dtype": {type(numpy.dtype(char)) for char in _SCALARS + "SUVmMO"},
        }

    def take_apart(self, kind: str, value: Any) -> tuple[Any, ...] | None:
        """Return a spec of its type, and what is in it."""
        if kind == "array":
            return self._array(value)
        if kind == "text":
            text = isinstance(value, str)
            return (str.__str__(value) if text else bytes(value),)
        spec = self._spec(value if kind == "dtype" else value.dtype, value)
        if spec is None:
            return None
        return (spec,) if kind == "dtype" else (spec, value.tobytes())

    def put_together(self, kind: str, *parts: Any) -> Any:
        """Return the value; anything may be raised for what is none."""
        if kind == "array":
            array = self.shell(kind, parts[:2])
            self.fill(array, kind, *parts)
            return array
        if kind == "text":
            (text,) = parts
            return self._np.str_(text) if type(text) is str else self._np.bytes_(text)
        if kind == "dtype":
            return self._dtype(*parts)
        spec, data = parts
        (value,) = self._np.frombuffer(data, self._dtype(spec))
        return value

    def header(self, _kind: str, spec: Any, shape: Any, *_data: Any) -> Any:
        """Return the dtype and the shape."""
        return [spec, list(shape)]

    def shell(self, _kind: str, header: Any) -> Any:
        """Return an array of that dtype and shape."""
        spec, shape = header
        dtype = self._dtype(spec)
        if type(shape) not in (list, tuple) or len(shape) > 32:
            raise ValueError("not a shape")
        size = 1
        for length in shape:
            if type(length) is not int or length < 0:
                raise ValueError("not a length")
            size *= length
        if size * dtype.itemsize > MOST_BYTES:
            raise ValueError("an array too large to cross")
        return self._np.zeros(tuple(shape), dtype)

    def fill(self, array: Any, _kind: str, spec: Any, shape: Any, data: Any) -> None:
        """Put other items into an array, in place."""
        numpy = self._np
        dtype = self._dtype(spec)
        if array.dtype != dtype:
            raise ValueError("an array's dtype cannot change")
        if array.shape != tuple(shape):
            array.resize(tuple(shape), refcheck=False)
        if dtype.hasobject:
            items = numpy.empty(len(data), dtype)
            for place, item in enumerate(data):
                items[place] = item
        else:
            items = numpy.frombuffer(data, dtype)
        array[...] = items.reshape(array.shape)

    def _array(self, array: Any) -> tuple[Any, ...] | None:
        spec = self._spec(array.dtype, array)
        if spec is None:
            return None
        items = tuple(array.ravel().tolist()) if spec == "O" else array.tobytes()
        return spec, array.shape, items

    def _spec(self, dtype: Any, value: Any) -> Any:
        """Return text or nested tuples from which the very same dtype can be made, or None."""
        if dtype.kind == "O":
            return "O"
        if dtype.hasobject or (dtype.itemsize == 0 and type(value) is not type(dtype)):
            return None
        plain = dtype.str if dtype.names is None else _tuples(dtype.descr)
        for spec in (plain, dtype.char):
            try:
                made = self._dtype(spec)
            except (TypeError, ValueError):
                continue
            if made == dtype and made.type is dtype.type:
                return spec
        return None

    def _dtype(self, spec: Any) -> Any:
        if spec == "O":
            return self._np.dtype(object)
        if type(spec) is str:
            if _SIMPLE.fullmatch(spec) is None:
                raise ValueError("not a dtype")
            return self._np.dtype(spec)
        return self._np.dtype([self._field(*field) for field in spec])

    def _field(self, name: Any, spec: Any, shape: Any = ()) -> tuple[Any, ...]:
        if type(name) is not str:
            raise ValueError("not a field")
        return (name, self._dtype(spec), tuple(shape))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, (list, tuple)) else value


CODECS = (_Arrays,)
