"""Predict questions: a program whose real output, as the notebook keeps it, is the answer.

Nothing is run here. The author runs the program in the syllabus notebook and saves it; building
the course runs it again and compares.
"""

from dataclasses import replace

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
)
from jupyter_tutor.authoring.kinds.typed import Flaw, read_foreseen
from jupyter_tutor.authoring.python_text import parse_body
from jupyter_tutor.core.answers.predict import alike
from jupyter_tutor.core.questions import PredictQuestion


def read_predict(
    parts: Parts, above: Above, policies: Policies, faults: Faults
) -> PredictQuestion | None:
    """Read a predict question; None when there is too little to go on, which is then noted.

    ``above`` is not used: a program stands alone.
    """
    refuse_other_roles(parts, "predict", ("program", "wrong", "hint"), faults)
    refuse_other_keys(parts, "predict", faults)
    common = read_common(parts, policies, faults)
    fix = f"Add a code cell that begins with `#| tutor: program` and `#| for: {parts.id}`."
    cell = one_cell(parts, "program", fix, faults)
    if cell is None or parse_body(cell, faults) is None:
        return None
    if not cell.cell.shown.strip():
        faults.error(
            cell.place,
            "The program has no output, so there is nothing to predict.",
            "Run this cell in the syllabus notebook, and save the notebook with its outputs.",
        )
        return None
    question = PredictQuestion(**common.fields(), program=cell.body, output=cell.cell.shown)

    def flaw_of(wrong: str) -> Flaw | None:
        if alike(wrong, question.output):
            return "This wrong answer is right.", "Change it, or take this cell away."
        return None

    return replace(question, wrong=read_foreseen(parts, flaw_of, faults))
