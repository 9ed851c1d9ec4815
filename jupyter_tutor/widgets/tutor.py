"""``Tutor``: a lesson in calls, for notebooks and terminals alike."""

import logging
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from jupyter_tutor.adapters.kernel_cells import answer_header
from jupyter_tutor.core.state import Message
from jupyter_tutor.core.view import OpenQuestion, View
from jupyter_tutor.widgets import steps
from jupyter_tutor.widgets.answers import answer_frame
from jupyter_tutor.widgets.checking import awaited, hand_in
from jupyter_tutor.widgets.client import OPEN_SECONDS, client
from jupyter_tutor.widgets.errors import RefusedError
from jupyter_tutor.widgets.hooks import VERDICT_SECONDS, CellHooks
from jupyter_tutor.widgets.identity import kernel_identity
from jupyter_tutor.widgets.keeping import answer_shown, record_here, record_shown
from jupyter_tutor.widgets.shell import name_of, newest_cell, shell
from jupyter_tutor.widgets.shown import AnswerShown, ProgressShown, Shown, TranscriptShown
from jupyter_tutor.widgets.shown import VerdictShown as Verdict
from jupyter_tutor.widgets.writing import written

if TYPE_CHECKING:
    from jupyter_tutor.widgets.panel import TutorPanel

log = logging.getLogger(__name__)

WRITING_SECONDS = 120.0
"""Seconds until a reply, a hint or a summary is there; the model's own deadline is far shorter."""

NO_QUESTION = "There is no question open just now."
RUN_FIRST = "Run your answer cell first, then I can look at it."
GIVE_ANSWER = "Give your answer in the brackets."
NO_PANEL = (
    "*The panel is missing from this installation, so here is the lesson as text. "
    "All of it works by calls.*"
)


