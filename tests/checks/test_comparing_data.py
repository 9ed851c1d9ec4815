"""What `expect` calls the same of arrays and frames, and the words for what sets two apart."""

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings

from jupyter_tutor.checks.comparing import Options, difference
from tests.checks.test_further_values import ARRAYS, POLARS, VALUES, tables

PLAIN = Options()
EXACT = Options(exact=True)
LOOSE = Options(tolerance=0.01)
ANY_ORDER = Options(unordered=True)
NO_INDEX = Options(index=False)
SLOW = settings(deadline=None, max_examples=40)

GRID = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
SALES = pd.DataFrame({"item": ["tea", "jam", "tea"], "n": [1, 2, 3]})
PRICES = pd.DataFrame({"price": [3.5, 4.25]}, index=["tea", "jam"])
TIMES = pd.DataFrame({"when": pd.to_datetime(["2024-01-01", None])})
SOLD = pl.DataFrame({"item": ["tea", "jam", None], "n": [1, 2, 3]})


def but(frame: pd.DataFrame, row: int, column: str, value: Any) -> pd.DataFrame:
    other = frame.copy()
    other.iloc[row, list(other.columns).index(column)] = value
    return other


SAME: list[tuple[Any, Any, Options]] = [
    (np.float64(0.1) + 0.2, 0.3, PLAIN),
    (np.int64(3), 3, EXACT),
    (np.float64(3), 3, PLAIN),
    (np.bool_(True), True, EXACT),
    (np.str_("a"), "a", EXACT),
    ([np.float64(1.5)], [1.5], PLAIN),
    (np.datetime64("2024-01-01"), np.datetime64("2024-01-01"), PLAIN),
    (np.array([0.1 + 0.2, np.nan, np.inf]), np.array([0.3, np.nan, np.inf]), PLAIN),
    (np.array([1, 2]), np.array([1.0, 2.0]), PLAIN),
    (np.array([1, 2], dtype="int8"), np.array([1, 2]), PLAIN),
    (GRID + 0.001, GRID, LOOSE),
    (np.array([3, 1, 2]), np.array([1, 2, 3]), ANY_ORDER),
    (GRID[::-1], GRID, ANY_ORDER),
    (np.array(["a", "b"]), np.array(["a", "b"], dtype=object), PLAIN),
    (np.array([[1], "x"], dtype=object), np.array([[1.0], "x"], dtype=object), PLAIN),
    (np.array(["2024-01-01", "NaT"], "M8[D]"), np.array(["2024-01-01", "NaT"], "M8[s]"), PLAIN),
    (np.zeros((0, 3)), np.zeros((0, 3)), PLAIN),
    ({"a": np.arange(3)}, {"a": np.arange(3)}, EXACT),
    (SALES, SALES.copy(), EXACT),
    (SALES.assign(n=SALES["n"] + 1e-12), SALES, PLAIN),
    (SALES.astype({"n": "Int64"}), SALES, PLAIN),
    (SALES.astype({"item": "category"}), SALES, PLAIN),
    (PRICES + 0.01, PRICES, LOOSE),
    (SALES[["n", "item"]][::-1], SALES, ANY_ORDER),
    (SALES[1:].reset_index(drop=True), SALES[1:], NO_INDEX),
    (pd.DataFrame({"a": [1.0, None]}), pd.DataFrame({"a": [1.0, np.nan]}), EXACT),
    (pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["x", np.nan]}, dtype=object), PLAIN),
    (TIMES, TIMES.copy(), EXACT),
    (pd.Series([1, 2], name="a"), pd.Series([1, 2], name="b"), PLAIN),
    (pd.Index(["a", "b"]), pd.Index(["a", "b"]), PLAIN),
    (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-01"), PLAIN),
    (pd.NA, pd.NaT, PLAIN),
    ((SALES, PRICES["price"]), (SALES.copy(), PRICES["price"].copy()), PLAIN),
    (SOLD, SOLD.clone(), EXACT),
    (SOLD.select("n", "item").reverse(), SOLD, ANY_ORDER),
    (SOLD.cast({"n": pl.Float64}), SOLD, PLAIN),
    (pl.Series("a", [1, None]), pl.Series("b", [1, None]), PLAIN),
]


@pytest.mark.parametrize(("seen", "expected", "options"), SAME)
def test_the_same(seen: Any, expected: Any, options: Options) -> None:
    assert difference(seen, expected, options) is None
    assert difference(expected, seen, options) is None


def test_row_labels_may_have_a_name_though_none_was_asked_for() -> None:
    seen = SALES.groupby("item")["n"].sum()
    assert difference(seen, pd.Series({"jam": 2, "tea": 4}), PLAIN) is None


