"""The head of a lesson: its id, title and settings, in the first cell of its notebook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.kinds.parts import Policies, split_title, values_of
from jupyter_tutor.authoring.markers import Marked, Plain, Unreadable
from jupyter_tutor.authoring.values import ID, MAX_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonHead:
    """What a lesson says of itself."""

    id: str
    title: str
    check_on_run: bool


def read_lesson_head(
    heads: Sequence[Marked | Plain | Unreadable], file: str, policies: Policies, faults: Faults
) -> LessonHead:
    """Read it; a lesson that has none is called after its file and its first heading."""
    found = [head for head in heads if isinstance(head, Marked) and head.role == "lesson"]
    for extra in found[1:]:
        what = "A notebook is one lesson, and this is a second `tutor: lesson`."
        faults.error(extra.place.at(extra.role_line), what, "Keep the one in the first cell.")
    name = slug(PurePosixPath(file).stem) or "lesson"
    if not found:
        title = _first_heading(heads) or name.replace("-", " ").capitalize()
        # An unreadable first cell has its fault already.
        if not isinstance(heads[0], Unreadable):
            fix = "Begin the first cell with `<!-- tutor: lesson`, `id:`, `title:` and `-->`."
            what = f"The notebook has no `tutor: lesson`; it is called `{name}`, after its file."
            faults.warning(Place(file=file, cell=1), what, fix)
        return LessonHead(id=name, title=title, check_on_run=policies.check_on_run)
    head = found[0]
    if head is not heads[0]:
        fix = "Move this cell to the top of the notebook."
        faults.error(
            head.place.at(head.role_line), "`tutor: lesson` is not in the first cell.", fix
        )
    values = values_of(head, faults)
    heading, _ = split_title(head.body)
    own_title = values.text("title") or heading
    if own_title is None and not values.has("title"):
        faults.error(head.place, "`title` is missing.", "Write the title of the lesson.")
    return LessonHead(
        id=values.identifier("id", f"Name the lesson, such as `id: {name}`.") or name,
        title=own_title or name,
        check_on_run=values.flag("check_on_run", policies.check_on_run),
    )


def slug(text: str) -> str:
    """An id made of a text: its letters and digits in lower case, joined by hyphens."""
    words = re.findall("[a-z0-9]+", text.lower())
    made = "-".join(words)[:MAX_ID].strip("-")
    return made if ID.fullmatch(made) else ""


def _first_heading(heads: Sequence[Marked | Plain | Unreadable]) -> str | None:
    for head in heads:
        if isinstance(head, Plain) and head.cell.type == "markdown":
            title, _ = split_title(head.cell.source)
            if title is not None:
                return title
    return None
