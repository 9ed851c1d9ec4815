"""How quick the record is, as JSON lines: appends beside a bare append and sync, and the intake.

``python benchmarks/record.py [--dir DIR]``: DIR should be on the disk that matters (a temporary
directory in memory flatters every number). Times are in milliseconds.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.journal_files import FileJournal
from jupyter_tutor.adapters.journal_lines import encode_turn
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_paths import prepare
from jupyter_tutor.core.ids import ContentHash, CourseId, LearnerId, LessonId, SessionId
from jupyter_tutor.core.talk_events import TutorSaid
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import seal

Turn = list[StoredEvent]

EVENTS_A_TURN = 2
WORDS = "The mean of a list is the sum of its values divided by how many there are. " * 4


def lane_of(client: int, turns: int) -> list[Turn]:
    """A session's turns."""
    made: list[Turn] = []
    last: StoredEvent | None = None
    for number in range(turns):
        events = [TutorSaid(at="2026-11-22T09:46:20.125Z", words=f"{number} {WORDS}")]
        made.append(
            seal(
                events * EVENTS_A_TURN,
                session=SessionId(f"{client:032x}"),
                learner=LearnerId(f"learner {client}"),
                course=CourseId("python-foundations"),
                lesson=LessonId("functions"),
                lesson_hash=ContentHash("c0ffee"),
                after=last,
                ids=[uuid.uuid4().hex for _ in range(EVENTS_A_TURN)],
            )
        )
        last = made[-1][-1]
    return made


def report(name: str, took: float, latencies: list[float], **more: Any) -> None:
    """Print one line."""
    ordered = sorted(latencies)
    outcome = {
        "benchmark": name,
        "appends": len(ordered),
        "appends_per_second": round(len(ordered) / took, 1),
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 3),
        "p99_ms": round(ordered[len(ordered) * 99 // 100] * 1000, 3),
        **more,
    }
    print(json.dumps(outcome), flush=True)


def bare(directory: Path, turns: list[Turn]) -> list[float]:
    """What the disk alone takes for the same lines."""
    lines = [encode_turn(turn) for turn in turns]
    latencies: list[float] = []
    file = os.open(directory / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sync = getattr(os, "fdatasync", os.fsync)
    for line in lines:
        start = time.perf_counter()
        os.write(file, line)
        sync(file)
        latencies.append(time.perf_counter() - start)
    os.close(file)
    return latencies


async def append_all(journal: FileJournal, lanes: list[list[Turn]]) -> tuple[float, list[float]]:
    """Append each lane one turn after the other, the lanes side by side."""
    latencies: list[float] = []

    async def client(lane: list[Turn]) -> None:
        for turn in lane:
            start = time.perf_counter()
            await journal.append(turn)
            latencies.append(time.perf_counter() - start)

    begun = time.perf_counter()
    await asyncio.gather(*(client(lane) for lane in lanes))
    return time.perf_counter() - begun, latencies


async def taken_in(record: Record) -> None:
    """Wait until the database has all that is durable now."""
    await record.history.query("SELECT 1")


async def bench_journal(directory: Path, clients: int, turns: int) -> None:
    """Appends without an intake, and the bare disk right before and after."""
    lanes = [lane_of(client, turns) for client in range(clients)]
    alone = bare(directory, lane_of(0, 200))
    layout = prepare(directory / f"journal{clients}")
    journal = FileJournal(layout.journal / "one")
    took, latencies = await append_all(journal, lanes)
    await journal.close()
    alone = sorted(alone + bare(directory, lane_of(0, 200)))
    report(
        "journal_append",
        took,
        latencies,
        clients=clients,
        bare_p50_ms=round(alone[len(alone) // 2] * 1000, 3),
        bare_p99_ms=round(alone[len(alone) * 99 // 100] * 1000, 3),
    )


async def bench_intake(directory: Path, clients: int, turns: int) -> None:
    """Appends with the intake at work, until the database has everything."""
    lanes = [lane_of(client, turns) for client in range(clients)]
    record = await Record.open(directory / f"intake{clients}")
    await taken_in(record)
    begun = time.perf_counter()
    took, latencies = await append_all(record.journal, lanes)
    acknowledged = time.perf_counter()
    await taken_in(record)
    done = time.perf_counter()
    rows = len(latencies) * EVENTS_A_TURN
    report(
        "journal_append_with_intake",
        took,
        latencies,
        clients=clients,
        rows_per_second=round(rows / (done - begun), 1),
        last_row_behind_ms=round((done - acknowledged) * 1000, 1),
    )
    await record.close()


async def bench_backlog(directory: Path, clients: int, turns: int) -> None:
    """A new database taking in journals that are there already."""
    layout = prepare(directory / f"backlog{clients}")
    journal = FileJournal(layout.journal / "one")
    lanes = [lane_of(client, turns) for client in range(clients)]
    _, latencies = await append_all(journal, lanes)
    await journal.close()
    rows = len(latencies) * EVENTS_A_TURN
    begun = time.perf_counter()
    record = await Record.open(layout.root)
    await taken_in(record)
    took = time.perf_counter() - begun
    await record.close()
    outcome = {
        "benchmark": "intake_backlog",
        "clients": clients,
        "rows": rows,
        "rows_per_second": round(rows / took, 1),
        "seconds": round(took, 3),
    }
    print(json.dumps(outcome), flush=True)


@contextmanager
def place(given: Path | None) -> Iterator[Path]:
    """A directory to write in that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=given, prefix="tutor-bench-") as name:
        yield Path(name)


async def main(given: Path | None) -> None:
    """Run all."""
    with place(given) as directory:
        for clients, turns in ((1, 500), (64, 50)):
            await bench_journal(directory, clients, turns)
            await bench_intake(directory, clients, turns)
        for clients, turns in ((1, 5000), (64, 150)):
            await bench_backlog(directory, clients, turns)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, help="where to write (default: the temporary one)")
    asyncio.run(main(parser.parse_args().dir))
