"""kill -9 of the kernel in the middle of a check, again and again: nothing is marked right by it.

The server, the kernel, the agent in it and the checker are real, and the learner speaks over
sockets. The answer is right, but waits within the check until its kernel is dead, and is let go
then: a copy of the kernel that outlived it could go on to the right value. Jupyter looks for dead
kernels every 0.2 s here, so that what is measured is ours; a tenth as many are killed after that
under its own setting, every 3 s.

``python -m tests.soak.kernels [KILLS [SEED]]`` prints JSON lines, and how far it is on standard
error; it ends with 1 where an answer was marked right, or a learner waited for over 5 s: to be
told, or for the verdict on their next answer. Under Jupyter's own setting only for the former, for
then another kernel alone may take as long.
"""

import asyncio
import errno
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_tutor.authoring.source import read_source
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import CodeQuestion
from tests.driving.answers import answer_cell, wrong_source
from tests.driving.learner import Learner
from tests.driving.panel import PATIENCE, JsonObject, Notebook, Panel
from tests.driving.process import SYLLABI, ServerProcess
from tests.soak.figures import Progress, milliseconds, say

SOON, USUAL = 0.2, 3.0
"""Seconds between two looks of Jupyter's for dead kernels: here, and by default."""

LATE = 5.0
"""Seconds after which the session has to be of use again."""


def a_lesson_with_functions() -> Lesson:
    """Its first question asks for one."""
    course = read_source(SYLLABI / "python-foundations").course
    assert course is not None
    return next(lesson for lesson in course.lessons if lesson.id == "functions")


@dataclass
class Outcome:
    """What came of it: verdicts on the answers whose kernel was killed, and seconds."""

    kills: int = 0
    marked_right: int = 0
    told: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    finished: bool = False

    @property
    def told_late(self) -> int:
        """How often it took too long until the learner was told, and could do something else."""
        return sum(seconds > LATE for seconds in self.told)

    @property
    def usable_late(self) -> int:
        """How often it took too long until the next answer was judged."""
        return sum(seconds > LATE for seconds in self.usable)


class Doomed:
    """A learner whose kernel is killed whenever an answer of theirs is looked at."""

    def __init__(self, folder: Path, process: ServerProcess, lesson: Lesson, seed: int) -> None:
        self._folder = folder
        self._server = process.server
        self._lesson = lesson
        self._chance = random.Random(seed)
        self.outcome = Outcome()

    async def run(self, kills: int, progress: Callable[[str], None]) -> None:
        """Be killed so often, and then finish the lesson."""
        self._kernel = await self._server.start_kernel()
        self._panel = await Panel.open(
            self._server, self._lesson.course_id, self._lesson.id, self._kernel
        )
        await self._panel.until(lambda: self._panel.kernel.get("checks") == "fork")
        await self._come_back()
        question = await self._first_function()
        for _ in range(kills):
            await self._kill_in_a_check(question)
            progress(f"{self.outcome.kills} kernels killed")
        await self._learner.finish()
        self.outcome.finished = True

    async def _come_back(self) -> None:
        notebook = await Notebook.open(self._server, self._kernel)
        pid = self._folder / "pid"
        await notebook.run(
            f"import os\nwith open({str(pid)!r}, 'w') as f: f.write(str(os.getpid()))"
        )
        self._pid = int(pid.read_text())
        self._notebook = notebook
        self._learner = Learner(self._panel, notebook, self._lesson)

    async def _first_function(self) -> CodeQuestion:
        while True:
            asked = self._panel.head["question"]
            question = self._lesson.known_question(asked["id"]) if asked else None
            if isinstance(question, CodeQuestion) and _function(question):
                return question
            await self._learner.step()

    async def _kill_in_a_check(self, question: CodeQuestion) -> None:
        begun, go = self._folder / "begun", self._folder / "go"
        for pipe in (begun, go):
            pipe.unlink(missing_ok=True)
            os.mkfifo(pipe)
        shown = len(self._panel.messages)
        await self._notebook.start(answer_cell(question.id, _waiting(question, begun, go)))
        await asyncio.wait_for(asyncio.to_thread(begun.read_bytes), PATIENCE)
        await self._panel.until_phase("checking")
        await asyncio.sleep(self._chance.uniform(0.0, 0.02))
        os.kill(self._pid, signal.SIGKILL)
        killed = time.perf_counter()
        self.outcome.kills += 1
        _let_go(go)
        await self._until_the_next_one(killed)
        self._notebook.close()
        await self._come_back()
        before = len(self._panel.messages)
        verdicts = self._verdicts(shown)
        self.outcome.marked_right += sum(v["report"]["verdict"] == "correct" for v in verdicts)
        await self._learner.hand_in(question, wrong_source(question))
        await self._panel.until(lambda: bool(self._verdicts(before)))
        self.outcome.usable.append(time.perf_counter() - killed)
        verdicts = self._verdicts(before)
        self.outcome.marked_right += sum(v["report"]["verdict"] == "correct" for v in verdicts)

    async def _until_the_next_one(self, killed: float) -> None:
        """Return when the learner was told, and there is another kernel that judges answers."""
        panel, gone, told = self._panel, False, False
        while not (gone and told and panel.kernel["checks"] == "fork"):
            frame = await panel.read()
            gone = gone or (frame["type"] == "kernel" and frame["checks"] == "none")
            if not told and panel.head["phase"] != "checking":
                told = True
                self.outcome.told.append(time.perf_counter() - killed)

    def _verdicts(self, since: int) -> list[JsonObject]:
        return [each for each in self._panel.messages[since:] if each["kind"] == "verdict"]


