"""10,000 live sessions in one process: what they weigh, and how fast their turns are.

Real sessions. They are weighed over a journal in memory, so that nothing is counted but theirs; all
else runs over the real journal, in whose database nobody has a record yet. From a command to the
published view is measured in turn with the bare append-and-sync, in one run. Then a thousand are
busy: all at once, at 500 turns a second, and while one of them crashes again and again; the loop's
lag is watched. JSON lines.
"""

import asyncio
import gc
import json
import logging
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.adapters.record import Record
from jupyter_tutor.core.commands import (
    AskHint,
    ChoiceAnswer,
    Command,
    Continue,
    SkipQuestion,
    SubmitAnswer,
)
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_commands import Say
from jupyter_tutor.ports import Journal
from jupyter_tutor.runtime.bus import Subscription
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions import session as session_module
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted, Update
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
from tests.core.lessons import LESSON, PICK

SESSIONS = 10_000
ACTIVE = 1000
SAMPLES = 400
ROUNDS = 5
A_SECOND, SECONDS = 500, 10
LAG_EVERY = 0.005
CLOCK = TickingClock()


def milliseconds(samples: Sequence[float], share: float) -> float:
    """The sample below which that share lies, in milliseconds."""
    return round(1000 * sorted(samples)[int(share * (len(samples) - 1))], 3)


def percentiles(samples: Sequence[float]) -> dict[str, float]:
    """In milliseconds."""
    return {"p50": milliseconds(samples, 0.5), "p99": milliseconds(samples, 0.99)}


def tell(benchmark: str, **figures: object) -> None:
    """A line of what was measured."""
    print(json.dumps({"benchmark": benchmark, **figures}), flush=True)


def services(journal: Journal) -> Services:
    """What sessions need, all of it in memory but the journal."""
    return Services(
        journal=journal,
        history=MemoryJournal(),
        snapshots=MemorySnapshots(),
        dead_letters=MemoryDeadLetters(),
        leases=MemoryLeases({}),
        courses=MemoryCourses(LESSON),
        formulas=ScriptedFormulas(),
        tasks=TaskPool(),
        clock=CLOCK,
        ids=CountingIds(),
        place="bench",
    )


def place(number: int) -> Place:
    """That of a learner."""
    return Place(LearnerId(f"learner-{number}"), LESSON.course_id, LESSON.id)


class Forgetful(MemoryJournal):
    """Keeps nothing, so that nothing of what it keeps is weighed."""

    async def append(self, turn: Sequence[object]) -> None:
        """Forget it."""


def halfway() -> Sequence[Command]:
    """A learner's way through the first half of the lesson, with all that makes a state grow."""
    at = CLOCK.now()

    def picks(option: str) -> Command:
        return SubmitAnswer(
            at=at,
            question=PICK.id,
            answer=ChoiceAnswer(options=(option,)),
            request=RequestId(f"picks {option}"),
        )

    return (
        Continue(at=at),
        AskHint(at=at),
        SkipQuestion(at=at),
        AskHint(at=at),
        picks("a"),
        Say(at=at, text="Hello"),
        picks("b"),
        Continue(at=at),
    )


async def weigh(benchmark: str, commands: Sequence[Command]) -> None:
    """What Python holds for each session after these turns, without what they share."""
    directory = Sessions(services(Forgetful()))
    first = await played(directory, place(-1), commands)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(ACTIVE):
        session = await played(directory, place(number), commands)
    gc.collect()
    each = (tracemalloc.get_traced_memory()[0] - before) / ACTIVE
    tracemalloc.stop()
    said = own_bytes(session.state.transcript, beside=first.state.transcript)
    tell(
        benchmark,
        sessions=ACTIVE,
        messages=len(session.state.transcript),
        bytes_each=round(each),
        bytes_of_its_transcript=said,
        beyond_its_transcript=round(each - said),
    )
    await directory.close()


async def played(directory: Sessions, where: Place, commands: Sequence[Command]) -> Session:
    """A session after these turns."""
    session = await directory.join(where)
    for command in commands:
        assert isinstance(await session.ask(command), Accepted), command
    return session


def own_bytes(held: object, *, beside: object) -> int:
    """What an object holds with all in it, without what another holds, too."""
    shared: set[int] = set()
    size_of(beside, shared)
    return size_of(held, shared)


def size_of(held: object, seen: set[int]) -> int:
    """Bytes, as far as they have not been seen."""
    if id(held) in seen or isinstance(held, type | int | None):
        return 0
    seen.add(id(held))
    return sys.getsizeof(held) + sum(size_of(each, seen) for each in gc.get_referents(held))


async def main() -> None:
    # A crash is told in the log each time; here it is wanted.
    logging.disable(logging.CRITICAL)
    await weigh("a session just opened", ())
    await weigh("a session halfway through its lesson", halfway())
    with tempfile.TemporaryDirectory(dir=os.environ.get("TUTOR_BENCH_DIR")) as folder:
        record = await Record.open(Path(folder) / "record")
        directory = Sessions(services(record.journal))
        process = psutil.Process()
        # One first: what all of them share is not counted.
        await directory.join(place(-1))
        before, begun = process.memory_info().rss, time.perf_counter()
        sessions = await asyncio.gather(*(directory.join(place(n)) for n in range(SESSIONS)))
        started = time.perf_counter() - begun
        tell(
            "live sessions",
            live_sessions=SESSIONS,
            start_us=round(1e6 * started / SESSIONS, 1),
            process_bytes_each=(process.memory_info().rss - before) // SESSIONS,
        )
        await published(sessions, Path(folder))
        active = sessions[:ACTIVE]
        async with screens(active):
            await burst(active)
            await paced(active)
            await one_crashes(directory, active)
        await directory.close()
        await record.close()


