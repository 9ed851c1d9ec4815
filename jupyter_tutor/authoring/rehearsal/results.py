"""What came of a rehearsal, as every report tells it."""

from dataclasses import dataclass
from pathlib import Path

from jupyter_tutor.authoring.faults import Fault
from jupyter_tutor.authoring.rehearsal.findings import Finding
from jupyter_tutor.core.ids import CourseId, LessonId, QuestionId
from jupyter_tutor.core.questions import QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question.

    ``tried`` is how many answers were judged, each perhaps several times; ``slowest`` the seconds
    that its slowest check takes with the solution, None where it has none. ``agreement`` is, of a
    prose question, how many of its samples got their verdict, and how many there are.
    ``remembered``: nothing of it has changed since it was found good.
    """

    id: QuestionId
    title: str
    kind: QuestionKind
    tried: int
    slowest: float | None
    agreement: tuple[int, int] | None
    remembered: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonResult:
    """One lesson; ``findings`` are those of no question, such as of an example cell."""

    id: LessonId
    title: str
    file: str
    questions: tuple[QuestionResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A whole rehearsal.

    ``course`` and ``title`` are None where `course.yaml` or a notebook has errors. ``findings``
    are all of them, those of lessons and questions too, from top to end. ``thoughts`` are the
    warnings that do not matter here. ``runs`` is how many there were to do, ``remembered`` how
    many of them did not have to be done.
    """

    folder: Path
    course: CourseId | None
    title: str | None
    lessons: tuple[LessonResult, ...]
    findings: tuple[Finding, ...]
    thoughts: tuple[Fault, ...]
    runs: int
    remembered: int

    @property
    def questions(self) -> tuple[QuestionResult, ...]:
        """The questions of all lessons."""
        return tuple(question for lesson in self.lessons for question in lesson.questions)

    @property
    def agreement(self) -> tuple[int, int]:
        """How many samples of prose got their verdict, and how many there are."""
        told = [question.agreement for question in self.questions if question.agreement]
        return sum(right for right, _ in told), sum(of for _, of in told)
