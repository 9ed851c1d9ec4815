"""What many answers of one question cost in the sandbox; prints JSON lines.

Two warm checkers judge right and wrong answers in turn, each in a sandbox of its own that was
started while the one before was at work. Beside it: the bare start of a Python process, one after
the other and two at a time, which is what a sandbox cannot do without; and what bubblewrap adds.
``python benchmarks/sandbox.py [--count 1000]``. Where bubblewrap is not usable the lines say
``process``: a process with limits, and no sandbox.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

from jupyter_tutor.checker.bubblewrap import Bubblewrap
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import Check, CodeQuestion, WrongAnswer

WORKERS = 2
WARM_UP = 6
STARTS = 40

RIGHT = "def mean(xs):\n    return sum(xs) / len(xs)\n"
WRONG = "def mean(xs):\n    return sum(xs) / 2\n"
QUESTION = CodeQuestion(
    id=QuestionId("mean"),
    title="The mean",
    prompt="",
    stub="",
    solution=RIGHT,
    checks=(
        Check(id="mean-1", source="assert mean([1, 2, 3]) == 2", cell=1),
        Check(id="mean-2", source="assert mean([4]) == 4.0", cell=2),
    ),
    wrong=(WrongAnswer(misconception="halves", says="Not by 2.", source=WRONG, cell=3),),
    learner_names=("mean",),
)


async def _seconds(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    return time.perf_counter() - begun


async def _started(command: list[str]) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0


def _line(name: str, times: list[float], all_of_it: float) -> dict[str, object]:
    return {
        "benchmark": name,
        "count": len(times),
        "total_s": round(all_of_it, 2),
        "per_second": round(len(times) / all_of_it, 1),
        "median_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(sorted(times)[int(0.95 * len(times))] * 1000, 1),
    }


async def _many(
    name: str, act: Callable[[int], Awaitable[object]], count: int, at_once: int
) -> dict[str, object]:
    """Do it so often, so many at once, and measure each and all together."""
    turns = asyncio.Semaphore(at_once)

    async def one(number: int) -> float:
        async with turns:
            return await _seconds(lambda: act(number))

    begun = time.perf_counter()
    times = await asyncio.gather(*(one(number) for number in range(count)))
    return _line(name, times, time.perf_counter() - begun)


async def _answers(count: int) -> list[dict[str, object]]:
    pool = CheckerPool(size=WORKERS)
    try:
        await pool.start()
        target = (await pool.sandbox()).target

        async def judge(number: int) -> None:
            source, verdict = ((RIGHT, "correct"), (WRONG, "incorrect"))[number % 2]
            report = await pool.check_sandboxed(QUESTION, f"{source}# {number}\n")
            assert (report.verdict, report.target) == (verdict, target), report

        await _many("warm up", judge, WARM_UP, WORKERS)
        line = await _many("answers", judge, count, WORKERS)
        return [{**line, "target": target, "workers": WORKERS}]
    finally:
        await pool.close()


async def _bare_starts() -> list[dict[str, object]]:
    python = [sys.executable, "-I", "-c", "pass"]

    async def start(_number: int) -> None:
        await _started(python)

    return [
        await _many("bare python", start, STARTS, 1),
        await _many(f"bare python, {WORKERS} at a time", start, STARTS, WORKERS),
    ]


def _walled_starts(program: str) -> dict[str, object]:
    walls = Bubblewrap(program)
    times: list[float] = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with walls.walls() as (before, numbers):
            command = [*before, sys.executable, "-I", "-c", "pass"]
            subprocess.run(command, pass_fds=numbers, check=True, env={"PATH": os.defpath})
        times.append(time.perf_counter() - begun)
    return _line("bare python in bubblewrap", times, sum(times))


async def measure(count: int) -> list[dict[str, object]]:
    pool = CheckerPool(size=1)
    try:
        program = (await pool.sandbox()).program
    finally:
        await pool.close()
    lines = await _bare_starts()
    if program is not None:
        lines.append(_walled_starts(program))
    return lines + await _answers(count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Many answers of one question in the sandbox.")
    parser.add_argument("--count", type=int, default=1000, help="how many answers (1000)")
    for line in asyncio.run(measure(parser.parse_args().count)):
        print(json.dumps(line))
