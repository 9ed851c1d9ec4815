"""Dates, arrays and frames cross exactly, and are kept in step; what no codec knows stays."""

import datetime as dt
import json
import uuid
import zoneinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from hypothesis.extra import pandas as hpd

from jupyter_tutor.kernel_agent.agent import (
    CannotCrossError,
    LacksError,
    MalformedError,
    Mirror,
    TooLargeError,
)
from jupyter_tutor.kernel_agent.codecs import all_of_them, arrays, columns, frames
from jupyter_tutor.kernel_agent.codecs.further import Further
from tests.checks.test_values import no_handle, refuse, shape

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ends() -> tuple[Mirror, Mirror]:
    further = all_of_them()
    return Mirror(False, refuse, no_handle, further), Mirror(True, refuse, no_handle, further)


def sent(value: Any, here: Mirror | None = None, there: Mirror | None = None) -> Any:
    if here is None or there is None:
        here, there = ends()
    return there.decode(json.loads(json.dumps(here.encode(value))))


def assert_same(copy: Any, value: Any) -> None:
    """The same to the last bit: types, dtypes, labels, what is missing."""
    assert type(copy) is type(value)
    if isinstance(value, np.ndarray):
        assert (copy.dtype, copy.shape) == (value.dtype, value.shape)
        if value.dtype == object:
            for ours, theirs in zip(copy.ravel(), value.ravel(), strict=True):
                assert_same(ours, theirs)
        else:
            assert copy.tobytes() == value.tobytes()
    elif isinstance(value, np.generic):
        assert (copy.dtype, copy.tobytes()) == (value.dtype, value.tobytes())
    elif isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(copy, value, check_exact=True, check_freq=True)
        assert_same(copy.index, value.index)
        assert_same(copy.columns, value.columns)
    elif isinstance(value, pd.Series):
        pd.testing.assert_series_equal(copy, value, check_exact=True, check_freq=True)
        assert_same(copy.index, value.index)
    elif isinstance(value, pd.Index):
        pd.testing.assert_index_equal(copy, value, exact=True, check_exact=True)
        assert getattr(copy, "freqstr", None) == getattr(value, "freqstr", None)
    elif isinstance(value, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(copy, value, check_exact=True)
    elif isinstance(value, pl.DataFrame | pl.Series):
        kinds = (value.dtype,) if isinstance(value, pl.Series) else tuple(value.dtypes)
        assert (copy.dtype,) if isinstance(value, pl.Series) else tuple(copy.dtypes) == kinds
        assert copy.equals(value, null_equal=True)
    else:
        assert (
            shape(copy) == shape(value)
            if type(value) in (list, tuple)
            else repr(copy) == repr(value)
        )


# Arrays

DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64, 128)),
    hnp.complex_number_dtypes(endianness="?"),
    hnp.datetime64_dtypes(endianness="?"),
    hnp.timedelta64_dtypes(endianness="?"),
    hnp.byte_string_dtypes(endianness="?"),
    hnp.unicode_string_dtypes(endianness="?"),
    hnp.array_dtypes(hnp.integer_dtypes() | hnp.unicode_string_dtypes(), max_size=3).filter(
        lambda dtype: all(type(field[0]) is str for field in dtype.descr)
    ),
)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))


@SLOW
@given(ARRAYS)
def test_an_array_arrives_as_it_was(array: Any) -> None:
    assert_same(sent(array), array)


@SLOW
@given(ARRAYS.filter(lambda array: array.dtype.names is None and array.size > 0))
def test_a_scalar_arrives_as_it_was(array: Any) -> None:
    scalar = array.ravel()[0]
    assert_same(sent(scalar), scalar)
    assert_same(sent(array.dtype), array.dtype)


@pytest.mark.parametrize("char", np.typecodes["AllInteger"] + np.typecodes["AllFloat"] + "?")
def test_every_type_of_number_is_told_apart(char: str) -> None:
    number = np.dtype(char).type(1)
    assert type(sent(number)) is type(number)


@SLOW
@given(hnp.arrays(object, hnp.array_shapes(max_dims=2, max_side=3), elements=st.text() | st.none()))
def test_an_array_of_objects_arrives_as_it_was(array: Any) -> None:
    assert_same(sent(array), array)


