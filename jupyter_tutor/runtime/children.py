"""Starting a child and ending it, as every supervisor does. Knows nothing of tutoring."""

import asyncio
import inspect
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from jupyter_tutor.runtime.exits import (
    KILLED,
    SHUTDOWN,
    Crashed,
    ExitReason,
    Killed,
    in_words,
    is_orderly,
)
from jupyter_tutor.runtime.happenings import (
    Chronicle,
    LimitReached,
    PlaceEmpty,
    PlaceGone,
    ProcessKind,
    StartFailed,
)
from jupyter_tutor.runtime.killing import ends_within, kill, kill_after, kill_and_wait
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import ChildSpec, Ignored, Started

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Child:
    """A place below a supervisor, and who is in it now: None for nobody.

    ``restarting``: it could not be started again yet, and will be tried again. ``number`` is that
    of the place, 0 until it belongs to a tree and when it does no more; ``kind`` that of who was
    there last.
    """

    spec: ChildSpec
    process: Process | None = None
    restarting: bool = False
    restarts: int = 0
    number: int = 0
    kind: ProcessKind = field(init=False)

    def __post_init__(self) -> None:
        """Nobody was there yet: say what is to be there, as far as the specification does."""
        self.kind = "supervisor" if self.spec.type == "supervisor" else "actor"

    @property
    def alive(self) -> bool:
        """Whether somebody is in it."""
        return self.process is not None and self.process.alive


class Supervising(Process):
    """A process that has children.

    ``leaving`` are those that are in no place any more and have not ended yet, each with how often
    its place had been filled again. Where they outlive their supervisor they are its own one's.
    """

    __slots__ = ()

    kind: ClassVar[ProcessKind] = "supervisor"
    leaving: dict[Process, int]

    @property
    def places(self) -> tuple[Child, ...]:
        """Its children as they are at this moment, the first started first; only to be read."""
        raise NotImplementedError

    def join_tree(
        self,
        chronicle: Chronicle,
        parent: Process | None,
        child: str,
        *,
        place: int = 0,
        restarts: int = 0,
    ) -> None:
        """Become a part of a tree, and the children that have started with it."""
        super().join_tree(chronicle, parent, child, place=place, restarts=restarts)
        for below in self.places:
            if below.alive:
                _join(below, self)
            else:
                note_empty(below, self)

    def see_off(self, process: Process, restarts: int) -> None:
        """Have one among those that are leaving, until it has ended."""
        process.parent = self
        self.leaving[process] = restarts
        process.monitor(self._is_gone)

    def _is_gone(self, process: Process, _: ExitReason) -> None:
        self.leaving.pop(process, None)

    def _end(self, reason: ExitReason) -> None:
        if not self.alive:
            # Killed while it closed: it has told already who outlives it.
            return
        below = [
            (child.process, child.restarts, child.spec.patience)
            for child in self.places
            if child.process is not None
        ]
        # Those in a place are linked: they are asked to end here, or killed as it was itself.
        super()._end(reason)
        leaving = tuple(self.leaving.items())
        if isinstance(self.parent, Supervising):
            for process, restarts in (*((one, times) for one, times, _ in below), *leaving):
                if process.alive:
                    self.parent.see_off(process, restarts)
        killed = isinstance(reason, Killed)
        for process, _, patience in below:
            kill_after(process, 0.0 if killed else patience)
        if killed:
            # Who was to end it waits no longer. Otherwise it has been killed, or is waited for.
            for process, _ in leaving:
                kill(process)


class StartChildError(Exception):
    """A child could not be started; what it raised is the cause."""


def is_due_again(spec: ChildSpec, reason: ExitReason) -> bool:
    """Whether a child that ended so is started again."""
    return spec.restart == "permanent" or (spec.restart == "transient" and not is_orderly(reason))


async def call_start(child: Child, supervisor: Supervising) -> Started:
    """What its start function gives; StartChildError, which is noted, where that is no new process.

    A process is in one place of one tree: one that has been in any is refused, and not touched.
    """
    spec = child.spec
    try:
        result = spec.start(*spec.args)
        started: Any = await result if inspect.isawaitable(result) else result
        if not isinstance(started, Process | Ignored):
            raise TypeError(f"its start function gave a {type(started).__name__}")
        if isinstance(started, Process) and (started.parent is not None or started.number):
            raise ValueError("its start function gave a process that is in a tree already")
    except Exception as error:
        if supervisor.chronicle is not None:
            supervisor.chronicle.note(
                StartFailed(
                    at=supervisor.chronicle.now(),
                    parent=supervisor.number,
                    child=str(spec.id),
                    reason=in_words(Crashed(error)),
                    again=child.restarting,
                )
            )
        raise StartChildError(f"{spec.id}: {type(error).__name__}") from error
    return started


