"""Having words written: from an effect to the commands that carry what came of it.

Whatever happens, what the learner waits for comes to an end that is recorded. What nobody waits
for (a label) may come to nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from jupyter_tutor.assistance import Assistant
from jupyter_tutor.core import words
from jupyter_tutor.core.commands import Command, NoteModel
from jupyter_tutor.core.context import context
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.effects import (
    JudgeProse,
    LabelError,
    WriteHint,
    WriteReply,
    WriteSummary,
    WritingEffect,
)
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.questions import CodeQuestion, ProseQuestion
from jupyter_tutor.core.state import State, Writing
from jupyter_tutor.core.summary import facts
from jupyter_tutor.core.talk import Context, ModelCall, Reply
from jupyter_tutor.core.talk_commands import (
    EndHint,
    EndReply,
    EndSummary,
    GrowReply,
    LabelAnswer,
    NoteCall,
)
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.model import Asker
from jupyter_tutor.runtime.jobs import TaskGroup
from jupyter_tutor.sessions.allowing import model_for
from jupyter_tutor.sessions.services import Services
from jupyter_tutor.sessions.student_record import student_record

log = logging.getLogger(__name__)

Deliver = Callable[[Command], Awaitable[None]]


class Writer:
    """Perform a session's effects about words.

    Results go to ``deliver`` as commands, and what is known of each call of a model to
    ``deliver_soon``. ``hear`` is told of the text of a reply that is not recorded yet.
    """

    __slots__ = (
        "_deliver",
        "_deliver_soon",
        "_grown",
        "_hear",
        "_heard",
        "_jobs",
        "_learner",
        "_notes",
        "_services",
    )

    def __init__(
        self,
        learner: LearnerId,
        services: Services,
        *,
        deliver: Deliver,
        deliver_soon: Callable[[Command], None],
        hear: Callable[[RequestId, str], None],
    ) -> None:
        self._learner = learner
        self._services = services
        self._deliver = deliver
        self._deliver_soon = deliver_soon
        self._hear = hear
        self._jobs: TaskGroup[RequestId] = TaskGroup()
        self._heard: tuple[RequestId, str] | None = None
        self._grown: tuple[RequestId, str] | None = None
        self._notes: list[NoteCall] = []

    def perform(self, effect: WritingEffect, state: State, lesson: Lesson) -> None:
        """Start what an effect asks for, of the state as it is now."""
        self._jobs.start(effect.request, self._write(effect, state, lesson))

    def give_up(self, request: RequestId) -> None:
        """Write no more of it."""
        self._jobs.cancel(request)

    def cancel(self) -> None:
        """Give up all; nothing is delivered any more."""
        self._jobs.cancel_all()

    async def close(self) -> None:
        """Give up all, and wait until it has ended."""
        await self._jobs.close()

    async def judge_prose(
        self, effect: JudgeProse, question: ProseQuestion, lesson: Lesson
    ) -> Report | None:
        """The verdict on sentences with a model's help; None: none may help."""
        assistant = await self._assistant(lesson)
        if assistant is None:
            return None
        asker = self._asker(lesson, effect.request)
        return await assistant.judge(question, effect.text, lesson=lesson, asker=asker)

    def _asker(self, lesson: Lesson, request: RequestId) -> Asker:
        """Who asks a model, and who hears of the calls."""

        def note(call: ModelCall) -> None:
            command = NoteCall(at=self._now(), request=request, call=call)
            self._notes.append(command)
            self._deliver_soon(command)

        return Asker(
            learner=self._learner,
            course=lesson.course_id,
            note=note,
            names=self._services.names.of(self._learner),
        )

    def shown_beyond(self, writing: Writing) -> str:
        """What was shown of that reply, and is not in the record yet."""
        text = _text_of(self._heard, writing.request)
        return text[len(writing.words) :] if text.startswith(writing.words) else ""

    @property
    def unrecorded(self) -> tuple[NoteCall, ...]:
        """The calls that have ended and are not in the record yet."""
        return tuple(self._notes)

    def recorded(self, note: NoteCall) -> None:
        """One of them is, now."""
        if note in self._notes:
            self._notes.remove(note)

    async def _write(self, effect: WritingEffect, state: State, lesson: Lesson) -> None:
        try:
            await self._written(effect, state, lesson)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("words could not be written", extra={"course": lesson.course_id})
            failed = self._failed(effect)
            if failed is not None:
                await self._deliver(failed)

    async def _assistant(self, lesson: Lesson) -> Assistant | None:
        """Whoever helps; None: nobody, or the course's author wants it no more, which is told."""
        if await model_for(lesson, self._services) is not None:
            return self._services.assistant
        await self._deliver(NoteModel(at=self._now(), model=None))
        return None

    async def _written(self, effect: WritingEffect, state: State, lesson: Lesson) -> None:
        match effect:
            case WriteReply():
                await self._reply(effect, state, lesson)
            case WriteHint():
                await self._hint(effect, state, lesson)
            case WriteSummary():
                await self._summary(effect, state, lesson)
            case LabelError():
                await self._label(effect, lesson)

    async def _reply(self, effect: WriteReply, state: State, lesson: Lesson) -> None:
        assistant = await self._assistant(lesson)
        if assistant is None:
            await self._deliver(self._no_reply(effect.request, words.no_model()))
            return

        async def grow(part: str) -> None:
            await self._deliver(GrowReply(at=self._now(), request=effect.request, words=part))
            self._grown = effect.request, _text_of(self._grown, effect.request) + part

        reply = await assistant.reply(
            effect.asked,
            request=effect.request,
            context=await self._context(state, lesson),
            lesson=lesson,
            asker=self._asker(lesson, effect.request),
            grow=grow,
            hear=lambda text: self._show(effect.request, text),
        )
        await self._deliver(EndReply(at=self._now(), reply=reply))

    def _show(self, request: RequestId, text: str) -> None:
        self._heard = request, text
        self._hear(request, text)

    async def _context(self, state: State, lesson: Lesson) -> Context:
        """What a helper may know, with what the learner has done before."""
        finished = await student_record(self._learner, lesson, self._services.history)
        return replace(context(state, lesson), finished=finished)

    async def _hint(self, effect: WriteHint, state: State, lesson: Lesson) -> None:
        assistant = await self._assistant(lesson)
        if assistant is None:
            await self._deliver(self._no_hint(effect.request))
            return
        hinted = await assistant.hint(
            effect.question,
            context=await self._context(state, lesson),
            lesson=lesson,
            asker=self._asker(lesson, effect.request),
        )
        await self._deliver(
            EndHint(
                at=self._now(),
                request=effect.request,
                words=hinted.words,
                why=hinted.why,
                caught=hinted.caught,
            )
        )

    async def _summary(self, effect: WriteSummary, state: State, lesson: Lesson) -> None:
        assistant = await self._assistant(lesson)
        written = None
        if assistant is not None:
            written = await assistant.summary(
                facts(state, lesson),
                context=context(state, lesson),
                lesson=lesson,
                asker=self._asker(lesson, effect.request),
            )
        await self._deliver(EndSummary(at=self._now(), request=effect.request, words=written))

    async def _label(self, effect: LabelError, lesson: Lesson) -> None:
        assistant = await self._assistant(lesson)
        question = lesson.question(effect.question)
        if assistant is None or not isinstance(question, CodeQuestion):
            return
        asker = self._asker(lesson, effect.request)
        label = await assistant.label(
            question, effect.source, effect.said, lesson=lesson, asker=asker
        )
        if label is not None:
            await self._deliver(
                LabelAnswer(
                    at=self._now(),
                    request=effect.request,
                    question=effect.question,
                    misconception=label.misconception,
                    candidate=label.candidate,
                    words=label.words,
                )
            )

    def _failed(self, effect: WritingEffect) -> Command | None:
        match effect:
            case WriteReply():
                return self._broken_reply(effect.request)
            case WriteHint():
                return self._no_hint(effect.request)
            case WriteSummary():
                return EndSummary(at=self._now(), request=effect.request, words=None)
            case LabelError():
                return None

    def _no_reply(self, request: RequestId, said: str) -> EndReply:
        reply = Reply(request=request, ending="failed", words=said)
        return EndReply(at=self._now(), reply=reply)

    def _broken_reply(self, request: RequestId) -> EndReply:
        """The end of a reply that failed unexpectedly: what its learner has seen of it stays."""
        grown, heard = (_text_of(each, request) for each in (self._grown, self._heard))
        shown = (heard if heard.startswith(grown) else grown).rstrip()
        if not shown:
            return self._no_reply(request, words.REPLY_FAILED)
        told = f"{shown}\n\n{words.REPLY_FAILED}"
        return EndReply(
            at=self._now(), reply=Reply(request=request, ending="broke_off", words=told)
        )

    def _no_hint(self, request: RequestId) -> EndHint:
        return EndHint(at=self._now(), request=request, words=None, why=words.HINT_FAILED)

    def _now(self) -> str:
        return self._services.clock.now()


def _text_of(noted: tuple[RequestId, str] | None, request: RequestId) -> str:
    """What was noted of that reply."""
    return noted[1] if noted is not None and noted[0] == request else ""