def test_lists_and_arrays_in_an_array_of_objects_stay_themselves() -> None:
    array = np.empty(3, object)
    inner, numbers = [1, 2], np.arange(3)
    array[:] = [inner, numbers, array]
    copy, list_, numbers_ = sent((array, inner, numbers))
    assert (copy[0], copy[2]) == (inner, copy)
    assert copy[0] is list_
    assert copy[1] is numbers_


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12).reshape(3, 4).T,
        np.arange(10)[::-2],
        np.asfortranarray(np.eye(3)),
        np.array(5),
        np.array([np.nan, -0.0, np.inf]),
        np.array([], dtype="datetime64[D]"),
    ],
    ids=["transposed", "backwards", "by columns", "no dimension", "odd numbers", "empty"],
)
def test_arrays_of_odd_making(array: Any) -> None:
    assert_same(sent(array), array)


def test_an_array_is_one_object_at_both_ends_and_changes_at_both() -> None:
    here, there = ends()
    array = np.array([3, 1, 2])
    copy = sent(array, here, there)
    copy.sort()
    assert sent(copy, there, here) is array
    assert array.tolist() == [1, 2, 3]
    array[0] = 9
    assert sent([array], here, there)[0] is copy
    assert copy.tolist() == [9, 2, 3]
    copy.resize(4, refcheck=False)
    sent(None, there, here)
    assert array.tolist() == [9, 2, 3, 0]


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "thing",
    [
        np.ma.array([1, 2], mask=[0, 1]),
        np.array([1]).view(Sub),
        np.rec.array([(1, 2)]),
        np.array([(1, "a")], dtype=[("n", "i4"), ("o", object)]),
        np.dtype({"names": ["a", "b"], "formats": ["i1", "i4"], "offsets": [0, 8]}),
        np.array([(1, 2)], dtype=np.dtype("i1,i4", align=True)),
        np.array(["a"], dtype=np.dtypes.StringDType()),
        np.zeros(2, dtype=[]),
        np.zeros(2, dtype=[(("title", "name"), "i4")]),
        np.random.default_rng(),
        np.zeros(1, dtype=[("a", "i4")])[0],
        np.arange,
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_not_an_array_of_a_known_kind_stays(thing: Any) -> None:
    with pytest.raises(CannotCrossError):
        sent(thing)


def test_an_array_that_is_too_large_is_refused() -> None:
    here, there = ends()
    with pytest.raises(TooLargeError):
        here.encode(np.zeros(1 << 20))
    assert sent([2], here, there) == [2]


# Frames

MOMENTS = st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2050-01-01"))
ZONES = st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu"])
COLUMNS = [
    ("int64", None),
    ("float32", None),
    ("bool", None),
    ("datetime64[ns]", None),
    ("datetime64[s]", None),
    ("timedelta64[ms]", None),
    (object, st.text(max_size=3) | st.none() | st.integers() | st.lists(st.integers(), max_size=2)),
]
NAMES = st.none() | st.text(max_size=3) | st.integers() | st.tuples(st.text(max_size=1))


@st.composite
def indexes(draw: Any, size: int) -> Any:
    kind = draw(
        st.sampled_from(["range", "ints", "texts", "floats", "times", "pairs", "categories"])
    )
    if kind == "range":
        return (
            pd.RangeIndex(draw(st.integers(-5, 5)), step=draw(st.sampled_from([-2, 1, 3])))[
                :0
            ].append(pd.RangeIndex(0, size))
            if size == 0
            else pd.RangeIndex(0, 3 * size, 3, name=draw(NAMES))
        )
    items = {
        "ints": st.integers(-9, 9),
        "texts": st.text(max_size=2),
        "floats": st.floats(width=32),
        "times": MOMENTS,
        "pairs": st.tuples(st.sampled_from("ab"), st.integers(0, 3)),
        "categories": st.sampled_from("xyz"),
    }[kind]
    values = draw(st.lists(items, min_size=size, max_size=size))
    if kind == "pairs":
        return (
            pd.MultiIndex.from_tuples(values, names=["one", draw(NAMES)]) if size else pd.Index([])
        )
    if kind == "categories":
        return pd.CategoricalIndex(values, categories=list("zyx"), ordered=True)
    if kind == "times":
        return pd.DatetimeIndex(values, tz=draw(st.none() | ZONES), name=draw(NAMES))
    return pd.Index(values, name=draw(NAMES))


@st.composite
def extended(draw: Any, size: int) -> Any:
    """A column of one of pandas' own kinds."""
    masks = st.lists(st.booleans(), min_size=size, max_size=size)

    def column(items: Any) -> list[Any]:
        return [
            None if missing else item
            for item, missing in zip(
                draw(st.lists(items, min_size=size, max_size=size)), draw(masks), strict=True
            )
        ]

    kind = draw(
        st.sampled_from(
            ["Int64", "UInt8", "Float32", "boolean", "string", "str", "category", "zoned", "period"]
        )
    )
    if kind == "zoned":
        return pd.array(pd.DatetimeIndex(column(MOMENTS), tz="UTC").tz_convert(draw(ZONES)))
    items = {
        "Int64": st.integers(-(2**60), 2**60),
        "UInt8": st.integers(0, 255),
        "Float32": st.floats(width=32, allow_nan=False),
        "boolean": st.booleans(),
        "period": st.just(pd.Period("2024-03", "M")),
    }.get(kind, st.text(max_size=3))
    return pd.array(column(items), dtype="period[M]" if kind == "period" else kind)


@st.composite
def tables(draw: Any) -> Any:
    size = draw(st.integers(0, 4))
    plain = draw(st.lists(st.sampled_from(COLUMNS), max_size=3))
    made: list[Any] = [
        draw(hpd.series(dtype=dtype, elements=items, index=hpd.range_indexes(size, size))).array
        for dtype, items in plain
    ]
    made += [draw(extended(size)) for _ in range(draw(st.integers(0, 3)))]
    index = draw(indexes(size))
    frame = pd.DataFrame(
        {n: pd.Series(values, index=index, dtype=values.dtype) for n, values in enumerate(made)},
        index=index,
    )
    frame.columns = draw(indexes(len(made)))
    return frame


@SLOW
@given(tables())
def test_a_frame_arrives_as_it_was(frame: Any) -> None:
    assert_same(sent(frame), frame)
    assert_same(sent(frame.index), frame.index)
    for place in range(len(frame.columns)):
        assert_same(sent(frame.iloc[:, place]), frame.iloc[:, place])


VALUES = [
    pd.Series(pd.date_range("2024-01-01", periods=3, freq="D"), name="when"),
    pd.date_range("2024-03-30", periods=3, freq="12h", tz="Europe/Paris"),
    pd.timedelta_range("1h", periods=2, freq="h"),
    pd.period_range("2024-01", periods=2, freq="Q"),
    pd.interval_range(0, 3, closed="left"),
    pd.Series(pd.interval_range(pd.Timestamp("2024-01-01"), periods=2)),
    pd.DatetimeIndex(["2024-01-01"], tz=dt.timezone(dt.timedelta(hours=2))),
    pd.Series([1.5, None, np.nan], dtype="Float64"),
    pd.Series([["a"], {"b": 1}, None]),
    pd.Series([pd.NA, pd.NaT, np.nan, None], dtype=object),
    pd.Series(dtype="int8"),
    pd.DataFrame(),
    pd.DataFrame(index=["a", "b"]),
    pd.DataFrame({"a": [1, 2]}, dtype=object),
    pd.DataFrame([[1, "x"], [2, "y"]], columns=["same", "same"]),
    pd.DataFrame({("a", 1): [1], ("b", 2): [2]}),
    pd.DataFrame({"a": [1, 2, 2]}).groupby("a").agg(n=("a", "size")),
    pd.crosstab([1, 2], ["a", "b"]),
    pd.DataFrame({"a": [1.5]}).describe(),
    pd.DataFrame({"a": pd.Categorical(["x", None], categories=["y", "x"])}),
    pd.DataFrame({"a": [1], "b": ["x"], "c": [None]}).astype({"c": "Int64"}).dtypes,
    pd.CategoricalDtype(["x", "y"], ordered=True),
    pd.CategoricalDtype(),
    pd.DatetimeTZDtype("us", "Europe/Paris"),
    pd.PeriodDtype("M"),
    pd.IntervalDtype("int64", "left"),
    pd.StringDtype(),
    pd.Categorical([1, 2, None], ordered=True),
    pd.array([1, None]),
    pd.array(["a", None]),
    pd.Timestamp("2024-01-01"),
    pd.Timestamp("2024-10-27 00:30", tz="UTC").tz_convert("Europe/Paris"),
    pd.Timestamp("2024-10-27 01:30", tz="UTC").tz_convert("Europe/Paris"),
    pd.Timestamp("1500-01-01").as_unit("s"),
    pd.Timedelta("1 day 3 ns"),
    pd.Period("2024-02", "M"),
    pd.Interval(0, 1.5, closed="both"),
    pd.NaT,
    pd.NA,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}")
def test_what_pandas_makes_arrives_as_it_was(value: Any) -> None:
    copy = sent(value)
    if value is pd.NaT or value is pd.NA:
        assert copy is value
    elif isinstance(value, pd.Timestamp | pd.Timedelta):
        assert (copy, copy.unit, repr(copy)) == (value, value.unit, repr(value))
    else:
        assert_same(copy, value)


def test_a_frame_is_one_object_at_both_ends_and_changes_at_both() -> None:
    here, there = ends()
    frame = pd.DataFrame({"n": [2, 1]}, index=["a", "b"])
    column = pd.Series([5, 6], name="s")
    copy, copied = sent((frame, column), here, there)
    copy["twice"] = copy["n"] * 2
    copy.loc["b", "n"] = 4
    copied.iloc[0] = 7
    copied.name = "t"
    assert sent(copy, there, here) is frame
    pd.testing.assert_frame_equal(
        frame, pd.DataFrame({"n": [2, 4], "twice": [4, 2]}, index=["a", "b"])
    )
    pd.testing.assert_series_equal(column, pd.Series([7, 6], name="t"))
    del frame["n"]
    assert sent([frame], here, there)[0] is copy
    assert list(copy.columns) == ["twice"]


def test_what_is_left_alone_is_not_sent_again() -> None:
    here, there = ends()
    things = [
        np.arange(3),
        np.array([[1], "x", None], dtype=object),
        pd.DataFrame({"a": ["x", None], "b": [1.5, np.nan], "c": [[1], (2,)]}),
        pd.Series(pd.date_range("2024-01-01", periods=2, tz="UTC")),
        pl.DataFrame({"a": [1, None], "b": ["x", "y"]}),
    ]
    sent(things, here, there)
    assert here.encode(None)["shared"] == []
    assert there.encode(None)["shared"] == []


class Frame(pd.DataFrame):
    pass


@pytest.mark.parametrize(
    "thing",
    [
        Frame({"a": [1]}),
        pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 1])}),
        pd.Series([1]).rolling(2),
        pd.DataFrame({"a": [1]}).groupby("a"),
        pd.DataFrame,
        pd.Series([1]).loc,
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_not_a_frame_of_known_columns_stays(thing: Any) -> None:
    with pytest.raises(CannotCrossError):
        sent(thing)


