"""Where the parts of a question stand in its notebook."""

import re
from dataclasses import dataclass

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.kinds.parts import Parts
from jupyter_tutor.authoring.markers import Marked
from jupyter_tutor.core.questions import Check, Hint

_LINE_OF_CHECK = re.compile(r'File "<check (?P<check>[^"]+)>", line (?P<line>\d+)')


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a question that was read without an error."""

    parts: Parts

    @property
    def question(self) -> Place:
        """Its prompt."""
        return self.parts.head.place

    def of(self, role: str, number: int = 0) -> Place:
        """The cell of that role, counted from 0; that of the question when there is none such."""
        cells = self.parts.of(role)
        return cells[number].place if number < len(cells) else self.question

    def of_hint(self, hint: Hint) -> Place:
        """The cell of a hint."""
        cells = (c for c in self.parts.of("hint") if c.body.strip() == hint.text)
        return next((cell.place for cell in cells), self.question)

    def of_check(self, check: Check, line: int | None = None) -> Place:
        """The cell of a check, at a line of its code when that is known."""
        cell = self._check(check)
        return self.question if cell is None else cell.body_place(line)

    def of_fault(self, check: Check, fault: str) -> Place:
        """Where a check broke, by the traceback that it left."""
        lines = [
            int(found["line"])
            for found in _LINE_OF_CHECK.finditer(fault)
            if found["check"] == check.id
        ]
        return self.of_check(check, lines[-1] if lines else None)

    def _check(self, check: Check) -> Marked | None:
        return next((c for c in self.parts.of("check") if c.cell.number == check.cell), None)


def broken_check(checks: tuple[Check, ...], fault: str) -> Check | None:
    """The check that a traceback is of; None when it names none."""
    return next((c for c in checks if f"check {c.id}" in fault), None)
