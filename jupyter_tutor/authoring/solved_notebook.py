"""The solved walkthrough: the lesson with its solutions, run from top to end.

It is what nbval verifies, and what an instructor reads. It is no lesson notebook: the panel does
not open for it. The one place in this room that runs an author's code, in a kernel of its own.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring.faults import Fault, Place
from jupyter_tutor.authoring.lesson import CompiledLesson, ScriptCell
from jupyter_tutor.authoring.notebook import shown_by
from jupyter_tutor.authoring.notebook_text import code_cell, markdown_cell, notebook, to_text
from jupyter_tutor.core.course import Lesson
from jupyter_tutor.core.pedagogy import solution_of
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

CELL_SECONDS = 60
MEANT_TO_FAIL = "raises-exception"
"""The tag by which Jupyter's tools know a cell that is to end in an error."""
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


class WalkthroughError(Exception):
    """The lesson's own code does not run as a walkthrough must; ``fault`` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """What is wrong with a cell of the walkthrough now that it has run.

    ``seen`` is what it showed instead of what it should; None where ``what`` has it all.
    """

    cell: ScriptCell
    what: str
    fix: str
    seen: str | None = None


SolvedCell = tuple[ScriptCell, dict[str, Any]]
"""A cell of the script, and what it is in the walkthrough."""


def solved_notebook(compiled: CompiledLesson) -> dict[str, Any]:
    """The walkthrough with the outputs of its cells; takes seconds, for a kernel is started.

    Raises WalkthroughError when a cell fails, shows something that differs at each run, or is a
    program to predict that shows something else than the syllabus has saved.
    """
    cells = solved_cells(compiled)
    executed = asyncio.run(run_cells(compiled.file, cells))
    for found in cell_faults(compiled, cells, executed):
        place = Place(file=compiled.file, cell=found.cell.cell)
        raise WalkthroughError(Fault(place=place, what=found.what, fix=found.fix))
    for (cell, data), after in zip(cells, executed, strict=True):
        if data["cell_type"] == "code":
            data["execution_count"] = after["execution_count"]
            data["outputs"] = [_plain_output(output) for output in after["outputs"]]
            if cell.kind == "program" and _error_of(data["outputs"]):
                data["metadata"] = {"tags": [MEANT_TO_FAIL]}
    return notebook([data for _, data in cells])


def solved_cells(compiled: CompiledLesson) -> list[SolvedCell]:
    """The cells of the walkthrough, not yet run."""
    made = [(cell, _cell(cell, compiled.lesson)) for cell in compiled.script]
    return [(cell, data) for cell, data in made if data["source"]]


async def run_cells(
    file: str, cells: Sequence[SolvedCell], environment: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Run the cells of a lesson in a kernel of its own, and return them with their outputs.

    ``environment`` has variables beside ours. Cancelling ends the kernel at once. Raises
    WalkthroughError when it cannot be started, or does not come to the end of the cells.
    """
    # Imported here: starting a kernel is heavy, and most commands never do.
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    from jupyter_tutor.authoring.notebook_runner import runner

    try:
        with tempfile.TemporaryDirectory(prefix="jupyter-tutor-") as folder:
            # The author's own IPython settings must not show in what learners are given.
            ours = {**os.environ, "IPYTHONDIR": folder, **(environment or {})}
            text = to_text(notebook([data for _, data in cells]))
            executed = await runner(text, Path(folder), CELL_SECONDS).async_execute(env=ours)
    except NoSuchKernel as error:
        what = "The solved lesson cannot be run: there is no kernel called `python3` here."
        fix = "Install one: python -m pip install ipykernel."
        raise WalkthroughError(Fault(place=Place(file=file), what=what, fix=fix)) from error
    except (CellTimeoutError, DeadKernelError) as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            # To nbclient, a run that is cancelled looks like a kernel that died.
            raise asyncio.CancelledError from error
        what = "When the solved lesson was run, a cell "
        what += "ended its kernel." if isinstance(error, DeadKernelError) else "did not end."
        fix = "Run the lesson's examples and solutions from the top to find it."
        raise WalkthroughError(Fault(place=Place(file=file), what=what, fix=fix)) from error
    return list(executed["cells"])


