"""How arrays and frames look in what a learner reads: on one line, much as one would type them.

Nothing is imported here: a value of a library is there only when the library is.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

_MOST_CELLS = 60
_MOST_NAMES = 8


def data_text(value: Any) -> str | None:
    """Return text for a value of numpy, pandas or polars; None for any other."""
    library = str(type(value).__module__).partition(".")[0]
    if library not in _TEXTS or library not in sys.modules:
        return None
    try:
        return _TEXTS[library](sys.modules[library], value)
    except Exception:  # noqa: BLE001 - a learner may have made it, in whatever way
        return None


@contextlib.contextmanager
def plain_numbers() -> Iterator[None]:
    """Within this, a number of numpy's looks like one of Python's."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        yield
        return
    with numpy.printoptions(legacy="1.25"):
        yield


def _of_numpy(numpy: Any, value: Any) -> str | None:
    if isinstance(value, numpy.datetime64 | numpy.timedelta64):
        return str(value)
    if not isinstance(value, numpy.ndarray):
        return None
    if value.size > _MOST_CELLS:
        return f"<array of shape {value.shape}, {value.dtype}>"
    return f"array({value.tolist()!r})"


def _of_pandas(pandas: Any, value: Any) -> str | None:
    if isinstance(value, pandas.DataFrame):
        rows, names = len(value), [str(name) for name in value.columns]
        if value.size <= _MOST_CELLS and value.columns.is_unique:
            return f"DataFrame({value.to_dict('list')!r})"
        return _large("DataFrame", rows, names)
    if isinstance(value, pandas.Series):
        if len(value) > _MOST_CELLS:
            return f"<Series of {len(value)} values>"
        plain = isinstance(value.index, pandas.RangeIndex) or not value.index.is_unique
        return f"Series({value.tolist() if plain else value.to_dict()!r})"
    if isinstance(value, pandas.Index):
        few = len(value) <= _MOST_CELLS
        return f"Index({value.tolist()!r})" if few else f"<Index of {len(value)} labels>"
    return None


def _of_polars(polars: Any, value: Any) -> str | None:
    if isinstance(value, polars.DataFrame):
        if value.height * value.width <= _MOST_CELLS:
            return f"DataFrame({value.to_dict(as_series=False)!r})"
        return _large("DataFrame", value.height, value.columns)
    if isinstance(value, polars.Series):
        few = len(value) <= _MOST_CELLS
        return f"Series({value.to_list()!r})" if few else f"<Series of {len(value)} values>"
    return None


def _large(kind: str, rows: int, names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    return f"<{kind} of {rows} row{'' if rows == 1 else 's'} with the columns {shown}>"


_TEXTS: dict[str, Callable[[Any, Any], str | None]] = {
    "numpy": _of_numpy,
    "pandas": _of_pandas,
    "polars": _of_polars,
}