async def published(sessions: Sequence[Session], folder: Path) -> None:
    """From a command to the published view, in turn with what a disk takes."""
    bare, whole = [], []
    line = b"x" * 900 + b"\n"
    loop = asyncio.get_running_loop()
    with (folder / "bare").open("ab", buffering=0) as file:

        def append_and_sync() -> None:
            file.write(line)
            os.fdatasync(file.fileno())

        for number in range(SAMPLES):
            at = time.perf_counter()
            await loop.run_in_executor(None, append_and_sync)
            bare.append(time.perf_counter() - at)
            session = sessions[number * 7 % len(sessions)]
            updates = session.watch()
            at = time.perf_counter()
            asked = asyncio.ensure_future(session.ask(Say(at=CLOCK.now(), text="Hello")))
            await anext(updates)
            whole.append(time.perf_counter() - at)
            assert isinstance(await asked, Accepted)
            updates.close()
    tell(
        "command to published view",
        live_sessions=len(sessions),
        samples=SAMPLES,
        append_and_sync_ms=percentiles(bare),
        published_ms=percentiles(whole),
        more_at_the_median_ms=round(1000 * (statistics.median(whole) - statistics.median(bare)), 3),
    )


@asynccontextmanager
async def screens(sessions: Sequence[Session]) -> AsyncIterator[None]:
    """Somebody who looks at each of them meanwhile."""

    async def look(updates: Subscription[Update]) -> None:
        async for _ in updates:
            pass

    looking = [asyncio.ensure_future(look(session.watch())) for session in sessions]
    try:
        yield
    finally:
        for one in looking:
            one.cancel()


@asynccontextmanager
async def watched_loop() -> AsyncIterator[list[float]]:
    """How late the loop wakes, in seconds, again and again meanwhile."""
    lags: list[float] = []

    async def watch() -> None:
        while True:
            at = time.perf_counter()
            await asyncio.sleep(LAG_EVERY)
            lags.append(time.perf_counter() - at - LAG_EVERY)

    watching = asyncio.ensure_future(watch())
    try:
        yield lags
    finally:
        watching.cancel()


async def turn(session: Session) -> float:
    """Seconds until a turn is durable and shown."""
    at = time.perf_counter()
    assert isinstance(await session.ask(Say(at=CLOCK.now(), text="Hello")), Accepted)
    return time.perf_counter() - at


async def burst(sessions: Sequence[Session]) -> None:
    """All of them say something at once, some times over."""
    turns: list[float] = []
    async with watched_loop() as lags:
        begun = time.perf_counter()
        for _ in range(ROUNDS):
            turns += await asyncio.gather(*(turn(session) for session in sessions))
        took = time.perf_counter() - begun
    tell(
        "all at once",
        sessions=len(sessions),
        turns_a_second=round(len(turns) / took),
        turn_ms=percentiles(turns),
        loop_lag_p99_ms=milliseconds(lags, 0.99),
    )


async def paced(sessions: Sequence[Session]) -> None:
    """So many turns a second, one after the other from one of them."""
    async with watched_loop() as lags:
        turns = await at_a_pace(sessions)
    tell(
        "at a pace",
        sessions=len(sessions),
        turns_a_second=A_SECOND,
        turn_ms=percentiles(turns),
        loop_lag_p99_ms=milliseconds(lags, 0.99),
    )


async def at_a_pace(sessions: Sequence[Session]) -> list[float]:
    """What each turn took, in seconds."""
    begun = time.perf_counter()
    running = []
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        running.append(asyncio.ensure_future(turn(sessions[number % len(sessions)])))
    return list(await asyncio.gather(*running))


async def one_crashes(directory: Sessions, sessions: Sequence[Session]) -> None:
    """The others' turns at that pace: while all are well, and while one crashes on and on."""
    others, crashes = sessions[1:], 0
    poor, decide = place(0), session_module.decide

    def deciding(state: State, command: Command, lesson: object) -> object:
        if state.learner == poor.learner:
            raise ZeroDivisionError
        return decide(state, command, lesson)

    async def crash_on() -> None:
        nonlocal crashes
        while True:
            session = directory.running(poor) or await directory.join(poor)
            await session.ask(Say(at=CLOCK.now(), text="Hello"))
            await session.wait()
            crashes += 1

    well = await at_a_pace(others)
    session_module.decide = deciding
    crashing = asyncio.ensure_future(crash_on())
    ill = await at_a_pace(others)
    crashing.cancel()
    session_module.decide = decide
    tell(
        "one crashes on and on",
        other_sessions=len(others),
        crashes=crashes,
        turn_ms_while_all_are_well=percentiles(well),
        turn_ms_meanwhile=percentiles(ill),
        others_alive=sum(session.alive for session in others),
    )


if __name__ == "__main__":
    asyncio.run(main())
