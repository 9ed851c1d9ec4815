"""One kind of child in several copies: the same key always meets the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.runtime.actor import ActorDownError
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import KILLED
from jupyter_tutor.runtime.partition import PartitionSupervisor
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import BadSpecError, ChildSpec
from tests.runtime.virtual import rest, run, virtual


class Thing(Process):
    """Ends at once, however it is asked to."""


async def parts(many: int) -> PartitionSupervisor:
    return await PartitionSupervisor(lambda number: ChildSpec(id=number, start=Thing), many).start()


@given(st.integers(1, 8), st.lists(st.text(), max_size=20))
def test_a_key_meets_the_same_copy_and_no_copy_is_outside(many: int, keys: list[str]) -> None:
    async def play() -> None:
        supervisor = await parts(many)
        copies = [place.process for place in supervisor.places]
        met = [supervisor.pick(key) for key in keys]
        assert supervisor.partitions == len(copies) == many
        assert set(met) <= set(copies)
        assert [supervisor.pick(key) for key in keys] == met

    run(play())


@virtual
async def test_keys_are_spread_over_all_copies() -> None:
    supervisor = await parts(4)
    shares = [0, 0, 0, 0]
    copies = [place.process for place in supervisor.places]
    for number in range(1000):
        shares[copies.index(supervisor.pick(f"session {number}"))] += 1
    assert all(150 < share < 350 for share in shares)


@virtual
async def test_a_copy_that_has_ended_is_replaced_and_the_others_stay() -> None:
    supervisor = await parts(3)
    key = "anna"
    lost = supervisor.pick(key)
    others = {place.process for place in supervisor.places} - {lost}
    lost.exit(KILLED)
    await rest()
    again = supervisor.pick(key)
    assert again is not lost
    assert again.alive
    assert {place.process for place in supervisor.places} == {again, *others}


@virtual
async def test_while_a_copy_is_not_there_that_is_said() -> None:
    supervisor = await parts(1)
    await supervisor.terminate_child(0)
    with pytest.raises(ActorDownError):
        supervisor.pick("anna")
    await supervisor.delete_child(0)
    with pytest.raises(ActorDownError):
        supervisor.pick("anna")


@virtual
async def test_one_copy_that_gives_up_takes_only_its_part_along() -> None:
    supervisor = await PartitionSupervisor(
        lambda number: ChildSpec(
            id=number, start=lambda: DynamicSupervisor(counted="together"), type="supervisor"
        ),
        2,
    ).start()
    made = []
    for part in list(supervisor.places):
        assert isinstance(part.process, DynamicSupervisor)
        for number in range(10):
            made.append(await part.process.start_child(ChildSpec(id=number, start=Thing)))
    for process in made[:4]:
        assert process is not None
        process.exit(KILLED)
    await rest()
    assert [process is not None and process.alive for process in made] == [False] * 10 + [True] * 10
    assert [place.alive for place in supervisor.places] == [True, True]


def test_there_is_at_least_one() -> None:
    with pytest.raises(BadSpecError, match="invalid partitions: 0"):
        PartitionSupervisor(lambda number: ChildSpec(id=number, start=Thing), 0)
