"""The solved lesson, run from top to end in a real kernel of its own.

The one part of a rehearsal that needs more than a fresh process: what a program shows below
itself, the value of its last line included, is for IPython to say.
"""

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.lesson import CompiledLesson
from jupyter_tutor.authoring.rehearsal.findings import Finding, of_fault
from jupyter_tutor.authoring.rehearsal.trials import SEEDS
from jupyter_tutor.authoring.solved_notebook import (
    CellFault,
    WalkthroughError,
    cell_faults,
    run_cells,
    solved_cells,
)
from jupyter_tutor.core.questions import PredictQuestion


def kernels_needed(compiled: CompiledLesson) -> int:
    """How often the lesson is run: what a program shows may hang on the order of a set."""
    predicted = any(isinstance(q, PredictQuestion) for q in compiled.lesson.questions)
    return len(SEEDS) if predicted else 1


async def walk_through(compiled: CompiledLesson, hash_seed: int) -> tuple[Finding, ...]:
    """Run the lesson once, and say what is wrong with it. Cancelling ends the kernel at once."""
    cells = solved_cells(compiled)
    try:
        executed = await run_cells(compiled.file, cells, {"PYTHONHASHSEED": str(hash_seed)})
    except WalkthroughError as error:
        return (of_fault(error.fault, "walkthrough"),)
    return tuple(_finding(compiled, fault) for fault in cell_faults(compiled, cells, executed))


def _finding(compiled: CompiledLesson, fault: CellFault) -> Finding:
    return Finding(
        rule="walkthrough",
        place=Place(file=compiled.file, cell=fault.cell.cell),
        question=fault.cell.question,
        what=fault.what,
        fix=fault.fix,
        seen=fault.seen,
    )
