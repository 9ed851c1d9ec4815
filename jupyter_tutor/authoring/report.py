"""What a course holds, in a few lines an author can read at a glance."""

from collections.abc import Sequence

from jupyter_tutor.authoring.faults import Fault
from jupyter_tutor.core.answers.units import measured, scales_of
from jupyter_tutor.core.course import Course, Lesson
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    FormulaQuestion,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
)


def report(course: Course, faults: Sequence[Fault]) -> str:
    """The report of a course, ending in a newline."""
    lines = [f"{course.title} ({course.id})", f"content {course.hash}", ""]
    for lesson in course.lessons:
        lines += [*_lesson(lesson), ""]
    if faults:
        lines += ["To think about:", *(f"  {fault}" for fault in faults), ""]
    return "\n".join(lines)


def _lesson(lesson: Lesson) -> list[str]:
    questions = lesson.questions
    points = sum(question.points for question in questions)
    explained = len(lesson.steps) - len(questions)
    skills = list(dict.fromkeys(skill for question in questions for skill in question.skills))
    return [
        f"{lesson.title} ({lesson.id})",
        f"  content {lesson.hash}",
        f"  {_count(explained, 'explanation')}, {_count(len(questions), 'question')}, "
        f"{_count(points, 'point')}",
        *([f"  skills: {', '.join(skills)}"] if skills else []),
        *(f"  {_question(question)}" for question in questions),
    ]


def _question(question: Question) -> str:
    match question:
        case CodeQuestion():
            parts = [
                _count(len(question.checks), "check"),
                _count(len(question.wrong), "wrong answer"),
                _count(len(question.alternatives), "alternative"),
            ]
        case ChoiceQuestion():
            parts = [_count(len(question.options), "option")]
        case NumberQuestion():
            parts = [*_units(question), _count(len(question.wrong), "wrong answer")]
        case PredictQuestion() | ExpressionQuestion() | FormulaQuestion():
            parts = [_count(len(question.wrong), "wrong answer")]
        case OrderQuestion():
            parts = [
                _count(len(question.lines), "line"),
                _count(len(question.wrong), "wrong answer"),
                _count(len(question.orders) - 1, "alternative"),
            ]
        case BlanksQuestion():
            parts = [
                _count(len(question.blanks), "blank"),
                _count(len(question.wrong), "wrong answer"),
            ]
        case ProseQuestion():
            ideas = len(question.required) + len(question.forbidden)
            parts = [_count(ideas, "idea"), _count(len(question.samples), "sample")]
    parts.append(_count(len(question.hints), "hint"))
    return f"{question.id} ({question.type}): {', '.join(parts)}"


def _units(question: NumberQuestion) -> list[str]:
    """The units that an answer may have, where it may have any."""
    if question.unit is None:
        return []
    scales = scales_of(question.unit, question.units)
    if question.exact_unit or not scales:
        return [f"only in {question.unit}"]
    return [f"in any unit of {measured(scales[0].dimension) or question.unit}"]


def _count(number: float, thing: str) -> str:
    return f"{number:g} {thing}{'' if number == 1 else 's'}"
