"""Holds back what would give an answer away, block by block, before a word of it is shown."""

from collections.abc import Sequence
from typing import Self

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import ChoiceQuestion, CodeQuestion
from jupyter_tutor.core.talk import Context
from jupyter_tutor.dialogue.guard.caught import Caught
from jupyter_tutor.dialogue.guard.code_questions import CodeQuestionGuard
from jupyter_tutor.dialogue.guard.heard import Heard, Hearing, words_of
from jupyter_tutor.dialogue.guard.panel_questions import PanelQuestionGuard
from jupyter_tutor.dialogue.guard.trying import Trials
from jupyter_tutor.ports import Formulas, Target

_NEAR = 2
"""The next questions for code, of which an answer counts by any name; those further on are left to
what is plainly theirs."""


class Guard:
    """Guards the questions that still ask for an answer, the open one first, for one reply.

    ``shown`` are the texts of hints and replies that were shown for the open question before,
    ``earlier`` those from before that: code adds up across questions, words do not. ``own`` are the
    learner's own answers, which may be quoted. ``target`` judges code by its text.
    """

    def __init__(
        self,
        lesson: Lesson,
        guarded: Sequence[QuestionId],
        shown: Sequence[str],
        target: Target,
        formulas: Formulas,
        *,
        own: Sequence[str] = (),
        earlier: Sequence[str] = (),
    ) -> None:
        questions = [q for each in guarded if (q := lesson.question(each)) is not None]
        self._code: list[tuple[QuestionId, CodeQuestionGuard]] = []
        self._panel: list[tuple[QuestionId, PanelQuestionGuard]] = []
        telling: list[str] = []
        for place, question in enumerate(questions):
            is_open = place == 0
            if isinstance(question, CodeQuestion):
                near = len(self._code) < _NEAR
                guard = CodeQuestionGuard(lesson, question, own, is_open=is_open, is_near=near)
                self._code.append((question.id, guard))
                telling.append(question.solution)
            else:
                one = PanelQuestionGuard(lesson, question, is_open=is_open)
                self._panel.append((question.id, one))
            if isinstance(question, ChoiceQuestion):
                telling += [option.text for option in question.options]
        self._questions = {question.id: question for question in questions}
        self._hearing = Hearing(words_of(telling))
        self._earlier = list(earlier)
        self._shown = list(shown)
        self._trials = Trials(target)
        self._formulas = formulas

    @classmethod
    def of(cls, context: Context, lesson: Lesson, target: Target, formulas: Formulas) -> Self:
        """The guard of what is written for a session as it stands."""
        own = [answer.source for answer in context.answers]
        return cls(
            lesson,
            context.guarded,
            context.shown,
            target,
            formulas,
            own=own,
            earlier=context.earlier,
        )

    @property
    def idle(self) -> bool:
        """Whether there is nothing to guard: a reply may be shown as it comes."""
        return not self._questions

    async def examine(self, block: str) -> Caught | None:
        """What a block gives away, with all that was shown before; None: it counts as shown.

        Code too deep to be looked through, and a number too long to be read, count as what could
        not be tried.
        """
        if self.idle:
            return None
        try:
            return await self._examine(block)
        except (RecursionError, ValueError, OverflowError):
            return Caught(question=next(iter(self._questions)), kind="untried")

    async def _examine(self, block: str) -> Caught | None:
        for text in self._earlier:
            self._hearing.earlier.append(self._hearing.hear(text))
        for text in self._shown:
            self._hearing.keep(self._hearing.hear(text))
        self._earlier, self._shown = [], []
        heard = self._hearing.hear(block)
        caught = self._reads(heard) or await self._runs(heard)
        if caught is None:
            self._hearing.keep(heard)
        return caught

    def _reads(self, heard: Heard) -> Caught | None:
        guards: list[tuple[QuestionId, CodeQuestionGuard | PanelQuestionGuard]]
        guards = [*self._code, *self._panel]
        for question, guard in guards:
            kind = guard.reads_as(heard, self._hearing)
            if kind is not None:
                return Caught(question=question, kind=kind)
        return None

    async def _runs(self, heard: Heard) -> Caught | None:
        for question, guard in self._code:
            kind = await guard.runs_as(heard, self._hearing, self._trials)
            if kind is not None:
                return Caught(question=question, kind=kind)
        for question, one in self._panel:
            kind = await one.compares_as(heard, self._hearing, self._formulas)
            if kind is not None:
                return Caught(question=question, kind=kind)
        return None
