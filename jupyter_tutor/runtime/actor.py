"""A process that owns state nothing else touches: a mailbox, and handlers that empty it.

Messages are handled one at a time in the order they came (OTP's GenServer): ``call`` waits for a
reply, ``cast`` does not, and ``info`` is what the actor hears of timers, of processes it watches
and of those it is linked to. An actor is scheduled only while it has mail, and a handler that is
an ordinary function runs without a task, so that ten thousand resting actors cost memory only.

A handler that raises ends the actor; whoever still waits for a reply is told.

Knows nothing of tutoring. Use from one event loop.
"""

import asyncio
import inspect
import sys
from collections import deque
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

from jupyter_tutor.runtime.cancelling import cancel
from jupyter_tutor.runtime.exits import (
    KILLED,
    NORMAL,
    Crashed,
    ExitReason,
    Killed,
    Normal,
    in_words,
)
from jupyter_tutor.runtime.happenings import ProcessKind
from jupyter_tutor.runtime.process import Monitor, Process
from jupyter_tutor.runtime.run_queue import run_queue

Message = TypeVar("Message")
Reply = TypeVar("Reply")


class ActorDownError(Exception):
    """The actor has ended, or ended before it came to this message; ``reason`` is why."""

    def __init__(self, reason: ExitReason) -> None:
        super().__init__(f"it has ended: {in_words(reason)}")
        self.reason = reason


class MailboxFullError(Exception):
    """More mail is waiting than the actor was allowed; the message was not taken."""


class CallTimeoutError(TimeoutError):
    """No reply came in time. The message may still be handled; its reply goes nowhere."""


@dataclass(frozen=True, slots=True)
class Down:
    """Told to ``handle_info``: a process that this actor watches has ended."""

    process: Process
    reason: ExitReason


@dataclass(frozen=True, slots=True)
class LinkDown:
    """Told to ``handle_info`` of an actor that traps exits: a process it is linked to has ended."""

    process: Process
    reason: ExitReason


@dataclass(frozen=True, slots=True)
class _Call:
    message: Any
    reply: "asyncio.Future[Any]"


@dataclass(frozen=True, slots=True)
class _Cast:
    message: Any


@dataclass(frozen=True, slots=True)
class _Info:
    message: Any


@dataclass(frozen=True, slots=True)
class _Exit:
    reason: ExitReason


_Mail = _Call | _Cast | _Info | _Exit


