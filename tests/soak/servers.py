"""kill -9 at random moments, again and again, of a tutor with many learners at work.

What is killed is a process with the whole application in it (record, sessions, checkers), to which
panels speak over a socket by the frames of the WebSocket; there is no Jupyter server around it, so
that a life begins in a second or two. A real Jupyter server is killed in
``tests/server/test_kill.py``. A tenth of the kills come while it starts and lessons are reopened.

``python -m tests.soak.servers [KILLS [TURNS [SEED]]]`` prints JSON lines, and how far it is on
standard error; it ends with 1 where anything was lost, doubled or changed, or where one start in a
hundred took over a second to open the record and the first lesson.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_tutor.adapters.journal_reader import JournalReader
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.adapters.record_merge import NothingKnown, merge_all
from jupyter_tutor.adapters.record_paths import Layout
from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.evolve import fold
from jupyter_tutor.core.ids import SessionId
from jupyter_tutor.core.state import Message, State
from jupyter_tutor.ports import StoredEvent
from jupyter_tutor.wire import event_from_body, to_json
from tests.driving.panel import PATIENCE, ClosedError
from tests.driving.process import SYLLABI
from tests.record.children import spawn, until
from tests.soak.accounts import Faults, counted
from tests.soak.desk import Desk
from tests.soak.figures import Progress, milliseconds, say
from tests.soak.lines import ask, open_panel

DESKS = 16
TURNS_OF_A_LEARNER = 200
KILLED_AT_THE_START = 0.1
LATE = 1000.0
"""Milliseconds in which a lesson has to be there again, once the tutor runs."""
COUNTS = (
    "SELECT count(*), count(DISTINCT event_id), count(DISTINCT (session_id, seq)), "
    "(SELECT count(*) FROM conflicts) FROM events"
)


def a_lesson_without_code() -> Lesson:
    """Its questions are answered in the panel: choices, orders, numbers, prose."""
    course = read_source(SYLLABI / "beam-concepts").course
    assert course is not None
    return course.lessons[0]


class Soak:
    """So many kills over so many turns, on one record in ``folder``."""

    def __init__(self, folder: Path, *, kills: int, turns: int, seed: int) -> None:
        self.data_dir = folder / "record"
        self._socket = folder / "s"
        self._chance = random.Random(seed)
        self._kills_left, self._turns_left = kills, turns
        self.kills = self.killed_at_the_start = self.turns = 0
        self.faults = Faults()
        lesson = a_lesson_without_code()
        self.desks = [
            Desk(
                f"desk {number}",
                lesson,
                partial(open_panel, self._socket),
                random.Random(self._chance.random()),
                self.faults,
                turns=TURNS_OF_A_LEARNER,
            )
            for number in range(DESKS)
        ]
        self.starts: list[float] = []
        self.opened: list[float] = []
        self.begun: list[float] = []
        self.reopened: list[float] = []
        self.back: list[float] = []
        self.others_reopened: list[float] = []

    async def run(self, progress: Progress) -> None:
        """Live and be killed, until all kills and turns are done; then end in good order."""
        while self._kills_left > 0:
            await self._life()
            self._kills_left -= 1
            self.kills += 1
            progress(f"{self.kills} kills, {self.turns} turns")
        process = await self._start()
        await self._sit_down()
        await self._stop(process)

    async def _life(self) -> None:
        turns = self._chance.randint(0, max(0, 2 * self._turns_left // self._kills_left))
        if self._kills_left == 1:
            turns = max(0, self._turns_left)
        elif self._chance.random() < KILLED_AT_THE_START:
            await self._die_at_the_start()
            return
        process = await self._start()
        await self._sit_down()
        await self._play(process, turns)
        await self._bury(process)

    async def _die_at_the_start(self) -> None:
        """Be killed anywhere between the first instruction and the last lesson reopened."""
        usual = self.starts[-1] + self.reopened[-1] if self.reopened else 1.0

        async def begin() -> None:
            process.append(await self._spawn())
            await self._listens(process[0])
            await asyncio.gather(*(desk.open() for desk in self.desks))

        process: list[asyncio.subprocess.Process] = []
        beginning = asyncio.create_task(begin())
        await asyncio.wait([beginning], timeout=self._chance.uniform(0.0, 1.2 * usual))
        await until(lambda: bool(process))
        process[0].kill()
        with suppress(ClosedError, OSError, EOFError):
            await beginning
        await self._bury(process[0])
        self.killed_at_the_start += 1

    async def _start(self) -> asyncio.subprocess.Process:
        begun = time.perf_counter()
        process = await self._spawn()
        told = await self._listens(process)
        self.starts.append(time.perf_counter() - begun)
        self.opened.append(told["opened"])
        return process

    async def _spawn(self) -> asyncio.subprocess.Process:
        return await spawn("tests.soak.child", str(self.data_dir), str(self._socket))

    async def _listens(self, process: asyncio.subprocess.Process) -> Any:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        if not line:
            raise EOFError("the tutor has ended before it listened")
        return json.loads(line)

    async def _sit_down(self) -> None:
        """Reopen a lesson, then all others at once, and hold each against its record."""

        def begins(desk: Desk) -> bool:
            return desk.account.seq == 0 or desk.is_done

        first, *others = sorted(self.desks, key=begins)
        is_new = begins(first)
        begun = time.perf_counter()
        await first.open()
        took = time.perf_counter() - begun
        if is_new:
            self.begun.append(took)
        else:
            self.reopened.append(took)
            self.back.append(self.opened[-1] + took)
        begun = time.perf_counter()
        await asyncio.gather(*(desk.open() for desk in others))
        self.others_reopened.append(time.perf_counter() - begun)
        places = [desk.place(desk.account) for desk in self.desks]
        answers = await ask(self._socket, {"sessions": places})
        for desk, told in zip(self.desks, answers, strict=True):
            learner = desk.account.learner
            if told["damage"] is not None:
                self.faults.change(1, f"{learner}: {told['damage']}")
                continue
            self.faults.compare_events(desk.account, told)
            self.faults.change(int(not told["is_live"]), f"{learner}: another than its record")

    async def _play(self, process: asyncio.subprocess.Process, turns: int) -> None:
        enough = asyncio.Event()
        taken = 0

        def turned() -> None:
            nonlocal taken
            taken += 1
            if taken >= turns:
                enough.set()

        playing = [asyncio.create_task(desk.play(turned)) for desk in self.desks]
        waiting = asyncio.create_task(enough.wait())
        if turns:
            # If a desk fails, it is not waited for what will never be.
            await asyncio.wait([waiting, *playing], return_when="FIRST_COMPLETED")
        # Somewhere in the turns that come next: they take a few milliseconds each.
        await asyncio.wait(playing, timeout=self._chance.uniform(0.0, 0.03))
        process.kill()
        waiting.cancel()
        for ended in await asyncio.gather(*playing, return_exceptions=True):
            if not isinstance(ended, ClosedError | ConnectionError):
                raise AssertionError("a learner was stopped by something else") from ended
        self.turns += taken
        self._turns_left -= taken

    async def _bury(self, process: asyncio.subprocess.Process) -> None:
        # Unread pipes are read to their end, so that the transport closes.
        await process.communicate()
        await asyncio.gather(*(desk.leave() for desk in self.desks))

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        process.stdin.close()
        await self._bury(process)
        self.faults.change(int(process.returncode != 0), "the last one did not end in good order")


async def look_at(soak: Soak) -> dict[str, int]:
    """Hold the journals, the database and what learners were told against each other."""
    faults, reader = soak.faults, JournalReader(Layout(soak.data_dir))
    journals = merge_all(reader.servers(), reader.turns, NothingKnown())
    odd = [*journals.conflicts, *journals.gaps, *journals.damage]
    faults.change(len(odd), f"the journals: {odd[:3]}")
    sessions: dict[SessionId, list[StoredEvent]] = {}
    for _, event in journals.events:
        sessions.setdefault(event.session, []).append(event)
    record = await Record.open(soak.data_dir)
    try:
        await until(lambda: record.status()["behind"] == 0)
        answer = await record.history.query(COUNTS)
        ((rows, ids, places, conflicts),) = answer.rows
        faults.double(rows - min(ids, places) + conflicts, f"in the database: {answer.rows}")
        faults.lose(len(journals.events) - rows, "what is in the journals, from the database")
        for session, events in sessions.items():
            # This checks the chain of hashes, too.
            kept = list(await record.history.session_events(session))
            faults.change(int(kept != events), f"{session}: in the database and the journals")
    finally:
        await record.close()
    for desk in soak.desks:
        for account in desk.accounts:
            events = sessions.get(desk.session_of(account), [])
            messages = to_json(tuple[Message, ...], folded(events).transcript)
            faults.compare_messages(account, messages, len(events))
            faults.compare_events(account, counted(events))
    return {"events": rows, "sessions": len(sessions), "journals": len(reader.servers())}


def folded(events: Sequence[StoredEvent]) -> State:
    """What a session is after these events."""
    return fold(event_from_body(event.body) for event in events)


async def soaked(folder: Path, *, kills: int, turns: int, seed: int, progress: Progress) -> Soak:
    """A soak that is over, with its figures printed."""
    soak = Soak(folder, kills=kills, turns=turns, seed=seed)
    begun = time.monotonic()
    await soak.run(progress)
    seen = await look_at(soak)
    say(
        {
            "soak": "servers killed",
            "kills": soak.kills,
            "of_them_at_the_start": soak.killed_at_the_start,
            "turns": soak.turns,
            **seen,
            "lost": soak.faults.lost,
            "doubled": soak.faults.doubled,
            "changed": soak.faults.changed,
            "process_to_listening_ms": milliseconds(soak.starts),
            "record_opened_ms": milliseconds(soak.opened),
            "first_lesson_begun_ms": milliseconds(soak.begun),
            "first_lesson_reopened_ms": milliseconds(soak.reopened),
            "record_and_first_lesson_ms": milliseconds(soak.back),
            "all_others_reopened_ms": milliseconds(soak.others_reopened),
            "seconds": round(time.monotonic() - begun),
        }
    )
    return soak


async def main(kills: int = 1000, turns: int = 100_000, seed: int = 20261126) -> int:
    """The exit status."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = await soaked(Path(folder), kills=kills, turns=turns, seed=seed, progress=Progress())
    for words in soak.faults.words[:20]:
        sys.stderr.write(f"{words}\n")
    late = milliseconds(soak.back).get("p99", 0.0) > LATE
    return int(late or bool(soak.faults.words))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*map(int, sys.argv[1:]))))
