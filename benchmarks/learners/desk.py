"""A lesson as a session has it, without a server or a record: each effect is waited for.

Code is judged from its text in the sandbox, so that no kernel is needed.
"""

from collections.abc import Sequence

from jupyter_tutor.assistance import Assistant
from jupyter_tutor.core.answers.prose import judge_prose
from jupyter_tutor.core.commands import (
    Command,
    FailCheck,
    FinishCheck,
    OpenSession,
    Rejected,
)
from jupyter_tutor.core.context import context
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.decide import decide
from jupyter_tutor.core.effects import (
    CompareFormula,
    Effect,
    JudgeProse,
    LabelError,
    RunCheck,
    WriteHint,
    WriteReply,
    WriteSummary,
)
from jupyter_tutor.core.evolve import evolve
from jupyter_tutor.core.ids import LearnerId, RequestId
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, ProseQuestion
from jupyter_tutor.core.react import react
from jupyter_tutor.core.state import Message, State
from jupyter_tutor.core.summary import facts
from jupyter_tutor.core.talk import ModelCall
from jupyter_tutor.core.talk_commands import EndHint, EndReply, EndSummary, LabelAnswer
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.model import Asker
from jupyter_tutor.ports import CheckUnavailableError, Formulas, Target

AT = "2026-01-01T00:00:00.000Z"


class Desk:
    """One learner in one lesson. ``calls`` are those of the model."""

    def __init__(
        self,
        lesson: Lesson,
        learner: str,
        assistant: Assistant,
        target: Target,
        formulas: Formulas,
    ) -> None:
        self.lesson = lesson
        self.learner = LearnerId(learner)
        self.state = State()
        self.turns = 0
        self.calls: list[ModelCall] = []
        self._assistant = assistant
        self._target = target
        self._formulas = formulas

    async def open(self) -> None:
        """Sit down."""
        model = self._assistant.place(self.lesson)
        await self.do(OpenSession(at=AT, learner=self.learner, model=model))

    async def do(self, command: Command) -> Sequence[Message] | Rejected:
        """What a command brings, with all that follows from it; or why it was refused."""
        self.turns += 1
        since = len(self.state.transcript)
        refused = await self._carry_out(command)
        return refused or self.state.transcript[since:]

    async def _carry_out(self, command: Command) -> Rejected | None:
        decision = decide(self.state, command, self.lesson)
        if isinstance(decision, Rejected):
            return decision
        effects: list[Effect] = []
        for event in decision:
            self.state = evolve(self.state, event)
            effects += react(self.state, event)
        for effect in effects:
            result = await self._perform(effect)
            if result is not None:
                await self._carry_out(result)
        return None

    async def _perform(self, effect: Effect) -> Command | None:
        asker = Asker(learner=self.learner, course=self.lesson.course_id, note=self.calls.append)
        match effect:
            case RunCheck() | CompareFormula() | JudgeProse():
                return await self._checked(effect, asker)
            case WriteReply(request=request, asked=asked):
                reply = await self._assistant.reply(
                    asked,
                    request=request,
                    context=context(self.state, self.lesson),
                    lesson=self.lesson,
                    asker=asker,
                    grow=_nobody_looks,
                    hear=lambda text: None,
                )
                return EndReply(at=AT, reply=reply)
            case WriteHint(request=request, question=question):
                hinted = await self._assistant.hint(
                    question,
                    context=context(self.state, self.lesson),
                    lesson=self.lesson,
                    asker=asker,
                )
                return EndHint(
                    at=AT,
                    request=request,
                    words=hinted.words,
                    why=hinted.why,
                    caught=hinted.caught,
                )
            case WriteSummary(request=request):
                words = await self._assistant.summary(
                    facts(self.state, self.lesson),
                    context=context(self.state, self.lesson),
                    lesson=self.lesson,
                    asker=asker,
                )
                return EndSummary(at=AT, request=request, words=words)
            case LabelError():
                return await self._labelled(effect, asker)
            case _:
                return None

    async def _checked(
        self, effect: RunCheck | CompareFormula | JudgeProse, asker: Asker
    ) -> FinishCheck | FailCheck:
        try:
            report = await self._judge(effect, asker)
        except CheckUnavailableError as error:
            return FailCheck(at=AT, request=effect.request, reason=error.reason)
        return FinishCheck(at=AT, request=effect.request, report=report)

    async def _judge(self, effect: RunCheck | CompareFormula | JudgeProse, asker: Asker) -> Report:
        question = self.lesson.known_question(effect.question)
        match effect, question:
            case RunCheck(source=source), CodeQuestion():
                return await self._target.check(question, source, None)
            case CompareFormula(text=text), FormulaQuestion():
                return await self._formulas.judge(question, text)
            case JudgeProse(text=text), ProseQuestion():
                report = judge_prose(question, text)
                if isinstance(report, Rejected):
                    raise CheckUnavailableError("internal")
                return await self._assistant.judge(question, text, lesson=self.lesson, asker=asker)
            case _:
                raise TypeError(effect)

    async def _labelled(self, effect: LabelError, asker: Asker) -> LabelAnswer | None:
        question = self.lesson.known_question(effect.question)
        if not isinstance(question, CodeQuestion):
            return None
        label = await self._assistant.label(
            question, effect.source, effect.said, lesson=self.lesson, asker=asker
        )
        if label is None:
            return None
        return LabelAnswer(
            at=AT,
            request=RequestId(effect.request),
            question=effect.question,
            misconception=label.misconception,
            candidate=label.candidate,
            words=label.words,
        )


async def _nobody_looks(_words: str) -> None:
    """What is shown of a reply is in its end, too."""
