"""The one who helps with words: a language model, asked with care and never shown unguarded."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from jupyter_tutor.assistance import Hinted, Label
from jupyter_tutor.core import words
from jupyter_tutor.core.asking import as_met
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.questions import CodeQuestion, ProseQuestion
from jupyter_tutor.core.summary import Facts
from jupyter_tutor.core.talk import Context, Reply
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.dialogue.failing import words_for
from jupyter_tutor.dialogue.guard.guard import Guard
from jupyter_tutor.dialogue.hinting import hint
from jupyter_tutor.dialogue.judging import judge_prose
from jupyter_tutor.dialogue.labelling import label_common_errors
from jupyter_tutor.dialogue.marks import Unmarked
from jupyter_tutor.dialogue.patience import Patience
from jupyter_tutor.dialogue.privacy import Stripper
from jupyter_tutor.dialogue.replying import ATTEMPTS, Asked, Replying
from jupyter_tutor.dialogue.summing_up import sum_up
from jupyter_tutor.dialogue.wording import placed
from jupyter_tutor.model import Asker, Model, ModelError
from jupyter_tutor.ports import Formulas, Target

SECONDS = 30.0


class DialogueAssistant:
    """The port ``Assistant``. ``target`` judges code by its text, where it can harm nothing.

    ``within`` is the seconds that a model may take for one thing asked of it, all calls together.

    ``prepare`` loads what asking the model takes; it is called once, when that is likely to be
    needed.
    """

    def __init__(
        self,
        model: Model,
        target: Target,
        formulas: Formulas,
        *,
        within: float = SECONDS,
        prepare: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        self._model = model
        self._target = target
        self._formulas = formulas
        self._within = within
        self._prepare = prepare
        self._preparing: asyncio.Task[None] | None = None

    def place(self, lesson: Lesson) -> str | None:
        """The model and where it is; None in a lesson that forbids it."""
        return None if lesson.no_model else placed(self._model.name, self._model.place)

    def get_ready(self) -> None:
        """Begin to load what it takes, the first time."""
        if self._prepare is not None and self._preparing is None:
            self._preparing = asyncio.get_running_loop().create_task(self._prepare())

    async def reply(
        self,
        asked: str,
        *,
        request: RequestId,
        context: Context,
        lesson: Lesson,
        asker: Asker,
        grow: Callable[[str], Awaitable[None]],
        hear: Callable[[str], None],
    ) -> Reply:
        """Reply to what a learner asked."""
        replying = Replying(
            self._asked(lesson),
            asker,
            _strip(asker),
            self._target,
            self._formulas,
            grow=grow,
            hear=hear,
        )
        met = as_met(lesson, asker.learner)
        return await replying.reply(
            Asked(request=request, words=asked, context=context, lesson=met)
        )

    async def hint(
        self, question: QuestionId, *, context: Context, lesson: Lesson, asker: Asker
    ) -> Hinted:
        """A hint that gives nothing away, or why there is none."""
        met = as_met(lesson, asker.learner)
        guard = Guard.of(context, met, self._target, self._formulas)
        model = self._asked(lesson)
        caught: list[str] = []
        for _ in range(ATTEMPTS):
            try:
                written = await hint(model, lesson, context, asker, _strip(asker))
            except ModelError as error:
                return Hinted(words=None, why=words_for(error), caught=tuple(caught))
            given_away = await guard.examine(written)
            if given_away is None:
                return Hinted(words=written, caught=tuple(caught))
            caught.append(given_away.kind)
        return Hinted(words=None, why=words.HINT_WITHHELD, caught=tuple(caught))

    async def summary(
        self, facts: Facts, *, context: Context, lesson: Lesson, asker: Asker
    ) -> str | None:
        """These facts in words that give nothing away; None: not by a model."""
        guard = Guard.of(context, as_met(lesson, asker.learner), self._target, self._formulas)

        async def gives_away(text: str) -> bool:
            return await guard.examine(text) is not None

        return await sum_up(self._asked(lesson), facts, asker, _strip(asker), gives_away)

    async def judge(
        self, question: ProseQuestion, text: str, *, lesson: Lesson, asker: Asker
    ) -> Report:
        """The verdict on sentences."""
        return await judge_prose(self._asked(lesson), question, text, asker, _strip(asker))

    async def label(
        self, question: CodeQuestion, source: str, said: str, *, lesson: Lesson, asker: Asker
    ) -> Label | None:
        """What is behind a wrong answer."""
        try:
            label = await label_common_errors(
                self._asked(lesson), question, lesson, source, said, asker, _strip(asker)
            )
        except ModelError:
            return None
        if label is None:
            return None
        known = label.type == "known"
        return Label(
            misconception=label.id if known else None,
            candidate=None if known else label.id,
            words=label.says,
        )

    def _asked(self, lesson: Lesson) -> Model:
        """The model, for one thing that is asked in that lesson."""
        return Unmarked(Patience(self._model, self._within, forbidden=lesson.no_model))


def _strip(asker: Asker) -> Stripper:
    return Stripper([asker.learner, *asker.names])
