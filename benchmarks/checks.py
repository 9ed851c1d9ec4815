"""What a check costs beside a bare kernel round trip; prints JSON lines.

``check`` is the kernel bridge alone. ``answer`` is the whole way in a real session with a record
on disk: from the moment in which the session asks for the check (the answer is recorded, and the
panel shows "checking") to the moment in which the verdict is recorded and shown. All are taken in
turn, on one warm kernel, so that a busy machine slows them alike. The aim is 15 ms more than the
bare round trip at the median. ``python benchmarks/checks.py [ROUNDS]``; the record is written to
a temporary directory, or under ``TUTOR_BENCH_DIR``.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

from jupyter_tutor.adapters.fresh_target import FreshTarget
from jupyter_tutor.adapters.kernel_bridge import KernelBridge
from jupyter_tutor.adapters.kernel_channels import KernelChannels
from jupyter_tutor.adapters.kernel_handle import ManagedKernel
from jupyter_tutor.adapters.record import Record
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.core.commands import CodeAnswer, OpenSession, StartOver, SubmitAnswer
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import (
    ContentHash,
    CourseId,
    LearnerId,
    LessonId,
    QuestionId,
    RequestId,
)
from jupyter_tutor.core.questions import Check, CodeQuestion
from jupyter_tutor.core.verdict import Report, Verdict
from jupyter_tutor.ports import KernelInfo, KernelListener
from jupyter_tutor.runtime.pool import TaskPool
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted, ViewUpdate
from jupyter_tutor.testing import (
    CountingIds,
    MemoryCourses,
    MemoryDeadLetters,
    MemorySnapshots,
    ScriptedFormulas,
    TickingClock,
)

ROUNDS = 200
WARM_UP = 20
AIM_MS = 15.0

ANSWER = "def mean(xs):\n    return sum(xs) / len(xs)\n"
WRONG = "def middle(xs):\n    return xs[0]\n"
EXPRESSION = "mean([1, 2, 3])"


def _question(name: str) -> CodeQuestion:
    return CodeQuestion(
        id=QuestionId(name),
        title="The mean",
        prompt="",
        stub="",
        reveal_after=None,
        solution=ANSWER.replace("mean", name),
        checks=(Check(id=f"{name}-1", source=f"assert {name}([1, 2, 3]) == 2", cell=1),),
        learner_names=(name,),
    )


def _lesson(question: CodeQuestion) -> Lesson:
    return Lesson(
        id=LessonId(question.id),
        title="A lesson",
        course_id=CourseId("course"),
        course_title="A course",
        steps=(question,),
        hash=ContentHash(f"hash-{question.id}"),
    )


MEAN, MIDDLE = _question("mean"), _question("middle")
LESSONS = (_lesson(MEAN), _lesson(MIDDLE))


class _Kernel:
    """A bridge as :class:`jupyter_tutor.ports.Kernel`, for sessions that hear of no cells."""

    id = "kernel"
    info = KernelInfo(status="idle", checks="fork")

    def __init__(self, bridge: KernelBridge) -> None:
        self._bridge = bridge

    def listen(self, listener: KernelListener) -> None:
        pass

    def unlisten(self, listener: KernelListener) -> None:
        pass

    async def check(self, question: CodeQuestion, source: str, cell_error: str | None) -> Report:
        return await self._bridge.check(question, source, cell_error)

    async def interrupt(self) -> None:
        await self._bridge.interrupt()

    def hold(self, held: bool) -> None:
        self._bridge.hold(held)


class _Learner:
    """Hands in one answer to the only question of a lesson, again and again."""

    def __init__(self, session: Session, question: CodeQuestion, source: str) -> None:
        self._session = session
        self._question = question
        self._source = source
        self._clock = TickingClock()
        self._handed_in = 0
        self._updates = session.watch()

    async def begin(self, kernel: _Kernel) -> None:
        await self._session.attach(kernel)
        await self._do(OpenSession(at=self._clock.now(), learner=LearnerId("learner")))

    async def milliseconds(self, verdict: Verdict) -> float:
        """From the check's being asked for to its verdict's being shown; that is the verdict."""
        self._handed_in += 1
        asked = asyncio.ensure_future(
            self._session.ask(
                SubmitAnswer(
                    at=self._clock.now(),
                    question=self._question.id,
                    answer=CodeAnswer(source=f"{self._source}# {self._handed_in}\n"),
                    request=RequestId(f"check-{self._handed_in}"),
                )
            )
        )
        await self._until(lambda update: update.head.checking is not None)
        begun = time.perf_counter()
        last = await self._until(lambda update: update.head.checking is None)
        passed = (time.perf_counter() - begun) * 1000
        assert isinstance(await asked, Accepted)
        verdicts = [message.report.verdict for message in last.messages if message.report]
        assert verdicts == [verdict]
        if verdict == "correct":
            await self._do(StartOver(at=self._clock.now()))
        return passed

    async def _do(self, command: OpenSession | StartOver) -> None:
        outcome = await self._session.ask(command)
        assert isinstance(outcome, Accepted), outcome

    async def _until(self, holds: Callable[[ViewUpdate], bool]) -> ViewUpdate:
        async for update in self._updates:
            if isinstance(update, ViewUpdate) and holds(update):
                return update
        raise AssertionError("the session ended")


@asynccontextmanager
async def _learners(bridge: KernelBridge) -> AsyncIterator[tuple[_Learner, _Learner]]:
    """One who is right and one who is wrong, in sessions of a server of their own."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TUTOR_BENCH_DIR")) as folder:
        record = await Record.open(Path(folder) / "record")
        sessions = Sessions(
            Services(
                journal=record.journal,
                history=record.history,
                snapshots=MemorySnapshots(),
                dead_letters=MemoryDeadLetters(),
                leases=record.leases,
                courses=MemoryCourses(*LESSONS),
                formulas=ScriptedFormulas(),
                tasks=TaskPool(),
                clock=TickingClock(),
                ids=CountingIds(),
                place="bench",
            )
        )
        try:
            made = []
            for lesson, source in zip(LESSONS, (ANSWER, WRONG), strict=True):
                place = Place(LearnerId("learner"), lesson.course_id, lesson.id)
                (question,) = lesson.steps
                assert isinstance(question, CodeQuestion)
                made.append(_Learner(await sessions.join(place), question, source))
                await made[-1].begin(_Kernel(bridge))
            yield made[0], made[1]
        finally:
            await sessions.close()
            await record.close()


