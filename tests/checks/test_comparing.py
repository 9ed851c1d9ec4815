"""What `expect` calls the same, and the words for what sets two values apart."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.checks.comparing import AS_PYTHON, Options, difference
from tests.checks.test_values import VALUES

SLOW = settings(deadline=None)
PLAIN = Options()
EXACT = Options(exact=True)
LOOSE = Options(tolerance=0.01)
ANY_ORDER = Options(unordered=True)

NAN = math.nan
LOOP: list[Any] = [1]
LOOP.append(LOOP)
DEEP: list[Any] = []
for _ in range(5000):
    DEEP = [DEEP]

SAME: list[tuple[Any, Any, Options]] = [
    (1, 1, PLAIN),
    (1, 1.0, PLAIN),
    (1.0, 1 + 0j, PLAIN),
    (0.1 + 0.2, 0.3, PLAIN),
    (math.sin(math.pi), 0.0, PLAIN),
    ([0.1 + 0.2, {"a": (0.1 + 0.2,)}], [0.3, {"a": (0.3,)}], PLAIN),
    (10**400, 10**400, PLAIN),
    (NAN, NAN, PLAIN),
    ([NAN], [float("nan")], EXACT),
    (math.inf, math.inf, LOOSE),
    (3.14, 3.14159, LOOSE),
    (100.0, 100.9, LOOSE),
    (1, 1.005, LOOSE),
    ([[1.0, 2.0]], [[1.001, 2.001]], LOOSE),
    ({1.0, 2.0}, {1.001, 2.001}, LOOSE),
    (1 + 1j, 1.001 + 1j, LOOSE),
    ([3, 1, 2], [1, 2, 3], ANY_ORDER),
    ([[1], [2], [1]], [[1], [1], [2]], ANY_ORDER),
    ({"a": [2, 1]}, {"a": [1, 2]}, ANY_ORDER),
    ((2, 1), (1, 2), ANY_ORDER),
    # Each has two partners to choose from; only one choice leaves none over.
    ([1.0, 1.01], [1.02, 1.0], Options(tolerance=0.015, unordered=True)),
    ({1, 2}, frozenset({2, 1}), PLAIN),
    ("a", "a", EXACT),
    (b"a", b"a", EXACT),
    (range(3), range(3), EXACT),
    (None, None, EXACT),
    (True, True, EXACT),
    (..., ..., EXACT),
    (Decimal("1.5"), 1.5, PLAIN),
    (LOOP, [1, LOOP], PLAIN),
    (True, 1, AS_PYTHON),
    ({True: 2}, {1: 2}, AS_PYTHON),
]


@pytest.mark.parametrize(("seen", "expected", "options"), SAME)
def test_the_same(seen: Any, expected: Any, options: Options) -> None:
    assert difference(seen, expected, options) is None
    assert difference(expected, seen, options) is None


APART: list[tuple[Any, Any, Options, str]] = [
    (3, 5, PLAIN, ""),
    (5, 6, PLAIN, "It is off by one."),
    (0, 1, PLAIN, ""),
    (10**400, 1.0, PLAIN, ""),
    (
        1.0,
        1,
        EXACT,
        "They are equal, but `1.0` is a number with a decimal point (`float`) and `1` is a "
        "whole number (`int`).",
    ),
    (0.1 + 0.2, 0.3, EXACT, "They differ by rounding only: `round(…)` helps."),
    (0.1 + 0.2, 0.3, AS_PYTHON, "They differ by rounding only: `round(…)` helps."),
    (3.1, 3.14159, LOOSE, "It is off by 0.0416, and up to 0.0314 is allowed."),
    (math.inf, 1.0, LOOSE, ""),
    (NAN, 1.0, PLAIN, ""),
    (
        True,
        1,
        PLAIN,
        "They count the same, but `True` is a truth value (`bool`) and `1` is a whole number "
        "(`int`).",
    ),
    (
        "6",
        6,
        PLAIN,
        "They look alike, but `'6'` is a text (`str`) and `6` is a whole number (`int`).",
    ),
    ("6", "six", PLAIN, ""),
    ("Ada ", "Ada", PLAIN, "Only spaces or line ends differ."),
    ("ada", "Ada", PLAIN, "Only capital letters differ."),
    ("a\nb\nc", "a\nB!\nc", PLAIN, "Line 2 is `'b'` instead of `'B!'`."),
    ("a\nb\nc", "a\nb", PLAIN, "It has 3 lines instead of 2."),
    ([], [1], PLAIN, "It has 0 items instead of 1."),
    ([1], [1, 2, 3], PLAIN, "It has 1 item instead of 3."),
    ([1, 2], [1, 2, 3], PLAIN, "It lacks the last item, `3`."),
    ([2, 3], [1, 2, 3], PLAIN, "It lacks the first item, `1`."),
    ([1, 2, 3], [1, 2], PLAIN, "It has one item too many, `3` at the end."),
    ([0, 1, 2], [1, 2], PLAIN, "It has one item too many, `0` at the beginning."),
    ([1, 9], [1, 2, 3], PLAIN, "It has 2 items instead of 3."),
    ([3, 1], [1, 3], PLAIN, "It has the right items, but in another order."),
    ([0, 1, 2], [1, 2, 3], PLAIN, "Every number is too small by one."),
    ([2, 3], [1, 2], PLAIN, "Every number is too large by one."),
    ([1, 2, 4], [1, 2, 9], PLAIN, "The first difference is at index 2: `4` instead of `9`."),
    (
        [1, {"b": [5, 7]}],
        [1, {"b": [5, 8]}],
        PLAIN,
        "The first difference is at index 1, key `'b'`, index 1: `7` instead of `8`. "
        "It is off by one.",
    ),
    ([[1, 2], [3]], [[1, 2], [3, 4, 5]], PLAIN, "At index 1, it has 1 item instead of 3."),
    ((1, 2), [1, 2], PLAIN, "They look alike, but `(1, 2)` is a `tuple` and `[1, 2]` is a `list`."),
    ((1, 2), [1, 3], PLAIN, "It is a `tuple`, and a `list` was expected."),
    ({"a": 1}, {"a": 1, "b": 2}, PLAIN, "It does not have the key `'b'`."),
    (
        {"Name": 1},
        {"name": 1},
        PLAIN,
        "It does not have the key `'name'`. It has `'Name'` in its place.",
    ),
    (
        {1: "a"},
        {"1": "a"},
        PLAIN,
        "It does not have the key `'1'`. It has `1` in its place.",
    ),
    ({"a": 1, "b": 2}, {"a": 1}, PLAIN, "It has the key `'b'`, which should not be there."),
    ({"a": 1}, {"a": 3}, PLAIN, "The first difference is at key `'a'`: `1` instead of `3`."),
    ({1, 2}, {1, 3}, PLAIN, "It does not have `3`."),
    ({1, 2, 3}, {1, 3}, PLAIN, "It has `2`, which should not be there."),
    ({True}, {1}, PLAIN, "It does not have `1`."),
    ([1, 1, 2], [1, 2, 2], ANY_ORDER, "It does not have `2` often enough."),
    ([1, 2, 2], [1, 2], ANY_ORDER, "It has `2` too often."),
    ([1, 2, 5], [1, 2], ANY_ORDER, "It has `5`, which should not be there."),
    ([[2, 1]], [[1, 2]], ANY_ORDER, "It does not have `[1, 2]`."),
    ({"a": [1]}, {"a": [2]}, ANY_ORDER, "At key `'a'`, it does not have `2`."),
    ([1], None, PLAIN, ""),
    (DEEP, [DEEP], PLAIN, "It is nested too deeply to be compared."),
]


@pytest.mark.parametrize(("seen", "expected", "options", "said"), APART)
def test_apart(seen: Any, expected: Any, options: Options, said: str) -> None:
    found = difference(seen, expected, options)
    assert found is not None
    assert str(found) == said


@SLOW
@given(VALUES)
def test_a_value_is_the_same_as_itself(value: Any) -> None:
    for options in (PLAIN, EXACT, LOOSE, ANY_ORDER, AS_PYTHON):
        assert difference(value, value, options) is None


PLAIN_VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=3)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=1) | st.booleans() | st.integers(0, 2), inner, max_size=3),
        st.sets(st.integers(0, 5) | st.text(max_size=1), max_size=3),
    ),
    max_leaves=6,
)


@SLOW
@given(PLAIN_VALUES, PLAIN_VALUES)
def test_what_python_calls_equal_is_the_same_and_all_else_has_words(one: Any, other: Any) -> None:
    found = difference(one, other, AS_PYTHON)
    assert (found is None) == (one == other or repr(one) == repr(other))
    assert found is None or isinstance(str(found), str)


@SLOW
@given(st.lists(st.integers(0, 9) | st.floats(0, 9) | st.lists(st.integers(0, 2))), st.randoms())
def test_the_order_does_not_matter_where_it_need_not(items: list[Any], chance: Any) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    for options in (ANY_ORDER, Options(unordered=True, tolerance=0.5)):
        assert difference(shuffled, items, options) is None
        assert difference([*shuffled, "more"], items, options) is not None


@pytest.mark.parametrize(
    "wrong",
    [{"tolerance": -1}, {"tolerance": "1"}, {"tolerance": True}, {"exact": 1}, {"unordered": None}],
)
def test_options_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Options(**wrong)
