"""A lesson in the making: cells of ours, each with the cell of theirs that it came from.

A source format fills a :class:`Draft` from top to bottom. What stands between its cells (which
text is the prompt of a question, which code is an example) is decided here, once for all formats.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.importing.check_code import CheckCode
from jupyter_tutor.authoring.importing.foreign import ForeignCell
from jupyter_tutor.authoring.importing.heads import Value
from jupyter_tutor.authoring.importing.plain_code import plain_code
from jupyter_tutor.authoring.kinds.parts import split_title
from jupyter_tutor.authoring.lesson_head import slug
from jupyter_tutor.authoring.python_text import explain
from jupyter_tutor.authoring.values import MAX_ID

CellKind = Literal["markdown", "code", "raw"]
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|<hr\s*/?>)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that is not as it was: ``left out``, or carried over but ``changed``.

    ``place`` is the cell of the source; ``fix`` is what its author can do.
    """

    kind: Literal["left out", "changed"]
    place: Place
    what: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCell:
    """A cell of ours. ``question`` is the one it belongs to, ``keys`` its other keys.

    Without a role it is exposition or an example. A ``verbatim`` cell has its head in ``text``
    already; its role and question are named for who looks for them only. ``weight`` is what a
    check is worth beside the others of its question; ``in_kernel`` its text for running in the
    learner's kernel, None where it does already, or cannot.
    """

    type: CellKind
    text: str
    place: Place
    role: str | None = None
    question: str | None = None
    keys: Mapping[str, Value] = field(default_factory=dict)
    outputs: tuple[Any, ...] = ()
    verbatim: bool = False
    weight: float = 1.0
    in_kernel: str | None = None


