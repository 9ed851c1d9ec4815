"""A compiled course: what the authoring room produces and every other room reads.

Values only. Nothing here parses, checks or knows where a course was stored. A lesson's
``hash`` names its exact content; a session keeps the version it began with.
"""

from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.ids import ContentHash, CourseId, LessonId, QuestionId, StepId
from jupyter_tutor.core.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposition:
    """Something explained: Markdown, and the example cells that follow it in the notebook."""

    type: Literal["exposition"] = "exposition"
    id: StepId
    title: str
    text: str
    examples: tuple[str, ...] = ()


Step = Exposition | Question


UpdateRule = Literal["ask", "move"]
"""What becomes of a learner who is in the middle of a lesson when its author changes it: they
are asked, or moved on to the new version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson of a course, in the order it is taught; ``hash`` is of its whole content.

    ``prerequisites`` are the lessons of its course to do before it. ``following`` is the title of
    the lesson that comes after it, None for the last; it is no part of the content. ``no_model``:
    no language model may help in it.
    """

    id: LessonId
    title: str
    course_id: CourseId
    course_title: str
    steps: tuple[Step, ...]
    check_on_run: bool = True
    prerequisites: tuple[LessonId, ...] = ()
    update: UpdateRule = "ask"
    no_model: bool = False
    following: str | None = None
    hash: ContentHash

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions among the steps, in order."""
        return tuple(step for step in self.steps if not isinstance(step, Exposition))

    def question(self, question_id: QuestionId) -> Question | None:
        """The question of that id, or None when this version of the lesson has none."""
        return next((q for q in self.questions if q.id == question_id), None)

    def known_question(self, question_id: QuestionId) -> Question:
        """The question of that id, which this version is known to have; else KeyError."""
        question = self.question(question_id)
        if question is None:
            raise KeyError(question_id)
        return question


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course as installed: what it says of itself, and its lessons in order.

    ``requires`` are the packages its checks need beside Python, as pip is told of them.
    """

    id: CourseId
    title: str
    description: str
    authors: tuple[str, ...]
    licence: str
    language: str
    lessons: tuple[Lesson, ...]
    requires: tuple[str, ...] = ()
    hash: ContentHash

    def lesson(self, lesson_id: LessonId) -> Lesson | None:
        """The lesson of that id, or None."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)