async def _milliseconds(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    return (time.perf_counter() - begun) * 1000


def _lines(name: str, times: list[float], bare: list[float]) -> list[dict[str, object]]:
    median = statistics.median(times)
    return [
        {
            "benchmark": name,
            "rounds": len(times),
            "median_ms": round(median, 2),
            "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        },
        {
            "benchmark": f"{name} beyond the round trip",
            "median_ms": round(median - statistics.median(bare), 2),
            "aim_ms": AIM_MS,
        },
    ]


async def measure(rounds: int) -> list[dict[str, object]]:
    """The lines for a number of rounds: bare round trip, the others, and the differences."""
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
    bare: list[float] = []
    check: list[float] = []
    right: list[float] = []
    wrong: list[float] = []
    try:
        bridge.start()
        channels.open()
        await bridge.ready()
        await channels.execute_silently(ANSWER + WRONG, "None")
        async with _learners(bridge) as (able, mistaken):
            for _ in range(WARM_UP + rounds):
                bare.append(await _milliseconds(lambda: channels.execute_silently("", EXPRESSION)))
                check.append(await _milliseconds(lambda: bridge.check(MEAN, ANSWER, None)))
                right.append(await able.milliseconds("correct"))
                wrong.append(await mistaken.milliseconds("incorrect"))
    finally:
        await channels.close()
        await bridge.close()
        await pool.close()
        await manager.shutdown_kernel(now=True)
    bare, check, right, wrong = (times[WARM_UP:] for times in (bare, check, right, wrong))
    return [
        _lines("kernel round trip", bare, bare)[0],
        *_lines("check", check, bare),
        *_lines("right answer", right, bare),
        *_lines("wrong answer", wrong, bare),
    ]


if __name__ == "__main__":
    for line in asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)):
        print(json.dumps(line))
