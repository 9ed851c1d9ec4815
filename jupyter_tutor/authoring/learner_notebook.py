"""The notebook a learner works in.

Made of exposition, examples, prompts and stubs, and of nothing else: what a cell shows is chosen
here line by line, so that nothing an author keeps to themselves can slip through.
"""

from typing import Any

from jupyter_tutor.authoring.lesson import CompiledLesson, ScriptCell
from jupyter_tutor.authoring.notebook_text import code_cell, markdown_cell, notebook
from jupyter_tutor.core.answers.blanks import with_gaps
from jupyter_tutor.core.asking import mixed_up, offered_to
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.questions import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    OrderQuestion,
    PredictQuestion,
)
from jupyter_tutor.core.quoting import as_block

PANEL_NOTE = "*Answer this one in the tutor panel.*"


def learner_notebook(compiled: CompiledLesson) -> dict[str, Any]:
    """The learner notebook of a lesson; its first cell says which lesson it is."""
    lesson = compiled.lesson
    script = list(compiled.script)
    opening = script.pop(0).text if script and script[0].kind == "opening" else ""
    marker = f"<!-- tutor: lesson\ncourse: {lesson.course_id}\nlesson: {lesson.id}\n-->"
    first = markdown_cell("lesson-head", f"{marker}\n{opening or f'# {lesson.title}'}")
    return notebook([first, *(_cell(cell, lesson) for cell in script if _shown(cell))])


def _shown(cell: ScriptCell) -> bool:
    return bool(cell.text) or cell.question is not None


def _cell(cell: ScriptCell, lesson: Lesson) -> dict[str, Any]:
    question = lesson.question(cell.question) if cell.question else None
    match cell.kind:
        case "opening" | "exposition":
            return markdown_cell(cell.key, cell.text)
        case "example":
            return code_cell(cell.key, cell.text)
        case "prompt":
            words = cell.text
            if isinstance(question, ChoiceQuestion):
                offered = offered_to(None, question)
                options = "\n".join(f"- {option.text}" for option in offered)
                words = f"{words}\n\n{options}"
            if isinstance(question, OrderQuestion):
                words = f"{words}\n\n{_mixed(question)}"
            if isinstance(question, BlanksQuestion):
                words = f"{words}\n\n{with_gaps(question.pieces, question.verbatim)}"
            if not isinstance(question, CodeQuestion | PredictQuestion):
                words = f"{words}\n\n{PANEL_NOTE}"
            return markdown_cell(cell.key, words)
        case "program":
            # Not a code cell: to run it would be to look the answer up before thinking.
            words = f"{as_block(cell.text, 'python')}\n\n{PANEL_NOTE}"
            return markdown_cell(cell.key, words)
        case "answer":
            stub = question.stub if isinstance(question, CodeQuestion) else ""
            return code_cell(cell.key, f"#| tutor: answer\n#| for: {cell.question}\n{stub}")


def _mixed(question: OrderQuestion) -> str:
    lines = [line.text for line in mixed_up(None, question)]
    return as_block("\n".join(lines)) if question.verbatim else "\n".join(f"- {x}" for x in lines)