def _function(question: CodeQuestion) -> str | None:
    """The name of the function that is asked for."""
    return next((n for n in question.learner_names if f"def {n}(" in question.solution), None)


def _waiting(question: CodeQuestion, begun: Path, go: Path) -> str:
    """The solution, which says when it is called, and then waits."""
    name = _function(question)
    return (
        f"{question.solution}\n"
        f"right = {name}\n"
        f"def {name}(*arguments):\n"
        f"    open({str(begun)!r}, 'w').close()\n"
        f"    open({str(go)!r}).read()\n"
        f"    return right(*arguments)"
    )


def _let_go(pipe: Path) -> None:
    """Let whoever waits there go on; there may be nobody."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise


async def soaked(
    folder: Path,
    *,
    kills: int,
    seed: int,
    progress: Callable[[str], None],
    looks_every: float = SOON,
) -> Outcome:
    """What came of so many kills, printed."""
    options = (
        f"--KernelRestarter.time_to_dead={looks_every}",
        # As often as this, in so short a time, Jupyter would give up.
        "--KernelRestarter.restart_limit=1000000",
    )
    process = await ServerProcess.start(
        folder / "record", root_dir=folder, learner="ada", options=options
    )
    begun = time.monotonic()
    try:
        doomed = Doomed(folder, process, a_lesson_with_functions(), seed)
        await doomed.run(kills, progress)
    finally:
        await process.stop()
    outcome = doomed.outcome
    say(
        {
            "soak": "kernels killed in a check",
            "kills": outcome.kills,
            "looks_every": looks_every,
            "marked_right": outcome.marked_right,
            "told_late": outcome.told_late,
            "usable_late": outcome.usable_late,
            "learner_told_ms": milliseconds(outcome.told),
            "next_verdict_ms": milliseconds(outcome.usable),
            "lesson_finished": outcome.finished,
            "seconds": round(time.monotonic() - begun),
        }
    )
    return outcome


async def main(kills: int = 200, seed: int = 20261126) -> int:
    """The exit status."""
    progress = Progress()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        often, usual = Path(folder) / "often", Path(folder) / "usual"
        often.mkdir()
        usual.mkdir()
        many = await soaked(often, kills=kills, seed=seed, progress=progress)
        few = await soaked(
            usual, kills=max(1, kills // 10), seed=seed, progress=progress, looks_every=USUAL
        )
    both = (many, few)
    right = sum(one.marked_right for one in both)
    late = many.usable_late + sum(one.told_late for one in both)
    return int(right > 0 or late > 0 or not all(one.finished for one in both))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*map(int, sys.argv[1:]))))
