"""Starting children in order, starting them again when they crash, ending them in reverse.

The rules are OTP's `supervisor`: strategies, restart types, the limit on restarts, significant
children. A restart that fails to start is tried again at once, between other requests, and every
try counts; there is no back-off. When there were too many, the supervisor ends its children and
itself, with the reason ``shutdown``, and whoever supervises it decides what comes next.

Supervisors below supervisors should be permanent: a transient one that has given up stays away.

Knows nothing of tutoring.
"""

import logging
import sys
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from jupyter_tutor.runtime.actor import Actor, LinkDown
from jupyter_tutor.runtime.answers import ChildInfo, Counts, count, tell
from jupyter_tutor.runtime.children import (
    Child,
    StartChildError,
    Supervising,
    call_start,
    end_child,
    fill,
    is_due_again,
    note_empty,
    note_gone,
    note_limit,
)
from jupyter_tutor.runtime.exits import (
    SHUTDOWN,
    ExitReason,
)
from jupyter_tutor.runtime.happenings import Chronicle, PlacesOrdered, ProcessKind
from jupyter_tutor.runtime.intensity import RestartIntensity
from jupyter_tutor.runtime.process import Process
from jupyter_tutor.runtime.specs import (
    BadSpecError,
    ChildSpec,
    Flags,
    check_flags,
    check_spec,
    check_specs,
)

log = logging.getLogger(__name__)


