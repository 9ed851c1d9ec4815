"""Small syllabi for the tests: one that is in order, and the pieces to spoil it with."""

import json
from pathlib import Path
from typing import Any

from jupyter_tutor.authoring.source import CourseSource, read_course

COURSE = """\
id: tiny
title: A tiny course
authors: [The tests]
licence: BSD-3-Clause
lessons: [means.ipynb]
"""

HEAD = """\
<!-- tutor: lesson
id: means
title: Means
-->
# Means

Welcome."""

QUESTION = """\
<!-- tutor: question
id: mean
skills: [functions, lists]
points: 2
-->
## The mean

Write `mean(numbers)`."""

ANSWER = """\
#| tutor: answer
#| for: mean
def mean(numbers):
    ### BEGIN SOLUTION
    return sum(numbers) / len(numbers)
    ### END SOLUTION"""

CHECK = """\
#| tutor: check
#| for: mean
#| says: The mean of 1, 2 and 3 is 2.
assert mean([1, 2, 3]) == 2"""

WRONG = """\
#| tutor: wrong
#| for: mean
#| misconception: halves
#| says: You divide by 2 whatever the length of the list.
def mean(numbers):
    return sum(numbers) / 2"""

ALTERNATIVE = """\
#| tutor: alternative
#| for: mean
import statistics
mean = statistics.fmean"""

HINT = """\
<!-- tutor: hint
for: mean
level: 1
-->
What is a mean?"""

HINT_2 = """\
<!-- tutor: hint
for: mean
level: 2
-->
Add up, then divide."""

HINT_HALVES = """\
<!-- tutor: hint
for: mean
misconception: halves
-->
How many numbers are there?"""

PICK = """\
<!-- tutor: question
id: pick
kind: choice
-->
## Which one?

Which of these is a list?"""

CHOICES = """\
<!-- tutor: choices
for: pick
-->
- [x] `[1]`
  Yes.
- [ ] `(1)`
  That is a number in brackets."""

PICK_HINT = """\
<!-- tutor: hint
for: pick
-->
Look at the brackets."""

PICK_HINT_2 = """\
<!-- tutor: hint
for: pick
-->
Lists have square ones."""


def md(source: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": "any", "metadata": {}, "source": source}


def code(source: str) -> dict[str, Any]:
    """A code cell, its source in lines as Jupyter saves it."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "any",
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def cell(source: str) -> dict[str, Any]:
    """A cell of the type that its source is meant for."""
    return md(source) if source.startswith(("<!--", "# ", "## ")) else code(source)


IN_ORDER = (
    HEAD,
    "## Numbers\n\nThis is how to add.",
    "scores = [1, 2, 3]\nsum(scores)",
    QUESTION,
    ANSWER,
    CHECK,
    WRONG,
    ALTERNATIVE,
    HINT,
    HINT_2,
    HINT_HALVES,
    PICK,
    CHOICES,
    PICK_HINT,
    PICK_HINT_2,
)


def notebook(*sources: str) -> str:
    """A notebook of these cells."""
    return as_notebook([cell(source) for source in sources])


def as_notebook(cells: list[Any]) -> str:
    """A notebook of cells as they are."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def spoiled(before: str, after: str, *more: str) -> str:
    """The notebook in order with one text put for another, and more cells at its end."""
    sources = [source.replace(before, after) for source in IN_ORDER]
    assert sources != list(IN_ORDER) or not before
    return notebook(*(source for source in sources if source), *more)


def write_course(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a course of these files; `course.yaml` is the one above unless it is given."""
    for name, content in {"course.yaml": COURSE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path, lesson: str | bytes) -> CourseSource:
    """Write a course with this one notebook, and read it."""
    return read_course(write_course(folder, {"means.ipynb": lesson}))
