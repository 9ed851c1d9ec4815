"""Whatever dies in the middle of whatever kind of question: the lesson is finished afterwards."""

import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    OrderQuestion,
    PanelQuestion,
)
from tests.driving.answers import answer_cell, lines_of, right_text, wrong_text
from tests.driving.learner import Learner
from tests.driving.panel import Notebook, Panel
from tests.driving.process import ServerProcess
from tests.widgets.kernel import PATIENCE, LearnersKernel


class Desk:
    """A learner at a server, which may be taken away from them."""

    def __init__(self, folder: Path, courses: Path, lesson: Lesson) -> None:
        self._folder = folder
        self._courses = courses
        self._lesson = lesson
        self.learner: Learner

    async def sit_down(self) -> None:
        """A server, a kernel, a panel."""
        self.process = await ServerProcess.start(
            self._folder / "record",
            root_dir=self._folder,
            courses=self._courses,
            learner="ada",
        )
        self.kernel = await self.process.server.start_kernel()
        self.notebook = await Notebook.open(self.process.server, self.kernel)
        panel = await Panel.open(
            self.process.server, self._lesson.course_id, self._lesson.id, self.kernel
        )
        self.learner = Learner(panel, self.notebook, self._lesson)

    async def kill_the_server(self) -> None:
        """SIGKILL; then all begins anew but the record."""
        await self.process.kill()
        await self.sit_down()

    async def kill_the_kernel(self) -> None:
        """SIGKILL; Jupyter starts another one, which knows nothing of what was run."""
        panel = self.learner.panel
        noted = len(panel.messages)
        await self.notebook.start(f"import os; os.kill(os.getpid(), {signal.SIGKILL:d})")
        await panel.until(
            lambda: any(message["kind"] == "notice" for message in panel.messages[noted:])
        )
        await panel.until(lambda: panel.kernel["status"] in ("idle", "dead"))
        if panel.kernel["status"] == "dead":
            # Jupyter gives up after some deaths; the learner starts one from the menu.
            self.kernel = await self.process.server.start_kernel()
            await panel.send({"type": "attach", "kernel": self.kernel})
            await panel.until(lambda: panel.kernel["status"] == "idle")
        self.notebook = await Notebook.open(self.process.server, self.kernel)
        self.learner = Learner(panel, self.notebook, self._lesson)


@asynccontextmanager
async def desk(folder: Path, courses: Path, lesson: Lesson) -> AsyncIterator[Desk]:
    """A learner who has sat down, and whose server is stopped at the end."""
    made = Desk(folder, courses, lesson)
    await made.sit_down()
    yield made
    await made.process.stop()


async def _finish_though(made: Desk, lesson: Lesson, kill: Callable[[], Awaitable[None]]) -> None:
    """Go through the lesson; at each question answer wrongly, be struck, answer rightly."""
    struck: set[str] = set()
    while (head := made.learner.panel.head)["phase"] != "completed":
        question_id = head["question"]["id"] if head["question"] else None
        if head["phase"] == "awaiting_answer" and question_id not in struck:
            struck.add(question_id)
            await _be_in_the_middle(made, lesson, QuestionId(question_id))
            await kill()
        await made.learner.step()
    assert struck == {question.id for question in lesson.questions}
    assert made.learner.panel.head["progress"]["done"] == len(lesson.questions)


async def _be_in_the_middle(made: Desk, lesson: Lesson, question_id: QuestionId) -> None:
    """A wrong answer has been given; for code, another is being checked and never ends."""
    await made.learner.answer_wrongly()
    question = lesson.known_question(question_id)
    if isinstance(question, CodeQuestion):
        await made.notebook.run(answer_cell(question.id, _endless(question)))
        await made.learner.panel.until_phase("checking")


def _endless(question: CodeQuestion) -> str:
    """An answer whose check does not end by itself."""
    (name,) = {name for name in question.learner_names if f"def {name}" in question.solution}
    return f"def {name}(*arguments):\n    while True: pass"


@pytest.mark.timeout(300)
async def test_the_server(tmp_path: Path, courses: Path, every_kind: Lesson) -> None:
    async with desk(tmp_path, courses, every_kind) as made:
        await _finish_though(made, every_kind, made.kill_the_server)


@pytest.mark.timeout(300)
async def test_the_kernel(tmp_path: Path, courses: Path, every_kind: Lesson) -> None:
    async with desk(tmp_path, courses, every_kind) as made:
        await _finish_though(made, every_kind, made.kill_the_kernel)


@pytest.fixture
def kernel(
    tmp_path: Path, courses: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LearnersKernel]:
    """A kernel of no server, with a record of its own."""
    monkeypatch.setenv("JUPYTER_TUTOR_DATA", str(tmp_path / "record"))
    monkeypatch.setenv("JUPYTER_TUTOR_PATH", str(courses))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    with LearnersKernel(tmp_path) as started:
        yield started


@pytest.mark.timeout(300)
def test_the_host(kernel: LearnersKernel, every_kind: Lesson) -> None:
    kernel.run(f"from jupyter_tutor import Tutor\nt = Tutor({every_kind.course_id!r})")
    for step in every_kind.steps:
        if not isinstance(step, Exposition):
            host = kernel.host()
            if isinstance(step, CodeQuestion):
                for cell in step.setup:
                    kernel.run(cell)
                kernel.client.execute(answer_cell(step.id, _endless(step)))
                _until_it_is_looked_at(kernel)
                host.kill()
                kernel.client.get_shell_msg(timeout=PATIENCE)
                right = kernel.run(answer_cell(step.id, step.solution))
            else:
                kernel.run(f"t.check({_given(step, wrong_text(step))!r})")
                host.kill()
                right = kernel.run(f"t.check({_given(step, right_text(step))!r})")
            # The new host may say first that it has taken the lesson up.
            assert "\n\nRight (" in f"\n\n{right}", right
            assert kernel.host().pid != host.pid
        shown = kernel.run("t.next()")
    assert shown.startswith("Finished"), shown


def _given(question: PanelQuestion, text: str) -> str | list[str]:
    match question:
        case ChoiceQuestion():
            return text.split(",")
        case OrderQuestion():
            return lines_of(question, text.split(","))
        case BlanksQuestion():
            return text.split("\n")
        case _:
            return text


def _until_it_is_looked_at(kernel: LearnersKernel) -> None:
    """Return when the kernel has been copied for a check."""
    process = psutil.Process(kernel.manager.provisioner.pid)
    while not any(child.status() == psutil.STATUS_RUNNING for child in process.children()):
        pass
