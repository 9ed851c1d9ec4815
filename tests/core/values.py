"""Hypothesis strategies for the core's values, read off the types themselves.

A new field, event or command is covered the moment it exists.
"""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st

from jupyter_tutor.core.commands import Command
from jupyter_tutor.core.events import Event

SHORT_TEXT = st.text(max_size=12)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the core uses types; TypeError for one it has not used so far."""
    if isinstance(hint, NewType):
        return values_of(hint.__supertype__)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: values_of(hints[f.name]) for f in fields(hint)})
    origin = get_origin(hint)
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if origin in (Union, UnionType):
        return st.one_of([values_of(part) for part in get_args(hint)])
    if origin is tuple:
        item, rest = get_args(hint)
        if rest is Ellipsis:
            return st.lists(values_of(item), max_size=3).map(tuple)
    scalars: dict[Any, st.SearchStrategy[Any]] = {
        str: SHORT_TEXT,
        int: st.integers(min_value=0, max_value=10_000),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        NoneType: st.none(),
    }
    if hint not in scalars:
        raise TypeError(f"no strategy for {hint!r}; add one here")
    return scalars[hint]


ANY_COMMAND = values_of(Command)
ANY_EVENT = values_of(Event)

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=100)
"""The same examples on every run, on slow machines too."""
