"""The thread in which the kernel's program speaks to the tutor, and how callers wait for it.

A kernel's own loop does not turn while a cell runs, so this one is apart from it.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from jupyter_tutor.widgets.errors import NOT_HERE, TOO_SLOW, TutorError

T = TypeVar("T")


class Background:
    """An event loop in a daemon thread, which begins with the first call."""

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def call(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What ``work`` comes to, in that thread; TutorError where it takes longer.

        An interrupt (Ctrl-C, the Stop button) cancels the work and is raised here.
        """
        if os.getpid() != self._pid:
            work.close()
            raise TutorError(NOT_HERE)
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result(seconds)
        except TimeoutError:
            raise TutorError(TOO_SLOW) from None
        finally:
            future.cancel()

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this in that thread, and do not wait for it."""
        asyncio.run_coroutine_threadsafe(work, self._running())

    def close(self) -> None:
        """End the thread; work that is under way is given up."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(_give_up(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="jupyter-tutor-line", daemon=True
                )
                self._thread.start()
            return self._loop


async def _give_up() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
