"""What a session asks of whoever helps it with words; the room `dialogue` has the one there is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.ids import QuestionId, RequestId
from jupyter_tutor.core.questions import CodeQuestion, ProseQuestion
from jupyter_tutor.core.summary import Facts
from jupyter_tutor.core.talk import Context, Reply
from jupyter_tutor.core.verdict import Report
from jupyter_tutor.model import Asker


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """A hint, or (``words`` is None) why there is none, for the learner to read.

    ``caught`` says for each attempt that was held back what it would have given away.
    """

    words: str | None
    why: str = ""
    caught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is behind a wrong answer: a misconception known in the lesson, or a candidate."""

    misconception: str | None
    candidate: str | None
    words: str


class Assistant(Protocol):
    """Whoever helps. None of it raises for what is wrong with a model; it says so in words.

    In a lesson whose author wants no model, none is asked, whatever is wanted.
    """

    def place(self, lesson: Lesson) -> str | None:
        """The model that helps in this lesson and where it is; None: none may, or none is set."""
        ...

    def get_ready(self) -> None:
        """Begin to load what it takes, so that whoever asks first does not wait for that."""
        ...

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
        """Reply to what a learner asked.

        ``grow`` is given each further part that may be shown, and returns once it is durable;
        ``hear`` all of the text so far, where nothing has to be held back, as soon as it is there.
        """
        ...

    async def hint(
        self, question: QuestionId, *, context: Context, lesson: Lesson, asker: Asker
    ) -> Hinted:
        """A hint between the author's own."""
        ...

    async def summary(
        self, facts: Facts, *, context: Context, lesson: Lesson, asker: Asker
    ) -> str | None:
        """These facts in words that give nothing away; None: not by a model."""
        ...

    async def judge(
        self, question: ProseQuestion, text: str, *, lesson: Lesson, asker: Asker
    ) -> Report:
        """The verdict on sentences, by the rubric and with the model's help."""
        ...

    async def label(
        self, question: CodeQuestion, source: str, said: str, *, lesson: Lesson, asker: Asker
    ) -> Label | None:
        """What is behind a wrong answer to a code question; None: nothing that can be said."""
        ...