# Polars

POLARS = [
    pl.DataFrame(),
    pl.DataFrame({"a": [1, None], "b": ["x", None], "c": [1.5, float("nan")], "d": [True, None]}),
    pl.DataFrame({"a": []}, schema={"a": pl.Int16}),
    pl.DataFrame({"n": [None, None]}),
    pl.Series("days", [dt.date(2024, 1, 1), None]),
    pl.Series("now", [1_704_067_200_000]).cast(pl.Datetime("ms", "Europe/Paris")),
    pl.Series("ns", [1, 2]).cast(pl.Datetime("ns")),
    pl.Series("long", [dt.timedelta(days=1)], dtype=pl.Duration("ms")),
    pl.Series("time", [dt.time(12, 30)]),
    pl.Series("cat", ["x", "y", None, "x"], dtype=pl.Categorical),
    pl.Series("enum", ["x", None], dtype=pl.Enum(["y", "x"])),
    pl.Series("list", [[1, 2], [], None, [None]]),
    pl.Series("nested", [[[dt.date(2024, 1, 1)]], None]),
    pl.Series("array", [[1, 2], [3, 4]], dtype=pl.Array(pl.Int8, 2)),
    pl.Series("struct", [{"a": 1, "b": ["x"]}, {"a": None, "b": None}]),
    pl.Series("decimal", [Decimal("1.50"), None], dtype=pl.Decimal(10, 2)),
    pl.Series("bytes", [b"a", None]),
    pl.Series("small", [1, 2], dtype=pl.Float32),
    pl.Series("big", [2**63], dtype=pl.UInt64),
]


