"""Take calls from the record of use in a process of its own, as fast as it can.

``child_taker PATH RULE TIMES``: once a line has come in, it prints how many were let through.
"""

import asyncio
import sys
from pathlib import Path

from jupyter_tutor.adapters.model_spending import ModelSpending
from tests.model.asking import ADA, COURSE


async def main(path: str, rule: str, times: str) -> None:
    spending = ModelSpending(Path(path), pseudonym=str, rule=rule)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    waits = [await spending.take(ADA) for _ in range(int(times))]
    for _ in range(int(times)):
        await spending.spend(COURSE, 1, 0.5)
    print(waits.count(0.0), flush=True)  # noqa: T201
    await spending.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
