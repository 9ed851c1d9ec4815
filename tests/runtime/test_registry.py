"""A registry is a dict of those that are alive, whatever is done to it."""

from collections.abc import Hashable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jupyter_tutor.runtime.exits import KILLED, NORMAL
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.registry import AlreadyRegisteredError, Registry

KEYS = ["a", "b", ("c", 1)]
FIELDS = {"learner": ["anna", "ben", None], "course": [1, 2], "kernel": [None, "k1", "k2"]}
keys = st.sampled_from(KEYS)
numbers = st.integers(0, 4)
metadata = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(v) for name, v in FIELDS.items()}
)
searches = [
    *({name: value} for name, values in FIELDS.items() for value in values),
    *({"learner": one, "course": two} for one in FIELDS["learner"] for two in FIELDS["course"]),
    *({"kernel": one, "course": two} for one in FIELDS["kernel"] for two in FIELDS["course"]),
]


class Thing(Process):
    """Ends at once, however it is asked to."""


class Registering(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.registry: Registry[Any, Thing] = Registry(*FIELDS)
        self.things = [Thing() for _ in range(5)]
        self.expected: dict[Any, tuple[Thing, dict[str, Hashable]]] = {}

    @rule(key=keys, number=numbers, said=metadata)
    def register(self, key: Any, number: int, said: dict[str, Hashable]) -> None:
        thing = self.things[number]
        held = self.expected.get(key)
        if held is not None and held[0] is not thing:
            with pytest.raises(AlreadyRegisteredError):
                self.registry.register(key, thing, **said)
            return
        self.registry.register(key, thing, **said)
        if thing.alive:
            self.expected[key] = (thing, said)

    @rule(key=keys)
    def unregister(self, key: Any) -> None:
        self.registry.unregister(key)
        self.expected.pop(key, None)

    @rule(key=keys, said=metadata)
    def update(self, key: Any, said: dict[str, Hashable]) -> None:
        if key not in self.expected:
            with pytest.raises(KeyError):
                self.registry.update(key, **said)
            return
        self.registry.update(key, **said)
        thing, before = self.expected[key]
        self.expected[key] = (thing, {**before, **said})

    @rule(number=numbers, anew=st.booleans())
    def end(self, number: int, anew: bool) -> None:
        thing = self.things[number]
        thing.exit(KILLED)
        self.expected = {key: held for key, held in self.expected.items() if held[0] is not thing}
        if anew:
            self.things[number] = Thing()

    @invariant()
    def it_is_that_dict(self) -> None:
        found = {e.key: (e.process, dict(e.metadata)) for e in self.registry.find()}
        assert found == self.expected
        for key in KEYS:
            entry = self.registry.lookup(key)
            there = None if entry is None else (entry.process, dict(entry.metadata))
            assert there == self.expected.get(key)

    @invariant()
    def it_is_searched_as_that_dict(self) -> None:
        for search in searches:
            hits = [
                key for key, (_, said) in self.expected.items() if search.items() <= said.items()
            ]
            found = [entry.key for entry in self.registry.find(**search)]
            assert sorted(map(str, found)) == sorted(map(str, hits))

    @invariant()
    def it_is_searched_as_a_scan_over_the_living(self) -> None:
        for search in searches:
            scan = [
                entry for entry in self.registry.find() if search.items() <= entry.metadata.items()
            ]
            found = self.registry.find(**search)
            assert sorted(str(entry.key) for entry in found) == [
                *sorted(str(entry.key) for entry in scan)
            ]
            assert all(entry.process.alive for entry in found)


def test_a_registry_is_a_dict_of_the_living() -> None:
    run_state_machine_as_test(
        Registering, settings=settings(max_examples=100, stateful_step_count=30, deadline=None)
    )


def test_a_field_that_is_not_searched_is_an_error() -> None:
    registry: Registry[str, Thing] = Registry("learner")
    with pytest.raises(KeyError, match="course"):
        registry.find(course=1)
    with pytest.raises(KeyError, match="course"):
        registry.register("a", Thing(), course=1)
    assert registry.find() == []


def test_the_end_of_the_registry_lets_go_of_everything() -> None:
    registry: Registry[str, Thing] = Registry("learner")
    thing = Thing()
    registry.register("a", thing, learner="anna")
    registry.exit(NORMAL)
    assert (registry.lookup("a"), registry.find(learner="anna"), thing.alive) == (None, [], True)
    thing.exit(KILLED)
