"""Cancelling what ends its process when it hears of that. Knows nothing of tutoring."""

import asyncio
import inspect
from typing import Any


def cancel(task: "asyncio.Task[Any]") -> None:
    """Cancel a task that runs a coroutine; one that has not begun begins first.

    Cancelled before, it would never begin, and hear nothing.
    """
    work = task.get_coro()
    if inspect.iscoroutine(work) and inspect.getcoroutinestate(work) == inspect.CORO_CREATED:
        task.get_loop().call_soon(task.cancel)
    else:
        task.cancel()
