"""The roles a marked cell can have, and the keys each may carry.

The whole vocabulary of a syllabus notebook in one table. What a later version will know is
listed too, so that an author who reads newer documentation is told so rather than misled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from jupyter_tutor.authoring.faults import Faults, did_you_mean, listed
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.authoring.notebook import CellType


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Where a role may stand (None: in any cell), and its keys.

    ``of_question``: it needs `for:`. ``needed`` are the other keys that it cannot do without, or,
    in ``needed_as_text``, those of a Markdown cell where they differ.
    """

    cell: CellType | None
    keys: tuple[str, ...]
    of_question: bool = True
    needed: tuple[str, ...] = ()
    needed_as_text: tuple[str, ...] | None = None

    def fits(self, cell: CellType) -> bool:
        """Whether it may stand in a cell of this type."""
        return self.cell in (None, cell)

    def first_keys(self, cell: CellType) -> tuple[str, ...]:
        """The keys with which its head is begun in a cell of this type."""
        as_text = self.needed_as_text if cell == "markdown" else None
        needed = self.needed if as_text is None else as_text
        return ("for", *needed) if self.of_question else needed


ROLES: Mapping[str, Role] = {
    "lesson": Role(
        cell="markdown",
        keys=("id", "title", "check_on_run"),
        of_question=False,
        needed=("id",),
    ),
    "question": Role(
        cell="markdown",
        keys=(
            *("id", "kind", "title", "skills", "needs", "points", "reveal", "retry", "cooling_off"),
            *("timeout", "difference", "answer", "tolerance", "unit", "exact_unit"),
            *("unit_needed", "given", "shuffle", "case"),
        ),
        of_question=False,
        needed=("id",),
    ),
    "choices": Role(cell="markdown", keys=("for",)),
    "hint": Role(cell="markdown", keys=("for", "level", "misconception")),
    "setup": Role(cell="code", keys=(), of_question=False),
    "answer": Role(cell="code", keys=("for",)),
    "check": Role(cell="code", keys=("for", "id", "says", "points", "requires", "hidden", "where")),
    "wrong": Role(
        cell=None,
        keys=("for", "misconception", "says", "answer", "blank"),
        needed=("misconception", "says"),
        needed_as_text=("misconception", "answer"),
    ),
    "alternative": Role(cell=None, keys=("for",)),
    "program": Role(cell="code", keys=("for",)),
    "lines": Role(cell=None, keys=("for",)),
    "distractor": Role(cell=None, keys=("for", "says")),
    "blanks": Role(cell=None, keys=("for",)),
    "rubric": Role(cell="markdown", keys=("for",)),
    "sample": Role(cell="markdown", keys=("for", "verdict"), needed=("verdict",)),
}

LATER_KEYS = ("form",)


def roles_as_data() -> list[dict[str, Any]]:
    """Every role once for each type of cell in which it may stand, for a program to read."""
    return [
        {
            "role": name,
            "cell": cell,
            "keys": list(role.keys),
            "first_keys": list(role.first_keys(cell)),
        }
        for name, role in ROLES.items()
        for cell in get_args(CellType)
        if role.fits(cell)
    ]


def role_of(marked: Marked, faults: Faults) -> Role | None:
    """The role of a cell, with every unknown key noted; None when the role itself is no good."""
    role = ROLES.get(marked.role)
    place = marked.place.at(marked.role_line)
    if role is None:
        what = f"There is no role `{marked.role}`.{did_you_mean(marked.role, ROLES)}"
        faults.error(place, what, f"The roles are {listed(ROLES)}.")
        return None
    if not role.fits(marked.cell.type):
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
        if key in LATER_KEYS:
            what = f"This version does not know the key `{key}` yet."
        else:
            what = f"`{marked.role}` has no key `{key}`.{did_you_mean(key, role.keys)}"
        allowed = f"It may have {listed(role.keys)}." if role.keys else "It has no keys."
        faults.error(marked.place.at(entry.line), what, allowed)
    return role
