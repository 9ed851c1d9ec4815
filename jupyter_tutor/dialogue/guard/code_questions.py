"""Whether a block gives the answer to a code question away: by reading it, and by running it."""

from collections.abc import Sequence

from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import CodeQuestion
from jupyter_tutor.dialogue.giveaway.code import (
    WORTH_HIDING,
    before_them,
    size,
    solution_in,
    squeezed,
)
from jupyter_tutor.dialogue.guard.answers import answers_of
from jupyter_tutor.dialogue.guard.caught import Kind
from jupyter_tutor.dialogue.guard.gaps import filled_by_words
from jupyter_tutor.dialogue.guard.heard import Heard, Hearing
from jupyter_tutor.dialogue.guard.parsing import parse_loosely
from jupyter_tutor.dialogue.guard.statements import Seen, all_shown, shapes
from jupyter_tutor.dialogue.guard.task import task_of
from jupyter_tutor.dialogue.guard.together import answers_together
from jupyter_tutor.dialogue.guard.trying import MOST_RUNS, Trials


class CodeQuestionGuard:
    """Guards one question; ``own`` is what the learner wrote themselves.

    ``is_near``: it is open or will be soon, so that an answer counts by whatever name.
    """

    def __init__(
        self,
        lesson: Lesson,
        question: CodeQuestion,
        own: Sequence[str],
        *,
        is_open: bool,
        is_near: bool,
    ) -> None:
        self._question = question
        self._task = task_of(question)
        self._open = is_open
        self._near = is_near
        self._known = squeezed("\n".join((before_them(question), _lesson_text(lesson), *own)))

    def reads_as(self, heard: Heard, hearing: Hearing) -> Kind | None:
        """What is given away by what stands there; nothing is run."""
        before = self._seen(hearing.pieces())
        shown = before + self._seen(heard.pieces)
        for way, parts in self._task.ways:
            if parts < WORTH_HIDING or len(shown) == len(before):
                continue
            if all_shown(way, shown) and not all_shown(way, before):
                return "same_as_solution"
        return self._line(heard)

    async def runs_as(self, heard: Heard, hearing: Hearing, trials: Trials) -> Kind | None:
        """What is given away by what its code does."""
        sources: dict[str, None] = {}
        for piece in self._new(heard.pieces):
            made = answers_of(self._task, piece, loosely=self._near, however_small=self._open)
            sources |= dict.fromkeys(made)
        before, rows = hearing.rows(), heard.rows
        if self._open and rows and self._new([*before, *rows]):
            for count in range(1, len(rows) + 1):
                together = [*before, *rows[:count]]
                if len(together) > 1:
                    sources |= dict.fromkeys(answers_together(self._task, together))
        found = await trials.first_right(self._question, list(sources))
        if found is None and self._open:
            found = await trials.first_right(self._question, self._filled(heard, hearing))
        return found

    def _filled(self, heard: Heard, hearing: Hearing) -> list[str]:
        """Answers that are code with gaps, filled as the words beside it say."""
        pieces = self._new([*hearing.pieces(), *heard.pieces])
        known = self._task.others | self._task.wanted
        filled = filled_by_words(pieces, f"{hearing.raw}\n{heard.texts[0]}", known)
        sources = (s for code in filled for s in answers_of(self._task, code, loosely=True))
        return list(dict.fromkeys(sources))[:MOST_RUNS]

    def _new(self, pieces: Sequence[str]) -> list[str]:
        """Those that the learner does not have before them anyway."""
        return [piece for piece in pieces if squeezed(piece) not in self._known]

    def _seen(self, pieces: Sequence[str]) -> list[Seen]:
        """The statements in some pieces; new are those that the learner does not have anyway."""
        found: list[Seen] = []
        for piece in pieces:
            new = squeezed(piece) not in self._known
            whole = parse_loosely(piece)
            # What does not hang together may be right line by line.
            trees = [whole] if whole is not None else map(parse_loosely, piece.split("\n"))
            for tree in trees:
                if tree is not None and size(tree) > 1:
                    found += [Seen(shape, new) for shape in shapes(tree)]
        return found

    def _line(self, heard: Heard) -> Kind | None:
        """A line of the solution, as it has it."""
        found = [solution_in(self._question, text) for text in heard.texts]
        known = (line is None or squeezed(line) in self._known for line in found)
        return None if all(known) else "same_as_solution"


def _lesson_text(lesson: Lesson) -> str:
    """All that a learner of the lesson can read in it without having answered anything."""
    texts: list[str] = []
    for step in lesson.steps:
        match step:
            case Exposition(text=text, examples=examples):
                texts += [text, *examples]
            case CodeQuestion(prompt=prompt, stub=stub):
                texts += [prompt, stub]
            case _:
                texts.append(step.prompt)
    return "\n".join(texts)
