"""Answers in the form they are wanted: handed to ``t.check(…)``, or as a cell of their own."""

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any

from jupyter_tutor.adapters.kernel_cells import answer_header
from jupyter_tutor.core.events import ShownOption
from jupyter_tutor.core.view import OpenQuestion
from jupyter_tutor.widgets.errors import RefusedError

IN_A_CELL = (
    "This question is answered by code in a cell of its own. Run that cell, then call `check()` "
    "without anything in its brackets."
)


def answer_frame(question: OpenQuestion, given: object) -> dict[str, Any]:
    """The answer as docs/protocol.md has it; raises RefusedError where it cannot be one."""
    if question.kind == "code":
        raise RefusedError(IN_A_CELL)
    if question.kind == "choice":
        picked = [given] if isinstance(given, str) or not isinstance(given, Iterable) else given
        return {"type": "choice", "options": [_option(question, one) for one in picked]}
    if question.kind == "order":
        return {"type": "order", "lines": _lines(question, _several(given))}
    if question.kind == "blanks":
        return {"type": "blanks", "texts": [str(one) for one in _several(given, apart=False)]}
    return {"type": "text", "text": given if isinstance(given, str) else repr(given)}


def lettered(question: OpenQuestion) -> dict[str, ShownOption]:
    """The options by their letters, in the order in which they were offered."""
    return dict(zip(ascii_lowercase, question.options, strict=False))


def with_header(source: str, question: str) -> str:
    """An answer as a cell that is known as one, by the lines it begins with."""
    if answer_header(source) == question:
        return source
    return f"#| tutor: answer\n#| for: {question}\n{source}"


def _several(given: object, *, apart: bool = True) -> list[object]:
    """What was given, one by one; ``apart``: a text such as "3 1 2" stands for several."""
    if isinstance(given, str):
        return list(given.replace(",", " ").split()) if apart else [given]
    return list(given) if isinstance(given, Iterable) else [given]


def _lines(question: OpenQuestion, given: list[object]) -> list[str]:
    """The ids of lines, each given by its number as it was shown, or by its text."""
    left = {str(number): line for number, line in enumerate(question.options, 1)}
    found = []
    for one in given:
        name = str(one).strip()
        texts = (number for number, line in left.items() if line.text.strip() == name)
        number = name if name in left else next(texts, None)
        if number is None:
            most = len(question.options)
            raise RefusedError(f"No line “{name}” is left. They are 1 to {most}, each once.")
        found.append(left.pop(number).id)
    return found


def _option(question: OpenQuestion, picked: object) -> str:
    """The id of an option, which may be given by its letter or by its text."""
    name = str(picked).strip()
    letters = lettered(question)
    if name.lower() in letters:
        return letters[name.lower()].id
    for option in question.options:
        if name == option.text.strip():
            return option.id
    known = ", ".join(f'`"{letter}"`' for letter in letters)
    raise RefusedError(f"There is no option “{name}” here. Pick from {known}.")