@pytest.mark.parametrize("value", POLARS, ids=lambda v: getattr(v, "name", "frame"))
def test_what_polars_makes_arrives_as_it_was(value: Any) -> None:
    assert_same(sent(value), value)


def test_a_polars_frame_changes_at_both_ends() -> None:
    here, there = ends()
    frame = pl.DataFrame({"n": [2, 1]})
    copy = sent(frame, here, there)
    copy.insert_column(1, pl.Series("m", [5, 6]))
    assert sent(copy, there, here) is frame
    assert frame.equals(pl.DataFrame({"n": [2, 1], "m": [5, 6]}))


@pytest.mark.parametrize(
    "thing",
    [pl.Series([object()]), pl.DataFrame({"a": [1]}).lazy(), pl.col("a"), pl.Int8],
    ids=lambda thing: type(thing).__name__,
)
def test_what_polars_has_beside_data_stays(thing: Any) -> None:
    with pytest.raises(CannotCrossError):
        sent(thing)


# Python's own


class Noon(dt.time):
    pass


TIMES = st.one_of(
    st.dates(),
    st.times(timezones=st.none() | st.just(dt.UTC)),
    st.datetimes(
        timezones=st.none() | st.timezones() | st.just(dt.timezone(-dt.timedelta(hours=3)))
    ),
    st.timedeltas(),
    st.decimals(),
    st.fractions(),
    st.uuids(),
    st.timezones(),
)


