"""Which cell belongs to which question.

Questions are found by `id:`, and their cells by `for:`, wherever in the notebook they stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, did_you_mean
from jupyter_tutor.authoring.kinds.parts import Parts, values_of
from jupyter_tutor.authoring.markers import Marked, Plain, Unreadable
from jupyter_tutor.authoring.roles import role_of
from jupyter_tutor.core.ids import QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The questions of a notebook by id, in order, and the cells that no question owns."""

    questions: Mapping[QuestionId, Parts]
    setups: tuple[Marked, ...]


def group(heads: Sequence[Marked | Plain | Unreadable], faults: Faults) -> Grouped:
    """Sort the marked cells; what belongs nowhere is noted.

    A cell that could not be read may be the very one that is missing elsewhere: then nothing is
    said of missing cells, so that one mistake gives one fault.
    """
    lost = any(isinstance(head, Unreadable) for head in heads)
    asked: dict[QuestionId, Marked] = {}
    owned: list[Marked] = []
    setups: list[Marked] = []
    for marked in heads:
        if not isinstance(marked, Marked):
            continue
        role = role_of(marked, faults)
        if role is None:
            lost = True
        elif marked.role == "question":
            lost = not _note_question(marked, asked, faults) or lost
        elif marked.role == "setup":
            setups.append(marked)
        elif role.of_question:
            owned.append(marked)
    cells: dict[QuestionId, dict[str, list[Marked]]] = {question: {} for question in asked}
    for marked in owned:
        owner = _owner(marked, asked, faults, silent=lost)
        if owner is None:
            lost = True
        else:
            cells[owner].setdefault(marked.role, []).append(marked)
    return Grouped(
        questions={
            question: Parts(id=question, head=head, cells=cells[question], incomplete=lost)
            for question, head in asked.items()
        },
        setups=tuple(setups),
    )


def _note_question(marked: Marked, asked: dict[QuestionId, Marked], faults: Faults) -> bool:
    fix = "Name the question, such as `id: mean`; its cells refer to it by `for: mean`."
    name = values_of(marked, faults).identifier("id", fix)
    if name is None:
        return False
    first = asked.setdefault(QuestionId(name), marked)
    if first is not marked:
        faults.error(
            marked.line_of("id"),
            f"There is a question `{name}` already, in cell {first.cell.number}.",
            "Give each question an id of its own, and its cells with it.",
        )
    return True


def _owner(
    marked: Marked, asked: Mapping[QuestionId, Marked], faults: Faults, *, silent: bool
) -> QuestionId | None:
    above = [name for name, head in asked.items() if head.cell.number < marked.cell.number]
    example = f"`for: {above[-1]}`" if above else "`for:` and the question's id"
    name = values_of(marked, faults).needed(
        "for", f"Say which question this belongs to: write {example}."
    )
    if name is None:
        return None
    question = QuestionId(name)
    if question in asked:
        return question
    if not silent:
        faults.error(
            marked.line_of("for"),
            f"There is no question `{name}`.{did_you_mean(name, asked)}",
            "Write the id of a question of this notebook.",
        )
    return None
