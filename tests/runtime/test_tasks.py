"""Tasks as processes: their results, their ends, and who ends them."""

import asyncio

import pytest

from jupyter_tutor.runtime.children import StartChildError
from jupyter_tutor.runtime.exits import KILLED, NORMAL, SHUTDOWN, Crashed, in_words
from jupyter_tutor.runtime.specs import ChildSpec
from jupyter_tutor.runtime.supervisor import ChildError
from jupyter_tutor.runtime.tasks import TaskEndedError, TaskProcess, TaskSupervisor
from tests.runtime.virtual import rest, virtual


async def double(number: int) -> int:
    await asyncio.sleep(number)
    if number == 13:
        raise ValueError(number)
    return 2 * number


async def stubborn(go: asyncio.Event) -> str:
    while not go.is_set():
        try:
            await go.wait()
        except asyncio.CancelledError:
            continue
    return "done after all"


@virtual
async def test_a_task_gives_its_result_and_one_that_fails_harms_no_other() -> None:
    supervisor = TaskSupervisor()
    tasks = [await supervisor.start_task(double, number) for number in (3, 13, 20)]
    results = await asyncio.gather(*(task.result() for task in tasks), return_exceptions=True)
    assert [repr(result) for result in results] == ["6", "ValueError(13)", "40"]
    assert [in_words(await task.wait()) for task in tasks] == [
        "normal",
        "crashed: ValueError",
        "normal",
    ]
    assert isinstance(tasks[1].ended, Crashed)
    assert (supervisor.which_children(), supervisor.alive) == ([], True)


@virtual
async def test_who_waits_for_a_task_that_is_ended_is_told_and_not_cancelled() -> None:
    supervisor = TaskSupervisor()
    for reason in (SHUTDOWN, KILLED):
        task = await supervisor.start_task(double, 100)
        waiting = asyncio.create_task(task.result())
        await rest()
        task.exit(reason)
        with pytest.raises(TaskEndedError, match=f"it has ended: {in_words(reason)}"):
            await waiting
        assert task.ended == reason


@virtual
async def test_giving_up_waiting_does_not_end_the_task() -> None:
    supervisor = TaskSupervisor()
    task = await supervisor.start_task(double, 5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(task.result(), 1)
    assert await task.result() == 10
    assert task.ended == NORMAL


@virtual
async def test_stopped_it_cancels_its_tasks_and_gives_them_time_to_tidy_up() -> None:
    tidied: list[float] = []

    async def tidy(seconds: float) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(seconds)
            tidied.append(seconds)

    supervisor = TaskSupervisor()
    tasks = [await supervisor.start_task(tidy, seconds, shutdown=10) for seconds in (4, 60)]
    await rest()
    await supervisor.stop()
    assert tidied == [4]
    assert asyncio.get_running_loop().time() == pytest.approx(10, abs=0.01)
    # The second was cancelled in the middle of its tidying up when its time was over.
    assert [in_words(await task.wait()) for task in tasks] == ["shutdown", "killed"]


@virtual
async def test_a_task_that_ignores_its_cancellation_is_alive_until_it_is_not() -> None:
    go = asyncio.Event()
    supervisor = TaskSupervisor()
    task = await supervisor.start_task(stubborn, go, shutdown=2)
    await rest()
    await supervisor.terminate_child(task)
    assert (task.alive, task.unresponsive) == (True, True)
    go.set()
    assert await task.result() == "done after all"
    assert not task.alive


@virtual
async def test_nothing_runs_that_is_not_supervised() -> None:
    begun: list[str] = []

    async def work(name: str) -> None:
        begun.append(name)

    supervisor = TaskSupervisor(most=0)
    with pytest.raises(ChildError):
        await supervisor.start_task(work, "a")
    supervisor = TaskSupervisor()
    with pytest.raises(StartChildError, match="odd: TypeError"):
        await supervisor.start_task(work, name="odd")
    await rest()
    assert begun == []
    assert isinstance(await supervisor.start_task(work, "b"), TaskProcess)
    await rest()
    assert begun == ["b"]


@virtual
async def test_a_task_below_another_supervisor_is_started_again() -> None:
    runs: list[int] = []

    async def fail_twice() -> None:
        runs.append(len(runs))
        if len(runs) < 3:
            raise OSError

    supervisor = TaskSupervisor()
    await supervisor.start_child(
        ChildSpec(id="a", start=lambda: TaskProcess(fail_twice()), restart="transient")
    )
    await rest()
    assert (runs, supervisor.which_children()) == ([0, 1, 2], [])
