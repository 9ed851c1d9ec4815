"""One live session: an actor that decides, journals, evolves and publishes, in that order.

It owns the state, the chain of stored events and the topic that screens listen to. It never
shows what is not durable, and never waits for a screen. What came before is in the record;
:func:`jupyter_tutor.sessions.loading.load` folds it.
"""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Coroutine, Sequence
from typing import Any, assert_never

from jupyter_tutor.core.commands import (
    Command,
    LeaveSession,
    NoteKernel,
    NoteModel,
    RecordCell,
    Rejected,
    StartOver,
    UpdateLesson,
    YieldSession,
)
from jupyter_tutor.core.commands import KernelStatus as KernelNews
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import (
    CancelCheck,
    CancelWriting,
    CompareFormula,
    Effect,
    JudgeProse,
    LabelError,
    RunCheck,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.events import Event
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import LearnerId, RequestId, SessionId
from jupyter_tutor.core.react import react
from jupyter_tutor.core.state import State
from jupyter_tutor.core.talk_commands import GrowReply, NoteCall, StopReply
from jupyter_tutor.core.view import View, head, view
from jupyter_tutor.core.words import yielded
from jupyter_tutor.ports import CellRun, JournalError, Kernel, KernelInfo, StoredEvent, Tip
from jupyter_tutor.runtime.actor import Actor, ActorDownError, MailboxFullError
from jupyter_tutor.runtime.bus import Subscription, Topic
from jupyter_tutor.runtime.exits import KILLED, SHUTDOWN, Crashed, ExitReason
from jupyter_tutor.runtime.jobs import TaskGroup
from jupyter_tutor.sessions.allowing import model_as_of
from jupyter_tutor.sessions.attachment import Attachment
from jupyter_tutor.sessions.checks import CheckRunner
from jupyter_tutor.sessions.folding import Folded
from jupyter_tutor.sessions.logbook import Logbook
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.snapshots import EVERY, to_bytes
from jupyter_tutor.sessions.updates import (
    Accepted,
    KernelUpdate,
    Moved,
    Outcome,
    Refused,
    ReplyUpdate,
    Update,
    ViewUpdate,
)
from jupyter_tutor.sessions.writing import Writer
from jupyter_tutor.wire import clean, seal

log = logging.getLogger(__name__)

NOT_SAVED = (
    "I could not save this just now, so I have not done it. Nothing else is lost. "
    "Please try again in a moment."
)
ENDED = "This lesson has just been closed here, so I have not done this."
CRASHED = "Something went wrong on my side. All that you see is saved. Please try again."
TOO_BUSY = "I have not caught up with your last clicks yet. Please try again in a moment."


PER_MESSAGE = 200
"""About the bytes of a message of the transcript beside its text."""

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds between tries to save what must not be lost; each pause is twice the last."""


class Session(Actor[Command, Outcome]):
    """The live session of a learner in a lesson. Made by :mod:`jupyter_tutor.sessions.loading`."""

    __slots__ = (
        "_decided",
        "_delivered",
        "_deliveries",
        "_kept",
        "_lesson",
        "_logbook",
        "_newer",
        "_runner",
        "_services",
        "_state",
        "_tip",
        "_topic",
        "_writer",
        "_yielded",
        "attachment",
        "id",
        "learner",
    )

    def __init__(
        self,
        *,
        session_id: SessionId,
        learner: LearnerId,
        lesson: Lesson,
        folded: Folded,
        services: Services,
        logbook: Logbook,
    ) -> None:
        super().__init__()
        self.id = session_id
        self.learner = learner
        self._lesson = lesson
        self._services = services
        self._logbook = logbook
        self._state = folded.state
        self._tip = None if folded.last is None else Tip(folded.last.seq, folded.last.hash)
        self._kept = folded.since
        # These are made when they are first needed: most sessions rest, and there may be many.
        self._topic: Topic[Update] | None = None
        self._runner: CheckRunner | None = None
        self._writer: Writer | None = None
        self.attachment: Attachment[Session] = Attachment(self)
        self._deliveries: TaskGroup[int] = TaskGroup()
        self._delivered = 0
        self._newer = False
        self._decided = False
        self._yielded = False

    @property
    def memory(self) -> int:
        """An estimate of the bytes that are its own, most of them the transcript's."""
        said = sum(len(message.text) for message in self._state.transcript)
        return super().memory + said + PER_MESSAGE * len(self._state.transcript)

    @property
    def lesson(self) -> Lesson:
        """The version of the lesson that the session is on."""
        return self._lesson

    @property
    def state(self) -> State:
        """The fold of all durable events."""
        return self._state

    @property
    def view(self) -> View:
        """What a screen shows now."""
        return view(self._state, self._lesson, newer=self._newer)

    @property
    def kernel(self) -> Kernel | None:
        """The kernel that answers are judged in; None while there is none."""
        return self.attachment.kernel

    @property
    def kernel_info(self) -> KernelInfo:
        """How that kernel is."""
        return self.attachment.info

    @property
    def watchers(self) -> int:
        """How many screens listen."""
        return 0 if self._topic is None else self._topic.subscribers

    def watch(self) -> Subscription[Update]:
        """Hear of everything from now on; read ``view`` in the same breath for what was before.

        Of one that has ended already only that is heard.
        """
        if self._topic is None:
            self._topic = Topic()
            if not self.alive:
                self._topic.close()
        return self._topic.subscribe()

    async def ask(self, command: Command) -> Outcome:
        """Carry a command out, or say why not. Returns once its events are durable and shown."""
        try:
            return await self.call(command)
        except ActorDownError as down:
            return Refused(CRASHED if isinstance(down.reason, Crashed) else ENDED)
        except MailboxFullError:
            return Refused(TOO_BUSY, again=True)

    async def attach(self, kernel: Kernel | None) -> None:
        """Judge answers in this kernel from now on, and listen to it; None: there is none."""
        before = self.kernel
        if kernel is before or not self.alive:
            return
        self.attachment.change(kernel)
        if self._runner is not None:
            self._runner.attach(kernel)
        self._publish(KernelUpdate(self.kernel_info))
        at = self._services.clock.now()
        if kernel is not None:
            await self.ask(NoteKernel(at=at, status="attached", kernel=kernel.id))
        elif before is not None:
            await self.ask(NoteKernel(at=at, status="detached", kernel=before.id))

    async def look_for_newer(self, within: float) -> None:
        """See whether the author has changed the lesson meanwhile, and show it if so.

        Returns once that is known, or after ``within`` seconds; then it is shown later.
        """
        known = asyncio.Event()
        if self.alive:
            self._begin(self._look_for_newer(known))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(known.wait(), within)

    async def _look_for_newer(self, known: asyncio.Event) -> None:
        try:
            await self._show_newer()
        finally:
            known.set()

    async def _show_newer(self) -> None:
        newest = await self._services.courses.lesson(self._lesson.course_id, self._lesson.id)
        newer = newest is not None and newest.hash != self._lesson.hash
        if newest is not None and not newer:
            # The same content, but another lesson may follow it now.
            self._lesson = newest
        model = model_as_of(newest, self._lesson, self._services)
        if model != self._state.model:
            await self.ask(NoteModel(at=self._services.clock.now(), model=model))
        if newer == self._newer or not self.alive:
            return
        self._newer = newer
        if newest is not None and newer and newest.update == "move":
            moved = await self.ask(UpdateLesson(at=self._services.clock.now()))
            if isinstance(moved, Accepted):
                return
        self._publish_from(len(self._state.transcript))

    async def give_way(self, taker: str) -> None:
        """Let another place take over: a last event, a notice to all screens, then the end."""
        await self.ask(YieldSession(at=self._services.clock.now(), taker=taker))
        self._yielded = True
        self._publish(Moved(yielded(taker)))
        await self.stop(SHUTDOWN)

    def abandon(self) -> None:
        """End without a trace: it could not be opened. The lease is its loader's to release."""
        self.exit(KILLED)

    def cell_ran(self, run: CellRun) -> None:
        """Hear from the kernel that an answer cell ran."""
        self._deliver_soon(
            RecordCell(
                at=self._services.clock.now(),
                question=run.question,
                source=clean(run.source),
                outcome=run.outcome,
                error=None if run.error is None else clean(run.error),
                request=RequestId(self._services.ids.new()),
            )
        )

    def kernel_changed(self, info: KernelInfo) -> None:
        """Hear from the kernel how it is."""
        self.attachment.look(info)
        self._publish(KernelUpdate(info))

    def kernel_noted(self, status: KernelNews, kernel: str) -> None:
        """Hear from the kernel that it restarted or died."""
        self._deliver_soon(NoteKernel(at=self._services.clock.now(), status=status, kernel=kernel))

    async def handle_call(self, command: Command) -> Outcome:
        """Decide, journal, evolve, publish."""
        if self._decided:
            return Refused(ENDED)
        if isinstance(command, StopReply | LeaveSession | YieldSession):
            await self._keep_what_was_shown()
        if isinstance(command, LeaveSession | YieldSession):
            await self._give_up_all()
        # After the last event nothing is decided any more, whether or not it could be saved.
        self._decided = isinstance(command, LeaveSession | YieldSession)
        renews = isinstance(command, StartOver | UpdateLesson)
        lesson = await self._newest_lesson() if renews else self._lesson
        decision = decide(self._state, command, lesson)
        if isinstance(decision, Rejected):
            return Refused(decision.reason)
        stored = self._seal(decision, lesson)
        try:
            await self._services.journal.append(stored)
        except JournalError:
            log.exception("a turn could not be saved", extra=self._logbook.fields)
            return Refused(NOT_SAVED, again=True)
        self._logbook.saved(decision, stored)
        if isinstance(command, NoteCall) and self._writer is not None:
            self._writer.recorded(command)
        self._newer = self._newer and lesson.hash == self._lesson.hash
        self._lesson = lesson
        self._tip = Tip(stored[-1].seq, stored[-1].hash)
        shown = len(self._state.transcript)
        effects: list[Effect] = []
        for event in decision:
            self._state = evolve(self._state, event)
            effects.extend(react(self._state, event))
        self._publish_from(shown)
        for effect in effects:
            self._perform(effect)
        if renews:
            model = model_as_of(lesson, lesson, self._services)
            await self.handle_call(NoteModel(at=self._services.clock.now(), model=model))
        if self._tip.seq - self._kept >= EVERY:
            await self._keep_snapshot()
        return Accepted(self._state.seq)

    async def _keep_what_was_shown(self) -> None:
        """Of a reply that ends early a part is kept: all that its learner has seen of it."""
        writing = self._state.writing
        if writing is None or self._writer is None:
            return
        beyond = self._writer.shown_beyond(writing)
        if beyond:
            at = self._services.clock.now()
            await self.handle_call(GrowReply(at=at, request=writing.request, words=beyond))

    async def _give_up_all(self) -> None:
        """End all that is under way; what the calls of a model have used is recorded first."""
        await self._close_helpers()
        for note in () if self._writer is None else self._writer.unrecorded:
            await self.handle_call(note)

    async def _close_helpers(self) -> None:
        for helper in (self._runner, self._writer):
            if helper is not None:
                await helper.close()

    def _perform(self, effect: Effect) -> None:
        match effect:
            case RunCheck() | CompareFormula():
                self._judging.perform(effect, self._lesson)
            case JudgeProse():
                helped = self._services.assistant is not None
                judge = self._writing.judge_prose if helped else None
                self._judging.perform(effect, self._lesson, judge)
            case WriteReply() | WriteHint() | WriteSummary() | LabelError():
                self._writing.perform(effect, self._state, self._lesson)
            case CancelCheck(request=request):
                self._judging.give_up(request)
            case CancelWriting(request=request):
                self._writing.give_up(request)
            case _:
                assert_never(effect)

    @property
    def _judging(self) -> CheckRunner:
        if self._runner is None:
            self._runner = CheckRunner(self.id, self.learner, self._services, self._deliver)
            self._runner.attach(self.kernel)
        return self._runner

    @property
    def _writing(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(
                self.learner,
                self._services,
                deliver=self._deliver,
                deliver_soon=self._deliver_soon,
                hear=lambda request, text: self._publish(ReplyUpdate(request, text)),
            )
        return self._writer

    def _publish(self, update: Update) -> None:
        if self._topic is not None:
            self._topic.publish(update)

    def _publish_from(self, shown: int) -> None:
        """Show the messages from that number on, and the head."""
        newest = head(self._state, self._lesson, newer=self._newer)
        self._publish(ViewUpdate(shown, self._state.transcript[shown:], newest))

    async def _newest_lesson(self) -> Lesson:
        lesson = await self._services.courses.lesson(self._lesson.course_id, self._lesson.id)
        if lesson is None:
            return self._lesson
        try:
            await self._services.courses.keep(lesson)
        except OSError:
            # A version that cannot be kept could not be taken up again: stay with the old one.
            log.exception("the newest version could not be kept", extra=self._logbook.fields)
            return self._lesson
        return lesson

    async def _keep_snapshot(self) -> None:
        """Keep the state as it is; where that cannot be done, the next start takes longer."""
        last = self._tip
        if last is None or last.seq == self._kept:
            return
        try:
            kept = await asyncio.to_thread(to_bytes, last.seq, last.hash, self._state)
            await self._services.snapshots.write(self.id, kept)
        except OSError as error:
            log.warning("its state could not be kept: %s", error, extra=self._logbook.fields)
        self._kept = last.seq

    def _seal(self, events: Sequence[Event], lesson: Lesson) -> list[StoredEvent]:
        return seal(
            events,
            session=self.id,
            learner=self.learner,
            course=lesson.course_id,
            lesson=lesson.id,
            lesson_hash=lesson.hash,
            after=self._tip,
            ids=[self._services.ids.new() for _ in events],
        )

    async def _deliver(self, command: Command) -> None:
        """Hand in what has happened; where it cannot be saved, again and again until it can.

        A verdict that got lost would leave the learner waiting for ever.
        """
        pause = FIRST_PAUSE
        while True:
            outcome = await self.ask(command)
            if not (isinstance(outcome, Refused) and outcome.again):
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _deliver_soon(self, command: Command) -> None:
        if self.alive:
            self._begin(self._deliver(command))

    def _begin(self, delivery: Coroutine[Any, Any, None]) -> None:
        """Let it go on beside what is handled."""
        self._delivered += 1
        self._deliveries.start(self._delivered, delivery)

    async def terminate(self, reason: ExitReason) -> None:
        """Put the session away: it is saved already, and anyone may take it up again."""
        if isinstance(reason, Crashed):
            # The frames but not the message, which may quote what the learner wrote.
            frames = "".join(traceback.format_tb(reason.error.__traceback__))
            fields = {**self._logbook.fields, "error": type(reason.error).__name__}
            log.error("session crashed\n%s", frames.rstrip(), extra=fields)
            return
        if not self._yielded:
            await self.handle_call(LeaveSession(at=self._services.clock.now()))
        await self._keep_snapshot()
        # Once more: a last event that never came to its turn has closed nothing.
        await self._close_helpers()
        await self._deliveries.close()
        if not self._yielded:
            # Only then may the session be loaded anew: there must never be two writers.
            await self._services.leases.release(self.id)

    def _end(self, reason: ExitReason) -> None:
        for helper in (self._runner, self._writer):
            if helper is not None:
                helper.cancel()
        self._deliveries.cancel_all()
        self.attachment.close()
        if self._topic is not None:
            self._topic.close()
        super()._end(reason)