def note_limit(
    child: Child, supervisor: Supervising, gives_up: Literal["supervisor", "child"]
) -> None:
    """Tell that a child was started again more often than it may be."""
    log.error("the child %s was started again too often", child.spec.id)
    if supervisor.chronicle is not None:
        supervisor.chronicle.note(
            LimitReached(
                at=supervisor.chronicle.now(),
                process=supervisor.number,
                child=str(child.spec.id),
                gives_up=gives_up,
            )
        )


def note_empty(child: Child, supervisor: Supervising) -> None:
    """Tell that nobody is in a place, and how that is."""
    if supervisor.chronicle is None:
        return
    child.number = child.number or supervisor.chronicle.new_place()
    supervisor.chronicle.note(
        PlaceEmpty(
            at=supervisor.chronicle.now(),
            parent=supervisor.number,
            place=child.number,
            child=str(child.spec.id),
            kind=child.kind,
            state="restarting" if child.restarting else "absent",
            restarts=child.restarts,
        )
    )


def note_gone(child: Child, supervisor: Supervising) -> None:
    """Tell that a place is no more, if it was told of."""
    if supervisor.chronicle is not None and child.number:
        supervisor.chronicle.note(
            PlaceGone(at=supervisor.chronicle.now(), parent=supervisor.number, place=child.number)
        )
    child.number = 0


def fill(child: Child, started: Started, supervisor: Supervising) -> None:
    """Let who was started be in the place, linked to its supervisor.

    A temporary child is never started again, so what it was started with is let go.
    """
    child.restarting = False
    if isinstance(started, Ignored):
        child.process = None
        if child.number:
            note_empty(child, supervisor)
        return
    child.process = started
    child.kind = started.kind
    started.parent = supervisor
    _join(child, supervisor)
    if child.spec.restart == "temporary":
        child.spec = replace(child.spec, args=())
    supervisor.link(started)


async def end_child(child: Child, supervisor: Supervising) -> ExitReason | None:
    """Ask a child to end, kill it if it does not, and wait; why it ended.

    None: nobody was there, or it goes on although it was killed.
    """
    process = _let_go(child, supervisor)
    if process is None:
        return None
    patience = child.spec.patience
    if patience != 0.0:
        process.exit(SHUTDOWN)
        if await ends_within(process, patience):
            return process.ended
    return await kill_and_wait(process)


async def end_together(children: Iterable[Child], supervisor: Supervising) -> None:
    """End children at once; they share one time, the longest that any of them has."""
    ending: list[Process] = []
    patience: float | None = 0.0
    for child in children:
        process = _let_go(child, supervisor)
        if process is not None:
            ending.append(process)
            patience = _longer(patience, child.spec.patience)
            process.exit(KILLED if child.spec.patience == 0.0 else SHUTDOWN)
    try:
        async with asyncio.timeout(patience):
            for process in ending:
                await process.wait()
    except TimeoutError:
        await asyncio.gather(*(kill_and_wait(process) for process in ending if process.alive))


def _longer(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def _join(child: Child, supervisor: Supervising) -> None:
    """Let who is in a place be in the supervisor's tree, if that is in one."""
    chronicle = supervisor.chronicle
    if chronicle is None or child.process is None:
        return
    child.number = child.number or chronicle.new_place()
    child.process.join_tree(
        chronicle, supervisor, str(child.spec.id), place=child.number, restarts=child.restarts
    )


def _let_go(child: Child, supervisor: Supervising) -> Process | None:
    """Nobody is in the place any more, and nothing is heard of who was."""
    process, was_restarting = child.process, child.restarting
    child.process, child.restarting = None, False
    if child.number and (process is not None or was_restarting):
        note_empty(child, supervisor)
    if process is None:
        return None
    supervisor.unlink(process)
    if not process.alive:
        return None
    if process.number:
        supervisor.see_off(process, child.restarts)
    return process
