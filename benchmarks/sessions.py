"""10,000 live sessions in one process: what they weigh, and how fast their turns are.

Real sessions over the real journal. From a command to the published view is measured in turn with
the bare append-and-sync, in one run; then a thousand sessions are busy at once, and the loop's lag
is watched. Nobody has a record yet, so that none is asked for. JSON lines.
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

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.commands import Say
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted
from jupyter_tutor.testing import (
    CountingIds,
    MemoryCourses,
    MemoryDeadLetters,
    MemoryJournal,
    MemoryLeases,
    MemorySnapshots,
    ScriptedFormulas,
    TickingClock,
)
from tests.core.lessons import LESSON

SESSIONS = 10_000
ACTIVE = 1000
SAMPLES = 400
ROUNDS = 5
LAG_EVERY = 0.005


def milliseconds(samples: Sequence[float], share: float) -> float:
    """The sample below which that share lies, in milliseconds."""
    return round(1000 * sorted(samples)[int(share * (len(samples) - 1))], 3)


async def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TUTOR_BENCH_DIR")) as folder:
        record = await Record.open(Path(folder) / "record")
        clock = TickingClock()
        services = Services(
            journal=record.journal,
            history=MemoryJournal(),
            snapshots=MemorySnapshots(),
            dead_letters=MemoryDeadLetters(),
            leases=MemoryLeases({}),
            courses=MemoryCourses(LESSON),
            formulas=ScriptedFormulas(),
            tasks=TaskPool(),
            clock=clock,
            ids=CountingIds(),
            place="bench",
        )
        directory = Sessions(services)
        places = [
            Place(LearnerId(f"learner-{number}"), LESSON.course_id, LESSON.id)
            for number in range(SESSIONS)
        ]
        process = psutil.Process()
        # One first: what all of them share is not counted.
        await directory.join(Place(LearnerId("first"), LESSON.course_id, LESSON.id))
        before, begun = process.memory_info().rss, time.perf_counter()
        sessions = await asyncio.gather(*(directory.join(place) for place in places))
        started = time.perf_counter() - begun
        kept = (process.memory_info().rss - before) // SESSIONS
        said = sum(len(message.text) for message in sessions[0].state.transcript)
        print(
            json.dumps(
                {
                    "benchmark": "live sessions",
                    "live_sessions": SESSIONS,
                    "start_us": round(1e6 * started / SESSIONS, 1),
                    "bytes_each": kept,
                    "bytes_of_its_transcript": said,
                }
            )
        )
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
                }
            )
        )
        await busy(sessions[:ACTIVE], clock)
        await directory.close()
        await record.close()


async def busy(sessions: Sequence[Session], clock: TickingClock) -> None:
    """All of them say something at once, some times over."""
    lags: list[float] = []
    turns: list[float] = []

    async def watch() -> None:
        while True:
            at = time.perf_counter()
            await asyncio.sleep(LAG_EVERY)
            lags.append(time.perf_counter() - at - LAG_EVERY)

    async def turn(session: Session) -> None:
        at = time.perf_counter()
        assert isinstance(await session.ask(Say(at=clock.now(), text="Hello")), Accepted)
        turns.append(time.perf_counter() - at)

    watching = asyncio.ensure_future(watch())
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.gather(*(turn(session) for session in sessions))
    took = time.perf_counter() - begun
    watching.cancel()
    print(
        json.dumps(
            {
                "benchmark": "busy sessions",
                "live_sessions": SESSIONS,
                "at_once": len(sessions),
                "turns_a_second": round(len(turns) / took),
                "turn_ms": {"p50": milliseconds(turns, 0.5), "p99": milliseconds(turns, 0.99)},
                "loop_lag_p99_ms": milliseconds(lags, 0.99),
            }
        )
    )


if __name__ == "__main__":
    asyncio.run(main())
