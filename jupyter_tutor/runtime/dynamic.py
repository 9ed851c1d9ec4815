"""Supervising children that come and go: any number of them, in no order (one for one).

As Elixir's DynamicSupervisor, with two differences. Restarts are counted for each child by itself,
unless ``counted`` says otherwise: with one count for all, four crashes at once would end all of a
thousand sessions. A child that crashes too often is then given up alone, and whoever needs it
starts it afresh. And children are started side by side, for a start that waits must not keep the
others waiting.

Knows nothing of tutoring.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, Literal, TypeVar

from jupyter_tutor.runtime.answers import ChildInfo, Counts, count, tell
from jupyter_tutor.runtime.children import (
    Child,
    StartChildError,
    Supervising,
    call_start,
    end_child,
    end_together,
    fill,
    is_due_again,
    note_empty,
    note_gone,
    note_limit,
)
from jupyter_tutor.runtime.exits import SHUTDOWN, ExitReason, Killed
from jupyter_tutor.runtime.intensity import RestartIntensity
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import BadSpecError, ChildSpec, Flags, check_flags, check_spec
from jupyter_tutor.runtime.supervisor import ChildError

T = TypeVar("T")

log = logging.getLogger(__name__)

Counted = Literal["each", "together"]
"""Whether restarts are counted for each child by itself, or for all of a supervisor together."""


class SupervisorClosingError(Exception):
    """The supervisor starts no children any more."""


class DynamicSupervisor(Supervising):
    """Start, restart and end children on demand.

    ``flags`` may have no other strategy than one for one, and no automatic shutdown: children that
    come and go are no reason for a supervisor to end. ``most`` bounds how many there may be,
    None: no bound. ``now`` gives monotonic seconds.
    """

    __slots__ = (
        "_children",
        "_closing",
        "_counted",
        "_flags",
        "_intensity",
        "_most",
        "_now",
        "_own_intensity",
        "_places",
        "_work",
        "leaving",
    )

    def __init__(
        self,
        flags: Flags | None = None,
        *,
        counted: Counted = "each",
        most: int | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.leaving = {}
        self._flags = flags or Flags()
        check_flags(self._flags)
        if self._flags.strategy != "one_for_one":
            raise BadSpecError("children that come and go are supervised one for one")
        if self._flags.auto_shutdown != "never":
            raise BadSpecError("children that come and go end no supervisor with them")
        self._counted = counted
        self._most = most
        self._now = now
        self._intensity = self._counted_anew()
        self._own_intensity: dict[Child, RestartIntensity] = {}
        self._children: dict[Child, None] = {}
        self._places: dict[Process, Child] = {}
        self._work: set[asyncio.Task[Any]] = set()
        self._closing = False

    @property
    def places(self) -> tuple[Child, ...]:
        """Its children as they are, without those that are just starting; only to be read."""
        return tuple(
            child
            for child in self._children
            if child.process is not None or child.restarting or child.number
        )

    async def start_child(self, spec: ChildSpec) -> Process | None:
        """Start a child; None if its start function started nothing.

        It is the supervisor that starts it: that goes on where whoever asks is cancelled.

        Raises BadSpecError, ChildError (`max_children`), StartChildError, and
        SupervisorClosingError. Ids need not differ.
        """
        check_spec(spec, "never")
        if self._closing or not self.alive:
            raise SupervisorClosingError
        if self._most is not None and len(self._children) >= self._most:
            raise ChildError("max_children")
        child = Child(spec)
        self._children[child] = None
        return await asyncio.shield(self._do(self._begin(child)))

    async def _begin(self, child: Child) -> Process | None:
        try:
            await self._start(child)
        except BaseException:
            self._forget(child)
            raise
        if not self.alive:
            raise SupervisorClosingError
        if child.process is None and not child.restarting:
            self._forget(child)
        elif child in self._children:
            # They stand in the order in which they came up, not in which they were asked for.
            self._children[child] = self._children.pop(child)
        return child.process

    async def terminate_child(self, process: Process) -> None:
        """End a child, also one that is being started again, known by who it was.

        Nothing happens if it has ended already. ChildError: `not_found`.
        """
        child = self._places.get(process)
        if child is not None:
            self._forget(child)
            await end_child(child, self)
        elif process.alive:
            raise ChildError("not_found")

    def which_children(self) -> list[ChildInfo]:
        """Its children, the oldest first."""
        return [tell(child) for child in self._children]

    def count_children(self) -> Counts:
        """How many there are."""
        return count(tuple(self._children))

    def exit(self, reason: ExitReason) -> None:
        """End all children together, then itself; killed, it is over at once and they follow."""
        if not self.alive:
            return
        if isinstance(reason, Killed):
            self._closing = True
            self._end(reason)
        elif not self._closing:
            self._closing = True
            self._begin_to_end()
            self._do(self._close(reason))

    async def stop(self) -> None:
        """End all children, those still starting too, and itself."""
        self.exit(SHUTDOWN)
        await self.wait()

    def _linked_ended(self, other: Process, reason: ExitReason) -> None:
        child = self._places.pop(other, None)
        if child is None:
            if other is self.parent:
                self.exit(reason)
            return
        child.process = None
        if self._closing:
            self._forget(child)
            return
        if is_due_again(child.spec, reason):
            child.restarting = True
            note_empty(child, self)
            self._places[other] = child
            self._do(self._restart(child, other))
        else:
            self._forget(child)

    async def _restart(self, child: Child, was: Process) -> None:
        """Fill a place again, trying until it works or has been tried too often."""
        while child.restarting and not self._closing:
            if not self._allows_restart(child):
                self._give_up(child)
                break
            try:
                await self._start(child, again=True)
                break
            except StartChildError:
                child.restarts += 1
                if child in self._children:
                    note_empty(child, self)
                # Let others have their turn: what it lacks may be on its way.
                await asyncio.sleep(0)
        self._places.pop(was, None)
        if child.process is None and not child.restarting:
            self._forget(child)

    def _allows_restart(self, child: Child) -> bool:
        if self._counted == "together":
            return self._intensity.allows_restart()
        if child not in self._own_intensity:
            self._own_intensity[child] = self._counted_anew()
        return self._own_intensity[child].allows_restart()

    def _give_up(self, child: Child) -> None:
        together = self._counted == "together"
        note_limit(child, self, gives_up="supervisor" if together else "child")
        self._forget(child)
        if together:
            self.exit(SHUTDOWN)

    async def _start(self, child: Child, *, again: bool = False) -> None:
        started = await call_start(child, self)
        child.restarts += again
        if self.alive and child in self._children:
            if isinstance(started, Process):
                self._places[started] = child
            fill(child, started, self)
        elif isinstance(started, Process):
            # Meanwhile nobody wants it any more; it must not live on without a place.
            child.process = started
            await end_child(child, self)

    async def _close(self, reason: ExitReason) -> None:
        starting = [task for task in self._work if task is not asyncio.current_task()]
        if starting:
            await asyncio.wait(starting)
        await end_together(tuple(self._children), self)
        self._children.clear()
        self._places.clear()
        self._own_intensity.clear()
        self._end(reason)

    def _do(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    def _forget(self, child: Child) -> None:
        if child in self._children:
            del self._children[child]
            note_gone(child, self)
        self._own_intensity.pop(child, None)
        if child.process is not None:
            self._places.pop(child.process, None)

    def _counted_anew(self) -> RestartIntensity:
        return RestartIntensity(self._flags.max_restarts, self._flags.max_seconds, self._now)
