"""Notebooks spoiled by chance, the same ones each time: mutant 17 is mutant 17 on any machine.

What is spoiled are small notebooks in order and cuttings of the courses in `syllabi/`, as they are;
now and then one of those whole; and notebooks as nbgrader, otter and learntools have them. The
chance that hits them works on one of four levels: the JSON, the cells, the lines of a cell's head,
the characters.
"""

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from jupyter_tutor.authoring.importing.course import Format
from tests.authoring.arranged import ARRANGED
from tests.authoring.broken import GOOD
from tests.authoring.kinds import TYPED
from tests.authoring.syllabus import COURSE
from tests.authoring.test_any_notebook import NASTY
from tests.authoring.test_importing_any import LEARN, LINES, MODULE, WHOLE

SYLLABI = Path(__file__).parents[2] / "syllabi"
Cells = list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A spoiled notebook with the files beside it; ``form``: whose it was, None: one of ours."""

    name: str
    notebook: str
    form: Format | None
    course: str = COURSE
    beside: tuple[tuple[str, str], ...] = ()


@functools.cache
def ours() -> tuple[Mutant, ...]:
    """Small notebooks of ours, in order."""
    made = {"good": GOOD, "typed": TYPED, "arranged": ARRANGED}.items()
    return (*(Mutant(name=name, notebook=text, form=None) for name, text in made), *_cuttings())


@functools.cache
def theirs() -> tuple[Mutant, ...]:
    """Notebooks of nbgrader's, otter's and learntools'."""
    garden = (("learntools/garden/ex1.py", MODULE),)
    return (
        *(
            Mutant(name=form, notebook=files["a.ipynb"], form=form, beside=_others(files))
            for form, files in WHOLE.items()
        ),
        Mutant(name="garden", notebook=LEARN, form="learntools", beside=garden),
    )


@functools.cache
def whole() -> tuple[Mutant, ...]:
    """The notebooks of `syllabi/`, whole."""
    return tuple(
        Mutant(name=path.stem, notebook=path.read_text(encoding="utf-8"), form=None)
        for path in sorted(SYLLABI.glob("*/*.ipynb"))
    )


def mutant(number: int) -> Mutant:
    """The notebook that comes of this number."""
    chance = Random(number)
    among = whole() if number % 100 == 0 else theirs() if number % 10 < 3 else ours()
    before = chance.choice(among)
    level = chance.choice(LEVELS)
    text = before.notebook
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = level(text, chance)
    after = replace(before, name=f"{number}: {before.name}, {level.__name__}", notebook=text)
    if chance.random() < 0.05:
        return replace(after, course=_characters(before.course, chance))
    if before.beside and chance.random() < 0.2:
        (file, source), *more = before.beside
        return replace(after, beside=((file, _lines(source, chance)), *more))
    return after


def in_json(text: str, chance: Random) -> str:
    """A value anywhere is another, or gone, or there twice."""
    data = _loaded(text)
    places = [place for place in _containers(data) if place]
    if not places:
        return text
    box = chance.choice(places)
    key = chance.choice(list(box) if isinstance(box, dict) else range(len(box)))
    match chance.choice(("other", "other", "swap", "drop", "more")):
        case "other":
            box[key] = _anything(chance)
        case "swap":
            box[key] = chance.choice(places)
        case "drop":
            del box[key]
        case _ if isinstance(box, dict):
            box[chance.choice(KEYS)] = _anything(chance)
        case _:
            box.insert(chance.randrange(len(box) + 1), box[key])
    return _dumped(data, text)


def in_cells(text: str, chance: Random) -> str:
    """A cell is gone, twice, elsewhere, of another type, cut in two, or one with the next."""
    data = _loaded(text)
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list) or not cells:
        return text
    at = chance.randrange(len(cells))
    source = _source(cells[at])
    match chance.choice(("drop", "double", "move", "type", "cut", "join", "foreign", "many")):
        case "drop":
            del cells[at]
        case "double":
            cells.insert(chance.randrange(len(cells) + 1), cells[at])
        case "move":
            cells.insert(chance.randrange(len(cells)), cells.pop(at))
        case "type" if source is not None:
            kind = chance.choice(("markdown", "code", "raw", "heading"))
            cells[at] = {**cells[at], "cell_type": kind}
        case "cut" if source is not None:
            lines = source.split("\n")
            where = chance.randrange(len(lines) + 1)
            parts = ("\n".join(part) for part in (lines[:where], lines[where:]))
            cells[at : at + 1] = [{**cells[at], "source": part} for part in parts]
        case "join" if source is not None and at + 1 < len(cells):
            after = _source(cells.pop(at + 1)) or ""
            cells[at] = {**cells[at], "source": f"{source}\n{after}"}
        case "foreign":
            other = json.loads(chance.choice((*ours(), *theirs())).notebook)["cells"]
            cells.insert(at, chance.choice(other))
        case "many":
            cells[at:at] = [cells[at]] * chance.choice((3, 30))
        case _:
            cells.reverse()
    return _dumped(data, text)


