"""Jobs that wait their turn: how many run, who is next, what becomes of those given up."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest
from anyio import BrokenWorkerProcess
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.pool import DeadlineError, PoolClosedError, PoolFullError, TaskPool
from tests.core.values import STEADY

LONG = 60.0


def held(pool: TaskPool) -> tuple[asyncio.Event, asyncio.Task[None]]:
    """A job that runs until the event is set."""
    go_on = asyncio.Event()

    async def work() -> None:
        await go_on.wait()

    return go_on, asyncio.ensure_future(pool.run(work, owner="held", within=LONG))


def noting(done: list[str], name: str) -> Callable[[], Awaitable[str]]:
    async def work() -> str:
        done.append(name)
        return name

    return work


async def test_what_it_gives_and_what_it_raises() -> None:
    pool = TaskPool()

    async def crash() -> None:
        raise ZeroDivisionError

    assert await pool.run(noting([], "one"), owner="ada", within=LONG) == "one"
    with pytest.raises(ZeroDivisionError):
        await pool.run(crash, owner="ada", within=LONG)
    assert (pool.running, pool.mailbox_length) == (0, 0)


@STEADY
@given(
    jobs=st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abc")), max_size=12),
    width=st.integers(1, 3),
)
def test_the_urgent_first_and_each_owner_in_turn(jobs: list[tuple[int, str]], width: int) -> None:
    async def play() -> list[str]:
        pool = TaskPool(width=width)
        holds = [held(pool) for _ in range(width)]
        await asyncio.sleep(0)
        done: list[str] = []
        handed_in = []
        for number, (priority, owner) in enumerate(jobs):
            name = f"{priority}{owner}{number}"
            work = noting(done, name)
            handed_in.append(
                asyncio.ensure_future(pool.run(work, owner=owner, within=LONG, priority=priority))
            )
            await asyncio.sleep(0)
        assert (pool.running, pool.mailbox_length) == (width, len(jobs))
        holds[0][0].set()
        await asyncio.gather(*handed_in)
        for go_on, task in holds:
            go_on.set()
            await task
        assert (pool.running, pool.mailbox_length) == (0, 0)
        return done

    assert asyncio.run(play()) == _in_turn(jobs)


def _in_turn(jobs: list[tuple[int, str]]) -> list[str]:
    """The rule, said once more: by priority, then round and round the owners."""
    left = [(priority, owner, f"{priority}{owner}{n}") for n, (priority, owner) in enumerate(jobs)]
    order: list[str] = []
    for urgent in sorted({priority for priority, _, _ in left}):
        owners: dict[str, list[str]] = {}
        for priority, owner, name in left:
            if priority == urgent:
                owners.setdefault(owner, []).append(name)
        while owners:
            for owner in list(owners):
                order.append(owners[owner].pop(0))
                if not owners[owner]:
                    del owners[owner]
    return order


async def test_a_deadline_counts_the_waiting_and_the_work() -> None:
    pool = TaskPool(width=1)
    go_on, holding = held(pool)
    await asyncio.sleep(0)

    with pytest.raises(DeadlineError, match=r"not done within 0\.01 seconds"):
        await pool.run(noting([], "late"), owner="ada", within=0.01)

    assert pool.mailbox_length == 0
    go_on.set()
    await holding

    async def sleep() -> None:
        await asyncio.sleep(LONG)

    with pytest.raises(DeadlineError):
        await pool.run(sleep, owner="ada", within=0.01)
    assert pool.running == 0


async def test_a_job_s_own_timeout_is_not_the_deadline() -> None:
    async def own() -> None:
        raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine") as raised:
        await TaskPool().run(own, owner="ada", within=LONG)
    assert not isinstance(raised.value, DeadlineError)


async def test_one_that_is_given_up_leaves_its_place_to_the_next() -> None:
    pool = TaskPool(width=1)
    go_on, holding = held(pool)
    await asyncio.sleep(0)
    done: list[str] = []
    given_up = asyncio.ensure_future(pool.run(noting(done, "up"), owner="ada", within=LONG))
    next_one = asyncio.ensure_future(pool.run(noting(done, "next"), owner="ada", within=LONG))
    await asyncio.sleep(0)

    go_on.set()
    await holding
    given_up.cancel()

    assert await next_one == "next"
    assert done in (["next"], ["up", "next"])
    assert (pool.running, pool.mailbox_length) == (0, 0)


async def test_too_many_are_refused() -> None:
    pool = TaskPool(width=1, most=1)
    go_on, holding = held(pool)
    await asyncio.sleep(0)
    waiting = asyncio.ensure_future(pool.run(noting([], "one"), owner="ada", within=LONG))
    await asyncio.sleep(0)

    with pytest.raises(PoolFullError, match="1 jobs are waiting"):
        await pool.run(noting([], "two"), owner="ada", within=LONG)

    go_on.set()
    await asyncio.gather(holding, waiting)


async def test_at_the_end_those_who_wait_are_told() -> None:
    pool = TaskPool(width=1)
    go_on, holding = held(pool)
    await asyncio.sleep(0)
    waiting = asyncio.ensure_future(pool.run(noting([], "one"), owner="ada", within=LONG))
    await asyncio.sleep(0)

    pool.exit(SHUTDOWN)

    with pytest.raises(PoolClosedError):
        await waiting
    with pytest.raises(PoolClosedError):
        await pool.run(noting([], "two"), owner="ada", within=LONG)
    go_on.set()
    await holding


# -- in processes


async def test_what_computes_is_done_elsewhere() -> None:
    pool = TaskPool()
    assert await pool.compute(os.getpid, owner="ada", within=LONG) != os.getpid()


async def test_what_computes_for_ever_is_killed() -> None:
    pool = TaskPool(width=1)
    process = psutil.Process(await pool.compute(os.getpid, owner="ada", within=LONG))

    with pytest.raises(DeadlineError):
        await pool.compute(time.sleep, LONG, owner="ada", within=0.2)

    await asyncio.to_thread(process.wait, LONG)
    assert not process.is_running()
    assert await pool.compute(os.getpid, owner="ada", within=LONG) != process.pid


def die_once(mark: str) -> str:
    """Kill the process the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die() -> None:
    """Kill the process each time."""
    os.kill(os.getpid(), signal.SIGKILL)


async def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    pool = TaskPool()

    assert await pool.compute(die_once, str(tmp_path / "m"), owner="ada", within=LONG) == "done"
    with pytest.raises(BrokenWorkerProcess):
        await pool.compute(die, owner="ada", within=LONG)
    assert await pool.compute(abs, -1, owner="ada", within=LONG) == 1
