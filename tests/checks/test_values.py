"""Values cross exactly, with their types, their aliases and their cycles; nothing else crosses."""

import json
import math
from collections import Counter, OrderedDict
from decimal import Decimal
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.kernel_agent.agent import (
    ITEM_LIMIT,
    TRACKED_LIMIT,
    CannotCrossError,
    MalformedError,
    Mirror,
    TooLargeError,
)


def refuse(thing: Any) -> tuple[int, str, str, bool]:
    raise CannotCrossError(type(thing).__name__)


def no_handle(number: int, name: str, text: str, can_call: bool) -> Any:
    raise MalformedError("no handles here")


def ends() -> tuple[Mirror, Mirror]:
    return Mirror(False, refuse, no_handle), Mirror(True, refuse, no_handle)


def sent(value: Any, here: Mirror | None = None, there: Mirror | None = None) -> Any:
    if here is None or there is None:
        here, there = ends()
    return there.decode(json.loads(json.dumps(here.encode(value))))


def shape(value: Any) -> Any:
    """What is to be equal on both sides: types, values, and which containers are one."""
    numbers: dict[int, int] = {}

    def walk(thing: Any) -> Any:
        kind = type(thing)
        if kind in (list, dict, set, bytearray):
            if id(thing) in numbers:
                return ("again", numbers[id(thing)])
            numbers[id(thing)] = len(numbers)
        if kind in (list, tuple):
            return (kind, [walk(item) for item in thing])
        if kind is dict:
            return (kind, [(walk(key), walk(item)) for key, item in thing.items()])
        if kind in (set, frozenset):
            return (kind, sorted(repr(walk(item)) for item in thing))
        if kind is slice:
            return (kind, walk(thing.start), walk(thing.stop), walk(thing.step))
        if kind in (float, complex):
            return (kind, repr(thing))
        return (kind, thing if kind is not bytearray else bytes(thing))

    return walk(value)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.text(alphabet=st.characters(categories=["Cs"]), max_size=4),
    st.text(min_size=257, max_size=300),
    st.binary(),
    st.just(...),
    st.builds(range, st.integers(), st.integers(), st.integers(min_value=1)),
    st.builds(slice, st.integers() | st.none(), st.text() | st.none(), st.none()),
)
HASHABLE = st.recursive(
    SCALARS.filter(lambda value: type(value) is not slice),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)
VALUES = st.recursive(
    SCALARS | HASHABLE | st.binary().map(bytearray),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(HASHABLE, inner, max_size=3),
        st.sets(HASHABLE, max_size=3),
        inner.map(lambda value: [value, value, (value,)]),
    ),
    max_leaves=15,
)


@given(VALUES)
def test_a_value_arrives_as_it_was(value: Any) -> None:
    assert shape(sent(value)) == shape(value)


@given(VALUES, VALUES)
def test_changes_reach_the_other_end_in_place(before: Any, after: Any) -> None:
    here, there = ends()
    box = [before]
    copy = sent(box, here, there)
    box[0] = after
    box.append(box)
    assert sent(None, here, there) is None
    assert shape(copy) == shape(box)


@given(VALUES)
def test_what_comes_back_is_the_object_that_was_sent(value: Any) -> None:
    here, there = ends()
    box = {"value": value}
    copy = sent(box, here, there)
    copy["more"] = [copy]
    assert sent(copy, there, here) is box
    assert shape(box) == shape(copy)


def test_cycles_are_kept() -> None:
    loop: list[Any] = []
    loop.append((loop, {"self": loop}))
    copy = sent(loop)
    assert copy[0][0] is copy
    assert copy[0][1]["self"] is copy


def test_nested_as_deep_as_you_like() -> None:
    value: Any = ()
    for _ in range(50_000):
        value = (value, [])
    depth, copy = 0, sent(value)
    while copy:
        copy, depth = copy[0], depth + 1
    assert depth == 50_000


def test_every_nan_is_the_same_as_in_one_process() -> None:
    assert sent([math.nan]) == [math.nan]


class Colour(IntEnum):
    RED = 1


