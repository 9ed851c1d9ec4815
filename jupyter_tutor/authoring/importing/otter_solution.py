"""otter's solution cells: what is taken from students, marked as an answer cell of ours has it.

Their stub keeps the left side of `x = 2 # SOLUTION`; ours replaces whole statements, so that
side becomes a comment. Their prompts within a cell become comments as well.
"""

import re
from dataclasses import dataclass, field

_LINE = re.compile(r"(?P<code>.*?)\s*#\s?SOLUTION(?P<silent> NO PROMPT)?\s*")
_SEED = re.compile(r"(?P<code>.*?)\s*#\s?SEED\s*")
_BEGIN = re.compile(r"(?P<indentation>\s*)#\s?BEGIN SOLUTION(?: NO PROMPT)?\s*")
_TARGET = re.compile(
    r"\s*(?P<target>[A-Za-z_][\w.]*(?:\[[^\]]*\])*(?:\s*,\s*[A-Za-z_]\w*)*)\s*=(?!=)"
)
_BEGIN_IGNORE = re.compile(r"\s*#\s*BEGIN\s*IGNORE\s*", re.IGNORECASE)


def without_ignored(source: str) -> str:
    """A source without the lines that otter leaves out of everything it makes."""
    kept: list[str] = []
    ignoring = False
    for line in source.split("\n"):
        if line.rstrip().endswith("# END IGNORE"):
            ignoring = False
        elif _BEGIN_IGNORE.fullmatch(line):
            ignoring = True
        elif not ignoring and not line.rstrip().endswith("# IGNORE"):
            kept.append(line)
    return "\n".join(kept)


def marked(source: str) -> str | None:
    """The cell with our markers; None when its own begin or end in the wrong place.

    A cell in which nothing is marked is given back as it is.
    """
    cell = _Cell()
    for line in without_ignored(source).split("\n"):
        if not cell.take(line):
            return None
    return cell.text()


@dataclass(slots=True)
class _Cell:
    """The cell as far as it is read. ``part`` are the lines of the region that is still open.

    ``within`` says what the line is in: nothing, a block that is a solution, or a prompt.
    """

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    part: list[str] = field(default_factory=list)
    within: str = ""

    def take(self, line: str) -> bool:
        """Take the next line; False when it begins or ends something it cannot."""
        end = line.rstrip()
        if self.within == "solution":
            if _BEGIN.fullmatch(line):
                return False
            if end.endswith("# END SOLUTION"):
                self.within = ""
                self._flush()
            else:
                self.part.append(line)
            return True
        if end.endswith("# END SOLUTION"):
            return False
        if _BEGIN.fullmatch(line):
            self._flush()
            self.within = "solution"
        elif end.endswith("# BEGIN PROMPT"):
            self._flush()
            self.within = "prompt"
        elif end.endswith("# END PROMPT"):
            self.within = ""
        elif self.within == "prompt":
            self._hint(line)
        elif (found := _LINE.fullmatch(line) or _SEED.fullmatch(line)) and found["code"].strip():
            self._line(found["code"], silent=bool(found.groupdict().get("silent", True)))
        else:
            self._flush()
            self.lines.append(line)
        return True

    def text(self) -> str | None:
        """The whole; None when something is still open."""
        self._flush()
        return None if self.within else "\n".join(self.lines)

    def _line(self, code: str, *, silent: bool) -> None:
        if self.part and _indentation(code) < _indentation(self.part[0]):
            self._flush()
        target = _TARGET.match(code)
        if target is not None and not silent:
            self.notes.append(f"{' ' * _indentation(code)}# {target['target']} = ...")
        self.part.append(code)

    def _hint(self, line: str) -> None:
        words = line.strip()
        if words and words != "pass":
            note = words if words.startswith("#") else f"# {words}"
            self.lines.append(f"{line[: len(line) - len(line.lstrip())]}{note}")

    def _flush(self) -> None:
        """Close the region that is open, if there is one."""
        if self.part:
            indentation = " " * _indentation(next(filter(str.strip, self.part), ""))
            self.lines += [
                *self.notes,
                f"{indentation}### BEGIN SOLUTION",
                *self.part,
                f"{indentation}### END SOLUTION",
            ]
        self.notes, self.part = [], []


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
