"""The roles a marked cell can have, and the keys each may carry.

The whole vocabulary of a syllabus notebook in one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Faults, did_you_mean, listed
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.notebook import CellType


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Where a role may stand (None: in any cell), and its keys.

    ``of_question``: it needs `for:`.
    """

    cell: CellType | None
    keys: tuple[str, ...]
    of_question: bool = True


ROLES: Mapping[str, Role] = {
    "lesson": Role(cell="markdown", keys=("id", "title", "check_on_run"), of_question=False),
    "question": Role(
        cell="markdown",
        keys=(
            *("id", "kind", "title", "skills", "needs", "points", "reveal", "retry", "cooling_off"),
            *("timeout", "difference", "answer", "tolerance", "unit", "exact_unit"),
            *("unit_needed", "given", "variables", "form", "shuffle", "case"),
        ),
        of_question=False,
    ),
    "choices": Role(cell="markdown", keys=("for",)),
    "hint": Role(cell="markdown", keys=("for", "level", "misconception")),
    "setup": Role(cell="code", keys=(), of_question=False),
    "answer": Role(cell="code", keys=("for",)),
    "check": Role(cell="code", keys=("for", "id", "says", "points", "requires", "hidden", "where")),
    "wrong": Role(cell=None, keys=("for", "misconception", "says", "answer", "blank")),
    "alternative": Role(cell=None, keys=("for",)),
    "program": Role(cell="code", keys=("for",)),
    "lines": Role(cell=None, keys=("for",)),
    "distractor": Role(cell=None, keys=("for", "says")),
    "blanks": Role(cell=None, keys=("for",)),
    "rubric": Role(cell="markdown", keys=("for",)),
    "sample": Role(cell="markdown", keys=("for", "verdict")),
}


def role_of(marked: Marked, faults: Faults) -> Role | None:
    """The role of a cell, with every unknown key noted; None when the role itself is no good."""
    role = ROLES.get(marked.role)
    place = marked.place.at(marked.role_line)
    if role is None:
        what = f"There is no role `{marked.role}`.{did_you_mean(marked.role, ROLES)}"
        faults.error(place, what, f"The roles are {listed(ROLES)}.")
        return None
    if role.cell is not None and role.cell != marked.cell.type:
        needed = "Markdown" if role.cell == "markdown" else "code"
        faults.error(
            place,
            f"`{marked.role}` belongs in a {needed} cell.",
            f"Change the type of the cell to {needed.capitalize()}, and its head with it.",
        )
        return None
    for key, entry in marked.entries.items():
        if key in role.keys:
            continue
        what = f"`{marked.role}` has no key `{key}`.{did_you_mean(key, role.keys)}"
        allowed = f"It may have {listed(role.keys)}." if role.keys else "It has no keys."
        faults.error(marked.place.at(entry.line), what, allowed)
    return role
