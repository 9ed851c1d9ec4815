"""The solved walkthrough: the lesson with its solutions, run from top to end.

It is what nbval verifies, and what an instructor reads. It is no lesson notebook: the panel does
not open for it. The one place in this room that runs an author's code, in a kernel of its own.
"""

import os
import re
import tempfile
from typing import Any

from jupyter_tutor.authoring.faults import Fault, Place
from jupyter_tutor.authoring.lesson import CompiledLesson, ScriptCell
from jupyter_tutor.authoring.notebook import shown_by
from jupyter_tutor.authoring.notebook_text import code_cell, markdown_cell, notebook, to_text
from jupyter_tutor.core.course import (
    BlanksQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    Lesson,
    NumberQuestion,
    OrderQuestion,
    PredictQuestion,
    ProseQuestion,
    Question,
)
from jupyter_tutor.core.pedagogy import solution_of

CELL_SECONDS = 60
MEANT_TO_FAIL = "raises-exception"
"""The tag by which Jupyter's tools know a cell that is to end in an error."""
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


class WalkthroughError(Exception):
    """The lesson's own code does not run as a walkthrough must; ``fault`` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def solved_notebook(compiled: CompiledLesson) -> dict[str, Any]:
    """The walkthrough with the outputs of its cells; takes seconds, for a kernel is started.

    Raises WalkthroughError when a cell fails, shows something that differs at each run, or is a
    program to predict that shows something else than the syllabus has saved.
    """
    made = [(cell, _cell(cell, compiled.lesson)) for cell in compiled.script]
    made = [(cell, data) for cell, data in made if data["source"]]
    data = notebook([data for _, data in made])
    executed = _run(data, compiled.file)
    for (cell, before), after in zip(made, executed, strict=True):
        if before["cell_type"] == "code":
            place = Place(file=compiled.file, cell=cell.cell)
            before["execution_count"] = after["execution_count"]
            before["outputs"] = [_plain_output(output) for output in after["outputs"]]
            if cell.kind == "program":
                _require_saved(cell, compiled.lesson, before["outputs"], place)
                if _error_of(before["outputs"]):
                    before["metadata"] = {"tags": [MEANT_TO_FAIL]}
            else:
                _require_no_error(before["outputs"], place)
            _require_stable(before["outputs"], place)
    return data


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


def _run(data: dict[str, Any], file: str) -> list[dict[str, Any]]:
    # Imported here: starting a kernel is heavy, and most commands never do.
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="jupyter-tutor-") as folder:
        client = NotebookClient(
            nbformat.reads(to_text(data), as_version=4),
            timeout=CELL_SECONDS,
            kernel_name="python3",
            record_timing=False,
            allow_errors=True,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
            # Else a kernel that can encrypt complains that it was not asked to.
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        )
        # The author's own IPython settings must not show in what learners are given.
        env = {**os.environ, "IPYTHONDIR": folder}
        try:
            executed: list[dict[str, Any]] = client.execute(env=env)["cells"]
        except NoSuchKernel as error:
            what = "The solved lesson cannot be run: there is no kernel called `python3` here."
            fix = "Install one: python -m pip install ipykernel."
            raise WalkthroughError(Fault(place=Place(file=file), what=what, fix=fix)) from error
        except (CellTimeoutError, DeadKernelError) as error:
            what = "When the solved lesson was run, a cell "
            what += "ended its kernel." if isinstance(error, DeadKernelError) else "did not end."
            fix = "Run the lesson's examples and solutions from the top to find it."
            raise WalkthroughError(Fault(place=Place(file=file), what=what, fix=fix)) from error
    return executed


def _error_of(outputs: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((output for output in outputs if output["output_type"] == "error"), None)


def _require_no_error(outputs: list[dict[str, Any]], place: Place) -> None:
    error = _error_of(outputs)
    if error is not None:
        what = "When the solved lesson was run, this cell raised "
        what += f"{error['ename']}: {error['evalue']}."
        fix = "Correct it, or what it needs from the cells above."
        raise WalkthroughError(Fault(place=place, what=what, fix=fix))


def _require_saved(
    cell: ScriptCell, lesson: Lesson, outputs: list[dict[str, Any]], place: Place
) -> None:
    """Compare with what the syllabus has saved, which is the answer; an error may be part of it."""
    question = lesson.question(cell.question) if cell.question else None
    if isinstance(question, PredictQuestion) and question.output != shown_by(outputs):
        what = "The program shows something else than the notebook has saved."
        fix = "Run the notebook from its top, look at the output of this cell, and save it."
        raise WalkthroughError(Fault(place=place, what=what, fix=fix))


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


def _require_stable(outputs: list[dict[str, Any]], place: Place) -> None:
    if _ADDRESS.search(str(outputs)):
        what = "The output of this cell shows an address in memory, which differs at each run."
        fix = "Show something else, such as the result of calling it."
        raise WalkthroughError(Fault(place=place, what=what, fix=fix))