class ChildError(Exception):
    """What was asked cannot be done with that child; ``why`` is OTP's word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why.replace("_", " "))
        self.why = why


@dataclass(frozen=True, slots=True)
class _StartChild:
    spec: ChildSpec


@dataclass(frozen=True, slots=True)
class _OfChild:
    what: Literal["terminate", "restart", "delete", "spec"]
    id: Hashable


@dataclass(frozen=True, slots=True)
class _Change:
    flags: Flags
    specs: tuple[ChildSpec, ...]


@dataclass(frozen=True, slots=True)
class _TryAgain:
    child: Child


_Question = _StartChild | _OfChild | _Change | Literal["which", "count"]


class Supervisor(Actor[_Question, Any], Supervising):
    """Supervise children that are known by their ids and stand in an order.

    ``now`` gives monotonic seconds.
    """

    __slots__ = ("_children", "_flags", "_intensity", "_specs", "leaving")

    kind: ClassVar[ProcessKind] = "supervisor"

    def __init__(
        self,
        specs: Sequence[ChildSpec] = (),
        flags: Flags | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(limit=sys.maxsize)
        self.leaving = {}
        self._flags = flags or Flags()
        self._specs = tuple(specs)
        self._children: dict[Hashable, Child] = {}
        self._intensity = RestartIntensity(self._flags.max_restarts, self._flags.max_seconds, now)

    # -- what others ask

    async def start_root(self, chronicle: Chronicle, name: str = "root") -> Self:
        """Start it as the root of a tree; raises as :meth:`start` does."""
        self.join_tree(chronicle, None, name)
        return await self.start()

    async def init(self) -> None:
        """Start all children; raises BadSpecError, or StartChildError when one cannot start.

        Then those that had started are ended again, and nothing is tried twice.
        """
        check_flags(self._flags)
        check_specs(self._specs, self._flags.auto_shutdown)
        for spec in self._specs:
            child = Child(spec)
            try:
                await self._start(child)
            except StartChildError:
                await self._end_all()
                raise
            self._keep(child)

    async def start_child(self, spec: ChildSpec) -> Process | None:
        """Add a child and start it; None if its start function started nothing.

        Raises BadSpecError, ChildError (`already_started`, `already_present`) or StartChildError,
        and then there is no such child.
        """
        return _process(await self.call(_StartChild(spec)))

    async def terminate_child(self, child_id: Hashable) -> None:
        """End a child; its place stays, unless it is temporary. ChildError: `not_found`."""
        _given(await self.call(_OfChild("terminate", child_id)))

    async def restart_child(self, child_id: Hashable) -> Process | None:
        """Start a child that is not there.

        Raises StartChildError, or ChildError: `running`, `restarting`, `not_found`.
        """
        return _process(await self.call(_OfChild("restart", child_id)))

    async def delete_child(self, child_id: Hashable) -> None:
        """Forget a child that is not there; ChildError: `running`, `restarting`, `not_found`."""
        _given(await self.call(_OfChild("delete", child_id)))

    async def child_spec(self, child_id: Hashable) -> ChildSpec:
        """The specification of a child; ChildError: `not_found`."""
        spec: ChildSpec = _given(await self.call(_OfChild("spec", child_id)))
        return spec

    async def which_children(self) -> list[ChildInfo]:
        """Its children, the last started first."""
        children: list[ChildInfo] = _given(await self.call("which"))
        return children

    async def count_children(self) -> Counts:
        """How many there are."""
        counts: Counts = _given(await self.call("count"))
        return counts

    async def change(self, flags: Flags, specs: Sequence[ChildSpec]) -> None:
        """Be another way from now on, without ending anyone: OTP's change of the specification.

        Children of known ids get the new specification and stay; those of new ids get a place and
        are not started; those that are not named any more stay as they were, after the others.
        Raises BadSpecError, and then nothing has changed.
        """
        _given(await self.call(_Change(flags, tuple(specs))))

    @property
    def places(self) -> tuple[Child, ...]:
        """Its children as they are at this moment, the first started first; only to be read."""
        return tuple(self._children.values())

    # -- what it does

    async def handle_call(self, message: _Question) -> Any:
        """Carry out what is asked; what cannot be done comes back as an error to be raised."""
        try:
            match message:
                case _StartChild(spec=spec):
                    return await self._add(spec)
                case _OfChild(what=what, id=child_id):
                    return await self._of_child(what, child_id)
                case _Change(flags=flags, specs=specs):
                    return self._become(flags, specs)
                case "which":
                    return [tell(child) for child in reversed(self._children.values())]
                case "count":
                    return count(self.places)
        except (BadSpecError, ChildError, StartChildError) as error:
            # What was asked is at fault, and not the supervisor.
            return error

    async def handle_info(self, message: Any) -> None:
        """Hear that a child has ended, or that one is to be tried again."""
        match message:
            case LinkDown(process=process, reason=reason):
                child = next((c for c in self._children.values() if c.process is process), None)
                if child is not None:
                    child.process = None
                    await self._ended(child, reason)
            case _TryAgain(child=child):
                if child.restarting and self._has(child):
                    await self._restart(child)

    async def terminate(self, reason: ExitReason) -> None:
        """End all children, the last started first."""
        await self._end_all()

    async def _start(self, child: Child) -> None:
        fill(child, await call_start(child, self), self)

    async def _add(self, spec: ChildSpec) -> Process | None:
        check_spec(spec, self._flags.auto_shutdown)
        held = self._children.get(spec.id)
        if held is not None:
            raise ChildError("already_present" if held.process is None else "already_started")
        child = Child(spec)
        await self._start(child)
        self._keep(child)
        return child.process

    async def _of_child(self, what: str, child_id: Hashable) -> Any:
        child = self._children.get(child_id)
        if child is None:
            raise ChildError("not_found")
        if what == "spec":
            return child.spec
        if what == "terminate":
            await end_child(child, self)
            self._forget_if_temporary(child)
            return None
        if child.restarting:
            raise ChildError("restarting")
        if child.process is not None:
            raise ChildError("running")
        if what == "delete":
            self._forget(child)
            return None
        await self._start(child)
        return child.process

    def _become(self, flags: Flags, specs: tuple[ChildSpec, ...]) -> None:
        check_flags(flags)
        check_specs(specs, flags.auto_shutdown)
        named: dict[Hashable, Child] = {}
        for spec in specs:
            child = named[spec.id] = self._children.get(spec.id) or Child(spec)
            child.spec = spec
        others = {held: child for held, child in self._children.items() if held not in named}
        self._children = named | others
        self._flags = flags
        self._intensity.limit = flags.max_restarts
        self._intensity.seconds = flags.max_seconds
        self._tell_places()

    def _tell_places(self) -> None:
        """Tell of places that are new, and in which order all of them stand."""
        if self.chronicle is None:
            return
        for child in self.places:
            if not child.number:
                note_empty(child, self)
        order = tuple(child.number for child in self.places)
        self.chronicle.note(
            PlacesOrdered(at=self.chronicle.now(), parent=self.number, places=order)
        )

    async def _ended(self, child: Child, reason: ExitReason) -> None:
        if is_due_again(child.spec, reason):
            await self._restart(child)
            return
        self._forget_if_temporary(child)
        if child.spec.significant and self._was_the_last_significant():
            self.leave(SHUTDOWN)

    def _was_the_last_significant(self) -> bool:
        match self._flags.auto_shutdown:
            case "never":
                return False
            case "any_significant":
                return True
            case "all_significant":
                return not any(
                    other.spec.significant and (other.process is not None or other.restarting)
                    for other in self._children.values()
                )

    async def _restart(self, child: Child) -> None:
        if not self._intensity.allows_restart():
            note_limit(child, self, gives_up="supervisor")
            if child.restarting:
                child.restarting = False
                note_empty(child, self)
            self._forget_if_temporary(child)
            self.leave(SHUTDOWN)
            return
        child.restarting = True
        note_empty(child, self)
        everybody = list(self._children.values())
        match self._flags.strategy:
            case "one_for_one":
                group = [child]
            case "rest_for_one":
                group = everybody[everybody.index(child) :]
            case "one_for_all":
                group = everybody
        for other in reversed(group):
            if other is not child:
                await end_child(other, self)
                self._forget_if_temporary(other)
        for other in group:
            if not self._has(other):
                continue
            try:
                started = await call_start(other, self)
            except StartChildError:
                self._try_again_later(other, child)
                return
            other.restarts += 1
            fill(other, started, self)

    def _try_again_later(self, child: Child, instead_of: Child) -> None:
        child.restarts += 1
        if instead_of is not child and instead_of.restarting:
            instead_of.restarting = False
            note_empty(instead_of, self)
        child.restarting = True
        note_empty(child, self)
        self.info(_TryAgain(child))

    async def _end_all(self) -> None:
        for child in reversed(self._children.values()):
            await end_child(child, self)

    def _has(self, child: Child) -> bool:
        return self._children.get(child.spec.id) is child

    def _keep(self, child: Child) -> None:
        """Have a place for it from now on, unless it is temporary and nobody is there."""
        if child.process is not None or child.spec.restart != "temporary":
            self._children[child.spec.id] = child
            if child.process is None:
                note_empty(child, self)

    def _forget_if_temporary(self, child: Child) -> None:
        if child.spec.restart == "temporary":
            self._forget(child)

    def _forget(self, child: Child) -> None:
        del self._children[child.spec.id]
        note_gone(child, self)


def _given(answer: Any) -> Any:
    """What a supervisor answered; what it could not do is raised at who asked."""
    if isinstance(answer, BadSpecError | ChildError | StartChildError):
        raise answer
    return answer


def _process(answer: Any) -> Process | None:
    process: Process | None = _given(answer)
    return process
