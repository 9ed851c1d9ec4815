"""What comparing formulas finds wrong with a course; reading it alone cannot."""

from dataclasses import replace

from jupyter_tutor.authoring.faults import Fault
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.rehearsal.cells import Cells
from jupyter_tutor.authoring.rehearsal.formula_trials import try_formula
from jupyter_tutor.authoring.rehearsal.typed_findings import formula_findings
from jupyter_tutor.authoring.source import CourseSource
from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.core.questions import FormulaQuestion


async def with_formulas_tried(source: CourseSource) -> CourseSource:
    """The course with what is wrong with its formulas among its faults.

    Right answers that are not right by their own rules, and wrong ones that are, or that hear
    another's words, are errors. Takes seconds where a course has formulas, and no time where not.
    """
    asked = [
        (compiled, question)
        for compiled in source.lessons
        for question in compiled.lesson.questions
        if isinstance(question, FormulaQuestion)
    ]
    if not asked:
        return source
    pool = FormulaPool()
    try:
        found = [fault for each in asked for fault in await _faults(*each, pool)]
    finally:
        await pool.close()
    course = None if found else source.course
    return replace(source, course=course, faults=(*source.faults, *found))


async def _faults(
    compiled: CompiledLesson, question: FormulaQuestion, pool: FormulaPool
) -> list[Fault]:
    tried = await try_formula(question, pool)
    findings = formula_findings(tried, Cells(compiled.parts[question.id]))
    return [
        Fault(place=finding.place, what=finding.what, fix=finding.fix)
        for finding in findings
        if finding.rule in ("answer", "wrong")
    ]
