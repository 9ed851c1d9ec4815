"""Choice questions: options to pick from, answered in the panel."""

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    one_cell,
    read_common,
    refuse_other_roles,
)
from jupyter_tutor.authoring.task_list import read_options
from jupyter_tutor.core.course import ChoiceQuestion


def read_choice(
    parts: Parts,
    above: Above,
    policies: Policies,
    faults: Faults,
) -> ChoiceQuestion | None:
    """Read a choice question; None when there is too little to go on, which is then noted.

    ``above`` is not used: every kind is read through the same door.
    """
    refuse_other_roles(parts, "choice", ("choices", "hint"), faults)
    if "timeout" in parts.head.entries:
        what = "Nothing is run for a choice question, so it has no `timeout`."
        faults.error(parts.head.line_of("timeout"), what, "Take the line away.")
    common = read_common(parts, policies, faults)
    fix = "Add a Markdown cell with `<!-- tutor: choices` and a task list of options."
    cell = one_cell(parts, "choices", fix, faults)
    if cell is None:
        return None
    options = read_options(cell, faults)
    for option in options:
        if not option.right and option.feedback is None:
            faults.warning(
                cell.place,
                f"The wrong option “{option.text}” has no feedback.",
                "Write, indented below it, what a learner who picks it should hear.",
            )
    return ChoiceQuestion(
        id=parts.id,
        title=common.title,
        prompt=common.prompt,
        skills=common.skills,
        points=common.points,
        hints=common.hints,
        reveal_after=common.reveal_after,
        options=options,
        many=sum(option.right for option in options) > 1,
    )
