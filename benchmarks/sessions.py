"""From a command to the published view, beside the bare append-and-sync: 1,000 live sessions.

Real sessions over the real journal; both sides are measured in turn in one run. JSON lines.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.commands import Say
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.updates import Accepted
from jupyter_tutor.testing import (
    CountingIds,
    MemoryCourses,
    MemoryDeadLetters,
    MemoryLeases,
    MemorySnapshots,
    ScriptedFormulas,
    TickingClock,
)
from tests.core.lessons import LESSON

SESSIONS = 1000
SAMPLES = 400


def milliseconds(samples: Sequence[float], share: float) -> float:
    """The sample below which that share lies, in milliseconds."""
    return round(1000 * sorted(samples)[int(share * (len(samples) - 1))], 3)


async def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TUTOR_BENCH_DIR")) as folder:
        record = await Record.open(Path(folder) / "record")
        clock = TickingClock()
        services = Services(
            journal=record.journal,
            history=record.history,
            snapshots=MemorySnapshots(),
            dead_letters=MemoryDeadLetters(),
            leases=MemoryLeases({}),
            courses=MemoryCourses(LESSON),
            formulas=ScriptedFormulas(),
            clock=clock,
            ids=CountingIds(),
            place="bench",
        )
        directory = Sessions(services)
        places = [
            Place(LearnerId(f"learner-{number}"), LESSON.course_id, LESSON.id)
            for number in range(SESSIONS)
        ]
        begun = time.perf_counter()
        sessions = await asyncio.gather(*(directory.join(place) for place in places))
        started = time.perf_counter() - begun
        bare, whole = [], []
        line = b"x" * 900 + b"\n"
        loop = asyncio.get_running_loop()
        with (Path(folder) / "bare").open("ab", buffering=0) as file:

            def append_and_sync() -> None:
                file.write(line)
                os.fdatasync(file.fileno())

            for number in range(SAMPLES):
                at = time.perf_counter()
                await loop.run_in_executor(None, append_and_sync)
                bare.append(time.perf_counter() - at)
                session = sessions[number * 7 % SESSIONS]
                updates = session.watch()
                at = time.perf_counter()
                asked = asyncio.ensure_future(session.ask(Say(at=clock.now(), text="Hello")))
                await anext(updates)
                whole.append(time.perf_counter() - at)
                assert isinstance(await asked, Accepted)
                updates.close()
        print(
            json.dumps(
                {
                    "benchmark": "command to published view",
                    "live_sessions": SESSIONS,
                    "samples": SAMPLES,
                    "append_and_sync_ms": {
                        "p50": milliseconds(bare, 0.5),
                        "p99": milliseconds(bare, 0.99),
                    },
                    "published_ms": {
                        "p50": milliseconds(whole, 0.5),
                        "p99": milliseconds(whole, 0.99),
                    },
                    "more_at_the_median_ms": round(
                        1000 * (statistics.median(whole) - statistics.median(bare)), 3
                    ),
                    "start_all_s": round(started, 3),
                }
            )
        )
        await directory.close()
        await record.close()


if __name__ == "__main__":
    asyncio.run(main())
