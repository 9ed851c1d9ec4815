"""An event loop whose clock jumps instead of waiting.

Time passes only when nothing else is left to do, and then at once up to the next timer. So ``await
rest()`` comes back when everything that could happen has happened, hours take no time, and what
would wait for ever is an error.
"""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

Result = TypeVar("Result")
P = ParamSpec("P")


class _NoWaiting(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing can happen any more")
            self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _NoWaiting()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it on such a loop; time is ``asyncio.get_running_loop().time()`` and starts at 0."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


async def rest(seconds: float = 1e-6) -> None:
    """Wait until nothing is left to do before that time."""
    await asyncio.sleep(seconds)


def virtual(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Let an asynchronous test run on such a loop."""

    @functools.wraps(test)
    def running(*args: P.args, **kwargs: P.kwargs) -> None:
        run(test(*args, **kwargs))

    return running