APART: dict[str, tuple[Any, Any, Options, str]] = {
    # Arrays
    "one value": (
        np.array([1, 2, 4, 8]),
        np.array([1, 2, 4, 9]),
        PLAIN,
        "The first difference is at index 3: `8` instead of `9`. It is off by one.",
    ),
    "one value of a grid": (
        GRID,
        np.array([[1.0, 2.0, 3.0], [4.0, 5.5, 6.5]]),
        PLAIN,
        "The first difference is at index [1, 1]: `5.0` instead of `5.5`. 2 of 6 values differ.",
    ),
    "a value beyond the tolerance": (
        np.array([1.0, 2.1]),
        np.array([1.0, 2.0]),
        LOOSE,
        "The first difference is at index 1: `2.1` instead of `2.0`. "
        "It is off by 0.1, and up to 0.021 is allowed.",
    ),
    "counted from another start": (
        np.arange(3),
        np.arange(1, 4),
        PLAIN,
        "Every number is too small by one.",
    ),
    "too short": (np.arange(3), np.arange(4), PLAIN, "It lacks the last item, `3`."),
    "another order": (
        np.array([3, 1]),
        np.array([1, 3]),
        PLAIN,
        "It has the right items, but in another order.",
    ),
    "a missing row": (
        GRID[[0, 0]],
        GRID,
        ANY_ORDER,
        "It does not have `[4.0, 5.0, 6.0]`.",
    ),
    "another shape": (
        GRID.ravel(),
        GRID,
        PLAIN,
        "It has the shape `(6,)` instead of `(2, 3)`.",
    ),
    "turned": (
        GRID.T,
        GRID,
        PLAIN,
        "It has the shape `(3, 2)` instead of `(2, 3)`. Rows and columns have changed places.",
    ),
    "no number": (
        np.array(["1", "2"]),
        np.array([1, 2]),
        PLAIN,
        "It is an array of texts (`<U1`) instead of numbers (`int64`).",
    ),
    "truth values": (
        np.array([True, False]),
        np.array([1, 0]),
        PLAIN,
        "It is an array of truth values (`bool`) instead of numbers (`int64`).",
    ),
    "another dtype, where it matters": (
        np.array([1.0, 2.0]),
        np.array([1, 2]),
        EXACT,
        "It is an array of `float64` instead of `int64`.",
    ),
    "rounding, where it matters": (
        np.array([0.1 + 0.2]),
        np.array([0.3]),
        EXACT,
        "The first difference is at index 0: `0.30000000000000004` instead of `0.3`. "
        "They differ by rounding only: `round(…)` helps.",
    ),
    "not a number": (
        np.array([1.0, np.nan]),
        np.array([1.0, 2.0]),
        PLAIN,
        "The first difference is at index 1: `nan` instead of `2.0`.",
    ),
    "a list": (
        [1, 2],
        np.array([1, 2]),
        PLAIN,
        "The items are the same, but it is a `list` and not an array.",
    ),
    "an array in place of a list": (
        np.array([1, 2]),
        [1, 2],
        PLAIN,
        "The items are the same, but it is an array and not a `list`.",
    ),
    "another list": ([1, 3], np.array([1, 2]), PLAIN, ""),
    "a time": (
        np.array(["2024-01-01"], "M8[D]"),
        np.array(["2024-01-02"], "M8[D]"),
        PLAIN,
        "The first difference is at index 0: `2024-01-01` instead of `2024-01-02`.",
    ),
    # Frames
    "a cell": (
        but(SALES, 1, "n", 7),
        SALES,
        PLAIN,
        "The first difference is in column `'n'`, row `1`: `7` instead of `2`.",
    ),
    "a cell by its label": (
        but(PRICES, 1, "price", 4.0),
        PRICES,
        PLAIN,
        "The first difference is in column `'price'`, row `'jam'`: `4.0` instead of `4.25`.",
    ),
    "an empty cell": (
        TIMES,
        TIMES.fillna(pd.Timestamp("2024-02-01")),
        PLAIN,
        "The first difference is in column `'when'`, row `1`: `nothing` instead of "
        "`Timestamp('2024-02-01 00:00:00')`.",
    ),
    "a missing column": (
        SALES[["item"]],
        SALES,
        PLAIN,
        "It does not have the column `'n'`. It has `'item'`.",
    ),
    "a column by nearly that name": (
        SALES.rename(columns={"item": "Item "}),
        SALES,
        PLAIN,
        "It does not have the column `'item'`. It has `'Item '` in its place.",
    ),
    "a column too many": (
        SALES.assign(x=1),
        SALES,
        PLAIN,
        "It has the column `'x'`, which should not be there.",
    ),
    "columns in another order": (
        SALES[["n", "item"]],
        SALES,
        PLAIN,
        "It has its columns in another order: `'n'`, `'item'` instead of `'item'`, `'n'`.",
    ),
    "rows in another order": (
        SALES[::-1].reset_index(drop=True),
        SALES,
        PLAIN,
        "It has the right rows, but in another order.",
    ),
    "too few rows": (SALES[:2], SALES, PLAIN, "It has 2 rows instead of 3."),
    "a row that is not there": (
        SALES[:2],
        SALES,
        ANY_ORDER,
        "It does not have the row `('tea', 3)`. It has 2 rows instead of 3.",
    ),
    "a row twice": (
        pd.concat([SALES, SALES[:1]]),
        SALES,
        ANY_ORDER,
        "It has the row `('tea', 1)` too often.",
    ),
    "texts for numbers": (
        SALES.astype({"n": "str"}),
        SALES,
        PLAIN,
        "In column `'n'`, it holds texts (`str`) instead of numbers (`int64`).",
    ),
    "another dtype of a column, where it matters": (
        SALES.astype({"n": "float64"}),
        SALES,
        EXACT,
        "In column `'n'`, it holds `float64` instead of `int64`.",
    ),
    "row labels": (
        SALES[1:],
        SALES[1:].reset_index(drop=True),
        PLAIN,
        "It has the row label `1` instead of `0`. "
        "The values are right: only the labels of the rows differ.",
    ),
    "names of row labels": (
        PRICES,
        PRICES.rename_axis("item"),
        PLAIN,
        "It has row labels called nothing instead of `'item'`. "
        "The values are right: only the labels of the rows differ.",
    ),
    "a series": (
        PRICES["price"],
        pd.Series({"tea": 3.5, "jam": 4.0}),
        PLAIN,
        "The first difference is in row `'jam'`: `4.25` instead of `4.0`.",
    ),
    "a series of texts": (
        pd.Series(["1"]),
        pd.Series([1]),
        PLAIN,
        "It holds texts (`str`) instead of numbers (`int64`).",
    ),
    "the name of a series, where it matters": (
        pd.Series([1], name="a"),
        pd.Series([1], name="b"),
        EXACT,
        "It is called `'a'` instead of `'b'`.",
    ),
    "a column and not a table": (
        PRICES["price"],
        PRICES,
        PLAIN,
        "It is a single column; a table with one column was expected.",
    ),
    "a table and not a column": (
        PRICES,
        PRICES["price"],
        PLAIN,
        "It is a table with one column; the column alone was expected.",
    ),
    "a list for a series": (
        [3.5, 4.25],
        PRICES["price"],
        PLAIN,
        "The values are the same, but it is a `list` and not a `Series`.",
    ),
    "an array for a series": (
        np.array([3.5, 4.25]),
        PRICES["price"],
        PLAIN,
        "The values are the same, but it is a `ndarray` and not a `Series`.",
    ),
    "no table at all": (
        5,
        SALES,
        PLAIN,
        "It is a whole number (`int`), and a `DataFrame` was expected.",
    ),
    "labels": (pd.Index(["a"]), pd.Index(["a", "b"]), PLAIN, "It lacks the last item, `'b'`."),
    # Polars
    "a cell of polars": (
        SOLD.with_columns(n=pl.Series([1, 2, 4])),
        SOLD,
        PLAIN,
        "The first difference is in column `'n'`, row `2`: `4` instead of `3`. It is off by one.",
    ),
    "an empty cell of polars": (
        SOLD.fill_null("x"),
        SOLD,
        PLAIN,
        "The first difference is in column `'item'`, row `2`: `'x'` instead of `nothing`.",
    ),
    "a column of polars": (
        SOLD.drop("n"),
        SOLD,
        PLAIN,
        "It does not have the column `'n'`. It has `'item'`.",
    ),
    "a dtype of polars": (
        SOLD.cast({"n": pl.String}),
        SOLD,
        PLAIN,
        "In column `'n'`, it holds texts (`String`) instead of numbers (`Int64`).",
    ),
    "a table of another library": (
        SALES,
        SOLD,
        PLAIN,
        "It is a `DataFrame` of pandas, and one of polars was expected.",
    ),
    "a series of polars": (
        pl.Series([1, 2]),
        pl.Series([1, 3]),
        PLAIN,
        "The first difference is in row `1`: `2` instead of `3`. It is off by one.",
    ),
}


