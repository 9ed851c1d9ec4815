"""Taking up a session of 10,000 events: from its snapshot, and from its beginning.

A real record on disk, all of it taken in by the database. The same session is read in turn with a
snapshot of the state some events ago and without any; so is one of 20 events, for what cannot be
had for less. JSON lines.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.commands import OpenSession
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import LearnerId, SessionId, session_id_of
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.sessions.folding import fold_record
from jupyter_tutor.sessions.snapshots import EVERY, to_bytes
from jupyter_tutor.wire import seal
from tests.core.lessons import LESSON

SIZES = (20, 10_000)
TURNS_AT_ONCE = 200
SAMPLES = 15


def lived(events: int) -> list[Event]:
    """That many events of somebody who talks a lot."""
    state, done = State(), []
    command: OpenSession | Say = OpenSession(at=at(0), learner=LearnerId("ada"), unfinished=())
    while len(done) < events:
        decision = decide(state, command, LESSON)
        assert isinstance(decision, tuple | list), decision
        done.extend(decision)
        state = fold(decision, state)
        command = Say(at=at(len(done)), text=f"Why is that so? ({len(done)})")
    return done[:events]


def at(number: int) -> str:
    """A time for an event."""
    minutes, seconds = divmod(number, 60)
    return f"2026-01-01T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.000Z"


async def keep(record: Record, events: int) -> tuple[SessionId, list[StoredEvent]]:
    """Record a session of that many events."""
    learner = LearnerId(f"of-{events}")
    session = session_id_of(learner, LESSON.course_id, LESSON.id)
    stored = seal(
        lived(events),
        session=session,
        learner=learner,
        course=LESSON.course_id,
        lesson=LESSON.id,
        lesson_hash=LESSON.hash,
        after=None,
        ids=[f"{events}-{number}" for number in range(events)],
    )
    for begin in range(0, events, TURNS_AT_ONCE):
        await record.journal.append(stored[begin : begin + TURNS_AT_ONCE])
    return session, stored


async def take_up(record: Record, session: SessionId, events: int) -> float:
    """Seconds until its state is there."""
    begun = time.perf_counter()
    folded = await fold_record(session, record.history, record.snapshots)
    took = time.perf_counter() - begun
    assert folded.state.seq == events, folded.state.seq
    return took


async def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TUTOR_BENCH_DIR")) as folder:
        record = await Record.open(Path(folder) / "record")
        for events in SIZES:
            session, stored = await keep(record, events)
            some = events - min(EVERY - 1, events // 2)
            kept = to_bytes(some, stored[some - 1].hash, fold(lived(some)))
            whole, short = [], []
            for _ in range(SAMPLES):
                await record.snapshots.write(session, b"none")
                whole.append(await take_up(record, session, events))
                await record.snapshots.write(session, kept)
                short.append(await take_up(record, session, events))
            print(
                json.dumps(
                    {
                        "benchmark": "taking up a session",
                        "events": events,
                        "after_the_snapshot": events - some,
                        "snapshot_bytes": len(kept),
                        "from_the_beginning_ms": round(1000 * statistics.median(whole), 1),
                        "with_snapshot_ms": round(1000 * statistics.median(short), 1),
                        "with_snapshot_worst_ms": round(1000 * max(short), 1),
                    }
                )
            )
        await record.close()


if __name__ == "__main__":
    asyncio.run(main())