class Tutor:
    """A lesson with its tutor. Looking at it shows where you are; its calls lead on.

    ``lesson`` is the name of a lesson, or its number in the course from 1; without one, the first
    that you have not finished. Two Tutors of one lesson are in the same conversation.

    ``next()`` goes on, ``check()`` hands in an answer, ``hint()``, ``skip()``, ``solution()`` and
    ``ask("…")`` help; ``progress()``, ``summary()``, ``transcript()`` and ``record()`` look back.
    """

    def __init__(self, course: str = "python-foundations", lesson: str | int | None = None) -> None:
        self._client = client()
        self._line = self._client.line(course, None if lesson is None else str(lesson))
        self._panel: TutorPanel | None = None
        _hooks().know(self._line, self)

    @property
    def course(self) -> str:
        """The id of the course."""
        return self._line.entry.course

    @property
    def lesson(self) -> str:
        """The id of the lesson."""
        return self._line.entry.lesson

    def next(self) -> Shown:
        """Go on: to the next explanation or question."""
        return self._do({"type": "continue"})

    def check(self, answer: object = None) -> Verdict:
        """Hand in an answer and hear what is said to it.

        A question answered by code is answered in a cell of its own: run it, then call
        ``check()``. Otherwise give the answer: ``check("42")``; for a choice the option's letter,
        ``check("a")``, or several, ``check(["a", "c"])``; for lines to be put in order their
        numbers, ``check([3, 1, 2])``; for blanks what goes into each, ``check(["for", "in"])``.
        """
        try:
            return self._verdict(self._check(answer))
        except RefusedError as refusal:
            return Verdict(self._refused(refusal))

    def hint(self) -> Shown:
        """Ask for the next hint."""
        return self._do({"type": "ask_hint"})

    def skip(self) -> Shown:
        """Leave the question for the end of the lesson."""
        return self._do({"type": "skip_question"})

    def solution(self) -> Shown:
        """See the solution, if you may by now."""
        return self._do({"type": "ask_solution"})

    def ask(self, text: str) -> Shown:
        """Write to the tutor; the reply."""
        return self._do({"type": "say", "text": text})

    def summary(self) -> Shown:
        """See how it has gone so far: what you learned, what was hard, what comes next."""
        return self._do({"type": "ask_summary"})

    def progress(self) -> ProgressShown:
        """See how far you have come."""
        self._ensure()
        return steps.progress(self._line.head, self._name)

    def transcript(self) -> TranscriptShown:
        """See the whole conversation; its ``save("lesson.html")`` keeps it as a file."""
        self._ensure()
        messages, head = tuple(self._line.messages), self._line.head
        view = View(messages=messages, head=head)
        return TranscriptShown(steps.conversation(messages, head), view, self._line.entry.learner)

    def answer(self, question: str | None = None) -> AnswerShown | Shown:
        """See your newest answer to a code question; without a name, to the one you are at."""
        return answer_shown(self._answers(), self._named_question(question))

    def restore(self, question: str | None = None) -> Shown:
        """Put your newest answer to a code question into a new cell."""
        found = answer_shown(self._answers(), self._named_question(question))
        here = shell()
        if not isinstance(found, AnswerShown) or here is None:
            return found
        here.set_next_input(found.source)
        return Shown("Your answer is in the next cell. Run it to define its names again.")

    def record(self) -> Shown:
        """See what is recorded about you, and where."""
        self._ensure()
        try:
            return record_shown(self._client.record(self._line))
        except RefusedError:
            return record_here(self._line.head, self._line.entry.learner)

    def start_over(self) -> Shown:
        """Begin the lesson anew; what you did before stays in the record."""
        return self._do({"type": "start_over"}, noted=True)

    def update(self) -> Shown:
        """Go on with the newest version of the lesson; what you have done stays done."""
        return self._do({"type": "update_lesson"}, noted=True)

    def __repr__(self) -> str:
        """Show the step the lesson rests on, as plain text."""
        return repr(self._current())

    def _repr_mimebundle_(self, **_only: Any) -> dict[str, Any]:
        """The panel, where the notebook can show one, and beside it the step as text."""
        panel = self._made_panel()
        shown = self._current()
        if panel is None and kernel_identity() is not None:
            shown = Shown(f"{shown.markdown}\n\n{NO_PANEL}")
        text = {
            "text/plain": repr(shown),
            "text/markdown": shown.markdown,
            "text/html": shown._repr_html_(),
        }
        if panel is None:
            return text
        (shown_by_widgets, _) = panel._repr_mimebundle_() or ({}, {})
        return {**shown_by_widgets, **text}

    @property
    def _name(self) -> str:
        return name_of(self, "t")

    def _current(self) -> Shown:
        return Shown(steps.current(self._line.messages, self._line.head, self._name))

    def _ensure(self) -> None:
        self._client.background.call(self._line.ensure(), OPEN_SECONDS)

    def _do(self, command: dict[str, Any], *, noted: bool = False) -> Shown:
        """What the tutor says to a command; notes only where they are about it."""
        self._ensure()
        since = len(self._line.messages)
        try:
            self._client.command(self._line, command)
        except RefusedError as refusal:
            return Shown(self._refused(refusal))
        if self._line.head.writing is not None:
            self._client.background.call(written(self._line), WRITING_SECONDS)
        news = self._line.messages[since:]
        said = [one for one in news if noted or one.kind != "notice" or one.question]
        return Shown(steps.told(said, self._line.head, self._name))

    def _refused(self, refusal: RefusedError) -> str:
        return steps.refused(str(refusal), self._line.head, self._name)

    def _check(self, answer: object) -> Sequence[Message]:
        self._ensure()
        head, line = self._line.head, self._line
        question, aside = head.question, steps.aside(line.messages, head)
        if question is None:
            raise RefusedError(aside or NO_QUESTION)
        if answer is not None:
            return self._wait(hand_in(line, question, answer_frame(question, answer)))
        if question.kind != "code":
            how = steps.how_to_answer(head, self._name)
            raise RefusedError(f"{aside or GIVE_ANSWER}\n\n{how}")
        if head.checking is not None:
            return self._wait(awaited(line, question))
        if head.phase == "correct":
            return [message for message in line.messages if message.kind == "verdict"][-1:]
        source = self._newest_answer(question)
        if source is None:
            how = steps.how_to_answer(head, self._name)
            raise RefusedError(f"{aside or RUN_FIRST}\n\n{how}")
        return self._wait(hand_in(line, question, {"type": "code", "source": source}))

    def _wait(self, work: Any) -> Sequence[Message]:
        came: Sequence[Message] = self._client.background.call(work, VERDICT_SECONDS)
        return came

    def _newest_answer(self, question: OpenQuestion) -> str | None:
        """The cell of that question that was run last: here, or else as it is recorded."""
        ran = newest_cell(lambda source: answer_header(source) == question.id)
        return ran if ran is not None else question.last_answer

    def _verdict(self, came: Sequence[Message]) -> Verdict:
        reports = [message.report for message in came if message.report is not None]
        words = steps.told(came, self._line.head, self._name)
        return Verdict(words, reports[-1] if reports else None)

    def _answers(self) -> list[dict[str, Any]]:
        return self._client.answers(self._line)

    def _named_question(self, question: str | None) -> str:
        if question is not None:
            return question
        now = self._line.head.question
        return "" if now is None else now.id

    def _made_panel(self) -> "TutorPanel | None":
        """The panel, made when it is first shown; None where there can be none."""
        if self._panel is None and kernel_identity() is not None:
            try:
                from jupyter_tutor.widgets.panel import TutorPanel

                self._panel = TutorPanel(self._client, self._line.entry)
            except (ImportError, OSError):
                log.info("there is no panel", exc_info=True)
        return self._panel


@cache
def _hooks() -> CellHooks:
    """The one set of hooks of this process."""
    hooks = CellHooks(client())
    hooks.install()
    return hooks
