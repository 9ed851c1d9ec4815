"""Echoes of registered, supervised actors, 10,000 of them alive; beside it the same on a BEAM.

Prints JSON lines: what it takes to start one and to keep it, casts that are replied to, calls, and
how late the loop is under load; then calls while something computes on and on, on the loop and in
the task pool, and how long others wait for the pool while one hands in more than it can do. The
BEAM's are printed where `elixir` is installed, by `benchmarks/beam/echo.exs`, in the same run, and
after them how ours stand to them.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.hog import compute
from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.runtime.registry import Registry
from jupyter_tutor.runtime.specs import ChildSpec

ACTORS = 10_000
CASTS = 200_000
AT_ONCE = 500
CALLS = 20_000
LAG_EVERY = 0.005
HOG, HOGGED_CALLS, LONG = b"50", 500, 60.0

COMPARED = (
    ("casts and replies", "a_second"),
    ("call", "p50_us"),
    ("call", "p99_us"),
    ("start and keep", "start_us"),
    ("start and keep", "bytes_each"),
)
"""What both sides measure; of the first more is better, of the others less."""

Figures = dict[str, dict[str, float]]


class Echo(Actor[Any, Any]):
    """Gives back what it is called with, and casts back what it is cast."""

    def handle_call(self, message: Any) -> Any:
        return message

    def handle_cast(self, message: Any) -> None:
        sender, value = message
        sender.cast(value)


class Counter(Actor[Any, Any]):
    """Counts what comes; ``all_came`` is set at the last."""

    def __init__(self, most: int) -> None:
        super().__init__(limit=most)
        self.left = most
        self.all_came = asyncio.Event()

    def handle_cast(self, message: Any) -> None:
        self.left -= 1
        if self.left == 0:
            self.all_came.set()


def microseconds(samples: Sequence[float], share: float) -> float:
    """The sample below which that share lies."""
    return round(1e6 * sorted(samples)[int(share * (len(samples) - 1))], 1)


def say(name: str, **figures: Any) -> dict[str, Any]:
    print(json.dumps({"benchmark": name, **figures}), flush=True)
    return figures


async def main() -> Figures:
    """Measure and tell everything of ours; what can be compared comes back."""
    registry: Registry[int, Echo] = Registry()
    supervisor = DynamicSupervisor()

    def started(number: int) -> Echo:
        echo = Echo()
        registry.register(number, echo)
        return echo

    process = psutil.Process()
    before, at = process.memory_info().rss, time.perf_counter()
    for number in range(ACTORS):
        await supervisor.start_child(ChildSpec(id=number, start=started, args=(number,)))
    took = time.perf_counter() - at
    kept = process.memory_info().rss - before
    started_and_kept = say(
        "actors: start and keep",
        actors=ACTORS,
        start_us=round(1e6 * took / ACTORS, 1),
        bytes_each=kept // ACTORS,
    )
    ours = {
        "start and keep": started_and_kept,
        "call": await calls(registry),
        "casts and replies": await casts(registry),
    }
    await beside_a_hog()
    await one_hog()
    supervisor.exit(SHUTDOWN)
    await supervisor.wait()
    return ours


async def calls(registry: Registry[int, Echo]) -> dict[str, Any]:
    """One call after the other, each to another actor; beside it a bare future, set next turn."""
    loop = asyncio.get_running_loop()
    bare, whole = [], []
    for number in range(CALLS):
        at = time.perf_counter()
        future = loop.create_future()
        loop.call_soon(future.set_result, None)
        await future
        bare.append(time.perf_counter() - at)
        at = time.perf_counter()
        entry = registry.lookup(number * 7919 % ACTORS)
        assert entry is not None
        await entry.process.call(number)
        whole.append(time.perf_counter() - at)
    return say(
        "actors: call",
        p50_us=microseconds(whole, 0.5),
        p99_us=microseconds(whole, 0.99),
        bare_future_p50_us=microseconds(bare, 0.5),
        bare_future_p99_us=microseconds(bare, 0.99),
    )


async def casts(registry: Registry[int, Echo]) -> dict[str, Any]:
    """Casts that are replied to by a cast, and how late the loop is meanwhile."""
    lags: list[float] = []

    async def watch() -> None:
        while True:
            at = time.perf_counter()
            await asyncio.sleep(LAG_EVERY)
            lags.append(time.perf_counter() - at - LAG_EVERY)

    counter = Counter(CASTS)
    watching = asyncio.ensure_future(watch())
    at = time.perf_counter()
    for first in range(0, CASTS, AT_ONCE):
        for number in range(first, first + AT_ONCE):
            entry = registry.lookup(number * 7919 % ACTORS)
            assert entry is not None
            entry.process.cast((counter, number))
        await asyncio.sleep(0)
    await counter.all_came.wait()
    took = time.perf_counter() - at
    watching.cancel()
    return say(
        "actors: casts and replies",
        a_second=round(CASTS / took),
        loop_lag_p99_ms=round(microseconds(lags, 0.99) / 1000, 2),
    )


async def beside_a_hog() -> None:
    """How long calls take: with nothing beside, with a hog on the loop, with one in the pool."""
    echo, pool = Echo(), TaskPool(width=1)
    await pool.compute(compute, b"0", owner="hog", within=LONG)

    async def called() -> list[float]:
        took = []
        for number in range(HOGGED_CALLS):
            at = time.perf_counter()
            await echo.call(number)
            await asyncio.sleep(0)
            took.append(time.perf_counter() - at)
            await asyncio.sleep(0.001)
        return took

    async def on_the_loop() -> None:
        while True:
            compute(HOG)
            await asyncio.sleep(0.005)

    async def in_the_pool() -> None:
        while True:
            await pool.compute(compute, HOG, owner="hog", within=LONG)

    figures = {"nothing_p99_us": microseconds(await called(), 0.99)}
    for name, hog in (("on_the_loop", on_the_loop), ("in_the_pool", in_the_pool)):
        hogging = asyncio.ensure_future(hog())
        figures[f"{name}_p99_us"] = microseconds(await called(), 0.99)
        hogging.cancel()
        await asyncio.wait([hogging])
    say("calls beside what computes", hog_ms=int(HOG), **figures)
    await pool.stop()


async def one_hog() -> None:
    """How long a job of another waits while one has hundreds in the pool."""
    pool = TaskPool(width=2)
    hogging = [
        asyncio.ensure_future(pool.compute(compute, b"20", owner="hog", within=LONG))
        for _ in range(300)
    ]
    await asyncio.wait(hogging, return_when=asyncio.FIRST_COMPLETED)
    others = []
    for number in range(20):
        at = time.perf_counter()
        await pool.compute(compute, b"20", owner=number, within=LONG)
        others.append(time.perf_counter() - at)
    waiting = pool.mailbox_length
    await pool.stop()
    await asyncio.gather(*hogging, return_exceptions=True)
    say(
        "one hog in the pool",
        job_ms=20,
        of_the_hog_still_waiting=waiting,
        another_p50_ms=round(microseconds(others, 0.5) / 1000, 1),
        another_worst_ms=round(microseconds(others, 1.0) / 1000, 1),
    )


def beam(elixir: str) -> Figures:
    """The same on a BEAM."""
    script = Path(__file__).with_name("beam") / "echo.exs"
    done = subprocess.run([elixir, str(script)], check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    told = map(json.loads, done.stdout.splitlines())
    return {each.pop("benchmark").removeprefix("beam: "): each for each in told}


def ratios(ours: Figures, beams: Figures) -> Iterator[tuple[str, float]]:
    """Each of ours divided by the BEAM's, with its name."""
    for what, figure in COMPARED:
        name = f"{what}: {figure}".replace(" ", "_").replace(":", "")
        yield name, float(f"{ours[what][figure] / beams[what][figure]:.3g}")


if __name__ == "__main__":
    measured = asyncio.run(main())
    if found := shutil.which("elixir"):
        say("ours / BEAM", **dict(ratios(measured, beam(found))))
    else:
        print("no elixir here: the BEAM's figures are left out", file=sys.stderr)
