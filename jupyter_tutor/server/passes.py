"""Secrets by which a kernel's own program opens one session, and nothing else.

They live in memory, are never logged, and end with the kernel they were given to.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyter_tutor.core.ids import CourseId, LearnerId, LessonId
from jupyter_tutor.server.kernel_end import KernelEnd
from jupyter_tutor.server.proof import AttachRequest

MOST_OFF = 60.0
"""Seconds that a kernel's clock, or a request's way, may be off."""

OnEnd = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """It opens the session of that learner in that lesson, for that kernel."""

    learner: LearnerId
    course: CourseId
    lesson: LessonId
    kernel: str
    secret: str = field(repr=False)


@dataclass(slots=True)
class _Holder:
    """A kernel that has passes, and those who want to know when it ends."""

    process: KernelManager
    end: KernelEnd
    passes: dict[tuple[LearnerId, CourseId, LessonId], Pass] = field(default_factory=dict)
    followers: list[OnEnd] = field(default_factory=list)


class Passes:
    """The passes that kernels of ``manager`` hold. ``now``: seconds since 1970."""

    def __init__(self, manager: MappingKernelManager, now: Callable[[], float] = time.time) -> None:
        self._manager = manager
        self._now = now
        self._holders: dict[str, _Holder] = {}
        # By a digest, so that how long a look-up takes says nothing of a secret.
        self._passes: dict[bytes, Pass] = {}
        self._nonces: dict[tuple[str, str], float] = {}

    def prove(self, request: AttachRequest) -> bytes | None:
        """The key of the kernel that asks; None unless it holds that key and asks now, once."""
        key = self._key_of(request.kernel)
        # An unknown kernel is told no sooner than one whose proof is wrong.
        proved = request.proved_by(key or secrets.token_bytes(32))
        now = self._now()
        self._nonces = {nonce: until for nonce, until in self._nonces.items() if until >= now}
        nonce = (request.kernel, request.nonce.lower())
        on_time = abs(request.moment - now) <= MOST_OFF
        if not (key and proved and on_time) or nonce in self._nonces:
            return None
        self._nonces[nonce] = request.moment + MOST_OFF
        return key

    def give(self, kernel: str, learner: LearnerId, course: CourseId, lesson: LessonId) -> Pass:
        """The kernel's pass for that session, the same each time.

        Only for a kernel that has just proved itself; KeyError where there is none.
        """
        holder = self._holder(kernel)
        place = (learner, course, lesson)
        given = holder.passes.get(place)
        if given is None:
            given = Pass(
                learner=learner,
                course=course,
                lesson=lesson,
                kernel=kernel,
                secret=secrets.token_urlsafe(32),
            )
            holder.passes[place] = given
            self._passes[_digest(given.secret)] = given
        return given

    def find(self, secret: str) -> Pass | None:
        """The pass with that secret; None: there is none, or its kernel has ended."""
        given = self._passes.get(_digest(secret))
        if given is not None:
            self._look(given.kernel)
        return self._passes.get(_digest(secret))

    def follow(self, given: Pass, on_end: OnEnd) -> None:
        """Call ``on_end`` when the pass ends; at once if it has."""
        if self.find(given.secret) is None:
            on_end()
        else:
            self._holders[given.kernel].followers.append(on_end)

    def unfollow(self, given: Pass, on_end: OnEnd) -> None:
        """Call it no more; nothing happens when it was not going to be called."""
        holder = self._holders.get(given.kernel)
        if holder is not None and on_end in holder.followers:
            holder.followers.remove(on_end)

    def close(self) -> None:
        """End all passes."""
        for kernel in tuple(self._holders):
            self._end(kernel)

    def _key_of(self, kernel: str) -> bytes:
        """The key of its connection; empty where it has none, or is not of this server."""
        if kernel not in self._manager:
            return b""
        key: bytes = self._manager.get_kernel(kernel).session.key
        return key

    def _holder(self, kernel: str) -> _Holder:
        self._look(kernel)
        holder = self._holders.get(kernel)
        if holder is None:
            process = self._manager.get_kernel(kernel)
            end = KernelEnd(process, kernel, lambda: self._look(kernel))
            holder = self._holders[kernel] = _Holder(process, end)
        return holder

    def _look(self, kernel: str) -> None:
        """End its passes if the kernel is no longer there, or another has its id now."""
        holder = self._holders.get(kernel)
        if holder is None:
            return
        there = kernel in self._manager and self._manager.get_kernel(kernel) is holder.process
        if not there:
            self._end(kernel)

    def _end(self, kernel: str) -> None:
        holder = self._holders.pop(kernel)
        holder.end.close()
        for given in holder.passes.values():
            del self._passes[_digest(given.secret)]
        for on_end in holder.followers:
            on_end()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()
