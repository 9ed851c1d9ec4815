"""A small syllabus with a question of each kind that is typed, and the pieces to spoil it with."""

from typing import Any

from tests.authoring.syllabus import as_notebook, cell, code

HEAD = """\
<!-- tutor: lesson
id: typed
title: Typed
-->
# Typed

Welcome."""

LENGTH = """\
<!-- tutor: question
id: length
kind: number
points: 2
retry: 2 attempts
answer: 12.5
tolerance: 0.05
unit: cm
-->
## How long

How long is half of 25 cm?"""

LENGTH_WRONG = """\
<!-- tutor: wrong
for: length
misconception: doubles
answer: 50
-->
That is twice as long."""

LOOP = """\
<!-- tutor: question
id: loop
kind: predict
-->
## What it shows

What does this program show?"""

PROGRAM = """\
#| tutor: program
#| for: loop
for n in range(3):
    print(n)"""

OUTPUT = "0\n1\n2\n"

LOOP_WRONG = """\
<!-- tutor: wrong
for: loop
misconception: from-one
answer: |
  1
  2
  3
-->
Where does it begin?"""

EVEN = """\
<!-- tutor: question
id: even
kind: expression
answer: n % 2 == m
given:
  n: [0, 1, 2, 7, -3]
  m: [0, 0, 1, 1, 0]
-->
## Is it even

Write an expression."""

EVEN_WRONG = """\
<!-- tutor: wrong
for: even
misconception: remainder
answer: n % 2
-->
That is what is left."""

WHY = """\
<!-- tutor: question
id: why
kind: prose
-->
## What it does

Say what `return` does."""

RUBRIC = """\
<!-- tutor: rubric
for: why
-->
- [x] It hands a value over: `gives back`, `hand* back`
  What becomes of the value?
- [x] It ends the function: `end* function`, `stop*`
  What comes after it?
- [ ] It shows something on the screen: `print*`
  Nothing is shown by it."""

SAMPLE_RIGHT = """\
<!-- tutor: sample
for: why
verdict: right
-->
It gives back a value and ends the function."""

SAMPLE_PARTIAL = """\
<!-- tutor: sample
for: why
verdict: partial
-->
It is used in many functions."""

SAMPLE_WRONG = """\
<!-- tutor: sample
for: why
verdict: wrong
-->
It prints what was made."""


def hints(question: str) -> tuple[str, str]:
    """Two hints for a question."""
    head = f"<!-- tutor: hint\nfor: {question}\n-->\n"
    return f"{head}First nudge of {question}.", f"{head}Second nudge of {question}."


IN_ORDER = (
    HEAD,
    LENGTH,
    LENGTH_WRONG,
    *hints("length"),
    LOOP,
    PROGRAM,
    LOOP_WRONG,
    *hints("loop"),
    EVEN,
    EVEN_WRONG,
    *hints("even"),
    WHY,
    RUBRIC,
    SAMPLE_RIGHT,
    SAMPLE_PARTIAL,
    SAMPLE_WRONG,
    *hints("why"),
)


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """What a cell printed, as Jupyter saves it."""
    return {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)}


def value(text: str) -> dict[str, Any]:
    """The value of a cell's last line."""
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": text.splitlines(keepends=True)},
    }


def error(name: str, words: str = "no") -> dict[str, Any]:
    """The error a cell ended in."""
    return {"output_type": "error", "ename": name, "evalue": words, "traceback": ["…"]}


def with_outputs(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    """A code cell that was run."""
    return {**code(source), "execution_count": 1, "outputs": list(outputs)}


def typed(*sources: str, outputs: tuple[dict[str, Any], ...] = (stream(OUTPUT),)) -> str:
    """A notebook of these cells, its programs saved with these outputs."""
    return as_notebook(
        [
            with_outputs(source, *outputs) if "tutor: program" in source else cell(source)
            for source in sources
        ]
    )


def spoiled(before: str, after: str, *more: str) -> str:
    """The notebook in order with one text put for another, and more cells at its end."""
    sources = [source.replace(before, after) for source in IN_ORDER]
    assert sources != list(IN_ORDER) or not before
    return typed(*(source for source in sources if source), *more)


TYPED = typed(*IN_ORDER)
