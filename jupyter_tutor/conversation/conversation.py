"""One panel's side of a session: frames in, frames out. It decides nothing and knows no socket.

A slow panel loses only its own conversation; it reconnects and gets the whole view again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from jupyter_tutor.conversation.frames import (
    AgentFrame,
    AttachFrame,
    CommandFrame,
    InterruptFrame,
    PanelFrame,
    ResyncFrame,
    WaitingFrame,
    accepted_frame,
    command_of,
    kernel_frame,
    read_frame,
    record_frame,
    refused_frame,
    trouble_frame,
    update_frame,
    whole_view_frame,
)
from jupyter_tutor.conversation.pacing import too_often
from jupyter_tutor.conversation.read_only import ReadOnly, until_saved
from jupyter_tutor.ports import (
    Clock,
    Ids,
    JournalError,
    Kernel,
    Kernels,
    LeaseError,
    Limits,
    OfferedAgent,
    RecordDamagedError,
    RecordState,
)
from jupyter_tutor.runtime.bus import Subscription
from jupyter_tutor.runtime.dynamic import SupervisorClosingError
from jupyter_tutor.sessions import record_watch
from jupyter_tutor.sessions.directory import Place, Sessions
from jupyter_tutor.sessions.loading import OpeningError, UnknownLessonError
from jupyter_tutor.sessions.record_watch import RecordWatch
from jupyter_tutor.sessions.session import Session
from jupyter_tutor.sessions.updates import Accepted, Moved, Refused, Update
from jupyter_tutor.wire import WireError

log = logging.getLogger(__name__)

MOVED, TROUBLE, NOT_FOUND = 4001, 4002, 4004

TROUBLE_WORDS = (
    "The tutor cannot read or save your lesson just now. Nothing is lost; it tries again."
)
NOT_BEGUN_WORDS = (
    "This lesson cannot be begun just now: nothing can be saved, as the disk is full or cannot be "
    "written. The tutor tries again by itself."
)
AWAY_WORDS = "The tutor is away for a moment. Your lesson is saved; it tries again by itself."
DAMAGED_WORDS = (
    "The record of this lesson is damaged, so it cannot go on just now. Nothing of it was deleted. "
    "Please tell your instructor; the server's log says what is wrong."
)
ENDED_WORDS = "The tutor lost this lesson for a moment. Nothing is lost; it comes back."

NOT_THE_KERNEL = "Only the notebook's own kernel can say this."


class Tutoring(Protocol):
    """What a conversation needs of whoever carries it."""

    @property
    def sessions(self) -> Sessions:
        """The live sessions."""
        ...

    @property
    def record_watch(self) -> RecordWatch:
        """How saving goes."""
        ...

    @property
    def kernels(self) -> Kernels:
        """The kernels they use."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def limits(self) -> Limits:
        """How often each learner may ask."""
        ...

    @property
    def ids(self) -> Ids:
        """New identifiers."""
        ...


