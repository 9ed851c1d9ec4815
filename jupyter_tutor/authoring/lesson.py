"""A syllabus notebook as a compiled lesson, and the script its learner notebook follows.

Owns the order of things: what is explained, what is asked, what has to have run before it. What
a question's cells mean is the affair of its kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from jupyter_tutor.authoring.content_hash import hash_content
from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.grouping import Grouped, group
from jupyter_tutor.authoring.kinds.parts import Above, Parts, Policies, split_title
from jupyter_tutor.authoring.kinds.registry import read_question
from jupyter_tutor.authoring.lesson_head import LessonHead, read_lesson_head, slug
from jupyter_tutor.authoring.markers import Marked, Plain, Unreadable, read_head
from jupyter_tutor.authoring.notebook import Cell, read_cells
from jupyter_tutor.authoring.prerequisites import Prerequisites
from jupyter_tutor.authoring.python_text import parse_at, parse_body
from jupyter_tutor.authoring.skills import SkillUse, skill_uses
from jupyter_tutor.core.course import Exposition, Lesson, Step, UpdateRule
from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, StepId
from jupyter_tutor.core.questions import CodeQuestion, Question

UNNAMED = ContentHash("")
ScriptKind = Literal["opening", "exposition", "example", "prompt", "program", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptCell:
    """A cell of the notebooks made from a lesson. ``key`` tells it from all others of the lesson.

    ``cell`` is the number of the syllabus cell it comes from, counted from 1. ``text`` is the
    author's Markdown or code below its head; empty for an answer, whose text is the stub or the
    solution of ``question``.
    """

    key: str
    kind: ScriptKind
    text: str
    cell: int
    question: QuestionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLesson:
    """A lesson, the notebook it was read from (relative to the course folder) and its script.

    ``parts`` are the cells each question was read from, ``skills`` what the questions say of them.
    """

    file: str
    lesson: Lesson
    script: tuple[ScriptCell, ...]
    parts: Mapping[QuestionId, Parts]
    skills: tuple[SkillUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFrame:
    """What a lesson has to know of its course."""

    id: CourseId
    title: str
    policies: Policies
    prerequisites: Prerequisites = field(default_factory=dict)
    update: UpdateRule = "ask"
    no_model: bool = False


def read_lesson(
    path: Path, file: str, frame: CourseFrame | None, faults: Faults, text: str | None = None
) -> CompiledLesson | None:
    """Read a syllabus notebook; None when any of it is in error, which is then noted.

    ``frame`` None stands for a notebook outside any course: it is a course of its own. ``text`` is
    read in place of the file, where it is given.
    """
    errors_before = faults.errors
    cells = read_cells(path, file, faults, text)
    if cells is None:
        return None
    heads = [read_head(cell, faults) for cell in cells]
    head = read_lesson_head(heads, file, frame.policies if frame else Policies(), faults)
    if frame is None:
        frame = CourseFrame(id=CourseId(head.id), title=head.title, policies=Policies())
    grouped = group(heads, faults)
    questions = _read_questions(heads, grouped, frame.policies, faults)
    skills = [use for parts in grouped.questions.values() for use in skill_uses(parts, faults)]
    walk = _Walk(head, questions, faults)
    for cell in heads:
        walk.take(cell)
    if not grouped.questions and faults.errors == errors_before:
        fix = "Begin a Markdown cell with `<!-- tutor: question`."
        faults.error(Place(file=file), "The lesson asks nothing.", fix)
    if faults.errors > errors_before:
        return None
    waits = frame.prerequisites.get(LessonId(head.id))
    lesson = Lesson(
        id=LessonId(head.id),
        title=head.title,
        course_id=frame.id,
        course_title=frame.title,
        steps=tuple(walk.steps),
        check_on_run=head.check_on_run,
        prerequisites=waits.lessons if waits else (),
        update=frame.update,
        no_model=frame.no_model,
        hash=UNNAMED,
    )
    named = replace(lesson, hash=hash_content(lesson))
    return CompiledLesson(
        file=file,
        lesson=named,
        script=tuple(walk.script),
        parts=grouped.questions,
        skills=tuple(skills),
    )


def _read_questions(
    heads: Sequence[Marked | Plain | Unreadable],
    grouped: Grouped,
    policies: Policies,
    faults: Faults,
) -> dict[QuestionId, Question]:
    """Read the questions in the order in which a learner runs the notebook's cells.

    Example cells, setup cells and the answers above a code question are what has run before it.
    """
    questions: dict[QuestionId, Question] = {}
    setup: list[str] = []
    names: frozenset[str] = frozenset()
    starts = {
        id(parts.of("answer")[0] if parts.of("answer") else parts.head): parts
        for parts in grouped.questions.values()
    }
    for head in heads:
        match head:
            case Plain(cell=cell) if cell.type == "code" and cell.source.strip():
                if parse_at(cell.source, cell.place, 1, faults) is not None:
                    setup.append(cell.source)
            case Marked(role="setup") if parse_body(head, faults) is not None:
                setup.append(head.body)
            case _:
                pass
        parts = starts.get(id(head))
        if parts is None:
            continue
        if head.cell.number < parts.head.cell.number:
            faults.error(
                head.cell.place,
                f"The answer of `{parts.id}` stands above its question.",
                f"Move it below cell {parts.head.cell.number}.",
            )
        above = Above(setup=tuple(setup), names=names)
        question = read_question(parts, above, policies, faults)
        if question is None:
            continue
        questions[parts.id] = question
        if isinstance(question, CodeQuestion):
            setup.append(question.solution)
            names = frozenset(question.learner_names)
    return questions


class _Walk:
    """One walk through the notebook, from its top to its end, making steps and script."""

    def __init__(
        self, head: LessonHead, questions: Mapping[QuestionId, Question], faults: Faults
    ) -> None:
        self.steps: list[Step] = []
        self.script: list[ScriptCell] = []
        self._title = head.title
        self._questions = questions
        self._faults = faults
        self._keys = set(map(str, questions))

    def take(self, head: Marked | Plain | Unreadable) -> None:
        """Take the next cell."""
        match head:
            case Plain(cell=cell) if cell.source.strip():
                if cell.type == "markdown":
                    self._explain(cell.source, "exposition", cell)
                else:
                    self._show(cell)
            case Marked(role="lesson"):
                self._explain(head.body, "opening", head.cell)
            case Marked(role="setup"):
                self._note(self._key("setup"), "example", head.body, head.cell)
            case Marked(role="question"):
                question = self._asked(head, "id")
                if question is not None:
                    self.steps.append(question)
                    self._note(question.id, "prompt", head.body.strip(), head.cell, question.id)
            case Marked(role="program"):
                question = self._asked(head, "for")
                if question is not None:
                    key = f"{question.id}-program"
                    self._note(key, "program", head.body, head.cell, question.id)
            case Marked(role="answer"):
                question = self._asked(head, "for")
                if question is not None:
                    self._note(f"{question.id}-answer", "answer", "", head.cell, question.id)
            case _:
                pass

    def _explain(self, markdown: str, kind: Literal["opening", "exposition"], cell: Cell) -> None:
        title, text = split_title(markdown)
        if title is not None:
            self._title = title
        key = self._key(slug(self._title) or "exposition")
        self._note(key, kind, markdown.strip(), cell)
        if text or title is not None:
            self.steps.append(Exposition(id=StepId(key), title=self._title, text=text))

    def _show(self, cell: Cell) -> None:
        last = self.steps[-1] if self.steps else None
        if not isinstance(last, Exposition):
            self._faults.warning(
                cell.place,
                "Nothing explains this example: no text stands between it and what is above.",
                "Write a Markdown cell above it, or begin it with `#| tutor: setup`.",
            )
            last = Exposition(id=StepId(self._key("example")), title="An example", text="")
            self.steps.append(last)
        self.steps[-1] = replace(last, examples=(*last.examples, cell.source))
        self._note(self._key(f"{last.id}-example"), "example", cell.source, cell)

    def _asked(self, head: Marked, key: str) -> Question | None:
        entry = head.entries.get(key)
        name = entry.value if entry else None
        return self._questions.get(QuestionId(name)) if isinstance(name, str) else None

    def _note(
        self,
        key: str,
        kind: ScriptKind,
        text: str,
        cell: Cell,
        question: QuestionId | None = None,
    ) -> None:
        self.script.append(
            ScriptCell(key=key, kind=kind, text=text, cell=cell.number, question=question)
        )

    def _key(self, wish: str) -> str:
        key, number = wish, 1
        while key in self._keys:
            number += 1
            key = f"{wish}-{number}"
        self._keys.add(key)
        return key