class Words(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "thing",
    [
        object(),
        len,
        Decimal(1),
        Colour.RED,
        Words("hi"),
        Counter("a"),
        OrderedDict(a=1),
        [object()],
        {Words("k"): 1},
        NotImplemented,
        type,
        memoryview(b""),
        (n for n in ()),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_anything_else_is_refused_and_nothing_is_remembered(thing: Any) -> None:
    here, there = ends()
    with pytest.raises(CannotCrossError):
        here.encode([[], thing])
    copy = sent([1], here, there)
    assert copy == [1]


@pytest.mark.parametrize(
    "value",
    [list(range(ITEM_LIMIT)), "x" * (9 << 20), b"x" * (7 << 20), 1 << (40 << 20)],
    ids=["items", "text", "bytes", "digits"],
)
def test_what_is_too_large_is_refused(value: Any) -> None:
    here, there = ends()
    with pytest.raises(TooLargeError):
        here.encode([value])
    assert sent([2], here, there) == [2]


def test_old_containers_become_copies_at_both_ends() -> None:
    here, there = ends()
    first = ["first"]
    copy = sent(first, here, there)
    for _ in range(TRACKED_LIMIT):
        sent([], here, there)
    first.append("more")
    again = sent(first, here, there)
    assert (copy, again) == (["first"], ["first", "more"])


GOOD = {"root": [-3], "nodes": [["t", 1, 2]], "shared": [[3, "l", [0], 5]]}


def test_a_document_by_hand() -> None:
    assert ends()[0].decode(GOOD) == [(1, 2), 5]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"root": 1},
        {**GOOD, "root": {}},
        {**GOOD, "root": []},
        {**GOOD, "root": [-5]},
        {**GOOD, "root": [1]},
        {**GOOD, "root": [True]},
        {**GOOD, "root": ["0"]},
        {**GOOD, "nodes": None},
        {**GOOD, "nodes": [[]]},
        {**GOOD, "nodes": [["?", "x"]]},
        {**GOOD, "nodes": [[["t"]]]},
        {**GOOD, "nodes": [["t", [0]]]},
        {**GOOD, "nodes": [["z", [-3]]]},
        {**GOOD, "nodes": [["i", "g"]]},
        {**GOOD, "nodes": [["i", 5]]},
        {**GOOD, "nodes": [["f", "one"]]},
        {**GOOD, "nodes": [["f", "0x1p99999"]]},
        {**GOOD, "nodes": [["c", "0x1p0"]]},
        {**GOOD, "nodes": [["b", "*"]]},
        {**GOOD, "nodes": [["u", "/w=="]]},
        {**GOOD, "nodes": [["r", 1, 2, 0]]},
        {**GOOD, "nodes": [["r", "a", 2, 1]]},
        {**GOOD, "nodes": [["x", 1]]},
        {**GOOD, "nodes": [["h", 0, "type", "text", 1]]},
        {**GOOD, "nodes": [["h", 0, "type", "text", True]]},
        {**GOOD, "shared": [[2, "l"]]},
        {**GOOD, "shared": [[1, "l"]]},
        {**GOOD, "shared": [[True, "l"]]},
        {**GOOD, "shared": [["3", "l"]]},
        {**GOOD, "shared": [[3, "q"]]},
        {**GOOD, "shared": [[3, ["l"]]]},
        {**GOOD, "shared": [[3]]},
        {**GOOD, "shared": [[3, "l"], [3, "l"]]},
        {**GOOD, "shared": [[3, "d", 1]]},
        {**GOOD, "shared": [[3, "d", [-3], 1]]},
        {**GOOD, "shared": [[3, "s", [-3]]]},
        {**GOOD, "shared": [[3, "B", 1]]},
        {**GOOD, "shared": [[3, "B"]]},
    ],
    ids=str,
)
def test_a_malformed_document_is_refused(document: Any) -> None:
    with pytest.raises(MalformedError):
        ends()[0].decode(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
)
NODE = st.lists(
    st.sampled_from(["t", "z", "x", "r", "e", "h", "c", "i", "f", "s", "u", "b", [0], [1], [-3]])
    | JSON,
    max_size=5,
)
ENTRY = st.lists(st.sampled_from([2, 3, 5, "l", "d", "s", "B", [0], [-3], [-5]]) | JSON, max_size=6)


@given(root=JSON, nodes=st.lists(NODE, max_size=4), shared=st.lists(ENTRY, max_size=4))
def test_a_document_is_a_value_or_is_refused(root: Any, nodes: Any, shared: Any) -> None:
    here = ends()[0]
    try:
        value = here.decode({"root": root, "nodes": nodes, "shared": shared})
    except MalformedError:
        return
    assert shape(sent(value)) == shape(value)