class Draft:
    """The cells of a lesson so far, and what there is to say about them.

    ``requires`` are the packages that the source names, as pip is told of them.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.cells: list[DraftCell] = []
        self.remarks: list[Remark] = []
        self.requires: list[str] = []
        self._ids: set[str] = set()
        self._used = 0

    def explain(self, cell: ForeignCell, text: str | None = None) -> None:
        """Add exposition: the cell's text, or what is left of it."""
        if cell.pictures:
            self.change(
                cell.place,
                "Pictures are attached to this cell; the text is carried over without them.",
                "Put the picture files beside the notebook and name them in the text.",
            )
        words = _without_rules(cell.source if text is None else text)
        if words:
            self.cells.append(DraftCell(type="markdown", text=words, place=cell.place))

    def show(self, cell: ForeignCell, text: str | None = None) -> None:
        """Add an example, without what only a notebook understands."""
        code = plain_code(cell.source if text is None else text)
        if isinstance(code, SyntaxError):
            what, fix = explain(code, cell.source)
            self.leave(cell, what, fix)
            return
        if code.dropped:
            self.change(
                cell.place,
                f"Taken out of this cell: {_quoted(code.dropped)}.",
                "Packages that the lesson needs are named in `course.yaml`, under `requires:`.",
            )
        if code.text.strip():
            self.cells.append(DraftCell(type="code", text=code.text, place=cell.place))

    def ask(
        self,
        wish: str,
        cell: ForeignCell,
        *,
        prompt: str | None = None,
        above: DraftCell | None = None,
    ) -> str:
        """Begin a question; gives its id.

        ``prompt`` None takes exposition above, which is then none any more: the cell ``above``,
        or else the nearest.
        """
        name = self.new_id(wish)
        if prompt is not None:
            at, text = None, prompt
        elif above is not None and above in self.cells:
            at, text = self.cells.index(above), above.text
        else:
            at, text = self._prompt_above()
        whole = _whole(text)
        if whole != text.strip():
            self.change(
                cell.place,
                f"No text says what is to be done in the question `{name}`.",
                "Write it where it now says that the code is to be completed.",
            )
        question = DraftCell(
            type="markdown",
            text=whole,
            place=cell.place if at is None else self.cells[at].place,
            role="question",
            question=name,
        )
        if at is None:
            self.cells.append(question)
        else:
            self.cells[at] = question
        self._used = len(self.cells)
        return name

    def add(
        self,
        role: str,
        question: str,
        text: str,
        cell: ForeignCell,
        *,
        keys: Mapping[str, Value] | None = None,
    ) -> None:
        """Add a cell of a question: Markdown for a hint, code for the rest."""
        self.cells.append(
            DraftCell(
                type="markdown" if role == "hint" else "code",
                text=text,
                place=cell.place,
                role=role,
                question=question,
                keys=keys or {},
            )
        )
        self._used = len(self.cells)

    def check(
        self,
        question: str,
        check: CheckCode,
        cell: ForeignCell,
        *,
        keys: Mapping[str, Value] | None = None,
        weight: float = 1.0,
    ) -> None:
        """Add a check; one that handles more than plain data runs in the kernel."""
        said = {"says": check.says} if check.says else {}
        made = DraftCell(
            type="code",
            text=check.text,
            place=cell.place,
            role="check",
            question=question,
            keys={**said, **(keys or {})},
            weight=weight,
            in_kernel=check.in_kernel,
        )
        self.cells.append(moved_to_kernel(made) if check.handles else made)
        self._used = len(self.cells)

    def keep(self, cell: ForeignCell) -> None:
        """Keep a raw cell as the raw cell it was."""
        if cell.source.strip():
            self.cells.append(DraftCell(type="raw", text=cell.source, place=cell.place))

    def leave(self, cell: ForeignCell, what: str, fix: str, text: str | None = None) -> None:
        """Leave a cell out, and keep its text (or another) where no learner sees it."""
        self.remarks.append(Remark(kind="left out", place=cell.place, what=what, fix=fix))
        source = cell.source if text is None else text
        self.cells.append(kept(cell.place, what, fix, source))

    def close(self) -> None:
        """Nothing that stands above is the prompt of a question that comes below."""
        self._used = len(self.cells)

    def change(self, place: Place, what: str, fix: str) -> None:
        """Tell that something is not quite as it was."""
        self.remarks.append(Remark(kind="changed", place=place, what=what, fix=fix))

    def new_id(self, wish: str) -> str:
        """An id that no question of this lesson has, as near to the wish as may be."""
        base = slug(wish) or "question"
        name, number = base, 1
        while name in self._ids:
            number += 1
            ending = f"-{number}"
            name = base[: MAX_ID - len(ending)].rstrip("-") + ending
        self._ids.add(name)
        return name

    def _prompt_above(self) -> tuple[int | None, str]:
        """The nearest exposition that no question above has a claim to, and its text.

        A heading that stands alone in the cell above belongs to it.
        """
        for at in range(len(self.cells) - 1, self._used - 1, -1):
            cell = self.cells[at]
            if cell.type != "markdown" or cell.role is not None:
                continue
            above = self.cells[at - 1] if at > self._used else None
            if above is not None and above.type == "markdown" and above.role is None:
                title, rest = split_title(above.text)
                own, _ = split_title(cell.text)
                if title is not None and not rest and own is None:
                    del self.cells[at - 1]
                    return at - 1, f"{above.text}\n\n{cell.text}"
            return at, cell.text
        return None, ""


def moved_to_kernel(check: DraftCell) -> DraftCell:
    """A check that runs where the learner's objects are, instead of asking for their values."""
    if check.in_kernel is None:
        return check
    keys = {**check.keys, "where": "kernel"}
    return replace(check, text=check.in_kernel, keys=keys, in_kernel=None)


def kept(place: Place, what: str, fix: str, source: str) -> DraftCell:
    """A raw cell: no learner is ever given it, and its author finds in it what was left out."""
    words = f"Not carried over from {place}.\n{what}\n{fix}\n"
    return DraftCell(type="raw", text=f"{words}\n{source}", place=place)


def _whole(prompt: str) -> str:
    """A prompt with words in it: a heading alone does not say what to do."""
    text = prompt.strip()
    title, rest = split_title(text)
    words = "Complete the code below."
    if not text:
        return words
    return f"{text}\n\n{words}" if title is not None and not rest else text


def _without_rules(text: str) -> str:
    """A text without the lines and blanks at its top that only set it apart from what is above."""
    lines = text.split("\n")
    while lines and (not lines[0].strip() or _RULE.fullmatch(lines[0])):
        del lines[0]
    return "\n".join(lines).strip("\n")


def _quoted(lines: tuple[str, ...]) -> str:
    return ", ".join(f"`{line if len(line) <= 60 else line[:59] + '…'}`" for line in lines)
