"""A lesson as a notebook that answers every question rightly, through `Tutor` alone."""

from pathlib import Path
from typing import Any

from jupyter_tutor.authoring.notebook_text import code_cell, notebook, to_text
from jupyter_tutor.core.course import Exposition, Lesson
from jupyter_tutor.core.questions import BlanksQuestion, ChoiceQuestion, CodeQuestion, OrderQuestion
from tests.driving.answers import answer_cell, lines_of, right_text


def cells(lesson: Lesson) -> list[str]:
    """The cells a learner runs from the first step to the end of the lesson."""
    made = [
        f"from jupyter_tutor import Tutor\n\ntutor = Tutor({lesson.course_id!r}, {lesson.id!r})"
    ]
    ran: set[str] = set()
    for step in lesson.steps:
        match step:
            case Exposition():
                pass
            case CodeQuestion():
                made += [cell for cell in step.setup if cell not in ran]
                ran.update(step.setup)
                made.append(answer_cell(step.id, step.solution))
            case ChoiceQuestion():
                # By their texts: which letter an option has is another thing for each learner.
                made.append(f"tutor.check({[o.text for o in step.options if o.right]!r})")
            case OrderQuestion():
                made.append(f"tutor.check({lines_of(step, step.orders[0])!r})")
            case BlanksQuestion():
                made.append(f"tutor.check({right_text(step).split(chr(10))!r})")
            case _:
                made.append(f"tutor.check({right_text(step)!r})")
        made.append("tutor.next()")
    return made


def write(lesson: Lesson, path: Path) -> None:
    """Write that notebook."""
    data: dict[str, Any] = notebook(
        [code_cell(f"cell-{number}", source) for number, source in enumerate(cells(lesson))]
    )
    path.write_text(to_text(data), encoding="utf-8")