class Actor(Process, Generic[Message, Reply]):
    """Handle messages one at a time; subclasses say how.

    ``limit`` bounds the mail that may wait. ``traps_exits``: asked to end, it comes to that in its
    turn and ``terminate`` runs; without, it ends at once. It is killed in either case at once,
    and ``terminate`` does not run.
    """

    __slots__ = ("_busy", "_leaving", "_limit", "_mail", "_scheduled", "_task", "_timers")

    kind: ClassVar[ProcessKind] = "actor"
    traps_exits: ClassVar[bool] = True

    def __init__(self, *, limit: int = 1000) -> None:
        super().__init__()
        self._limit = limit
        self._mail: deque[_Mail] | None = None
        self._scheduled = False
        # One that has to get ready looks at no mail before it has.
        self._busy = self._gets_ready
        self._task: asyncio.Task[None] | None = None
        self._leaving: ExitReason | None = None
        self._timers: set[asyncio.TimerHandle] | None = None

    # -- what a subclass says

    async def init(self) -> None:
        """Get ready, before the first message; raising is how not to start."""

    def handle_call(self, message: Message) -> "Reply | Awaitable[Reply]":
        """Answer a call; a coroutine is awaited before the next message is looked at."""
        raise NotImplementedError

    def handle_cast(self, message: Message) -> Any:
        """Take a message to which nobody waits for a reply; by default as a call is taken.

        What it gives is awaited if it can be, and goes nowhere.
        """
        return self.handle_call(message)

    def handle_info(self, message: Any) -> "Awaitable[None] | None":
        """Hear of what nobody sent as a message: timers, ends of processes. By default nothing."""

    def terminate(self, reason: ExitReason) -> "Awaitable[None] | None":
        """Tidy up before an orderly end, and after a crash. By default nothing."""

    # -- what others do

    async def start(self) -> Self:
        """Get it going; raises what ``init`` raises, and then it has ended.

        One without an ``init`` of its own goes without being started, too.
        """
        if not self._gets_ready:
            return self
        try:
            await self.init()
        except BaseException as error:
            self._end(Crashed(error))
            raise
        self._busy = False
        self._schedule()
        return self

    @property
    def mailbox_length(self) -> int:
        """How many messages wait, not counting the one being handled."""
        return len(self._mail) if self._mail else 0

    @property
    def memory(self) -> int:
        """An estimate of the bytes that are its own; a subclass adds what it holds."""
        return sys.getsizeof(self)

    def cast(self, message: Message) -> None:
        """Leave a message without waiting; raises ActorDownError or MailboxFullError."""
        self._post(_Cast(message))

    async def call(self, message: Message, within: float | None = None) -> Reply:
        """Leave a message and wait for its reply, for at most ``within`` seconds.

        Raises ActorDownError, MailboxFullError or CallTimeoutError. Giving up waiting does not
        take the message back.
        """
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._post(_Call(message, reply))
        if within is None:
            return await reply
        try:
            return await asyncio.wait_for(reply, within)
        except TimeoutError:
            raise CallTimeoutError(f"no reply within {within:g} seconds") from None

    def info(self, message: Any) -> None:
        """Let it hear of something; nothing happens if it has ended. Never refused."""
        if self.alive:
            self._put(_Info(message))

    def exit(self, reason: ExitReason) -> None:
        """Ask it to end; it comes to that in its turn, or at once if it does not trap exits."""
        if not self.alive:
            return
        if isinstance(reason, Killed) or not self.traps_exits:
            self._end_now(reason)
        elif not self.ending:
            self._begin_to_end()
            self._put(_Exit(reason))

    async def stop(self, reason: ExitReason = NORMAL) -> None:
        """Ask it to end and wait until it has."""
        self.exit(reason)
        await self.wait()

    # -- what handlers may do

    def leave(self, reason: ExitReason = NORMAL) -> None:
        """End when the message at hand has been handled; ``terminate`` runs."""
        self._leaving = reason

    def hear_of(self, process: Process) -> Monitor:
        """Hear as :class:`Down` when a process ends."""
        return process.monitor(lambda ended, reason: self.info(Down(ended, reason)))

    def send_after(self, seconds: float, message: Any) -> asyncio.TimerHandle:
        """Hear of ``message`` later, unless the timer is cancelled or the actor has ended."""

        def ring() -> None:
            (self._timers or set()).discard(timer)
            self.info(message)

        timer = asyncio.get_running_loop().call_later(seconds, ring)
        self._timers = {*(self._timers or ()), timer}
        return timer

    # -- how it works

    @property
    def _gets_ready(self) -> bool:
        return type(self).init is not Actor.init

    def _post(self, mail: _Call | _Cast) -> None:
        if not self.alive:
            raise ActorDownError(self.ended or NORMAL)
        if self._mail is not None and len(self._mail) >= self._limit:
            raise MailboxFullError(f"{self._limit} messages are waiting")
        self._put(mail)

    def _put(self, mail: _Mail) -> None:
        if self._mail is None:
            self._mail = deque()
        self._mail.append(mail)
        self._schedule()

    def _schedule(self) -> None:
        if not self._mail:
            # An empty deque is the larger part of a resting actor.
            self._mail = None
        elif not self._scheduled and not self._busy:
            self._scheduled = True
            run_queue().add(self._drain)

    def _drain(self, until: float) -> bool:
        """Handle what waits, until something has to be awaited or others want their turn.

        Whether a task was begun.
        """
        self._scheduled = False
        now = asyncio.get_running_loop().time
        while self._mail and not self._busy and self.alive:
            mail = self._mail.popleft()
            try:
                result = self._take(mail)
            except Exception as error:  # noqa: BLE001 - whatever a handler raises ends its actor
                self._crash(mail, error)
                return True
            if inspect.isawaitable(result):
                self._go_on(self._finish(mail, result))
                return True
            self._answer(mail, result)
            if self.alive and self._leaving is not None:
                self._go_on(self._leave_now(self._leaving))
                return True
            if now() >= until:
                break
        self._schedule()
        return False

    def _take(self, mail: _Mail) -> Any:
        match mail:
            case _Call(message=message):
                return self.handle_call(message)
            case _Cast(message=message):
                return self.handle_cast(message)
            case _Info(message=message):
                return self.handle_info(message)
            case _Exit(reason=reason):
                self._leaving = reason
                return None

    def _go_on(self, work: Any) -> None:
        self._busy = True
        self._task = asyncio.get_running_loop().create_task(work)

    async def _finish(self, mail: _Mail, result: Awaitable[Any]) -> None:
        try:
            reply = await result
        except asyncio.CancelledError:
            self._was_cancelled(mail)
            return
        except Exception as error:  # noqa: BLE001 - whatever a handler raises ends its actor
            self._task = None
            self._crash(mail, error)
            return
        self._task = None
        self._answer(mail, reply)
        if not self.alive:
            return
        if isinstance(self._leaving, Killed):
            # It went on although it was cancelled, and is over only now.
            self._end(self._leaving)
            return
        if self._leaving is not None:
            self._go_on(self._leave_now(self._leaving))
            return
        self._busy = False
        self._schedule()

    def _was_cancelled(self, mail: _Mail) -> None:
        """It was killed; or something below was cancelled by itself, which is a crash as any."""
        self._task = None
        if self._leaving is not None:
            self._refuse(mail, self._leaving)
            self._end(self._leaving)
        else:
            self._crash(mail, RuntimeError("what it awaited was cancelled"))

    async def _leave_now(self, reason: ExitReason) -> None:
        self._begin_to_end()
        try:
            result = self.terminate(reason)
            if inspect.isawaitable(result):
                await result
        except asyncio.CancelledError:
            reason = self._leaving or KILLED
        except Exception as error:  # noqa: BLE001 - whatever it raises is why it ended
            reason = Crashed(error)
        self._task = None
        self._end(reason)

    def _answer(self, mail: _Mail, reply: Any) -> None:
        if isinstance(mail, _Call) and not mail.reply.done():
            mail.reply.set_result(reply)

    def _refuse(self, mail: _Mail, reason: ExitReason) -> None:
        if isinstance(mail, _Call) and not mail.reply.done():
            mail.reply.set_exception(ActorDownError(reason))

    def _crash(self, mail: _Mail, error: Exception) -> None:
        reason = Crashed(error)
        self._begin_to_end()
        self._refuse(mail, reason)
        if self.alive:
            self._go_on(self._leave_now(reason))

    def _end_now(self, reason: ExitReason) -> None:
        """End without another word; what is being awaited is cancelled first."""
        self._leaving = reason
        if self._task is not None and self._task is not asyncio.current_task():
            self._begin_to_end()
            cancel(self._task)
        else:
            self._end(reason)

    def _linked_ended(self, other: Process, reason: ExitReason) -> None:
        if other is self.parent:
            # Whoever started it is gone, whatever the reason: it ends too, in good order.
            self.exit(reason)
        elif self.traps_exits:
            self.info(LinkDown(other, reason))
        elif not isinstance(reason, Normal):
            self._end_now(reason)

    def _end(self, reason: ExitReason) -> None:
        mail, self._mail = self._mail or (), None
        timers, self._timers = self._timers or (), None
        for timer in timers:
            timer.cancel()
        super()._end(reason)
        for one in mail:
            self._refuse(one, reason)