class Conversation:
    """What a panel and a session say to each other, from ``begin`` to ``end``.

    ``send`` returns once the frame is on its way, so that a panel that does not read holds up
    nobody but itself; ``close`` ends the socket with a code and a reason. ``from_kernel``: it is
    the kernel's own program that speaks (``t.check()`` and the like), not a page; such a
    conversation knows no other kernel than the one it begins with.
    """

    def __init__(
        self,
        tutor: Tutoring,
        place: Place,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int, str], None],
        *,
        from_kernel: bool = False,
    ) -> None:
        self._tutor = tutor
        self._place = place
        self._fields = {"session": place.session, "course": place.course, "lesson": place.lesson}
        self._send = send
        self._close = close
        self._from_kernel = from_kernel
        self._own_kernel: str | None = None
        self._too_often = False
        self._holding: Kernel | None = None
        self._session: Session | None = None
        self._subscription: Subscription[Update] | None = None
        self._forwarding: asyncio.Task[None] | None = None
        self._record: Subscription[RecordState] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._read_only: ReadOnly | None = None
        self._opening: asyncio.Task[None] | None = None

    async def begin(self, kernel_id: str | None) -> None:
        """Join the session, show it, and say which kernel the notebook has (None: none yet).

        Where nothing can be saved, what is recorded is shown, and the session joined once it can.
        """
        self._own_kernel = kernel_id
        if not await self._join(kernel_id):
            await self._begin_reading(kernel_id)

    async def _join(self, kernel_id: str | None) -> bool:
        """Join the session and show it, or end in words. False: it cannot be saved just now."""
        try:
            session = await self._tutor.sessions.join(self._place)
        except UnknownLessonError as error:
            # A close frame holds 123 bytes of reason.
            self._close(NOT_FOUND, str(error).encode()[:120].decode(errors="ignore"))
            return True
        except LeaseError as error:
            # What another server said of it may hold anything.
            log.warning("a session is held by another server", extra=self._fields)
            await self._trouble(str(error))
            return True
        except RecordDamagedError:
            log.exception("a session could not be opened", extra=self._fields)
            await self._trouble(DAMAGED_WORDS)
            return True
        except OpeningError:
            log.exception("a session could not be opened", extra=self._fields)
            await self._trouble(TROUBLE_WORDS)
            return True
        except (JournalError, OSError):
            log.exception("a session could not be opened", extra=self._fields)
            return False
        except SupervisorClosingError:
            # The server stops, or a part of the tutor has broken and is opened anew.
            await self._trouble(AWAY_WORDS)
            return True
        self._session = session
        await self._watch(session)
        self._forwarding = asyncio.get_running_loop().create_task(self._forward(session))
        await self._tell_of_the_record()
        if kernel_id:
            await self._attach(session, kernel_id)
        return True

    async def _begin_reading(self, kernel_id: str | None) -> None:
        """Show what is recorded, if anything is, and try again to join."""
        try:
            reading = await self._tutor.sessions.read(self._place)
        except (RecordDamagedError, UnknownLessonError, OSError):
            log.exception("a session could not be read", extra=self._fields)
            await self._trouble(TROUBLE_WORDS)
            return
        if reading is None:
            await self._trouble(NOT_BEGUN_WORDS)
            return
        self._read_only = ReadOnly(reading.view, self._send)
        await self._read_only.show()
        opening = self._join_later(self._read_only, kernel_id)
        self._opening = asyncio.get_running_loop().create_task(opening)

    async def _join_later(self, read_only: ReadOnly, kernel_id: str | None) -> None:
        try:
            # The record may be opened anew meanwhile, and watched anew.
            await until_saved(lambda: self._join(kernel_id), lambda: self._tutor.record_watch.state)
        except Exception:
            log.exception("a session could not be opened", extra=self._fields)
            await self._trouble(TROUBLE_WORDS)
            return
        if self._session is not None:
            for frame in read_only.heard:
                await self._carry_out(frame, self._session)

    async def hear(self, message: str | bytes) -> None:
        """Carry a frame out; what is not of the protocol is refused with words."""
        if self._session is None and self._read_only is None:
            return
        try:
            frame = read_frame(message)
        except WireError as error:
            await self._send(refused_frame(None, f"I could not read that: {error}"))
            return
        if self._session is not None:
            await self._carry_out(frame, self._session)
        elif self._read_only is not None:
            await self._read_only.hear(frame)

    async def _carry_out(self, frame: PanelFrame, session: Session) -> None:
        match frame:
            case CommandFrame():
                await self._command(frame, session)
            case AttachFrame(kernel=kernel_id):
                await self._attach(session, self._own_kernel if self._from_kernel else kernel_id)
            case InterruptFrame():
                kernel = session.kernel
                if kernel is not None and self._may_stop(kernel):
                    await kernel.interrupt()
            case ResyncFrame():
                await self._send(whole_view_frame(session.view))
            case WaitingFrame() | AgentFrame():
                if self._from_kernel:
                    self._hear_kernel(frame, session)
                else:
                    await self._send(refused_frame(None, NOT_THE_KERNEL))

    def _may_stop(self, kernel: Kernel) -> bool:
        """A kernel's program stops no other kernel than its own."""
        return not self._from_kernel or kernel.id == self._own_kernel

    def _hear_kernel(self, frame: WaitingFrame | AgentFrame, session: Session) -> None:
        # The session may have another kernel now, and that one neither waits nor offers.
        kernel = session.kernel
        own = kernel if kernel is not None and kernel.id == self._own_kernel else None
        match frame:
            case WaitingFrame(waiting=waiting):
                self._hold(own if waiting else None)
            case AgentFrame(address=address, secret=secret, pid=pid, python=python):
                if own is not None:
                    own.offer(OfferedAgent(address=address, secret=secret, pid=pid, python=python))

    def end(self) -> None:
        """Stop watching: the panel has gone."""
        self._hold(None)
        if self._opening is not None:
            self._opening.cancel()
        if self._forwarding is not None:
            self._forwarding.cancel()
        if self._telling is not None:
            self._telling.cancel()
        if self._record is not None:
            self._record.close()
        if self._subscription is not None:
            self._subscription.close()
            self._tutor.sessions.left(self._place)

    def _hold(self, kernel: Kernel | None) -> None:
        if self._holding is not None:
            self._holding.hold(False)
        self._holding = kernel
        if kernel is not None:
            kernel.hold(True)

    async def _command(self, frame: CommandFrame, session: Session) -> None:
        wait = await self._tutor.limits.take("command", self._place.learner)
        if wait:
            if not self._too_often:
                # Once is enough: whoever asks too often does not do so once.
                self._too_often = True
                log.warning("commands came too often", extra=self._fields)
            await self._send(refused_frame(frame.id, too_often(wait)))
            return
        command = command_of(frame.command, self._tutor.clock.now(), self._tutor.ids.new())
        match await session.ask(command):
            case Accepted(seq=seq):
                await self._send(accepted_frame(frame.id, seq))
            case Refused(reason=reason):
                await self._send(refused_frame(frame.id, reason))

    async def _attach(self, session: Session, kernel_id: str | None) -> None:
        kernel = await self._tutor.kernels.find(kernel_id) if kernel_id else None
        await session.attach(kernel)

    async def _tell_of_the_record(self) -> None:
        """Say how saving goes: now, unless all is well and always was, and when it changes."""
        watch = self._tutor.record_watch
        self._record = watch.subscribe()
        if watch.state != "fine" or self._read_only is not None:
            await self._send(record_frame(watch.state))
        self._telling = asyncio.get_running_loop().create_task(self._tell(self._record))

    async def _tell(self, subscription: Subscription[RecordState]) -> None:
        while True:
            async for state in subscription:
                await self._send(record_frame(state))
            # The panel did not keep up, or who watches the record began anew: it is heard of there.
            await asyncio.sleep(record_watch.EVERY)
            watch = self._tutor.record_watch
            self._record = subscription = watch.subscribe()
            await self._send(record_frame(watch.state))

    async def _watch(self, session: Session) -> None:
        """Hear of everything from now on, and show the whole as it is."""
        self._subscription = session.watch()
        # Made in the same breath as the subscription: what comes after is in its queue.
        view, kernel = whole_view_frame(session.view), kernel_frame(session.kernel_info)
        await self._send(view)
        await self._send(kernel)

    async def _forward(self, session: Session) -> None:
        while (subscription := self._subscription) is not None:
            async for update in subscription:
                await self._send(update_frame(update))
                if isinstance(update, Moved):
                    self._close(MOVED, "moved")
                    return
            if not subscription.lagged or not session.alive:
                break
            # It did not keep up, and some of it was left out for it: it gets the whole instead.
            log.warning("a panel did not keep up and is shown the whole lesson", extra=self._fields)
            await self._watch(session)
        await self._trouble(ENDED_WORDS)

    async def _trouble(self, words: str) -> None:
        await self._send(trouble_frame(words))
        self._close(TROUBLE, "trouble")
