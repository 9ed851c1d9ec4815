"""A small course: its first lesson has one question of each kind, its second only one."""

import json
from pathlib import Path
from typing import Any

COURSE = """\
id: garden
title: In the garden
authors: [The tests]
licence: BSD-3-Clause
lessons: [beds.ipynb, seeds.ipynb]
policies:
  reveal: after 1 attempt
"""

BEDS = """\
<!-- tutor: lesson
id: beds
title: Beds
-->
# Beds

We lay out a garden."""

SHOWN = """\
width = 3
width * 2"""

AREA = """\
<!-- tutor: question
id: area
points: 2
-->
## The area

Write `area(width, length)`."""

AREA_ANSWER = """\
#| tutor: answer
#| for: area
def area(width, length):
    ### BEGIN SOLUTION
    return width * length
    ### END SOLUTION"""

AREA_CHECK = """\
#| tutor: check
#| for: area
assert area(2, 3) == 6"""

AREA_WRONG = """\
#| tutor: wrong
#| for: area
#| misconception: adds
#| says: You add the sides.
def area(width, length):
    return width + length"""

AREA_HINT = """\
<!-- tutor: hint
for: area
level: 1
-->
How many squares fit in?"""

TOOL = """\
<!-- tutor: question
id: tool
kind: choice
-->
## A tool

What cuts grass?"""

TOOL_CHOICES = """\
<!-- tutor: choices
for: tool
-->
- [x] A scythe
- [ ] A spade
  It digs."""

ROWS = """\
<!-- tutor: question
id: rows
kind: number
answer: 2.5
unit: m
-->
## How long

How long is half of 5 m?"""

LOOP = """\
<!-- tutor: question
id: loop
kind: predict
-->
## What it shows

What does this show?"""

LOOP_PROGRAM = """\
#| tutor: program
#| for: loop
for n in range(2):
    print(n)"""

EVEN = """\
<!-- tutor: question
id: even
kind: expression
answer: n % 2 == 0
given:
  n: [0, 1, 2, 7, -3]
-->
## Even

Write what is true for even `n`."""

WHY = """\
<!-- tutor: question
id: why
kind: prose
-->
## Why water

Why do plants need water?"""

WHY_RUBRIC = """\
<!-- tutor: rubric
for: why
-->
- [x] It carries food: `food`, `nutrient`
  What does the water carry?"""

WHY_SAMPLE = """\
<!-- tutor: sample
for: why
verdict: right
-->
It carries food up from the soil."""

SEEDS = """\
<!-- tutor: lesson
id: seeds
title: Seeds
-->
# Seeds

Seeds are counted."""

COUNT = """\
<!-- tutor: question
id: count
-->
## Count them

Write `count(seeds)`."""

COUNT_ANSWER = """\
#| tutor: answer
#| for: count
def count(seeds):
    ### BEGIN SOLUTION
    return len(seeds)
    ### END SOLUTION"""

COUNT_CHECK = """\
#| tutor: check
#| for: count
assert count([1, 2]) == 2"""


def _cell(source: str) -> dict[str, Any]:
    if source.startswith("<!--"):
        return {"cell_type": "markdown", "id": "any", "metadata": {}, "source": source}
    outputs = []
    if source == LOOP_PROGRAM:
        outputs = [{"output_type": "stream", "name": "stdout", "text": "0\n1\n"}]
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "any",
        "metadata": {},
        "outputs": outputs,
        "source": source,
    }


def _notebook(*sources: str) -> str:
    cells = [_cell(source) for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def plant(folder: Path) -> Path:
    """Write the course below ``folder``, which is then a search path for it; returns it."""
    course = folder / "garden"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    beds = _notebook(
        *(BEDS, SHOWN, AREA, AREA_ANSWER, AREA_CHECK, AREA_WRONG, AREA_HINT),
        *(TOOL, TOOL_CHOICES, ROWS, LOOP, LOOP_PROGRAM, EVEN, WHY, WHY_RUBRIC, WHY_SAMPLE),
    )
    (course / "beds.ipynb").write_text(beds, encoding="utf-8")
    seeds = _notebook(SEEDS, COUNT, COUNT_ANSWER, COUNT_CHECK)
    (course / "seeds.ipynb").write_text(seeds, encoding="utf-8")
    return folder
