"""Jobs run beside an actor; a failing one harms no other, and all can be given up."""

import asyncio

import pytest

from jupyter_tutor.runtime.jobs import TaskGroup


async def test_a_failing_job_is_logged_and_touches_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    group: TaskGroup[str] = TaskGroup()
    done = asyncio.Event()

    async def good() -> None:
        await asyncio.sleep(0)
        done.set()

    async def bad() -> None:
        raise ValueError("boom")

    group.start("good", good())
    group.start("bad", bad())
    await done.wait()
    assert [record.message for record in caplog.records] == ["a job failed"]


async def test_a_cancelled_job_is_no_failure_and_its_key_is_free_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    group: TaskGroup[str] = TaskGroup()
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
    assert caplog.records == []
    late = job()
    with pytest.raises(KeyError):
        group.start("late", late)
