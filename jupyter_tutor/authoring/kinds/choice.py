"""Choice questions: options to pick from, answered in the panel."""

from string import ascii_lowercase

from jupyter_tutor.authoring.faults import Faults
from jupyter_tutor.authoring.kinds.parts import (
    Above,
    Parts,
    Policies,
    one_cell,
    read_common,
    refuse_other_keys,
    refuse_other_roles,
    values_of,
)
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.task_list import Item, Words, read_items
from jupyter_tutor.core.questions import ChoiceQuestion, Option

_WORDS = Words(item="option", below="feedback", ticked="a right option", unticked="a wrong one")


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
    refuse_other_keys(parts, "choice", faults)
    common = read_common(parts, policies, faults)
    fix = "Add a Markdown cell with `<!-- tutor: choices` and a task list of options."
    cell = one_cell(parts, "choices", fix, faults)
    if cell is None:
        return None
    options = _read_options(cell, faults)
    for option in options:
        if not option.right and option.feedback is None:
            faults.warning(
                cell.place,
                f"The wrong option “{option.text}” has no feedback.",
                "Write, indented below it, what a learner who picks it should hear.",
            )
    return ChoiceQuestion(
        **common.fields(),
        options=options,
        many=sum(option.right for option in options) > 1,
        shuffle=values_of(parts.head, faults).flag("shuffle", default=False),
    )


def _read_options(marked: Marked, faults: Faults) -> tuple[Option, ...]:
    """The options in their order, with ids `a`, `b`, … that tell nothing of which is right."""
    items = read_items(marked, _WORDS, faults)
    _judge(items, marked, faults)
    return tuple(
        Option(id=letter, text=item.text, right=item.ticked, feedback=item.below)
        for letter, item in zip(ascii_lowercase, items, strict=False)
    )


def _judge(items: list[Item], marked: Marked, faults: Faults) -> None:
    if len(items) < 2:
        fix = "Write at least two, each on a line that begins with `- [x]` or `- [ ]`."
        faults.error(marked.place, "There are fewer than two options.", fix)
    elif not any(item.ticked for item in items):
        fix = "Mark each right one with `- [x]`."
        faults.error(marked.place, "None of the options is right.", fix)
    elif all(item.ticked for item in items):
        fix = "Add one that is wrong, and what a learner who picks it should hear."
        faults.warning(marked.place, "All of the options are right.", fix)
    if len(items) > len(ascii_lowercase):
        fix = f"Keep at most {len(ascii_lowercase)}."
        faults.error(marked.place, "There are too many options.", fix)
    seen: set[str] = set()
    for item in items:
        if item.text and item.text in seen:
            fix = "Write them so that they can be told apart."
            faults.error(item.place, "Two options read the same.", fix)
        seen.add(item.text)