@pytest.mark.parametrize("case", APART)
def test_apart(case: str) -> None:
    seen, expected, options, said = APART[case]
    found = difference(seen, expected, options)
    assert found is not None
    assert str(found) == said


@SLOW
@given(ARRAYS)
def test_an_array_is_the_same_as_itself(array: Any) -> None:
    for options in (PLAIN, EXACT, LOOSE, ANY_ORDER):
        assert difference(array.copy(), array, options) is None


@SLOW
@given(tables())
def test_a_frame_is_the_same_as_itself(frame: Any) -> None:
    for options in (PLAIN, EXACT, LOOSE, ANY_ORDER, NO_INDEX):
        assert difference(frame.copy(), frame, options) is None


@pytest.mark.parametrize("value", [*VALUES, *POLARS], ids=lambda value: type(value).__name__)
def test_whatever_pandas_and_polars_make_is_the_same_as_itself(value: Any) -> None:
    other = value.copy() if hasattr(value, "copy") else value
    assert difference(other, value, EXACT) is None
    assert difference([other], [value], PLAIN) is None


def test_nothing_is_imported_that_is_not_there() -> None:
    program = (
        "import sys\n"
        "from jupyter_tutor.checks.comparing import Options, difference\n"
        "assert difference([1], {'a': 2}, Options()) is not None\n"
        "print([name for name in ('numpy', 'pandas', 'polars') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
