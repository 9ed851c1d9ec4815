"""Jobs that wait their turn: how many run, who is next, what becomes of those given up."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.runtime.computing import Computation, ComputingError, ProcessLostError
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


def own_number(_: bytes) -> bytes:
    """The number of the process that computes."""
    return str(os.getpid()).encode()


def never(_: bytes) -> bytes:
    """Compute for ever."""
    while True:
        pass


def fails(given: bytes) -> bytes:
    """Raise something."""
    raise ValueError(given.decode())


def talks(given: bytes) -> bytes:
    """Print, and look for input."""
    sys.stdout.write("a line that is no answer")
    sys.stdout.flush()
    return given + str(sys.stdin.read()).encode()


def die_once(mark: bytes) -> bytes:
    """Kill the process the first time."""
    path = Path(mark.decode())
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return b"done"


def die(_: bytes) -> bytes:
    """Kill the process each time."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.fixture
async def pool() -> AsyncIterator[TaskPool]:
    """One whose processes are gone at the end."""
    made = TaskPool(width=2)
    yield made
    await made.stop()


async def compute(pool: TaskPool, function: Computation, given: bytes = b"") -> bytes:
    """What it gives, within a long time."""
    return await pool.compute(function, given, owner="ada", within=LONG)


async def process_of(pool: TaskPool) -> psutil.Process:
    """The process that computes next."""
    return psutil.Process(int(await compute(pool, own_number)))


async def test_what_computes_is_done_in_a_process_that_stays(pool: TaskPool) -> None:
    first = await process_of(pool)
    assert first.pid != os.getpid()
    assert await process_of(pool) == first


async def test_a_function_that_raises_is_told_of_and_its_process_stays(pool: TaskPool) -> None:
    process = await process_of(pool)
    with pytest.raises(ComputingError, match=r"^ValueError: what is wrong$"):
        await compute(pool, fails, b"what is wrong")
    assert await process_of(pool) == process


async def test_what_a_function_prints_or_reads_is_none_of_the_talk(pool: TaskPool) -> None:
    assert await compute(pool, talks, b"answer") == b"answer"
    assert await compute(pool, talks, b"again") == b"again"


async def test_large_things_go_there_and_come_back(pool: TaskPool) -> None:
    large = bytes(range(256)) * 40_000
    assert await compute(pool, bytes_back, large) == large[::-1]


def bytes_back(given: bytes) -> bytes:
    """The other way round."""
    return given[::-1]


async def test_what_computes_for_ever_is_killed(pool: TaskPool) -> None:
    process = await process_of(pool)

    with pytest.raises(DeadlineError):
        await pool.compute(never, b"", owner="ada", within=0.2)

    assert not process.is_running()
    assert (await process_of(pool)).pid != process.pid


async def test_what_nobody_wants_any_more_is_killed(pool: TaskPool) -> None:
    process = await process_of(pool)
    job = asyncio.create_task(compute(pool, never))
    await asyncio.sleep(0)
    assert pool.running == 1
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert not process.is_running()
    assert pool.running == 0


async def test_a_process_that_dies_is_replaced(pool: TaskPool, tmp_path: Path) -> None:
    assert await compute(pool, die_once, str(tmp_path / "m").encode()) == b"done"
    with pytest.raises(ProcessLostError):
        await compute(pool, die)
    assert await compute(pool, bytes_back, b"ab") == b"ba"


async def test_processes_that_are_killed_again_and_again_lose_no_job(pool: TaskPool) -> None:
    for number in range(20):
        process = await process_of(pool)
        process.kill()
        if number % 2:
            process.wait(LONG)
        answers = await asyncio.gather(
            *(compute(pool, bytes_back, f"{number}:{job}".encode()) for job in range(4))
        )
        assert answers == [f"{number}:{job}".encode()[::-1] for job in range(4)]


async def test_a_pool_that_ends_takes_its_processes_with_it() -> None:
    pool = TaskPool(width=2)
    resting = await process_of(pool)
    running = asyncio.create_task(compute(pool, never))
    await asyncio.sleep(0)
    assert pool.running == 1
    waiting = [asyncio.create_task(compute(pool, own_number)) for _ in range(3)]
    await asyncio.sleep(0)
    assert pool.mailbox_length == 2

    await pool.stop()

    assert not resting.is_running()
    told = await asyncio.gather(running, *waiting, return_exceptions=True)
    assert {type(each) for each in told} == {PoolClosedError}
    with pytest.raises(PoolClosedError):
        await compute(pool, own_number)


async def test_no_module_is_taken_from_the_servers_folder(
    pool: TaskPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "struct.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert await compute(pool, bytes_back, b"ab") == b"ba"
