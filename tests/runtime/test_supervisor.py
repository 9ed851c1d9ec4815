"""A supervisor starts children on demand, restarts those that crash, and gives up in time."""

import asyncio

import pytest

from jupyter_tutor.runtime.actor import Exit
from jupyter_tutor.runtime.intensity import RestartIntensity
from jupyter_tutor.runtime.supervisor import DynamicSupervisor, OnExit, SupervisorClosingError


class Child:
    def __init__(self, key: str, number: int, on_exit: OnExit) -> None:
        self.key = key
        self.number = number
        self.alive = True
        self._on_exit = on_exit

    def end(self, reason: Exit) -> None:
        self.alive = False
        self._on_exit(reason)

    async def stop(self) -> None:
        await asyncio.sleep(0)
        if self.alive:
            self.end(None)


class Nursery:
    """Makes children and remembers them; keys in ``broken`` cannot be started."""

    def __init__(self) -> None:
        self.made: list[Child] = []
        self.broken: set[str] = set()

    async def __call__(self, key: str, on_exit: OnExit) -> Child:
        await asyncio.sleep(0)
        if key in self.broken:
            raise OSError(f"{key} cannot start")
        child = Child(key, len(self.made), on_exit)
        self.made.append(child)
        return child


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_those_who_come_while_a_child_starts_get_the_same_one() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    a, b = await asyncio.gather(supervisor.find_or_start("x"), supervisor.find_or_start("x"))
    assert a is b
    assert supervisor.running("x") is a
    assert supervisor.keys() == ("x",)


async def test_a_crashed_child_is_started_again_and_its_siblings_are_not_touched() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    x = await supervisor.find_or_start("x")
    y = await supervisor.find_or_start("y")
    x.end(ValueError("boom"))
    await settle()
    again = supervisor.running("x")
    assert again is not None
    assert (again.key, again.number) == ("x", 2)
    assert supervisor.running("y") is y


async def test_a_stopped_child_stays_gone_until_it_is_asked_for() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    await supervisor.find_or_start("x")
    await supervisor.stop_child("x")
    await settle()
    assert supervisor.keys() == ()
    assert (await supervisor.find_or_start("x")).number == 1


async def test_a_child_that_crashes_too_often_is_given_up_and_its_siblings_live() -> None:
    now = 100.0
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(
        nursery, max_restarts=2, max_seconds=5.0, now=lambda: now
    )
    await supervisor.find_or_start("y")
    child = await supervisor.find_or_start("x")
    for _ in range(2):
        child.end(ValueError("boom"))
        await settle()
        running = supervisor.running("x")
        assert running is not None
        child = running
    child.end(ValueError("boom"))
    await settle()
    assert supervisor.keys() == ("y",)
    assert (await supervisor.find_or_start("x")).alive


async def test_many_children_crashing_at_once_all_come_back() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery, max_restarts=1)
    keys = [str(number) for number in range(50)]
    children = [await supervisor.find_or_start(key) for key in keys]
    for child in children:
        child.end(ValueError("boom"))
    await settle()
    assert all(supervisor.running(key) is not None for key in keys)


async def test_a_child_that_cannot_start_leaves_nothing_behind() -> None:
    nursery = Nursery()
    nursery.broken.add("x")
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    with pytest.raises(OSError, match="x cannot start"):
        await supervisor.find_or_start("x")
    await settle()
    assert supervisor.keys() == ()


async def test_closing_stops_all_children_also_those_that_are_starting() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    await supervisor.find_or_start("x")
    starting = asyncio.create_task(supervisor.find_or_start("y"))
    await asyncio.sleep(0)
    await supervisor.close()
    await starting
    assert [child.alive for child in nursery.made] == [False, False]
    with pytest.raises(SupervisorClosingError):
        await supervisor.find_or_start("z")


def test_intensity_counts_only_restarts_within_the_period() -> None:
    now = 0.0
    intensity = RestartIntensity(limit=2, seconds=5.0, now=lambda: now)
    allowed = []
    for at in (0.0, 1.0, 5.0, 6.0, 12.0):
        now = at
        allowed.append(intensity.allows_restart())
    # At 5.0 the restart at 0.0 still counts (it is not older than the period).
    assert allowed == [True, True, False, False, True]


def test_an_intensity_of_zero_allows_no_restart() -> None:
    assert not RestartIntensity(limit=0, seconds=5.0, now=lambda: 0.0).allows_restart()


async def test_a_child_that_ends_while_it_starts_is_not_started_a_second_time() -> None:
    starts: list[str] = []
    go = asyncio.Event()

    async def factory(key: str, on_exit: OnExit) -> Child:
        starts.append(key)
        on_exit(ValueError("boom"))
        await go.wait()
        raise OSError("so it could not start")

    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(factory)
    first = asyncio.ensure_future(supervisor.find_or_start("x"))
    await settle()
    second = asyncio.ensure_future(supervisor.find_or_start("x"))
    await settle()
    go.set()
    results = await asyncio.gather(first, second, return_exceptions=True)
    assert [str(result) for result in results] == ["so it could not start"] * 2
    assert starts == ["x"]
    assert supervisor.keys() == ()


async def test_a_child_that_cannot_be_stopped_keeps_no_other_from_stopping() -> None:
    nursery = Nursery()
    supervisor: DynamicSupervisor[str, Child] = DynamicSupervisor(nursery)
    stubborn = await supervisor.find_or_start("x")
    other = await supervisor.find_or_start("y")

    async def refuse() -> None:
        raise OSError("no")

    stubborn.stop = refuse  # type: ignore[method-assign]
    await supervisor.close()
    assert not other.alive
