"""What is wrong with a course: where, what, and how to put it right.

Owns the shape and the wording frame of faults. Never raises for an author's mistake: a fault is
collected, reading goes on, and the author sees all of them at once.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in a course. ``file`` is relative to the course folder.

    ``cell`` counts a notebook's cells from 1, and ``line`` the lines of that cell (of the file,
    where ``cell`` is None) from 1. None means that it is the whole file, or the whole cell.
    """

    file: str
    cell: int | None = None
    line: int | None = None

    def at(self, line: int | None) -> "Place":
        """The same cell or file, at another line."""
        return replace(self, line=line)

    def __str__(self) -> str:
        parts = [self.file]
        if self.cell is not None:
            parts.append(f"cell {self.cell}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to put right (``error``) or to think about (``warning``), in plain words.

    ``fails_rehearsal``: a course can be used like that, but it is not proved.
    """

    place: Place
    what: str
    fix: str
    severity: Severity = "error"
    fails_rehearsal: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.fix}"


def fault_as_data(fault: Fault) -> dict[str, Any]:
    """A fault for a program to read."""
    return {
        "severity": fault.severity,
        "file": fault.place.file,
        "cell": fault.place.cell,
        "line": fault.place.line,
        "what": fault.what,
        "fix": fault.fix,
    }


class Faults:
    """The faults found so far, in the order of their finding."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def error(self, place: Place, what: str, fix: str) -> None:
        """Note something that keeps the course from being used."""
        self._found.append(Fault(place=place, what=what, fix=fix))

    def warning(self, place: Place, what: str, fix: str, *, fails_rehearsal: bool = False) -> None:
        """Note something that makes the course worse than it could be."""
        self._found.append(
            Fault(
                place=place,
                what=what,
                fix=fix,
                severity="warning",
                fails_rehearsal=fails_rehearsal,
            )
        )

    @property
    def errors(self) -> int:
        """How many of the faults are errors."""
        return sum(fault.severity == "error" for fault in self._found)

    def sorted(self) -> tuple[Fault, ...]:
        """All faults, file by file in the order met, from the top of each file to its end."""
        files = {fault.place.file: None for fault in self._found}
        order = {name: number for number, name in enumerate(files)}
        return tuple(
            sorted(
                self._found,
                key=lambda f: (order[f.place.file], f.place.cell or 0, f.place.line or 0),
            )
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean `x`?`` with a leading space, or nothing where no known word is close."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean `{close[0]}`?" if close else ""


def listed(words: Iterable[str], joint: str = "and") -> str:
    """``one``, ``one and two``, or ``one, two and three``, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"
