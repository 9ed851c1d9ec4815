"""From what was seen to what is to be said: a pure function over the whole course."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_tutor.authoring.course_head import COURSE_FILE
from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.rehearsal.cells import Cells
from jupyter_tutor.authoring.rehearsal.code_findings import code_findings
from jupyter_tutor.authoring.rehearsal.findings import Finding, in_order, of_fault
from jupyter_tutor.authoring.rehearsal.formula_trials import TriedFormula
from jupyter_tutor.authoring.rehearsal.results import LessonResult, QuestionResult, Rehearsal
from jupyter_tutor.authoring.rehearsal.trials import Tried
from jupyter_tutor.authoring.rehearsal.typed_answers import right_answers, wrong_answers
from jupyter_tutor.authoring.rehearsal.typed_findings import (
    agreement,
    formula_findings,
    typed_findings,
)
from jupyter_tutor.authoring.requirements import pip_line, unmet
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.core.ids import QuestionId
from jupyter_tutor.core.questions import CodeQuestion, FormulaQuestion, ProseQuestion, Question

_At = tuple[str, QuestionId]
"""A question: the file of its lesson, and its id."""


@dataclass(slots=True)
class Seen:
    """What a rehearsal has seen so far; ``known`` are the questions that were remembered."""

    formulas: dict[_At, TriedFormula] = field(default_factory=dict)
    tried: dict[_At, tuple[Tried, ...]] = field(default_factory=dict)
    walked: dict[str, list[Finding]] = field(default_factory=dict)
    known: set[_At] = field(default_factory=set)
    runs: int = 0
    remembered: int = 0


def sum_up(
    source: CourseSource, lessons: Sequence[CompiledLesson], seen: Seen, slow: float
) -> Rehearsal:
    """The result for these lessons, with what is wrong with the notebooks and `course.yaml`."""
    results = tuple(_lesson(compiled, seen, slow) for compiled in lessons)
    files = [compiled.file for compiled in lessons]
    left_out = {compiled.file for compiled in source.lessons} - set(files)
    faults = [fault for fault in source.faults if fault.place.file not in left_out]
    found = [
        *(of_fault(fault, "structure") for fault in faults if fault.severity == "error"),
        *(of_fault(fault, "skill") for fault in faults if fault.fails_rehearsal),
        *_lacking(source),
        *(finding for result in results for finding in result.findings),
        *(f for result in results for question in result.questions for f in question.findings),
    ]
    return Rehearsal(
        folder=source.folder,
        course=source.course.id if source.course else None,
        title=source.course.title if source.course else None,
        lessons=results,
        findings=in_order(found, files),
        thoughts=tuple(f for f in faults if f.severity == "warning" and not f.fails_rehearsal),
        runs=seen.runs,
        remembered=seen.remembered,
    )


def code_findings_of(
    compiled: CompiledLesson, question: CodeQuestion, tried: Sequence[Tried], slow: float
) -> list[Finding]:
    """What is wrong with a code question of a lesson."""
    return code_findings(question, Cells(compiled.parts[question.id]), tried, slow)


def _lesson(compiled: CompiledLesson, seen: Seen, slow: float) -> LessonResult:
    walked = seen.walked.get(compiled.file, [])
    questions = tuple(
        _question(compiled, question, seen, slow, [f for f in walked if f.question == question.id])
        for question in compiled.lesson.questions
    )
    return LessonResult(
        id=compiled.lesson.id,
        title=compiled.lesson.title,
        file=compiled.file,
        questions=questions,
        findings=tuple(f for f in walked if f.question is None),
    )


def _question(
    compiled: CompiledLesson, question: Question, seen: Seen, slow: float, walked: list[Finding]
) -> QuestionResult:
    at = compiled.file, question.id
    tried = seen.tried.get(at, ())
    if isinstance(question, CodeQuestion):
        found = code_findings_of(compiled, question, tried, slow)
    elif isinstance(question, FormulaQuestion):
        found = formula_findings(seen.formulas[at], Cells(compiled.parts[question.id]))
    else:
        found = typed_findings(question, Cells(compiled.parts[question.id]))
    return QuestionResult(
        id=question.id,
        title=question.title,
        kind=question.type,
        tried=len(tried) or _answers(question),
        slowest=_slowest(tried),
        agreement=agreement(question) if isinstance(question, ProseQuestion) else None,
        remembered=at in seen.known,
        findings=(*found, *walked),
    )


def _slowest(tried: Sequence[Tried]) -> float | None:
    """The time of the slowest check, each at its best."""
    best: dict[str, float] = {}
    for each in tried:
        for run in (run for judging in each.judgings for run in judging.checks):
            if each.role == "solution":
                best[run.check] = min(run.seconds, best.get(run.check, run.seconds))
    return max(best.values(), default=None)


def _answers(question: Question) -> int:
    """How many answers of a question without code its author wrote."""
    match question:
        case CodeQuestion():
            return 0
        case ProseQuestion():
            return len(question.samples)
        case _:
            return len(right_answers(question)) + len(wrong_answers(question))


def _lacking(source: CourseSource) -> list[Finding]:
    """What the course requires and is not installed here."""
    missing = unmet(source.course.requires) if source.course else ()
    return [
        Finding(
            rule="unjudged",
            place=Place(file=COURSE_FILE),
            question=None,
            what=str(each),
            fix=f"Type `{pip_line([each])}`; its checks cannot run here without it.",
        )
        for each in missing
    ]