def in_heads(text: str, chance: Random) -> str:
    """A line of a cell's head, or another that a tool reads, is spoiled."""
    return _in_a_source(text, chance, _lines)


def in_characters(text: str, chance: Random) -> str:
    """Some characters are gone, doubled, turned round or put in: in the file, or in a source."""
    if chance.random() < 0.3:
        return _characters(text, chance)
    return _in_a_source(text, chance, _characters)


LEVELS: tuple[Callable[[str, Random], str], ...] = (in_json, in_cells, in_heads, in_characters)

KEYS = ("source", "cell_type", "metadata", "outputs", "attachments", "id", "nbgrader", "name")
VALUES = ("", "code", "none", "0", "-1", "[", "{", "1e999", "mean", "a, b", "[a, a]", "|", "yes")
PIECES = (
    "-->",
    "<!--",
    "#|",
    "`",
    "'",
    '"',
    "(",
    ")",
    ":",
    "\n",
    "\t",
    "\\",
    "\x00",
    "é",
    "\U0001d7db",
    "*",
)


def _cuttings() -> tuple[Mutant, ...]:
    """Of each real lesson its beginning, and one question with all that belongs to it."""
    made = []
    for path in sorted(SYLLABI.glob("*/*.ipynb")):
        data = json.loads(path.read_text(encoding="utf-8"))
        first, *cells = data["cells"]
        marks = [(cell, "".join(cell["source"])) for cell in cells]
        ids = [
            source.split("\nid:")[1].split("\n")[0].strip()
            for _, source in marks
            if source.startswith("<!-- tutor: question")
        ]
        for name in ids:
            named = (f"id: {name}\n", f"for: {name}\n")
            kept = [cell for cell, source in marks if any(key in f"{source}\n" for key in named)]
            text = json.dumps({**data, "cells": [first, *kept]}, ensure_ascii=False, indent=1)
            made.append(Mutant(name=name, notebook=text, form=None))
    return tuple(made)


def _others(files: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in files.items() if name != "a.ipynb")


def _loaded(text: str) -> Any:
    """The JSON; of a text that is none any more, nothing."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _dumped(data: Any, text: str) -> str:
    try:
        return json.dumps(data, ensure_ascii=False)
    except (ValueError, RecursionError):  # it holds itself now
        return text


def _containers(data: Any) -> Sequence[Any]:
    found, pending = [], [data]
    while pending:
        part = pending.pop()
        if isinstance(part, dict | list):
            found.append(part)
            pending += part.values() if isinstance(part, dict) else part
    return found


def _anything(chance: Random) -> Any:
    simple = (None, True, 0, -1, 1.5, float("nan"), 10**30, "", "x", *NASTY)
    value: Any = chance.choice(simple)
    match chance.randrange(6):
        case 0:
            return [value, chance.choice(simple)]
        case 1:
            return {chance.choice(KEYS): value}
        case 2:
            return [[[{}]], {"a": [value]}]
        case _:
            return value


def _source(cell: Any) -> str | None:
    source = cell.get("source") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None


def _in_a_source(text: str, chance: Random, spoil: Callable[[str, Random], str]) -> str:
    data = _loaded(text)
    cells = data.get("cells") if isinstance(data, dict) else None
    found = [cell for cell in cells or () if _source(cell)] if isinstance(cells, list) else []
    if not found:
        return text
    cell = chance.choice(found)
    cell["source"] = spoil(_source(cell) or "", chance)
    return _dumped(data, text)


def _lines(source: str, chance: Random) -> str:
    lines = source.split("\n")
    heads = [n for n, line in enumerate(lines) if line.startswith(("#|", "<!--", "-->"))]
    heads += [n for n, line in enumerate(lines[:12]) if ":" in line and not line.startswith(" ")]
    at = chance.choice(heads or range(len(lines)))
    key, colon, value = lines[at].partition(":")
    match chance.choice(("drop", "double", "key", "value", "value", "in", "put", "many", "move")):
        case "drop":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "key":
            lines[at] = _characters(key, chance) + colon + value
        case "value" if colon:
            other = chance.choice((*VALUES, *NASTY, _characters(value, chance)))
            lines[at] = f"{key}: {other}"
        case "in":
            lines[at] = f"  {lines[at]}" if chance.random() < 0.5 else lines[at].lstrip("#| ")
        case "put":
            lines.insert(chance.randrange(len(lines) + 1), chance.choice((*LINES, *NASTY)))
        case "many":
            lines[at:at] = [lines[at]] * chance.choice((10, 1000))
        case _:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
    return "\n".join(lines)


def _characters(text: str, chance: Random) -> str:
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0:
                text = text[:at] + text[at + chance.choice((1, 1, 2, 20)) :]
            case 1:
                text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
            case 2:
                text = text[:at] + text[at : at + 1] * chance.choice((2, 2, 500)) + text[at + 1 :]
            case 3:
                other = chance.randrange(len(text) + 1)
                text = text[:at] + text[other : other + 30] + text[at:]
            case _:
                text = (
                    text[:at] + chance.choice((*PIECES, chr(chance.randrange(32, 500)))) + text[at:]
                )
    return text
