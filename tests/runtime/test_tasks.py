"""Jobs run beside an actor; a failing one is told of, and all can be given up."""

import asyncio

import pytest

from jupyter_tutor.runtime.tasks import TaskGroup


async def test_a_failing_job_is_told_of_and_touches_no_other() -> None:
    failures: list[tuple[str, str]] = []
    group: TaskGroup[str] = TaskGroup(lambda key, error: failures.append((key, str(error))))
    done = asyncio.Event()

    async def good() -> None:
        await asyncio.sleep(0)
        done.set()

    async def bad() -> None:
        raise ValueError("boom")

    group.start("good", good())
    group.start("bad", bad())
    await done.wait()
    assert failures == [("bad", "boom")]


async def test_a_cancelled_job_is_no_failure_and_its_key_is_free_again() -> None:
    failures: list[str] = []
    group: TaskGroup[str] = TaskGroup(lambda key, _error: failures.append(key))
    cancelled = asyncio.Event()

    async def job() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    group.start("a", job())
    await asyncio.sleep(0)
    refused = job()
    with pytest.raises(KeyError):
        group.start("a", refused)
    group.cancel("a")
    await cancelled.wait()
    await asyncio.sleep(0)
    cancelled.clear()
    group.start("a", job())
    await asyncio.sleep(0)
    await group.close()
    assert cancelled.is_set()
    assert failures == []
