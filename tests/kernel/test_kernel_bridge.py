"""The tutor at a live kernel: what it leaves there, what it tells, when it can judge."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest
from jupyter_client.ioloop import AsyncIOLoopKernelManager

from jupyter_tutor.adapters.kernel_handle import ManagedKernel, RemoteKernel
from jupyter_tutor.checker.pool import CheckerPool
from jupyter_tutor.kernel_agent import install_code
from jupyter_tutor.ports import CellRun, CheckUnavailableError, OfferedAgent
from tests.kernel.notebooks import PATIENCE, Attached, Heard, Learner, ask, attached, started_kernel

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOUBLE = ask("double", "assert double(4) == 8", "assert double('ab') == 'abab'")
RIGHT = "def double(x): return 2 * x"
WRONG = "def double(x): return x ** 2"

PICTURE = """[
    sorted(globals()), In, {k: repr(v) for k, v in Out.items()}, repr(_),
    get_ipython().execution_count, get_ipython().kernel.execution_count,
    [list(line) for line in get_ipython().history_manager.get_range(output=True)],
    __import__('os').getpid(), __import__('sys').stdout.__class__.__name__,
    repr(__import__('signal').getsignal(2)), __import__('os').getcwd(),
]"""

CHANNELS = """[
    link for link in (
        __import__('os').readlink(f'/proc/self/fd/{name}')
        for name in __import__('os').listdir('/proc/self/fd')
        if __import__('os').path.lexists(f'/proc/self/fd/{name}')
    ) if link.startswith(('socket:', 'pipe:'))
]"""


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ours(folder: Path) -> list[str]:
    return [name for name in entries(folder) if name.startswith("jt-")]


def sockets(channels: list[str]) -> list[str]:
    return [link for link in channels if link.startswith("socket:")]


async def test_attaching_and_checking_leave_the_notebook_as_it_was(pool: CheckerPool) -> None:
    async with started_kernel() as manager:
        learner = Learner(manager)
        await learner.run("x = 41\nx + 1")
        await learner.run(RIGHT)
        picture = await learner.value(PICTURE)
        channels = await learner.value(CHANNELS)
        async with attached(manager, pool) as notebook:
            assert await learner.value(PICTURE) == picture
            with_us = await learner.value(CHANNELS)
            for _ in range(5):
                await notebook.bridge.check(DOUBLE, RIGHT, None)
            assert await learner.value(PICTURE) == picture
            assert await learner.value(CHANNELS) == with_us
            ours = set(with_us) - set(channels)
            assert len(ours) == 4  # two connections, the agent's door and the pipe that ends it
        assert await learner.value(PICTURE) == picture
        async with asyncio.timeout(PATIENCE):
            while sockets(await learner.value(CHANNELS)) != sockets(channels):
                pass
        threads = "[thread.name for thread in __import__('threading').enumerate()]"
        assert "jupyter-tutor" not in await learner.value(threads)
        await learner.close()


async def test_nothing_of_ours_is_left_when_the_bridge_is_closed(
    pool: CheckerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with started_kernel() as manager:
        learner = Learner(manager)
        await learner.run("x = 1")
        tasks, files = asyncio.all_tasks(), []
        for _ in range(4):
            async with attached(manager, pool) as notebook:
                assert ours(tmp_path) != []
                await notebook.bridge.check(DOUBLE, RIGHT, None)
            assert notebook.bridge.status == "none"
            assert ours(tmp_path) == []
            assert asyncio.all_tasks() == tasks
            files.append(len(entries(Path("/proc/self/fd"))))
        # One may come of the manager, which connects to the kernel in its own time.
        assert files[-1] - files[0] in (0, 1)
        assert await learner.value("x") == 1
        await notebook.bridge.close()
        with pytest.raises(CheckUnavailableError, match="no_kernel"):
            await notebook.bridge.check(DOUBLE, RIGHT, None)
        await learner.close()


async def test_answers_that_ran_are_told_and_other_cells_are_not(notebook: Attached) -> None:
    told = len(notebook.cells.items)
    await notebook.learner.run("password = 'hunter2'")
    right = await notebook.answer(DOUBLE, RIGHT)
    wrong = await notebook.answer(DOUBLE, "def double(x): return y\ndouble(1)")
    broken = await notebook.answer(DOUBLE, "def double(x) return x")
    header = "#| tutor: answer\n#| for: double\n"
    assert notebook.cells.items[told:] == [right, wrong, broken]
    assert right == CellRun(question="double", source=header + RIGHT, outcome="ok", error=None)
    assert (wrong.outcome, wrong.error) == ("error", "NameError: name 'y' is not defined")
    assert (broken.outcome, broken.error is not None) == ("error", True)


async def test_a_right_answer_is_right_and_a_wrong_one_wrong(notebook: Attached) -> None:
    right = await notebook.judge(DOUBLE, RIGHT)
    wrong = await notebook.judge(DOUBLE, WRONG)
    assert (right.verdict, right.points, right.target) == ("correct", 1.0, "fork")
    assert (wrong.verdict, wrong.target, wrong.seen) == ("incorrect", "fork", "16")


async def test_no_half_state_is_judged_while_a_cell_runs(
    notebook: Attached, tmp_path: Path
) -> None:
    await notebook.answer(DOUBLE, RIGHT)
    cell = await notebook.learner.begin_endless(tmp_path)
    await notebook.statuses.until(lambda statuses: statuses[-1] == "busy")
    with pytest.raises(CheckUnavailableError) as busy:
        await notebook.bridge.check(DOUBLE, RIGHT, None)
    await notebook.bridge.interrupt()
    reply = await cell
    await notebook.statuses.until(lambda statuses: statuses[-1] == "idle")
    report = await notebook.bridge.check(DOUBLE, RIGHT, None)
    assert (busy.value.reason, reply["ename"], report.verdict) == (
        "busy",
        "KeyboardInterrupt",
        "correct",
    )


async def test_a_cell_that_only_waits_for_the_tutor_does_not_keep_an_answer_from_its_verdict(
    notebook: Attached, tmp_path: Path
) -> None:
    await notebook.answer(DOUBLE, RIGHT)
    cell = await notebook.learner.begin_endless(tmp_path)
    await notebook.statuses.until(lambda statuses: statuses[-1] == "busy")
    notebook.bridge.hold(True)
    notebook.bridge.hold(True)
    notebook.bridge.hold(False)
    report = await notebook.bridge.check(DOUBLE, RIGHT, None)
    assert (report.verdict, report.target, notebook.bridge.status) == ("correct", "fork", "busy")
    notebook.bridge.hold(False)
    with pytest.raises(CheckUnavailableError, match="busy"):
        await notebook.bridge.check(DOUBLE, RIGHT, None)
    await notebook.bridge.interrupt()
    await cell
    await notebook.statuses.until(lambda statuses: statuses[-1] == "idle")


async def test_a_kernel_that_is_busy_already_is_ready_when_it_is_free(
    pool: CheckerPool, tmp_path: Path
) -> None:
    async with started_kernel() as manager:
        learner = Learner(manager)
        cell = await learner.begin_endless(tmp_path)
        unready = Attached(ManagedKernel(manager), manager, pool)
        unready.bridge.start()
        await unready.statuses.until(lambda statuses: statuses[-1] == "busy")
        with pytest.raises(CheckUnavailableError) as busy:
            await unready.bridge.check(DOUBLE, RIGHT, None)
        await unready.bridge.interrupt()
        await cell
        async with asyncio.timeout(PATIENCE):
            await unready.bridge.ready()
        report = await unready.judge(DOUBLE, RIGHT)
        assert (busy.value.reason, report.verdict) == ("busy", "correct")
        await unready.close()
        await learner.close()


async def test_a_kernel_that_waits_before_we_came_is_judged_by_the_agent_it_offers(
    pool: CheckerPool, tmp_path: Path
) -> None:
    async with started_kernel() as manager:
        learner = Learner(manager)
        await learner.run(RIGHT)
        directory = tmp_path / "offered"
        directory.mkdir()
        code, expression = install_code(str(directory), "a-secret")
        await learner.run(code)
        said = json.loads(await learner.value(expression))
        cell = await learner.begin_endless(tmp_path)
        late = Attached(ManagedKernel(manager), manager, pool)
        late.bridge.start()
        await late.statuses.until(lambda statuses: statuses[-1] == "busy")
        late.bridge.hold(True)
        late.bridge.offer(
            OfferedAgent(address=said["address"], secret="a-secret", pid=said["pid"], python="3")
        )
        report = await late.bridge.check(DOUBLE, RIGHT, None)
        assert (report.verdict, report.target) == ("correct", "fork")
        late.bridge.hold(False)
        with pytest.raises(CheckUnavailableError, match="busy"):
            await late.bridge.check(DOUBLE, RIGHT, None)
        await late.bridge.interrupt()
        await cell
        await late.close()
        await learner.close()


async def test_a_restart_is_followed_and_checks_go_on(pool: CheckerPool) -> None:
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        assert (await notebook.judge(DOUBLE, RIGHT)).verdict == "correct"
        seen = len(notebook.statuses.items)
        await manager.restart_kernel()
        await notebook.statuses.until(
            lambda told: "restarting" in told[seen:] and told[-1] == "idle"
        )
        await notebook.bridge.ready()
        forgotten = await notebook.bridge.check(DOUBLE, RIGHT, None)
        again = await notebook.judge(DOUBLE, RIGHT)
        assert notebook.statuses.items[seen] == "restarting"
        assert (forgotten.verdict in ("error", "unattempted"), again.verdict) == (True, "correct")


@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
async def test_a_kernel_that_crashes_in_an_answer_is_followed(
    pool: CheckerPool, tmp_path: Path, end: str
) -> None:
    begun, word = tmp_path / "begun", tmp_path / "word"
    os.mkfifo(begun)
    os.mkfifo(word)
    source = (
        "#| tutor: answer\n#| for: double\nimport os\n"
        f"open({str(begun)!r}, 'w').close()\nopen({str(word)!r}).read()\n{end}"
    )
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        before = await notebook.learner.value("__import__('os').getpid()")
        crash = notebook.learner.begin(source)
        await asyncio.to_thread(begun.read_bytes)
        await notebook.statuses.until(lambda statuses: statuses[-1] == "busy")
        with pytest.raises(CheckUnavailableError, match="busy"):
            await notebook.bridge.check(DOUBLE, RIGHT, None)
        await asyncio.to_thread(word.write_text, "now")
        await notebook.cells.until(lambda cells: len(cells) == 1)
        await asyncio.gather(crash, return_exceptions=True)
        with pytest.raises(CheckUnavailableError, match="kernel_died"):
            await notebook.bridge.check(DOUBLE, RIGHT, None)
        async with asyncio.timeout(PATIENCE):
            await notebook.bridge.ready()
        after = await notebook.learner.value("__import__('os').getpid()")
        report = await notebook.judge(DOUBLE, RIGHT)
        assert notebook.cells.items[0] == CellRun(
            question="double",
            source=source,
            outcome="interrupted",
            error="The kernel stopped while this cell ran.",
        )
        assert (after != before, report.verdict, report.target) == (True, "correct", "fork")


async def test_a_kernel_killed_during_a_check_gives_no_verdict(
    pool: CheckerPool, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    question = ask("slow", "assert slow() == 1", timeout=60.0)
    source = f"def slow():\n    open({str(begun)!r}, 'w').close()\n    while True: pass"
    async with started_kernel() as manager, attached(manager, pool) as notebook:
        run = await notebook.answer(question, source)
        check = asyncio.create_task(notebook.bridge.check(question, run.source, None))
        await asyncio.to_thread(begun.read_bytes)
        assert manager.provisioner is not None
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        with pytest.raises(CheckUnavailableError) as died:
            await check
        assert died.value.reason == "kernel_died"
        async with asyncio.timeout(PATIENCE):
            await notebook.bridge.ready()


async def test_a_cancelled_check_leaves_kernel_and_bridge_ready_for_the_next(
    notebook: Attached, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    question = ask("slow", "assert slow() == 1", timeout=60.0)
    source = f"def slow():\n    open({str(begun)!r}, 'w').close()\n    while True: pass"
    run = await notebook.answer(question, source)
    check = asyncio.create_task(notebook.bridge.check(question, run.source, None))
    await asyncio.to_thread(begun.read_bytes)
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert (await notebook.judge(DOUBLE, RIGHT)).verdict == "correct"
    assert await notebook.learner.value("__import__('multiprocessing').active_children() == []")


async def test_a_kernel_known_by_its_connection_alone_is_judged_and_interrupted(
    kernel: AsyncIOLoopKernelManager, pool: CheckerPool, tmp_path: Path
) -> None:
    handle = RemoteKernel(kernel.get_connection_info())
    async with attached(kernel, pool, handle=handle) as notebook:
        assert (await notebook.judge(DOUBLE, RIGHT)).verdict == "correct"
        cell = await notebook.learner.begin_endless(tmp_path)
        await notebook.statuses.until(lambda statuses: statuses[-1] == "busy")
        await notebook.bridge.interrupt()
        assert (await cell)["ename"] == "KeyboardInterrupt"


async def test_a_listener_that_fails_disturbs_nothing(
    kernel: AsyncIOLoopKernelManager, pool: CheckerPool, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(run: CellRun) -> None:
        raise ValueError("a listener's own mistake")

    async with attached(kernel, pool, on_cell=fail) as notebook:
        seen: Heard = notebook.statuses
        await notebook.learner.run(f"#| tutor: answer\n#| for: double\n{RIGHT}")
        await seen.until(lambda statuses: statuses[-2:] == ["busy", "idle"])
        assert (await notebook.bridge.check(DOUBLE, RIGHT, None)).verdict == "correct"
    assert "a listener's own mistake" in caplog.text


async def test_an_agent_that_a_learner_ended_is_brought_back(notebook: Attached) -> None:
    await notebook.answer(DOUBLE, RIGHT)
    await notebook.learner.run(
        "import threading\n"
        "for thread in threading.enumerate():\n"
        "    if thread.name == 'jupyter-tutor': thread.tutor_stop()\n"
    )
    await notebook.statuses.until(lambda statuses: statuses[-1] == "idle")
    report = await notebook.bridge.check(DOUBLE, RIGHT, None)
    assert (report.verdict, report.target, notebook.bridge.checks) == ("correct", "fork", "fork")