def cell_faults(
    compiled: CompiledLesson, cells: Sequence[SolvedCell], executed: Sequence[dict[str, Any]]
) -> Iterator[CellFault]:
    """What is wrong with the cells, from the first to the last, by what they showed."""
    for (cell, data), after in zip(cells, executed, strict=True):
        if data["cell_type"] != "code":
            continue
        outputs = [_plain_output(output) for output in after["outputs"]]
        if cell.kind == "program":
            yield from _not_saved(cell, compiled.lesson, outputs)
        else:
            yield from _failed(cell, outputs)
        if _ADDRESS.search(str(outputs)):
            what = "The output of this cell shows an address in memory, which differs at each run."
            fix = "Show something else, such as the result of calling it."
            yield CellFault(cell=cell, what=what, fix=fix)


def _cell(cell: ScriptCell, lesson: Lesson) -> dict[str, Any]:
    question = lesson.question(cell.question) if cell.question else None
    match cell.kind:
        case "opening":
            return markdown_cell(cell.key, cell.text or f"# {lesson.title}")
        case "exposition":
            return markdown_cell(cell.key, cell.text)
        case "example":
            return code_cell(cell.key, cell.text)
        case "prompt":
            return markdown_cell(cell.key, f"{cell.text}{_answer(question)}")
        case "program":
            return code_cell(cell.key, cell.text)
        case "answer":
            solution = question.solution if isinstance(question, CodeQuestion) else ""
            return code_cell(cell.key, solution)


def _answer(question: Question | None) -> str:
    """What stands below a prompt: the answer, unless a code cell gives or shows it."""
    match question:
        case None | CodeQuestion() | PredictQuestion():
            return ""
        case ChoiceQuestion():
            return f"\n\n{_options(question)}"
        case (
            NumberQuestion()
            | ExpressionQuestion()
            | FormulaQuestion()
            | ProseQuestion()
            | OrderQuestion()
            | BlanksQuestion()
        ):
            return f"\n\n**Answer:**\n\n{solution_of(question)}"


def _options(question: ChoiceQuestion) -> str:
    lines = []
    for option in question.options:
        mark = "right" if option.right else "wrong"
        feedback = f": {option.feedback}" if option.feedback else ""
        lines.append(f"- {option.text} (**{mark}**{feedback})")
    return "\n".join(lines)


def _error_of(outputs: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((output for output in outputs if output["output_type"] == "error"), None)


def _failed(cell: ScriptCell, outputs: list[dict[str, Any]]) -> Iterator[CellFault]:
    error = _error_of(outputs)
    if error is not None:
        what = "When the solved lesson was run, this cell raised "
        what += f"{error['ename']}: {error['evalue']}."
        fix = "Correct it, or what it needs from the cells above."
        yield CellFault(cell=cell, what=what, fix=fix)


def _not_saved(
    cell: ScriptCell, lesson: Lesson, outputs: list[dict[str, Any]]
) -> Iterator[CellFault]:
    """Compare with what the syllabus has saved, which is the answer; an error may be part of it."""
    question = lesson.question(cell.question) if cell.question else None
    shown = shown_by(outputs)
    if isinstance(question, PredictQuestion) and question.output != shown:
        what = "The program shows something else than the notebook has saved."
        fix = "Run the notebook from its top, look at the output of this cell, and save it."
        seen = f"The notebook has saved:\n{question.output}\nIt shows:\n{shown}"
        yield CellFault(cell=cell, what=what, fix=fix, seen=seen)


def _plain_output(output: dict[str, Any]) -> dict[str, Any]:
    """An output without what only this run knows."""
    kept = {key: value for key, value in output.items() if key != "transient"}
    if kept["output_type"] == "error":
        # How Python draws a traceback changes from version to version.
        kept["traceback"] = [f"{kept['ename']}: {kept['evalue']}"]
    if "text" in kept:
        kept["text"] = kept["text"].splitlines(keepends=True)
    if "data" in kept:
        kept["data"] = {
            kind: value.splitlines(keepends=True) if isinstance(value, str) else value
            for kind, value in kept["data"].items()
        }
    return kept
