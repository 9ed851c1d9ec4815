"""What everything that can be supervised has: an end with a reason, monitors and links.

A process ends once. Whoever monitors it is told; whoever is linked to it ends with it, unless it
traps exits, and then it is told too (Erlang's links and monitors). What runs within one is its
kind's: an actor (:mod:`.actor`), a task (:mod:`.tasks`), a supervisor (:mod:`.supervisor`).

asyncio cannot kill. Killing a process asks for the cancellation of what runs in it, and one that
goes on all the same stays alive here too: it is never pretended dead.

Knows nothing of tutoring. Use from one event loop.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, ClassVar

from jupyter_tutor.runtime.exits import NO_PROCESS, ExitReason, Normal, in_words
from jupyter_tutor.runtime.happenings import (
    Chronicle,
    ProcessEnded,
    ProcessEnding,
    ProcessKind,
    ProcessStarted,
)

log = logging.getLogger(__name__)

OnEnd = Callable[["Process", ExitReason], None]


class Watch:
    """What hears of the end of ``process``; :meth:`cancel` ends it."""

    __slots__ = ("process",)

    def __init__(self, process: "Process") -> None:
        self.process = process

    def cancel(self) -> None:
        """Hear nothing any more."""
        self.process.forget(self)

    def tell(self, reason: ExitReason) -> None:
        """Hear that the process has ended."""
        raise NotImplementedError


class Monitor(Watch):
    """A watch that calls ``notify``, once."""

    __slots__ = ("notify",)

    def __init__(self, process: "Process", notify: OnEnd) -> None:
        super().__init__(process)
        self.notify: OnEnd | None = notify

    def cancel(self) -> None:
        """Hear nothing any more, of an end that has happened already neither."""
        self.notify = None
        super().cancel()

    def tell(self, reason: ExitReason) -> None:
        """Say that the process has ended."""
        notify, self.notify = self.notify, None
        if notify is not None:
            notify(self.process, reason)


class Process:
    """Something that runs, ends once and says why.

    ``parent`` is the supervisor it was started by, None before and for a root. ``number`` is 0
    until it belongs to a tree. ``ending``: it was asked to end, or has crashed, and has not come to
    its end yet.
    """

    __slots__ = (
        "__weakref__",
        "_chronicle",
        "_links",
        "_watches",
        "child",
        "ended",
        "ending",
        "number",
        "parent",
        "since",
        "unresponsive",
    )

    kind: ClassVar[ProcessKind] = "part"

    def __init__(self) -> None:
        self.ended: ExitReason | None = None
        self.ending = False
        self.number = 0
        self.child = ""
        self.since = 0.0
        self.parent: Process | None = None
        self.unresponsive = False
        self._chronicle: Chronicle | None = None
        # Collections only where there are several: most have one each.
        self._watches: Watch | list[Watch] | None = None
        self._links: Process | dict[Process, None] | None = None

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    @property
    def mailbox_length(self) -> int:
        """How many messages wait for it."""
        return 0

    @property
    def memory(self) -> int | None:
        """An estimate of the bytes that are its own; None: nobody can tell, as of an open thing."""
        return None

    @property
    def chronicle(self) -> Chronicle | None:
        """Where its tree's events go; None while it belongs to none."""
        return self._chronicle

    def exit(self, reason: ExitReason) -> None:
        """Ask it to end; ``KILLED`` does not ask. Nothing happens if it has ended."""
        if self.alive:
            self._end(reason)

    def monitor(self, notify: OnEnd) -> Monitor:
        """Have ``notify`` called once, when it ends; if it has ended, soon and with NoProcess."""
        monitor = Monitor(self, notify)
        if self.ended is not None:
            asyncio.get_running_loop().call_soon(monitor.tell, NO_PROCESS)
        else:
            self.add_watch(monitor)
        return monitor

    def add_watch(self, watch: Watch) -> None:
        """Tell it when this process ends, which it has not yet."""
        if self._watches is None:
            self._watches = watch
        else:
            self._watches = [*_each(self._watches), watch]

    def forget(self, watch: Watch) -> None:
        """Take a watch away; nothing happens if it is not there."""
        if self._watches is watch:
            self._watches = None
        elif isinstance(self._watches, list) and watch in self._watches:
            self._watches.remove(watch)

    async def wait(self) -> ExitReason:
        """Wait until it has ended; why it did."""
        if self.ended is None:
            done = asyncio.Event()
            monitor = self.monitor(lambda _process, _reason: done.set())
            try:
                await done.wait()
            finally:
                monitor.cancel()
        return self.ended or NO_PROCESS

    def link(self, other: "Process") -> None:
        """End together: each that ends unorderly takes the other with it, or tells it."""
        if other.ended is not None:
            self._linked_ended(other, other.ended)
        elif self.ended is not None:
            other._linked_ended(self, self.ended)
        else:
            self._add_link(other)
            other._add_link(self)

    def unlink(self, other: "Process") -> None:
        """Undo :meth:`link`."""
        self._drop_link(other)
        other._drop_link(self)

    def join_tree(
        self,
        chronicle: Chronicle,
        parent: "Process | None",
        child: str,
        *,
        place: int = 0,
        restarts: int = 0,
    ) -> None:
        """Become a part of a tree of processes, at a place of that id and number; once."""
        self._chronicle, self.parent, self.child = chronicle, parent, child
        self.number, self.since = chronicle.new_number(), chronicle.now()
        chronicle.note(
            ProcessStarted(
                at=self.since,
                process=self.number,
                parent=parent.number if parent else None,
                child=child,
                kind=self.kind,
                restarts=restarts,
                place=place,
            )
        )
        if self.ended is not None:
            self._note_end(self.ended)
        elif self.ending:
            self._note_ending()

    def _begin_to_end(self) -> None:
        """Be one that was asked to end, or has crashed, and takes its time."""
        if self.alive and not self.ending:
            self.ending = True
            self._note_ending()

    def _note_ending(self) -> None:
        if self._chronicle is not None:
            self._chronicle.note(ProcessEnding(at=self._chronicle.now(), process=self.number))

    def _note_end(self, reason: ExitReason) -> None:
        if self._chronicle is not None:
            self._chronicle.note(
                ProcessEnded(at=self._chronicle.now(), process=self.number, reason=in_words(reason))
            )

    def _add_link(self, other: "Process") -> None:
        if self._links is None:
            self._links = other
        elif isinstance(self._links, Process):
            self._links = {self._links: None, other: None}
        else:
            self._links[other] = None

    def _drop_link(self, other: "Process") -> None:
        if self._links is other:
            self._links = None
        elif isinstance(self._links, dict):
            self._links.pop(other, None)

    def _linked_ended(self, other: "Process", reason: ExitReason) -> None:
        """Hear that a linked process has ended."""
        if not isinstance(reason, Normal):
            self.exit(reason)

    def _end(self, reason: ExitReason) -> None:
        """Be over: tell monitors and links. What ran in it must have stopped."""
        if self.ended is not None:
            return
        self.ended = reason
        self._note_end(reason)
        watches, self._watches = self._watches, None
        links, self._links = self._links, None
        for watch in _each(watches):
            _surely(watch.tell, reason)
        for other in (links,) if isinstance(links, Process) else tuple(links or ()):
            other.unlink(self)
            _surely(other._linked_ended, self, reason)


def _surely(tell: Callable[..., None], *news: Any) -> None:
    """Tell one; what that makes of it keeps nobody else from being told."""
    try:
        tell(*news)
    except Exception:
        log.exception("one that was told of an end raised")


def _each(watches: Watch | list[Watch] | None) -> tuple[Watch, ...]:
    return (watches,) if isinstance(watches, Watch) else tuple(watches or ())
