"""What a check costs beside a bare kernel round trip; prints JSON lines.

Both are taken in turn, on one warm kernel, so that a busy machine slows both alike. The aim is
15 ms more at the median. ``python -m benchmarks.checks [ROUNDS]``
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from jupyter_client.manager import AsyncKernelManager

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.kernel_bridge import KernelBridge
from jupyter_tutor.adapters.kernel_channels import KernelChannels
from jupyter_tutor.adapters.kernel_handle import ManagedKernel
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.course import Check, CodeQuestion
from jupyter_tutor.core.ids import QuestionId

ROUNDS = 200
WARM_UP = 20
AIM_MS = 15.0

ANSWER = "def mean(xs):\n    return sum(xs) / len(xs)\n"
EXPRESSION = "mean([1, 2, 3])"
QUESTION = CodeQuestion(
    id=QuestionId("mean"),
    title="The mean",
    prompt="",
    stub="",
    solution=ANSWER,
    checks=(Check(id="mean-1", source=f"assert {EXPRESSION} == 2", cell=1),),
    learner_names=("mean",),
)


async def _milliseconds(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    return (time.perf_counter() - begun) * 1000


def _line(name: str, times: list[float]) -> dict[str, object]:
    return {
        "benchmark": name,
        "rounds": len(times),
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
    }


async def measure(rounds: int) -> list[dict[str, object]]:
    """The lines for a number of rounds: bare round trip, check, and the difference."""
    manager = AsyncKernelManager()
    await manager.start_kernel()
    pool = CheckerPool()
    await pool.start()
    bridge = KernelBridge(
        ManagedKernel(manager),
        checker=pool,
        fresh=FreshTarget(pool),
        on_cell=lambda run: None,
        on_status=lambda status: None,
    )
    channels = KernelChannels(manager.get_connection_info(), lambda message: None)
    try:
        bridge.start()
        channels.open()
        await bridge.ready()
        await channels.execute_silently(ANSWER, "None")
        bare: list[float] = []
        check: list[float] = []
        for _ in range(WARM_UP + rounds):
            bare.append(await _milliseconds(lambda: channels.execute_silently("", EXPRESSION)))
            check.append(await _milliseconds(lambda: bridge.check(QUESTION, ANSWER, None)))
    finally:
        await channels.close()
        await bridge.close()
        await pool.close()
        await manager.shutdown_kernel(now=True)
    lines = [_line("kernel round trip", bare[WARM_UP:]), _line("check", check[WARM_UP:])]
    more = statistics.median(check[WARM_UP:]) - statistics.median(bare[WARM_UP:])
    return [*lines, {"benchmark": "check beyond it", "median_ms": round(more, 2), "aim_ms": AIM_MS}]


if __name__ == "__main__":
    for line in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)):
        print(json.dumps(line))