@given(st.lists(TIMES, max_size=3))
def test_dates_and_exact_numbers_arrive_as_they_were(values: list[Any]) -> None:
    copies = sent(values)
    assert repr(copies) == repr(values)
    for copy, value in zip(copies, values, strict=True):
        assert type(copy) is type(value)
        assert getattr(copy, "fold", 0) == getattr(value, "fold", 0)


def test_the_second_hour_of_a_night_in_october_is_the_second() -> None:
    paris = zoneinfo.ZoneInfo("Europe/Paris")
    later = dt.datetime(2024, 10, 27, 2, 30, tzinfo=paris, fold=1)
    copy = sent(later)
    assert (copy, copy.fold, copy.tzinfo is paris) == (later, 1, True)
    assert sent(dt.timezone(dt.timedelta(hours=1), "mine")).tzname(None) == "mine"
    assert sent(dt.UTC) is dt.UTC


class Zone(dt.tzinfo):
    pass


@pytest.mark.parametrize(
    "thing",
    [Noon(12), dt.datetime(2024, 1, 1, tzinfo=Zone()), dt.datetime, type("D", (Decimal,), {})(1)],
    ids=lambda thing: type(thing).__name__,
)
def test_other_kinds_of_dates_stay(thing: Any) -> None:
    with pytest.raises(CannotCrossError):
        sent(thing)


# What arrives is checked


def test_without_the_library_it_is_said_which_one() -> None:
    def lacking(name: str) -> Any:
        raise LacksError(name)

    modules = (arrays, columns, frames)
    codecs = [codec for module in modules for codec in module.CODECS]
    there = Mirror(True, refuse, no_handle, Further(lacking, codecs))
    for value, library in (
        (np.arange(3), "numpy"),
        (pd.Timestamp(0), "pandas"),
        (pd.DataFrame(), "pandas"),
    ):
        with pytest.raises(LacksError, match=library):
            there.decode(ends()[0].encode(value))


ARRAY = ["array", "<i8", [2]]
DATA = "AQAAAAAAAAACAAAAAAAAAA=="


def entry(*, name: str = "array", header: Any = None, apart: Any = None) -> dict[str, Any]:
    """The document of an array, of which one thing is otherwise."""
    parts: list[Any] = ["array", "<i8", [0], [1]] if apart is None else apart
    nodes = [["t", 2], ["b", DATA], ["t", *parts]]
    told = ["<i8", [2]] if header is None else header
    return {"root": [-3], "nodes": nodes, "shared": [[3, "D", name, told, [2]]]}


def test_a_document_by_hand() -> None:
    assert ends()[0].decode(entry()).tolist() == [1, 2]


@pytest.mark.parametrize(
    "document",
    [
        entry(name="frame"),
        entry(name="nothing"),
        entry(header=["<i4", [2]]),
        entry(header=["O", [2]]),
        entry(header=["<i8", [-2]]),
        entry(header=["<i8", [1 << 40]]),
        entry(header=["<i8", "2"]),
        entry(header=["<U99999999", [2]]),
        entry(header=["numpy.int64", [2]]),
        entry(header=[["a"], [2]]),
        entry(header=None, apart=["array", "<i8", [0], "no bytes"]),
        entry(apart=["array", "<i8", [0]]),
        entry(apart=["frame", "<i8", [0], [1]]),
        entry(apart=[5, "<i8", [0], [1]]),
        {"root": [0], "nodes": [["D", "x"]], "shared": []},
        {"root": [1], "nodes": [["t", "date", 2024, 13, 1], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "scalar", "<i8", "x"], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "index", "range", 0], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "column", "plain"], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "none", "pd.NA"], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "UUID", "x"], ["D", [0]]], "shared": []},
        {"root": [1], "nodes": [["t", "__class__"], ["D", [0]]], "shared": []},
    ],
    ids=str,
)
def test_a_malformed_document_is_refused(document: Any) -> None:
    with pytest.raises(MalformedError):
        ends()[0].decode(document)


def test_an_identifier_is_data() -> None:
    assert sent(uuid.UUID(int=5)) == uuid.UUID(int=5)
    assert sent(Fraction(1, 3)) == Fraction(1, 3)
