"""Echoes of registered, supervised actors, 10,000 of them alive; beside it the same on a BEAM.

Prints JSON lines: what it takes to start one and to keep it, casts that are replied to, calls, and
how late the loop is under load. The BEAM's are printed where `elixir` is installed, by
`benchmarks/beam/echo.exs`, in the same run.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.runtime.actor import Actor
from jupyter_tutor.runtime.dynamic import DynamicSupervisor
from jupyter_tutor.runtime.exits import SHUTDOWN
from jupyter_tutor.runtime.registry import Registry
from jupyter_tutor.runtime.specs import ChildSpec

ACTORS = 10_000
CASTS = 200_000
AT_ONCE = 500
CALLS = 20_000
LAG_EVERY = 0.005


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


def say(name: str, **figures: Any) -> None:
    print(json.dumps({"benchmark": name, **figures}), flush=True)


async def main() -> None:
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
    say(
        "actors: start and keep",
        actors=ACTORS,
        start_us=round(1e6 * took / ACTORS, 1),
        bytes_each=kept // ACTORS,
    )
    await calls(registry)
    await casts(registry)
    supervisor.exit(SHUTDOWN)
    await supervisor.wait()


async def calls(registry: Registry[int, Echo]) -> None:
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
    say(
        "actors: call",
        p50_us=microseconds(whole, 0.5),
        p99_us=microseconds(whole, 0.99),
        bare_future_p50_us=microseconds(bare, 0.5),
        bare_future_p99_us=microseconds(bare, 0.99),
    )


async def casts(registry: Registry[int, Echo]) -> None:
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
    say(
        "actors: casts and replies",
        a_second=round(CASTS / took),
        loop_lag_p99_ms=round(microseconds(lags, 0.99) / 1000, 2),
    )


def beam() -> None:
    """The same on a BEAM, where there is one."""
    elixir = shutil.which("elixir")
    if elixir is None:
        print("no elixir here: the BEAM's figures are left out", file=sys.stderr)
        return
    script = Path(__file__).with_name("beam") / "echo.exs"
    subprocess.run([elixir, str(script)], check=True)


if __name__ == "__main__":
    asyncio.run(main())
    beam()
